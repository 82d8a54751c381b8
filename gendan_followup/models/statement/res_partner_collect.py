"""What a customer owes beyond its day, on his file."""

from odoo import fields, models
from odoo.tools import format_amount

READERS = "sales_team.group_sale_salesman,account.group_account_invoice"


class ResPartner(models.Model):
    """Overdue, and promises that were broken, with the reader's own rights."""

    _inherit = "res.partner"

    gendan_collect_count = fields.Integer(compute="_compute_gendan_collect", groups=READERS)
    gendan_collect_text = fields.Char(string="Overdue Money", compute="_compute_gendan_collect", groups=READERS)
    gendan_broken_count = fields.Integer(string="Broken Promises", compute="_compute_gendan_collect", groups=READERS)

    def _compute_gendan_collect(self):
        Case = self.env["gendan.receivable.case"]
        mine = [("company_id", "=", self.env.company.id), ("partner_id", "in", self.commercial_partner_id.ids)]
        sums = Case._read_group(
            [*mine, ("state", "=", "open")], ["partner_id", "bucket"], ["__count", "residual_company:sum"]
        )
        counts, amounts = {}, {}
        for partner, bucket, count, amount in sums:
            counts[partner.id] = counts.get(partner.id, 0) + count
            if bucket != "not_due":
                amounts[partner.id] = amounts.get(partner.id, 0.0) + amount
        broken = dict(
            self.env["gendan.receivable.answer"]._read_group(
                [*mine, ("outcome", "=", "broken")], ["partner_id"], ["__count"]
            )
        )
        broken = {partner.id: count for partner, count in broken.items()}
        currency = self.env.company.currency_id
        for partner in self:
            key = partner.commercial_partner_id.id
            partner.gendan_collect_count = counts.get(key, 0)
            partner.gendan_collect_text = format_amount(self.env, amounts.get(key, 0.0), currency)
            partner.gendan_broken_count = broken.get(key, 0)

    def action_gendan_collect(self):
        """Button: the customer's open instalments."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_receivable_case")
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"search_default_open": 1},
        }

    def action_gendan_broken_promises(self):
        """Button: the customer's promises of payment that were broken."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_receivable_answer")
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"search_default_broken": 1},
        }
