"""What a customer has otherwise explains why an instalment is open."""

from odoo import models
from odoo.tools import formatLang

from .case import Reason


class GendanReceivableCase(models.Model):
    """Differences and deductions about what the invoice is for."""

    _inherit = "gendan.receivable.case"

    def _gendan_case_reasons(self):
        # EXTENDS gendan_followup
        reasons = super()._gendan_case_reasons()
        # sudo: the sentences are the reader's of the case
        found = self.env["gendan.statement.difference"].sudo().search(
            [
                ("state", "!=", "settled"),
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        if not found:
            return reasons
        about = {one: one.line_id.move_id | one.line_id.sale_line_id.invoice_lines.move_id for one in found}
        labels = dict(found._fields["reason"]._description_selection(self.env))
        for case in self:
            for one in found:
                if case.sudo().move_id not in about[one]:  # sudo: which invoice it is
                    continue
                text = self.env._(
                    "%(difference)s: %(amount)s, %(reason)s",
                    difference=one.display_name,
                    amount=formatLang(self.env, one.difference, currency_obj=one.currency_id),
                    reason=labels.get(one.reason) or self.env._("without a reason"),
                )
                reasons[case].append(Reason("deduction" if one.is_deduction else "statement_disputed", text))
        return reasons
