"""Noting what was said about instalments: a few fields, on the phone, too."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.models.statement.case_answer import DISPUTES, KINDS, WATCHED


class GendanReceivableReply(models.TransientModel):
    """The dialog: what was said, when, how much, why, with a photo. Asks `_gendan_answer`, which holds the rules."""

    _name = "gendan.receivable.reply"
    _description = "Note What Was Said about Instalments"

    case_ids = fields.Many2many("gendan.receivable.case", string="Instalments", required=True)
    kind = fields.Selection(KINDS, string="Answer", required=True, default="promised")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    has_one_currency = fields.Boolean(compute="_compute_currency_id")
    day = fields.Date(compute="_compute_day", store=True, readonly=False)
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    dispute = fields.Selection(DISPUTES, string="What Is Disputed")
    to_id = fields.Many2one(
        "res.users",
        string="Escalate to",
        compute="_compute_to_id",
        store=True,
        readonly=False,
        domain=[("share", "=", False)],
    )
    note = fields.Text(string="In Words")
    attachment_ids = fields.Many2many(
        "ir.attachment", "gendan_receivable_reply_file_rel", string="Photos and Papers", bypass_search_access=True
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("case_ids")
    def _compute_currency_id(self):
        for reply in self:
            currencies = reply.case_ids.currency_id
            reply.has_one_currency = len(currencies) == 1
            reply.currency_id = currencies[:1]

    @api.depends("kind", "case_ids")
    def _compute_day(self):
        for reply in self:
            company = reply.case_ids.company_id[:1] or self.env.company
            today = company._gendan_today()
            if reply.kind == "paid":
                reply.day = today
            elif reply.kind == "promised":
                # most say "next week"
                reply.day = company._gendan_workdays(today).roll(today + timedelta(days=7), "next")
            else:
                reply.day = False

    @api.depends("case_ids", "kind")
    def _compute_amount(self):
        for reply in self:
            watched = reply.kind in WATCHED and len(reply.case_ids.currency_id) == 1
            reply.amount = sum(reply.case_ids.mapped("residual")) if watched else 0.0

    @api.depends("case_ids")
    def _compute_to_id(self):
        for reply in self:
            # sudo: who the supervisor is
            reply.to_id = (reply.case_ids.company_id[:1] or self.env.company).sudo().gendan_supervisor_id

    @api.depends("case_ids")
    def _compute_summary(self):
        for reply in self:
            names = reply.case_ids[:3].mapped("display_name")
            more = len(reply.case_ids) - len(names)
            reply.summary = ", ".join(names) + (self.env._(" and %(count)s more", count=more) if more else "")

    def action_save(self):
        """Button: note it.

        :raise UserError: the sentence why it cannot be noted so
        """
        self.ensure_one()
        if not self.case_ids:
            raise UserError(self.env._("Choose the instalments it is about."))
        watched = self.kind in WATCHED
        self.case_ids._gendan_answer(
            self.kind,
            day=self.day if watched else None,
            amount=self.amount if watched and self.has_one_currency else None,
            dispute=self.dispute if self.kind == "disputed" else False,
            to_id=self.to_id.id if self.kind == "escalated" else False,
            note=(self.note or "").strip() or False,
            attachment_ids=[fields.Command.set(self.attachment_ids.ids)],
        )
        return {"type": "ir.actions.act_window_close"}
