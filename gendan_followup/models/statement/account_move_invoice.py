"""Invoices that were made from statements and deliveries."""

from odoo import api, fields, models


class AccountMove(models.Model):
    """What an invoice was made from, and for which closing day."""

    _inherit = "account.move"

    gendan_share_ids = fields.One2many(
        "gendan.invoice.share", "move_id", string="Invoiced of Deliveries", readonly=True
    )
    gendan_statement_id = fields.Many2one(
        "gendan.statement",
        string="Statement of Account",
        compute="_compute_gendan_statement_id",
        compute_sudo=True,
        help="From which it was made.",
    )
    gendan_closing_day = fields.Date(
        string="Invoiced for Closing Day", readonly=True, copy=False, help="What left up to that day."
    )

    @api.depends("gendan_share_ids.statement_id")
    def _compute_gendan_statement_id(self):
        for move in self:
            move.gendan_statement_id = move.gendan_share_ids.statement_id[:1]

    def _gendan_show(self, env):
        """The action that shows these to a user.

        :param env: of the user, who is asked for the rights when it opens
        """
        action = env["ir.actions.act_window"]._for_xml_id("account.action_move_out_invoice_type")
        action["context"] = {"default_move_type": "out_invoice"}
        if len(self) == 1:
            form = env.ref("account.view_move_form")
            return {**action, "views": [(form.id, "form")], "view_mode": "form", "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_gendan_statement(self):
        """Button: the statement it was made from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.statement",
            "res_id": self.gendan_statement_id.id,
            "views": [(False, "form")],
        }
