"""When an invoice is due by what was agreed, beside Odoo's own due date."""

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.money_tail import next_day_of_month


class AccountMove(models.Model):
    """A late statement or invoice pushes Odoo's due date; what was agreed counts from the delivery's month."""

    _inherit = "account.move"

    gendan_due_agreed = fields.Date(
        string="Due by Agreement",
        compute="_compute_gendan_due_agreed",
        help="By the customer's settlement profile, whatever the day of the invoice.",
    )
    gendan_cleared_on = fields.Date(
        string="Money Here on",
        compute="_compute_gendan_due_agreed",
        help="Due by agreement, and the days of the cheque or acceptance the customer pays with.",
    )

    @api.depends(
        "move_type", "commercial_partner_id", "invoice_date", "delivery_date", "company_id", "gendan_closing_day"
    )
    def _compute_gendan_due_agreed(self):
        for move in self:
            move.gendan_due_agreed = move.gendan_cleared_on = False
            # sudo: a term of payment, for whoever sees the invoice
            profile = move.commercial_partner_id.sudo().gendan_settlement_profile_id
            # what was invoiced for a closing day left in the month it ends
            closing = move.gendan_closing_day if profile.count_from in ("closing", "agreement") else False
            base = closing or move.delivery_date or move.invoice_date
            if move.move_type != "out_invoice" or not profile or not base:
                continue
            if profile.count_from == "invoice":
                base = move.invoice_date or base
            elif profile.count_from == "agreement":
                base = profile._gendan_reconcile_by(next_day_of_month(base, profile.closing_day), move.company_id)
            move.gendan_due_agreed, move.gendan_cleared_on = profile._gendan_due(base)
