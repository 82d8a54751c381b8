from odoo import fields, models


class ResPartner(models.Model):
    """From the customer to her samples."""

    _inherit = "res.partner"

    gendan_sample_count = fields.Integer(
        string="Number of samples", compute="_compute_gendan_sample_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_sample_count(self):
        counts = dict(
            self.env["gendan.sample"]._read_group(
                [("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["partner_id.commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.gendan_sample_count = counts.get(partner.commercial_partner_id, 0)

    def action_gendan_samples(self):
        """Button: the customer's samples.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_sample"),
            "domain": [("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
