from odoo import api, fields, models
from odoo.exceptions import UserError

SAID = [("yes", "Yes"), ("no", "No")]
HOWS = [
    ("self", "In the system"),
    ("phone", "Phone"),
    ("meeting", "Review meeting"),
    ("chat", "Chat"),
    ("email", "E-mail"),
    ("paper", "Signed paper, fax"),
    ("visit", "Visit"),
]


class GendanReviewAnswer(models.Model):
    """What was said about a point of an order's review: by whom, when, by which way, who noted it. Append-only.

    A mistake or a change of mind is a further answer: nobody changes or deletes one, by no path. It keeps what the
    order said then, so that a changed order is known to need another. Made by ``gendan.review.item`` only, which
    checks who may; departments see those of department points.
    """

    _name = "gendan.review.answer"
    _inherit = ["gendan.parent.access.mixin"]
    _description = "Answer to a review point"
    _order = "id desc"
    _rec_name = "said"
    _gendan_parent = "item_id"

    item_id = fields.Many2one("gendan.review.item", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    said = fields.Selection(SAID, required=True, readonly=True)
    remark = fields.Char(readonly=True)
    given_by = fields.Char(string="Said by", required=True, readonly=True)
    given_at = fields.Datetime(string="When", required=True, readonly=True)
    how = fields.Selection(HOWS, string="By", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Noted by", required=True, readonly=True, ondelete="restrict")
    aspects = fields.Json(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["user_id"] = self.env.uid
        return super().create(vals_list)

    def write(self, vals):
        """Answers are never edited.

        :raise UserError: always
        """
        raise UserError(
            self.env._("An answer is never changed: it is the record of what was said. Note another one instead.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("An answer is never deleted: it is the record of what was said."))

    def copy(self, default=None):
        raise UserError(self.env._("An answer is not copied: note the other one by itself."))
