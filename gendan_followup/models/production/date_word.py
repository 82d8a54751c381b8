"""The day PMC has confirmed: who said it, when, and what it rests on."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

HOWS = [
    ("self", "In the system"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("paper", "On paper"),
    ("meeting", "Meeting"),
]
STATES = [
    ("holds", "Holds"),
    ("overtaken", "Slipped past"),
    ("replaced", "Replaced by a later word"),
    ("promised", "Promised since"),
]


class GendanDateWord(models.Model):
    """A day in house that planning (PMC) has confirmed for a part of an order line.

    Planning speaks of the day the goods are ready in house; what day of arrival follows from it is worked out when it
    is said and shown to sales only. Words are a record of what was said: nobody edits or deletes one by any path, a
    new day is a new word. Seen by whoever sees the part; made by ``gendan.part._gendan_confirm_date`` only.
    """

    _name = "gendan.date.word"
    _description = "Day Confirmed by Planning"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "id desc"
    _rec_name = "date"
    _gendan_parent = "part_id"

    part_id = fields.Many2one("gendan.part", required=True, ondelete="restrict", index=True)
    order_id = fields.Many2one(related="part_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="part_id.company_id", store=True, index=True)
    # sudo: a department reads the number, and not the order
    order_name = fields.Char("Order Number", related="part_id.plan_id.order_name")
    question_id = fields.Many2one("gendan.date.question", ondelete="restrict", index="btree_not_null")
    quantity = fields.Float(digits="Product Unit", help="In the unit of the order line, when it was said.")
    date = fields.Date("Ready in House", required=True, help="Day by which the goods are ready to leave.")
    leaving_date = fields.Date("Leaves", help="First day of leaving after it, with our safety days.")
    arrival_date = fields.Date(
        "Arrives",
        groups="sales_team.group_sale_salesman",
        help="Arrival at the customer that follows from it: safety days, way and receiving days.",
    )
    forecast_then = fields.Date(
        "Forecast at That Time", groups="sales_team.group_sale_salesman", help="Where the plan's forecast stood."
    )
    promise_version = fields.Integer(aggregator=None, groups="sales_team.group_sale_salesman")
    department_id = fields.Many2one("gendan.department", ondelete="restrict", index="btree_not_null")
    confirmed_by = fields.Char("Who Confirmed", required=True, help="Who said so.")
    user_id = fields.Many2one("res.users", string="Noted by", required=True, index="btree_not_null")
    how = fields.Selection(HOWS, required=True, default="self")
    confirmed_at = fields.Datetime("When Confirmed", required=True)
    basis = fields.Char("Rests on", help="What the day rests on: material, machine, overtime, another supplier.")
    note = fields.Text()
    # sudo: whether a word holds is the same for all, and is said without the days it is judged by
    state = fields.Selection(STATES, string="Whether It Holds", compute="_compute_state", compute_sudo=True)

    # ------------------------------------------------------------ compute

    @api.depends("part_id.word_id", "part_id.version", "part_id.plan_id.forecast_date")
    def _compute_state(self):
        for word in self:
            part = word.part_id
            if part.word_id != word:
                word.state = "replaced"
            elif part.version > word.promise_version:
                word.state = "promised"
            else:
                word.state = "overtaken" if word._gendan_is_overtaken() else "holds"

    def _gendan_is_overtaken(self):
        """Whether the plan has slipped past the word since it was given. Call with sudo.

        A word may be better than the forecast: planning knows of the overtime it has just agreed. It is overtaken once
        the forecast moves further than it stood then, or the day of leaving passes with the goods still here.
        """
        self.ensure_one()
        plan = self.part_id.plan_id
        if plan.delivery_health == "delivered":
            return False
        known = max(filter(None, (self.arrival_date, self.forecast_then)))
        if plan.forecast_date and plan.forecast_date > known:
            return True
        return self.leaving_date < plan.company_id._gendan_today() and not plan._gendan_has_left()

    @api.depends("date", "confirmed_by")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for word in self:
            word.display_name = self.env._(
                "%(day)s (%(person)s)", day=format_date(self.env, word.date), person=word.confirmed_by
            )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        """Words are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        # stored related columns follow their source through _write, not here
        if self:
            raise UserError(
                self.env._(
                    "A day that was confirmed cannot be changed (%(word)s). Confirm a new one.",
                    word=self[0].display_name,
                )
            )
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A day that was confirmed cannot be copied. Confirm a new one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A day that was confirmed cannot be deleted (%(word)s). Confirm a new one.",
                word=self[:1].display_name,
            )
        )
