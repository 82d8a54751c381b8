"""Deductions on statements and the complaints they are for."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .complaint import ENDED


class GendanStatementDifference(models.Model):
    """One about goods of a complaint is linked to it; where only the customer says so, it is proposed."""

    _inherit = "gendan.statement.difference"

    proposed_id = fields.Many2one(
        "gendan.complaint", string="May Go with", compute="_compute_proposed_id", compute_sudo=True
    )

    @api.depends("is_deduction", "complaint_id", "partner_id", "line_id", "state")
    def _compute_proposed_id(self):
        asked = self.filtered(lambda one: one.is_deduction and not one.complaint_id and one.state != "settled")
        candidates = asked._gendan_complaints_about() if asked else {}
        for difference in self:
            own = candidates.get(difference, self.env["gendan.complaint"])
            # about the same goods, else what is being worked on; of several the newest
            orders = difference._gendan_orders()
            same = own.filtered(lambda one, orders=orders: one._gendan_complained_orders() & orders)
            difference.proposed_id = (same or own.filtered(lambda one: one.state not in ENDED))[:1]

    def action_link_proposed(self):
        """Button: it goes with the complaint proposed.

        :raise UserError: none is proposed
        """
        self.check_access("write")
        for difference in self:
            if not difference.proposed_id:
                raise UserError(
                    self.env._("%(difference)s: no complaint is proposed.", difference=difference.display_name)
                )
            # sudo: asked above; only code links
            difference.sudo()._gendan_as_found().write(
                {"complaint_model": "gendan.complaint", "complaint_id": difference.proposed_id.id}
            )

    def _gendan_orders(self):
        """The orders its line is about, sudo."""
        line = self.sudo().line_id  # sudo: compared
        return line.order_id | line.sale_line_id.order_id

    def _gendan_complaints_about(self):
        """The complaints of these customers that were not cancelled or unfounded, the newest first. Batch, superuser.

        :return: {difference: gendan.complaint}
        """
        complaints = self.env["gendan.complaint"].search(
            Domain("partner_id", "in", self.partner_id.commercial_partner_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & (Domain("state", "not in", ENDED) | Domain("state", "=", "closed")),
            order="id desc",
        )
        of_key = complaints.grouped(lambda one: (one.company_id, one.partner_id))
        return {
            one: of_key.get((one.company_id, one.partner_id.commercial_partner_id), complaints.browse()) for one in self
        }

    def _gendan_find_complaints(self):
        # EXTENDS gendan_followup (statement): the only one about the same order; anything less is proposed
        result = super()._gendan_find_complaints()
        for difference, own in self._gendan_complaints_about().items():
            orders = difference._gendan_orders()
            same = own.filtered(lambda one, orders=orders: one._gendan_complained_orders() & orders)
            waiting = same.filtered(lambda one: one.state not in ENDED)
            if len(waiting or same) == 1:
                result[difference] = waiting or same
        return result
