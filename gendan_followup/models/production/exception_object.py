from odoo import api, fields, models
from odoo.fields import Domain

from ..common.opening import open_document


class GendanExceptionMixin(models.AbstractModel):
    """Documents that an exception can be about: how many are open, and whom it would hit.

    The extending model says in ``_gendan_exception_orders`` which orders its documents serve.
    """

    _name = "gendan.exception.mixin"
    _description = "Document an exception can be about"

    # sudo: a number, for whoever reads the document; the exceptions open by their own rules
    gendan_exception_count = fields.Integer(
        "Open Exceptions", compute="_compute_gendan_exception_count", compute_sudo=True
    )

    def _compute_gendan_exception_count(self):
        open_ones = self.env["gendan.exception"]._read_group(
            Domain("state", "!=", "closed") & Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids),
            ["res_id"],
            ["__count"],
        )
        counts = dict(open_ones)
        for document in self:
            document.gendan_exception_count = counts.get(document._origin.id, 0)

    def _gendan_exception_domain(self):
        """The exceptions shown from this document. Hook."""
        self.ensure_one()
        return Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)

    def _gendan_exception_orders(self):
        """The followed orders these documents serve. Hook; by the plan's own links.

        :return: ``sale.order``, sudo
        """
        return self.env["sale.order"].sudo()  # sudo: empty

    def _gendan_exception_plans(self):
        """The plans, still to be delivered, that something wrong with these documents hits: ``gendan.plan``, sudo."""
        return self._gendan_exception_orders().gendan_plan_ids.filtered(lambda plan: plan._gendan_is_to_deliver())

    def _gendan_open_for_exception(self):
        """The action that opens the document from an exception."""
        return open_document(self)

    def action_gendan_exceptions(self):
        """Smart button: the exceptions about this document, or the dialog to report one.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        exceptions = self.env["gendan.exception"]
        domain = self._gendan_exception_domain()
        if not exceptions.search_count(domain, limit=1):
            return self.action_gendan_report_exception()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_exception"),
            "domain": list(domain),
            "context": {"gendan_report_about": [self._name, self.id]},
        }

    @api.readonly
    def action_gendan_report_exception(self):
        """Button: report that something is wrong with this document.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["gendan.exception.report"]._gendan_open(self)
