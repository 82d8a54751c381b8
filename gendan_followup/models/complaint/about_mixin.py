from odoo import fields, models
from odoo.fields import Domain

from .complaint import SALES

GROUPS = f"{SALES},gendan_followup.group_gendan_department"


class GendanComplaintAboutMixin(models.AbstractModel):
    """Orders, transfers, invoices, customers: complaints are made about them.

    The extending model names the complaint's field that points to it in ``_gendan_complaint_field``.
    """

    _name = "gendan.complaint.about.mixin"
    _description = "Document a Complaint is about"

    _gendan_complaint_field = None

    gendan_complaint_count = fields.Integer("Complaints", compute="_compute_gendan_complaint_count", groups=GROUPS)

    def _compute_gendan_complaint_count(self):
        counts = self._gendan_complaint_counts()
        for record in self:
            record.gendan_complaint_count = counts.get(record._gendan_complaint_records()._origin.id, 0)

    def _gendan_complaint_counts(self):
        """How many complaints each is in: {id of what complaints point to: count}. Batch."""
        name, records = self._gendan_complaint_field, self._gendan_complaint_records()
        groups = self.env["gendan.complaint"]._read_group([(name, "in", records.ids)], [name], ["__count"])
        return {record.id: count for record, count in groups}

    def _gendan_complaint_domain(self):
        """The complaints about this one document."""
        return [(self._gendan_complaint_field, "=", self._gendan_complaint_records().id)]

    def _gendan_complaint_records(self):
        """What complaints point to: these records; of contacts the customer. Hook."""
        return self

    def action_gendan_complaints(self):
        """Smart button: the complaints about it, or a new one when there is none.

        :return: action
        """
        self.ensure_one()
        if not self.gendan_complaint_count:
            return self.action_gendan_new_complaint()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_complaint"),
            "domain": self._gendan_complaint_domain(),
            "context": self._gendan_complaint_context(),
        }

    def action_gendan_new_complaint(self):
        """Menu: a new complaint about it, with what is known filled in.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Complaint"),
            "res_model": "gendan.complaint",
            "views": [(False, "form")],
            "context": self._gendan_complaint_context(),
        }

    def action_gendan_chat_complaint(self):
        """Menu: a complaint about it out of a chat.

        :return: action of the dialog
        """
        self.ensure_one()
        self.check_access("read")
        defaults = {
            name.removeprefix("default_"): value for name, value in self._gendan_complaint_context().items() if value
        }
        if self._name == "sale.order":
            defaults["partner_id"] = self.partner_id.commercial_partner_id.id
        return self.env["gendan.complaint.chat"]._gendan_open(**defaults)

    def _gendan_complaint_context(self):
        """Context in which a new complaint is about it."""
        self.ensure_one()
        record = self._gendan_complaint_records()
        company = "company_id" in record and record["company_id"]
        context = {f"default_{self._gendan_complaint_field}": record.id}
        return {**context, "default_company_id": company.id} if company else context


class SaleOrder(models.Model):
    """Complaints about the order."""

    _name = "sale.order"
    _inherit = ["sale.order", "gendan.complaint.about.mixin"]

    _gendan_complaint_field = "order_id"

    def _gendan_complaint_counts(self):
        # EXTENDS gendan_followup: one about a delivery of several orders is about the orders of its goods
        counts = super()._gendan_complaint_counts()
        groups = self.env["gendan.complaint.line"]._read_group(
            [("order_line_id.order_id", "in", self.ids), ("complaint_id.order_id", "=", False)],
            ["order_line_id"],
            ["complaint_id:array_agg"],
        )
        several = {}
        for sold, complaint_ids in groups:
            # sudo: the link only
            several.setdefault(sold.sudo().order_id.id, set()).update(complaint_ids)
        return {id_: counts.get(id_, 0) + len(several.get(id_, ())) for id_ in self.ids}

    def _gendan_complaint_domain(self):
        # EXTENDS gendan_followup: as above
        several = Domain([("order_id", "=", False), ("line_ids.order_line_id.order_id", "=", self.id)])
        return list(Domain(super()._gendan_complaint_domain()) | several)


class StockPicking(models.Model):
    """Complaints about the transfer."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.complaint.about.mixin"]

    _gendan_complaint_field = "picking_id"

    def action_gendan_report_complaint(self):
        """Button: the short dialog of the phone: goods, quantity, photo.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["gendan.complaint.report"]._gendan_open(self)


class AccountMove(models.Model):
    """Complaints about the invoice."""

    _name = "account.move"
    _inherit = ["account.move", "gendan.complaint.about.mixin"]

    _gendan_complaint_field = "invoice_id"


class ResPartner(models.Model):
    """Complaints of the customer."""

    _name = "res.partner"
    _inherit = ["res.partner", "gendan.complaint.about.mixin"]

    _gendan_complaint_field = "partner_id"

    def _gendan_complaint_records(self):
        # EXTENDS gendan_followup: whoever of the customer's it is
        return self.commercial_partner_id

    def _gendan_complaint_context(self):
        # EXTENDS gendan_followup: the person complains
        context = super()._gendan_complaint_context()
        if self != self.commercial_partner_id and self.type == "contact":
            context["default_contact_id"] = self.id
        return context
