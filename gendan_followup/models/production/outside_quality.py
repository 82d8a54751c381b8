from odoo import fields, models
from odoo.exceptions import UserError

from .outside import KEEPING

VERDICTS = [("accepted", "Accepted"), ("remarks", "Accepted with Remarks"), ("refused", "Not Accepted")]


class GendanOutside(models.Model):
    """Whether what came back is as it should be."""

    _inherit = "gendan.outside"

    verdict = fields.Selection(VERDICTS, string="Quality Verdict", copy=False, tracking=True, index="btree_not_null")
    verdict_text = fields.Char(string="What Was Found", copy=False, tracking=True)
    verdict_by_id = fields.Many2one("res.users", string="Judged by", readonly=True, copy=False)
    verdict_at = fields.Datetime(string="Judged on", readonly=True, copy=False)
    photo_ids = fields.Many2many(
        "ir.attachment",
        "gendan_outside_photo_rel",
        string="Photos and Papers",
        copy=False,
        bypass_search_access=True,
    )

    def action_accept(self):
        """Button: what came back is as it should be.

        :raise UserError: not all of it is back
        """
        return self.write({"verdict": "accepted"})

    def action_accept_remarks(self):
        """Button: it is taken as it is; what was found is written beside.

        :raise UserError: not all of it is back, or nobody wrote what was found
        """
        return self.write({"verdict": "remarks"})

    def action_refuse(self):
        """Button: it is not taken. It does not count as done, and is done again or settled.

        :raise UserError: not all of it is back, or nobody wrote what was found
        """
        return self.write({"verdict": "refused"})

    def action_verdict_back(self):
        """Button: it is judged anew."""
        return self.write({"verdict": False})

    def action_again(self):
        """Button: what was refused is done again, by the same processor unless another is chosen.

        :return: action that opens the new one
        :raise UserError: it was not refused, or is done again already
        """
        self.ensure_one()
        if self.verdict != "refused" or self.again_ids.filtered(lambda again: again.state != "cancelled"):
            raise UserError(
                self.env._(
                    "%(outside)s is done again only when it was refused, and once.", outside=self.display_name
                )
            )
        again = self.with_context(gendan_outside=KEEPING).copy(
            {"origin_id": self.id, "quantity": self.quantity_good + self.quantity_bad}
        )
        return again.with_env(self.env)._get_records_action()

    def _gendan_verdict_error(self, verdict, text):
        """The sentence why it cannot be judged so, or False.

        :param str verdict: key of ``VERDICTS``
        :param text: what was found
        """
        self.ensure_one()
        if self.state != "back":
            return self.env._(
                "%(outside)s is not all back. Note what came back, and “Nothing More Comes” where that is so.",
                outside=self.display_name,
            )
        if verdict != "accepted" and not (text or "").strip():
            return self.env._("%(outside)s: write first what was found.", outside=self.display_name)
        return False

    def _gendan_prepare_verdict_vals(self, vals):
        """The values of a write, with who judged and when.

        :raise UserError: one of them cannot be judged so
        """
        if "verdict" not in vals:
            return vals
        if not vals["verdict"]:
            return {**vals, "verdict_by_id": False, "verdict_at": False}
        for outside in self:
            if sentence := outside._gendan_verdict_error(
                vals["verdict"], vals.get("verdict_text", outside.verdict_text)
            ):
                raise UserError(sentence)
        return {**vals, "verdict_by_id": self.env.uid, "verdict_at": fields.Datetime.now()}
