from odoo import api, fields, models
from odoo.exceptions import UserError

WAYS = [
    ("split", "Deliver in parts"),
    ("overtime", "Overtime"),
    ("supplier", "Another supplier"),
    ("subcontract", "Subcontractor"),
    ("air", "Air freight or express"),
    ("substitute", "Substitute material"),
    ("new_date", "Agree a new date"),
    ("other", "Other way"),
]
# sentinel: only `action_choose` and `action_take_back` write who chose
CHOOSING = object()
KEPT = frozenset({"is_chosen", "chosen_by_id", "chosen_at"})


class GendanExceptionWay(models.Model):
    """A way out of an exception: how many days it wins, what it costs; one is chosen, by whom, when and why.

    Whoever reads the exception reads its ways; who keeps the exception keeps them.
    """

    _name = "gendan.exception.way"
    _description = "Way out of an Exception"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "is_chosen desc, id"

    _gendan_parent = "exception_id"

    _chosen_uniq = models.UniqueIndex("(exception_id) WHERE is_chosen", "One way out is chosen already.")
    _cost_positive = models.Constraint("CHECK (COALESCE(cost, 0) >= 0)", "What a way out costs cannot be negative.")

    exception_id = fields.Many2one("gendan.exception", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="exception_id.company_id", store=True)
    exception_state = fields.Selection(related="exception_id.state")
    kind = fields.Selection(WAYS, string="Way", required=True, default="overtime")
    name = fields.Char("What Exactly", help="Which supplier, how many shifts, by which flight.")
    effect_days = fields.Integer("Days Won", aggregator=None, help="Working days; 0: it keeps what there is.")
    new_date = fields.Date("New Day", help="The day that could be met this way.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(help="What it costs us, in the company's currency.")
    is_chosen = fields.Boolean("Chosen", readonly=True, copy=False)
    reason = fields.Char("Why This Way", help="Why this way and no other. Needed to choose it.")
    chosen_by_id = fields.Many2one("res.users", string="Chosen by", readonly=True, copy=False)
    chosen_at = fields.Datetime("Chosen on", readonly=True, copy=False)

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for way in self:
            way.display_name = ": ".join(filter(None, (kinds.get(way.kind), way.name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        ways = super().create([{k: v for k, v in vals.items() if k not in KEPT} for vals in vals_list])
        ways._gendan_check_keeper()
        return ways

    def write(self, vals):
        # EXTENDS base
        if KEPT.intersection(vals) and self.env.context.get("gendan_way") is not CHOOSING:
            raise UserError(
                self.env._("A way out is chosen with its button, so that who and when are known: %(way)s.",
                           way=self[:1].display_name)
            )  # fmt: skip
        self._gendan_check_keeper()
        if "exception_id" in vals and self.filtered(lambda way: way.exception_id.id != vals["exception_id"]):
            raise UserError(self.env._("%(way)s stays with its exception.", way=self[:1].display_name))
        if self.env.context.get("gendan_way") is not CHOOSING and (chosen := self.filtered("is_chosen")):
            raise UserError(
                self.env._("%(way)s is chosen. Take the choice back before you change it.", way=chosen[0].display_name)
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        self._gendan_check_keeper()
        for way in self.filtered("is_chosen"):
            raise UserError(
                self.env._("%(way)s is chosen. Take the choice back before you delete it.", way=way.display_name)
            )

    def _gendan_check_keeper(self):
        """:raise AccessError: the user may not change the exception
        :raise UserError: it is closed
        """
        exceptions = self.exception_id
        exceptions.check_access("write")
        if closed := exceptions.filtered(lambda exception: exception.state == "closed"):
            raise UserError(
                self.env._("%(exception)s is closed. Open it again first.", exception=closed[0].display_name)
            )

    # ------------------------------------------------------------ actions

    def _gendan_choose_error(self):
        """The sentence why this way cannot be chosen, or False."""
        self.ensure_one()
        if other := self.exception_id.way_ids.filtered("is_chosen") - self:
            return self.env._("%(way)s is chosen. Take that back first.", way=other[0].display_name)
        if not (self.reason or "").strip():
            return self.env._("Write under “Why This Way” why %(way)s is chosen.", way=self.display_name)
        return False

    def action_choose(self):
        """Button: this is what is done.

        :raise UserError: another way is chosen, or nobody says why
        """
        for way in self.filtered(lambda way: not way.is_chosen):
            if sentence := way._gendan_choose_error():
                raise UserError(sentence)
            way.with_context(gendan_way=CHOOSING).write(
                {"is_chosen": True, "chosen_by_id": self.env.uid, "chosen_at": fields.Datetime.now()}
            )
            exception = way.exception_id
            today = exception.company_id._gendan_today()
            exception._gendan_keep(
                {
                    "state": "decided",
                    # to be carried out: a day that is past would call everybody at once
                    "due": max(exception.due or today, exception.company_id._gendan_add_workdays(today, 1)),
                }
            )
            exception._message_log(
                body=self.env._("Way chosen: %(way)s, because: %(reason)s", way=way.display_name, reason=way.reason)
            )
            exception._gendan_way_chosen(way)
        return True

    def action_take_back(self):
        """Button: the choice is taken back."""
        for way in self.filtered("is_chosen"):
            way.with_context(gendan_way=CHOOSING).write(
                {"is_chosen": False, "chosen_by_id": False, "chosen_at": False}
            )
            way.exception_id._gendan_keep({"state": "open"})
            way.exception_id._message_log(body=self.env._("Choice taken back: %(way)s", way=way.display_name))
        return True
