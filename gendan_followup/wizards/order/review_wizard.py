"""The dialog to note what somebody said about a point of a review."""

from odoo import fields, models

from odoo.addons.gendan_followup.models.order.review_answer import HOWS, SAID


class GendanReviewWizard(models.TransientModel):
    """Asks for the answer; `gendan.review.item` decides whether it can be noted."""

    _name = "gendan.review.wizard"
    _description = "Answer a Review Point"

    item_id = fields.Many2one("gendan.review.item", required=True, readonly=True, ondelete="cascade")
    question = fields.Char(related="item_id.question")
    judge = fields.Selection(related="item_id.judge")
    said = fields.Selection(SAID, string="Answer", required=True, default="yes")
    remark = fields.Char(help="With “No”: why not, and what would be possible.")
    given_by = fields.Char(string="Said by")
    given_at = fields.Datetime(string="When", default=fields.Datetime.now)
    how = fields.Selection(HOWS, string="By", required=True, default="phone")

    def action_answer(self):
        """Button: note it.

        :raise UserError: the sentence why it cannot be noted so
        :raise AccessError: the point is not this user's to answer
        """
        self.ensure_one()
        self.item_id._gendan_answer(self.said, self.remark, self.given_by, self.how, self.given_at)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
