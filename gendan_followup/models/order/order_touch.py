from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.opening import open_document

KINDS = [
    ("production", "Production"),
    ("purchase", "Purchase"),
    ("transfer", "Transfer"),
    ("invoice", "Invoice"),
    ("paper", "Paper"),
    ("sample", "Sample"),
    ("tooling", "Tooling"),
    ("other", "Other"),
]


class GendanOrderTouch(models.Model):
    """A document that a change of an order touches, with what is to be done about it, if anything.

    It carries no prices: departments read it and answer it. What is to be done opens as a to-do of the department when
    the change is applied; what happens by itself is listed to be known. Made by the request's own methods only.
    """

    _name = "gendan.order.touch"
    _description = "Touched by an Order Change"
    _inherit = ["gendan.todo.mixin"]
    _order = "change_id desc, department_id, kind, id"

    change_id = fields.Many2one("gendan.order.change", required=True, readonly=True, ondelete="cascade", index=True)
    change_name = fields.Char(related="change_id.name", string="Change no.", related_sudo=True)
    order_id = fields.Many2one(related="change_id.order_id", store=True, index=True)
    order_name = fields.Char(related="order_id.name", string="Order no.", related_sudo=True)
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="change_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="change_id.clerk_id", store=True, index="btree_not_null")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", required=True, readonly=True)
    name = fields.Char(string="Document", required=True, readonly=True)
    detail = fields.Char(string="As it is", readonly=True)
    advice = fields.Text(string="What to do", readonly=True)
    department_id = fields.Many2one("gendan.department", readonly=True, index="btree_not_null")
    is_needed = fields.Boolean(string="To be done", readonly=True)
    answer = fields.Char(string="What was done", readonly=True)
    done_at = fields.Datetime(string="Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("known", "By itself"), ("ahead", "When applied"), ("open", "To be done"), ("done", "Done")],
        compute="_compute_state",
        store=True,
    )

    # ------------------------------------------------------------ compute

    @api.depends("is_needed", "done_at", "change_id.state")
    def _compute_state(self):
        for touch in self:
            if touch.done_at:
                touch.state = "done"
            elif not touch.is_needed:
                touch.state = "known"
            else:
                touch.state = "open" if touch.change_id.state == "applied" else "ahead"

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for touch in self:
            touch.display_name = f"{kinds[touch.kind]} {touch.name}"

    # ------------------------------------------------------------ actions

    def action_open_source(self):
        """Button: the document. Its own access rules decide whether the user may."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("%(document)s is no longer there.", document=self.display_name))
        return open_document(document)

    def action_done(self, answer=None):
        """Button: done. For members of the department it was put to, and for the follow-up team.

        :param str answer: what was done
        :raise UserError: there is nothing to do
        """
        self.check_access("read")
        for touch in self:
            if touch.state != "open":
                raise UserError(self.env._("%(document)s: there is nothing to be done.", document=touch.display_name))
            if not touch._gendan_may_answer():
                raise AccessError(
                    self.env._(
                        "%(document)s was put to %(department)s; only its members or the follow-up team answer it.",
                        document=touch.display_name,
                        department=touch.department_id.name or "",
                    )
                )
        # sudo: nobody has rights to write these rows, the checks above stand for them
        self.sudo().write(
            {"done_at": fields.Datetime.now(), "done_by_id": self.env.uid, "answer": answer or False}
        )
        self._gendan_sync_todos()
        return True

    def action_reopen(self):
        """Button: not done after all."""
        self.check_access("read")
        for touch in self:
            if not touch._gendan_may_answer():
                raise AccessError(self.env._("Only the department or the follow-up team may reopen this."))
        # sudo: as above
        self.sudo().write({"done_at": False, "done_by_id": False})
        self._gendan_sync_todos()
        return True

    def _gendan_may_answer(self):
        self.ensure_one()
        user = self.env.user
        department = self.department_id
        return (
            self.env.su
            or user.has_group("gendan_followup.group_gendan_user")
            or user in department.member_ids | department.head_id
        )

    # ------------------------------------------------------------ what a change changes

    @api.model
    def _gendan_changed_lines(self, change):
        """What a change does to the order's lines.

        :return: {sale.order.line: set of up, down, unit, text, date, price, cancel}
        """
        if change.kind == "cancellation":
            return {line: {"cancel"} for line in change.order_id._gendan_changeable_lines()}
        found = {}
        for line in change.line_ids.filtered(lambda line: line.line_id and not line.is_added):
            if line.is_cancelled:
                found[line.line_id] = {"cancel"}
                continue
            own = line._gendan_changed()
            changed = own & {"date"}
            # whoever makes the goods goes by another description of them, wherever it stands
            if own & {"text", "spec"}:
                changed.add("text")
            if own & {"price", "discount", "tax"}:
                changed.add("price")
            if "uom" in own:
                changed.add("unit")
            if own & {"quantity", "uom"} and (way := line._gendan_way()):
                changed.add(way)
            if changed:
                found[line.line_id] = changed
        return found

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup
        order = self.change_id.order_id
        return {
            "order": order,
            "partner": order.partner_id.commercial_partner_id,
            "company": order.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for touch in self.filtered(lambda touch: touch.state == "open"):
            company = touch.company_id
            values.setdefault(touch, []).append(
                {
                    "kind": "order_touch",
                    "name": f"{touch.order_name} · {touch.display_name}: {touch.advice}",
                    "role": "department" if touch.department_id else "clerk",
                    "department_id": touch.department_id.id,
                    "due": company._gendan_add_workdays(company._gendan_to_day(touch.create_date), 1),
                    "urgency": "1",
                }
            )
        return values

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_todo_actions()
        for touch in self.filtered(lambda touch: touch.state == "open" and touch._gendan_may_answer()):
            actions.setdefault(touch, []).append(
                {
                    "code": "touch_done",
                    "label": self.env._("Done"),
                    "icon": "fa-check",
                    "needs": ["remark"],
                    "optional": ["remark"],
                    "primary": True,
                    "undo": "action_reopen",
                }
            )
        return actions

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code == "touch_done":
            return self.action_done(remark)
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
