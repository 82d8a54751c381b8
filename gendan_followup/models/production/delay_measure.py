"""What keeps a delay from happening again: who, until when, done."""

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
# copied from the report; record rules go by them
COPIED = frozenset({"company_id", "partner_id", "clerk_id", "rep_id", "cause_id", "report_state"})
# what its owner may add
RESULT = frozenset({"result", "proof_ids"})


class GendanDelayMeasure(models.Model):
    """A measure of a delay report, with owner, day and proof.

    Kept by who keeps the report; its owner (or the people of its department) sees it, adds result and proof and says
    that it is done. Those marked as internal stay off the customer's page.
    """

    _name = "gendan.delay.measure"
    _description = "Measure of a Delay Report"
    _inherit = ["gendan.todo.mixin"]
    _order = "report_id desc, kind, due, id"
    _check_company_auto = True

    _due_idx = models.Index("(owner_id, due) WHERE done_on IS NULL")

    report_id = fields.Many2one(
        "gendan.delay.report", string="Delay Report", required=True, ondelete="cascade", index=True
    )
    # stored: record rules and lists go by them
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="report_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="report_id.clerk_id", store=True)
    rep_id = fields.Many2one(related="report_id.rep_id", store=True)
    cause_id = fields.Many2one(related="report_id.cause_id", store=True)
    report_state = fields.Selection(related="report_id.state", string="State of the Report", store=True)
    # sudo: names, of a report and an order that are closed to departments
    report_name = fields.Char(related="report_id.name", string="Report Number")
    order_name = fields.Char(related="report_id.plan_id.order_name", string="Order Number")
    product_summary = fields.Char(related="report_id.product_summary", string="Products")
    what_happened = fields.Text(related="report_id.what_happened")

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
    proof_ids = fields.Many2many(
        "ir.attachment", "gendan_delay_measure_proof_rel", string="Proof Files", copy=False, bypass_search_access=True
    )
    done_on = fields.Date("Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")
    is_mine = fields.Boolean("For Me", compute="_compute_is_mine")

    # ------------------------------------------------------------ compute

    @api.depends("due", "done_on")
    def _compute_is_overdue(self):
        for measure in self:
            today = (measure.company_id or self.env.company)._gendan_today()
            measure.is_overdue = not measure.done_on and bool(measure.due) and measure.due < today

    @api.depends("owner_id", "department_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env["gendan.department"]._gendan_mine()
        for measure in self:
            measure.is_mine = measure.owner_id == self.env.user or measure.department_id in mine

    @api.depends("report_name", "name")
    def _compute_display_name(self):
        for measure in self:
            measure.display_name = " · ".join(filter(None, (measure.report_name, measure.name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        measures = super().create([{k: v for k, v in vals.items() if k not in KEPT | COPIED} for vals in vals_list])
        measures._gendan_check_open(measures)
        measures._gendan_own_papers()
        measures._gendan_sync_todos()
        return measures

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_measure") is not DOING:
            if KEPT.intersection(vals):
                raise UserError(
                    self.env._("%(measure)s is done with its button.", measure=self[:1].display_name)
                )
            if COPIED.intersection(vals) or (
                "report_id" in vals and self.filtered(lambda measure: measure.report_id.id != vals["report_id"])
            ):
                raise UserError(self.env._("%(measure)s stays with its report.", measure=self[:1].display_name))
            self._gendan_check_owner(vals)
            if not RESULT.issuperset(vals):
                self._gendan_check_open(self)
        result = super().write(vals)
        self._gendan_own_papers()
        if {"owner_id", "department_id", "due", "name", "done_on"} & vals.keys():
            self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        self._gendan_check_open(self)

    def _gendan_check_owner(self, vals):
        """Who owns a measure and not its report adds what was done, until it is done.

        :raise AccessError: he writes something else
        """
        if self.env.su:
            return
        for measure in self:
            if measure.sudo().report_id.with_env(self.env).has_access("write"):
                continue
            if not RESULT.issuperset(vals) or measure.done_on:
                raise AccessError(
                    self.env._(
                        "%(measure)s: its owner writes what was done; the rest is kept by who wrote the report.",
                        measure=measure.display_name,
                    )
                )

    @api.model
    def _gendan_check_open(self, measures):
        """:raise UserError: the report was reviewed, its measures stay"""
        for measure in measures.filtered(lambda m: m.sudo().report_id.state not in ("draft", "review")):
            raise UserError(
                self.env._(
                    "%(report)s has been reviewed: its measures stay. Take it back to change them.",
                    report=measure.report_name,
                )
            )

    def _gendan_own_papers(self):
        """Proof belongs to the measure from now on, so that whoever reads it sees it.

        :raise AccessError: a fresh upload is another user's
        """
        for measure in self:
            # sudo: looked at only; papers of other records stay theirs
            fresh = measure.proof_ids.sudo().filtered(lambda paper: not paper.res_id)
            if fresh:
                fresh.with_env(self.env(su=False)).check_access("read")
                fresh.write({"res_model": measure._name, "res_id": measure.id})

    # ------------------------------------------------------------ actions

    def action_done(self):
        """Button of the owner: it is done, with what was done or its proof.

        :raise AccessError: another's measure
        :raise UserError: nobody says what was done
        """
        return self._gendan_do()

    def action_undone(self):
        """Button of who keeps the report: it is not done after all."""
        self.report_id.check_access("write")
        for measure in self.filtered("done_on"):
            measure._gendan_step({"done_on": False, "done_by_id": False})
            measure.report_id._gendan_reopen()
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
        """Done, said by the owner, his department, or who keeps the report.

        :param str result: what was done
        """
        self.check_access("read")
        for measure in self:
            if not measure.is_mine and not measure.sudo().report_id.with_env(self.env).has_access("write"):
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
            row._gendan_step({"done_on": row.company_id._gendan_today(), "done_by_id": self.env.uid})
            row.report_id._gendan_close_done()
        return True

    def _gendan_step(self, vals):
        """Write what goes by steps. With the rights asked before."""
        return self.with_context(gendan_measure=DOING).write(vals)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return {
            "order": self.report_id.order_id,
            "partner": self.partner_id.commercial_partner_id,
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for measure in self.filtered(lambda m: not m.done_on and m.report_id.state != "off"):
            result.setdefault(measure, []).append(
                {
                    "kind": "delay_measure",
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
