from odoo import fields, models
from odoo.exceptions import UserError

# only the hand-over itself writes done lines
_RUNNING = object()


class GendanHandOverLine(models.Model):
    """One customer of a hand-over: what goes over, to whom, and how it went. Supervisors only; done lines stay."""

    _name = "gendan.hand.over.line"
    _description = "Customer of a Hand-over"
    _order = "hand_over_id, id"
    _rec_name = "partner_id"

    _partner_uniq = models.UniqueIndex("(hand_over_id, partner_id)", "This customer is on the list already.")

    hand_over_id = fields.Many2one("gendan.hand.over", required=True, ondelete="cascade")
    from_id = fields.Many2one(related="hand_over_id.from_id")
    company_id = fields.Many2one(related="hand_over_id.company_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    to_id = fields.Many2one(
        "res.users",
        string="New Clerk",
        required=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("gendan_followup.group_gendan_user").ids),
            ("share", "=", False),
        ],
        ondelete="restrict",
    )
    orders = fields.Integer("Orders", readonly=True)
    quotations = fields.Integer("Quotations", readonly=True)
    todos = fields.Integer("To-dos", readonly=True)
    activities = fields.Integer("Activities", readonly=True)
    followed = fields.Integer("Documents Followed", readonly=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("refused", "Not Done")],
        required=True,
        readonly=True,
        default="planned",
    )
    sentence = fields.Char("Why Not", readonly=True)
    done_at = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one("res.users", string="Done By", readonly=True)

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_hand_over") is not _RUNNING:
            self._gendan_check_planned()
            vals = {name: value for name, value in vals.items() if name not in ("state", "done_at", "done_by_id")}
        return super().write(vals)

    def unlink(self):
        # EXTENDS base
        self._gendan_check_planned()
        return super().unlink()

    def _gendan_check_planned(self):
        """:raise UserError: one of them is done"""
        if done := self.filtered(lambda line: line.state == "done"):
            raise UserError(
                self.env._(
                    "%(customer)s was handed over on this list already: it stays as a report.",
                    customer=done[0].partner_id.display_name,
                )
            )

    # ------------------------------------------------------------ business

    def _gendan_hand_over(self):
        """Hand these customers over, each whole or not at all.

        :return: list of (line, sentence why not or False)
        :raise AccessError: the user is no supervisor
        """
        self.env["res.users"]._gendan_check_may_hand_over()
        answers = []
        for line in self:
            if line.state == "done":
                answers.append((line, False))
                continue
            numbers = line.partner_id._gendan_hand_over_numbers(line.from_id)[line.partner_id]

            def work(group, numbers=numbers):
                reason = group.hand_over_id.reason
                if sentence := group.partner_id._gendan_give_for_good(group.from_id, group.to_id, reason):
                    raise UserError(sentence)
                group.with_context(gendan_hand_over=_RUNNING).write(
                    {
                        **numbers,
                        "state": "done",
                        "sentence": False,
                        "done_at": fields.Datetime.now(),
                        "done_by_id": self.env.uid,
                    }
                )

            sentence = self.env["gendan.bulk"]._gendan_try([line], work).get(0, False)
            if sentence:
                line.with_context(gendan_hand_over=_RUNNING).write({"state": "refused", "sentence": sentence})
            answers.append((line, sentence))
        self.hand_over_id._gendan_take_the_rest()
        return answers
