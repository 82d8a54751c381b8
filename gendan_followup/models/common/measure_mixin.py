"""Measures: who keeps something from happening again, until when, with what proof."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MEASURE_KINDS = [
    ("contain", "Containment"),
    ("correct", "Corrective"),
    ("prevent", "Preventive"),
]
# sentinel: only the steps write what is in KEPT
DOING = object()
KEPT = frozenset({"done_on", "done_by_id"})
# what its owner may add
RESULT = frozenset({"result", "proof_ids"})


class GendanMeasureMixin(models.AbstractModel):
    """A measure of a delay report, of a complaint: with owner, day, what was done and its proof.

    Kept by who may write what it belongs to; its owner (or the people of its department) sees it, adds result and
    proof and says that it is done. The extending model has the field named in ``_gendan_measure_parent`` and the
    to-do kind in ``_gendan_measure_todo``, and its fields copied from there in ``_gendan_measure_copied``.
    """

    _name = "gendan.measure.mixin"
    _description = "Measure"
    _inherit = ["gendan.todo.mixin", "gendan.uploads.mixin"]
    _gendan_upload_fields = ("proof_ids",)

    _gendan_measure_parent = None
    _gendan_measure_todo = None
    _gendan_measure_copied = frozenset()

    name = fields.Char("Measure", required=True)
    kind = fields.Selection(MEASURE_KINDS, required=True, default="correct")
    owner_id = fields.Many2one(
        "res.users", string="Person in Charge", required=True, domain=[("share", "=", False)], index=True
    )
    department_id = fields.Many2one(
        "gendan.department",
        string="Department",
        index="btree_not_null",
        help="Its people may say that it is done, too.",
    )
    due = fields.Date(required=True)
    is_internal = fields.Boolean("Internal", help="Not on the customer's page.")
    result = fields.Text(help="What was done, and whether it works.")
    proof_ids = fields.Many2many("ir.attachment", string="Proof Files", copy=False, bypass_search_access=True)
    done_on = fields.Date("Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")
    is_mine = fields.Boolean("For Me", compute="_compute_is_mine")

    # ------------------------------------------------------------ compute

    @api.depends("due", "done_on")
    def _compute_is_overdue(self):
        for measure in self:
            today = (measure._gendan_measure_company() or self.env.company)._gendan_today()
            measure.is_overdue = not measure.done_on and bool(measure.due) and measure.due < today

    @api.depends("owner_id", "department_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env["gendan.department"]._gendan_mine()
        for measure in self:
            measure.is_mine = measure.owner_id == self.env.user or measure.department_id in mine

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        taken = KEPT | self._gendan_measure_copied
        measures = super().create([{k: v for k, v in vals.items() if k not in taken} for vals in vals_list])
        measures._gendan_check_open()
        measures._gendan_sync_todos()
        return measures

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_measure") is not DOING:
            if KEPT.intersection(vals):
                raise UserError(self.env._("%(measure)s is done with its button.", measure=self[:1].display_name))
            parent = self._gendan_measure_parent
            moved = parent in vals and self.filtered(lambda measure: measure[parent].id != vals[parent])
            if moved or self._gendan_measure_copied.intersection(vals):
                raise UserError(self.env._("%(measure)s stays with its report.", measure=self[:1].display_name))
            self._gendan_check_owner(vals)
            if not RESULT.issuperset(vals):
                self._gendan_check_open()
        result = super().write(vals)
        if {"owner_id", "department_id", "due", "name", "done_on"} & vals.keys():
            self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self._gendan_check_open()

    def _gendan_check_owner(self, vals):
        """Who owns a measure and not what it belongs to adds what was done, until it is done.

        :raise AccessError: he writes something else
        """
        if self.env.su:
            return
        for measure in self:
            if measure._gendan_measure_of().with_env(self.env).has_access("write"):
                continue
            if not RESULT.issuperset(vals) or measure.done_on:
                raise AccessError(
                    self.env._(
                        "%(measure)s: its owner writes what was done; the rest is kept by who wrote the report.",
                        measure=measure.display_name,
                    )
                )

    def _gendan_check_open(self):
        """:raise UserError: what it belongs to is settled, its measures stay"""
        for measure in self:
            if sentence := measure._gendan_measure_error():
                raise UserError(sentence)

    # ------------------------------------------------------------ hooks

    def _gendan_measure_of(self):
        """What the measure belongs to, sudo: whoever sees the measure may not read it."""
        return self.sudo()[self._gendan_measure_parent]  # sudo: as said

    def _gendan_measure_company(self):
        """The company of the measure."""
        return self._gendan_measure_of().company_id

    def _gendan_measure_error(self):
        """The sentence why the measure can no longer be planned otherwise, or False. Hook."""
        self.ensure_one()
        return False

    def _gendan_measure_waits(self):
        """Those of these measures that still have to be done. Hook, batch."""
        return self.filtered(lambda measure: not measure.done_on)

    def _gendan_measure_moved(self):
        """These measures were done, or are not done after all. Hook, batch, sudo."""

    # ------------------------------------------------------------ actions

    def action_done(self):
        """Button of the owner: it is done, with what was done or its proof.

        :raise AccessError: another's measure
        :raise UserError: nobody says what was done
        """
        return self._gendan_do()

    def action_undone(self):
        """Button of who keeps what it belongs to: it is not done after all."""
        self[self._gendan_measure_parent].check_access("write")
        done = self.filtered("done_on")
        if done:
            done._gendan_step({"done_on": False, "done_by_id": False})
            done.sudo()._gendan_measure_moved()  # sudo: asked above who may
        return True

    def _gendan_do_error(self):
        """The sentence why it cannot be said to be done, or False."""
        self.ensure_one()
        if self.done_on:
            return self.env._("%(measure)s is done already.", measure=self.display_name)
        if not (self.result or "").strip() and not self.proof_ids:
            return self.env._("%(measure)s: write what was done, or add its proof.", measure=self.display_name)
        return False

    def _gendan_do(self, result=None):
        """Done, said by the owner, his department, or who keeps what it belongs to.

        :param str result: what was done
        """
        self.check_access("read")
        for measure in self:
            if not measure.is_mine and not measure._gendan_measure_of().with_env(self.env).has_access("write"):
                raise AccessError(
                    self.env._(
                        "%(measure)s is done by %(owner)s.",
                        measure=measure.display_name,
                        owner=measure.sudo().owner_id.name,  # sudo: the name of a colleague
                    )
                )
            # sudo: the owner may not write reports; it was asked above who may
            row = measure.sudo()
            if result:
                row.with_context(gendan_measure=DOING).write({"result": result})
            if sentence := measure._gendan_do_error():
                raise UserError(sentence)
            row._gendan_step({"done_on": row._gendan_measure_company()._gendan_today(), "done_by_id": self.env.uid})
            row._gendan_measure_moved()
        return True

    def _gendan_step(self, vals):
        """Write what goes by steps. With the rights asked before."""
        return self.with_context(gendan_measure=DOING).write(vals)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for measure in self._gendan_measure_waits():
            result.setdefault(measure, []).append(
                {
                    "kind": self._gendan_measure_todo,
                    "name": measure.display_name,
                    "due": measure.due,
                    "user_id": measure.owner_id.id,
                    "role": "department" if measure.department_id else "clerk",
                    "department_id": measure.department_id.id,
                }
            )
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for measure in self.filtered(lambda m: not m.done_on and m.is_mine):
            result.setdefault(measure, []).append(
                {
                    "code": "measure_done",
                    "label": self.env._("Done…"),
                    "icon": "fa-check",
                    "needs": ["remark"],
                    "primary": True,
                }
            )
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "measure_done":
            return self._gendan_do(remark)
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
