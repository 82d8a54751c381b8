"""The clerk takes down what the customer answered to new dates."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.production.proposal_line import ANSWERS
from ...models.production.proposal_reply import HOWS


class GendanDateReplyWizard(models.TransientModel):
    """Who said what, and where it can be read again; ``gendan.date.proposal`` carries it out, as it does the page's."""

    _name = "gendan.date.reply.wizard"
    _description = "Take Down the Customer's Answer"

    proposal_id = fields.Many2one("gendan.date.proposal", required=True, readonly=True, ondelete="cascade")
    whole = fields.Selection(
        [("all", "All dates accepted"), ("lines", "One by one"), ("none", "None accepted")],
        string="Said",
        required=True,
    )
    given_by = fields.Char("Who Answered", required=True)
    given_on = fields.Date("On", required=True, default=lambda self: self.env.company._gendan_today())
    how = fields.Selection(HOWS, string="How", required=True, default="phone")
    evidence = fields.Char(help="Where it can be read again: chat and time, mail's subject, number of the fax.")
    message = fields.Text(help="What else the customer said.")
    attachment_ids = fields.Many2many(
        "ir.attachment", "gendan_date_reply_wizard_paper_rel", string="Screenshots and Papers"
    )
    line_ids = fields.One2many("gendan.date.reply.wizard.line", "wizard_id", string="Deliveries with New Dates")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base
        values = super().default_get(fields_list)
        proposal = self.env["gendan.date.proposal"].browse(values.get("proposal_id"))
        lines = proposal.line_ids.filtered("is_asked")
        values["line_ids"] = [Command.create({"line_id": line.id}) for line in lines]
        if len(lines) == 1:
            values["whole"] = "lines"
        return values

    def action_take(self):
        """Button: take it down.

        :return: action: the dialog is closed
        :raise UserError: something is missing, or it was answered meanwhile
        """
        self.ensure_one()
        proposal = self.proposal_id
        proposal.check_access("write")
        # as the promise dialog: who may write the orders
        proposal.line_ids.order_id._gendan_check_clerk()
        if sentence := proposal._gendan_reply_error():
            raise UserError(sentence)
        choices = {}
        for row in self.line_ids:
            choice = {"all": "accepted", "none": "refused"}.get(self.whole, row.answer) or None
            choices[row.line_id] = (choice, row.wished_date or None)
        proposal._gendan_take_reply(
            choices,
            self.given_by,
            self.how,
            given_on=self.given_on,
            evidence=self.evidence,
            message=self.message,
            attachment_ids=[Command.set(self.attachment_ids.ids)],
        )
        return {"type": "ir.actions.act_window_close"}


class GendanDateReplyWizardLine(models.TransientModel):
    """What was said of one delivery."""

    _name = "gendan.date.reply.wizard.line"
    _description = "Answer about One Delivery"

    wizard_id = fields.Many2one("gendan.date.reply.wizard", required=True, ondelete="cascade")
    line_id = fields.Many2one("gendan.date.proposal.line", string="Delivery", required=True, ondelete="cascade")
    customer_ref = fields.Char(related="line_id.customer_ref")
    quantity = fields.Float(related="line_id.quantity")
    old_date = fields.Date(related="line_id.old_date")
    new_date = fields.Date(related="line_id.new_date")
    answer = fields.Selection(ANSWERS)
    wished_date = fields.Date("Wished")
