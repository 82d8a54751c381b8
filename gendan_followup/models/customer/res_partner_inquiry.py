from odoo import fields, models


class ResPartner(models.Model):
    """Questions of the customer."""

    _inherit = "res.partner"

    gendan_inquiry_count = fields.Integer(
        "Open Inquiries", compute="_compute_gendan_inquiry_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_inquiry_count(self):
        groups = self.env["gendan.inquiry"]._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids), ("state", "=", "open")], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.gendan_inquiry_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_gendan_inquiries(self):
        """Button: what this customer asked; a new one begins with him."""
        self.ensure_one()
        customer = self.commercial_partner_id
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_inquiry")
        contact = {"default_contact_id": self.id} if self != customer else {}
        return {
            **action,
            "domain": [("partner_id", "=", customer.id)],
            "context": {"default_partner_id": customer.id, **contact},
        }
