from odoo import fields, models

GROUPS = "gendan_followup.group_gendan_user,gendan_followup.group_gendan_department"


class GendanSlipSourceMixin(models.AbstractModel):
    """Orders, productions, transfers, customers: liaison slips are written about them.

    The extending model names the slip's field that points to it in ``_gendan_slip_field``.
    """

    _name = "gendan.slip.source.mixin"
    _description = "Document Liaison Slips are Written about"

    _gendan_slip_field = None

    gendan_slip_count = fields.Integer(string="Liaison Slips", compute="_compute_gendan_slip_count", groups=GROUPS)

    def _compute_gendan_slip_count(self):
        name = self._gendan_slip_field
        groups = self.env["gendan.slip"]._read_group([(name, "in", self.ids)], [name], ["__count"])
        counts = {record.id: count for record, count in groups}
        for record in self:
            record.gendan_slip_count = counts.get(record._origin.id, 0)

    def action_gendan_slips(self):
        """Smart button: the slips about it, or a new one when there is none.

        :return: action
        """
        self.ensure_one()
        if not self.gendan_slip_count:
            return self.action_gendan_new_slip()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_slip"),
            "domain": [(self._gendan_slip_field, "=", self.id)],
            "context": self._gendan_slip_context(),
        }

    def action_gendan_new_slip(self):
        """Menu: a new slip about it, with what is known filled in.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Liaison Slip"),
            "res_model": "gendan.slip",
            "views": [(False, "form")],
            "context": self._gendan_slip_context(),
        }

    def _gendan_slip_context(self):
        """Context in which a new slip is about it."""
        self.ensure_one()
        company = self["company_id"] or self.env.company
        return {f"default_{self._gendan_slip_field}": self.id, "default_company_id": company.id}
