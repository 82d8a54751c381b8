from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.gendan_followup.tools.names import join_names

from ..common.sale_order_aspects import ASPECTS
from .review_answer import SAID

STATES = [
    ("open", "Not answered"),
    ("again", "Ask again"),
    ("no", "No"),
    ("yes", "Yes"),
    ("off", "No longer asked"),
]
WAITING = ("open", "again")
QUOTATION = ("draft", "sent")
TYPED = {"said", "said_by", "said_remark"}


class GendanReviewItem(models.Model):
    """One point of one order's review that people answer: a clause by the customer, a question by a department.

    Made when the review starts and kept in line with the order by code; nobody creates or deletes one. It shows a
    department what it needs (products, quantities, days) and no price: departments have no access to orders. Clerks
    answer for their customers, departments their own points.
    """

    _name = "gendan.review.item"
    _inherit = ["gendan.todo.mixin"]
    _description = "Point of an order's review"
    # made order by order, each in the sequence of the points
    _order = "id"
    _rec_name = "name"
    _gendan_todo_reworded = True

    _order_point_uniq = models.UniqueIndex("(order_id, point_id)", "This point is on the order's list already.")
    _waiting_idx = models.Index("(department_id, due) WHERE state IN ('open', 'again')")

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade", index=True)
    point_id = fields.Many2one(
        "gendan.review.point", string="Point", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    # Stored: lists and record rules go by them; a department could not follow them through the order.
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    order_state = fields.Selection(related="order_id.state", string="Order's state", store=True)
    judge = fields.Selection(related="point_id.judge", store=True)
    department_id = fields.Many2one(related="point_id.department_id", store=True, index="btree_not_null")
    sequence = fields.Integer(related="point_id.sequence", store=True)
    name = fields.Char(related="point_id.name")
    question = fields.Char(related="point_id.question")
    order_name = fields.Char(related="order_id.name", string="Order number")
    # sudo: a department reads what is to be made and not the order
    product_text = fields.Text("What is ordered", compute="_compute_product_text", compute_sudo=True)
    wished_date = fields.Date("Wished for", compute="_compute_product_text", compute_sudo=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True, index=True)
    changed = fields.Char(readonly=True, help="What changed in the order since the last answer.")
    due = fields.Date("Answer due", readonly=True)
    answer_ids = fields.One2many("gendan.review.answer", "item_id", string="Answers", readonly=True)
    answer_id = fields.Many2one("gendan.review.answer", string="Last answer", readonly=True, index="btree_not_null")
    answer_text = fields.Char("Answer", compute="_compute_answer_text")
    said = fields.Selection(SAID, string="Answer now", compute="_compute_said", inverse="_inverse_said")
    said_by = fields.Char("Said by", compute="_compute_said", inverse="_inverse_said")
    said_remark = fields.Char("Remark", compute="_compute_said", inverse="_inverse_said")
    waived_text = fields.Char("Waived", compute="_compute_waived_text", groups="sales_team.group_sale_salesman")
    can_answer = fields.Boolean(compute="_compute_can_answer")

    # ------------------------------------------------------------ compute

    @api.depends("order_id.order_line.product_id", "order_id.order_line.product_uom_qty", "order_id.commitment_date")
    @api.depends_context("lang")
    def _compute_product_text(self):
        for item in self:
            order = item.order_id
            lines = order._gendan_reviewed_lines()
            goods = lines.filtered(lambda line: line.product_id.type != "service") or lines
            item.product_text = "\n".join(
                f"{line.name or line.product_id.display_name} × {line.product_uom_qty:,.10g} {line.product_uom_id.name}"
                for line in goods
            )
            item.wished_date = order.gendan_requested_date or order._gendan_wished_days()

    @api.depends("answer_id", "state", "changed", "due", "judge")
    @api.depends_context("lang")
    def _compute_answer_text(self):
        hows = dict(self.env["gendan.review.answer"]._fields["how"]._description_selection(self.env))
        said = dict(self.env["gendan.review.answer"]._fields["said"]._description_selection(self.env))
        for item in self:
            answer = item.answer_id
            if not answer:
                item.answer_text = False
                continue
            # by the house's clock: whoever reads it, the meeting was at nine
            zone = item.company_id._gendan_tz().zone
            day = format_datetime(self.env, answer.given_at, tz=zone, dt_format="short")
            parts = [said[answer.said], answer.remark, answer.given_by, hows[answer.how], day]
            item.answer_text = " · ".join(part for part in parts if part)

    # No depends: waivers are made elsewhere.
    @api.depends_context("uid")
    def _compute_waived_text(self):
        waivers = self.env["gendan.waiver"].search(
            [("res_model", "=", "sale.order"), ("res_id", "in", self.order_id.ids)]
        )
        texts = {
            (waiver.res_id, waiver.code): f"{waiver.user_id.name}: {waiver.reason}"
            for waiver in waivers.sorted("id")
            if waiver._gendan_holds()
        }
        for item in self:
            item.waived_text = texts.get((item.order_id.id, item.point_id._gendan_rule()), False)

    @api.depends("answer_id", "state")
    def _compute_said(self):
        for item in self:
            answer = item.answer_id if item.state in ("yes", "no") else item.answer_id.browse()
            item.said = answer.said
            item.said_by = answer.given_by
            item.said_remark = answer.remark

    def _inverse_said(self):
        """Typed into the list: in a review meeting, or by the department itself."""
        own = self._gendan_own()
        for item in self:
            if not item.said:
                raise UserError(self.env._("%(point)s: say yes or no.", point=item.display_name))
        for items, how in ((own, "self"), (self - own, "meeting")):
            for item in items:
                item._gendan_answer(item.said, item.said_remark, item.said_by, how)

    @api.depends("state", "order_state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        writable = self._filtered_access("write")
        for item in self:
            item.can_answer = item in writable and item.order_state in QUOTATION and item.state != "off"

    @api.depends("point_id.name", "order_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.order_name} · {item.name}"

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        """Answers only; the rest is kept by code.

        :raise UserError: something else is written
        """
        if not self.env.su and vals.keys() - TYPED:
            raise UserError(self.env._("Only the answer can be typed; the rest of a review follows its order."))
        return super().write(vals)

    # ------------------------------------------------------------ actions

    def action_gendan_yes(self):
        """Button of the department: yes, without more words.

        :raise AccessError: not its point
        """
        self.ensure_one()
        if not self._gendan_is_of_department():
            return self.action_gendan_dialog()
        self._gendan_answer("yes", None, None, "self")
        return True

    def action_gendan_no(self):
        """Button of the department: no, and why."""
        self.ensure_one()
        return self._gendan_dialog({"default_said": "no"})

    def action_gendan_dialog(self):
        """Button: note what was said, by whom and how."""
        self.ensure_one()
        return self._gendan_dialog({"default_said": "yes"})

    def _gendan_dialog(self, context):
        self.check_access("write")
        own = self._gendan_is_of_department()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "gendan.review.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **context,
                "default_item_id": self.id,
                "default_how": "self" if own else "phone",
                "default_given_by": self.env.user.name if own else False,
            },
        }

    # ------------------------------------------------------------ answering

    def _gendan_is_of_department(self):
        """Whether the user is of the department that is asked, or stands in for its head today."""
        self.ensure_one()
        return bool(self._gendan_own())

    def _gendan_own(self):
        """Those of these points that are put to the user's department. One query for all."""
        # sudo: who belongs to which department is no secret inside
        asked = self.filtered(lambda item: item.sudo().department_id)
        if not asked:
            return asked
        mine = self.env["gendan.department"]._gendan_mine()
        return asked.filtered(lambda item: item.sudo().department_id in mine)  # sudo: as above

    def _gendan_answer_error(self, said, remark, given_by, how, given_at):
        """The sentence why an answer cannot be noted so, or False."""
        self.ensure_one()
        words = {"point": self.display_name}
        if self.order_state not in QUOTATION:
            return self.env._("%(point)s: the order is no longer under review.", **words)
        if self.state == "off":
            return self.env._("%(point)s is no longer asked for this order.", **words)
        if said not in dict(SAID):
            return self.env._("%(point)s: say yes or no.", **words)
        if said == "no" and not remark:
            return self.env._("%(point)s: say why not, and what would be possible.", **words)
        if how == "self" and not self._gendan_is_of_department():
            return self.env._("%(point)s: only the department itself answers in the system. Say how you know.", **words)
        if not given_by:
            return self.env._("%(point)s: say who gave the answer.", **words)
        if given_at > fields.Datetime.now():
            return self.env._("%(point)s: the answer cannot be given at a time to come.", **words)
        return False

    def _gendan_answer(self, said, remark, given_by, how, given_at=None):
        """Note an answer. Who may write the point may; the customer's clauses are noted by the clerk.

        :param str said: 'yes' or 'no' (with a remark)
        :param str given_by: who said so; the user himself where he is of the department
        :param str how: key of ``gendan.review.answer.how``
        :param given_at: naive UTC, now when left out
        :return: ``gendan.review.answer`` (sudo)
        :raise AccessError: not this user's to answer
        :raise UserError: the sentence why it cannot be noted so
        """
        self.ensure_one()
        self.check_access("write")
        given_at = given_at or fields.Datetime.now()
        remark, given_by = (remark or "").strip(), (given_by or "").strip()
        if not given_by and how == "self":
            given_by = self.env.user.name
        if not given_by and how == "meeting" and self.department_id:
            # sudo: whoever notes the meeting knows who speaks for the department
            given_by = self.sudo().department_id._gendan_responsible().name or ""
        if sentence := self._gendan_answer_error(said, remark, given_by, how, given_at):
            raise UserError(sentence)
        # sudo: checked above; nobody has the right to make answers or to read the order for its content
        item = self.sudo()
        answer = item.env["gendan.review.answer"].create(
            {
                "item_id": item.id,
                "company_id": item.company_id.id,
                "said": said,
                "remark": remark or False,
                "given_by": given_by,
                "given_at": given_at,
                "how": how,
                "aspects": item.order_id._gendan_aspects()[item.order_id],
            }
        )
        item.write({"answer_id": answer.id, "state": said, "changed": False})
        item._gendan_sync_todos()
        if item.judge == "clause":
            # what is to be agreed with the customer waits on the order, all of it in one
            item.order_id._gendan_sync_todos()
        item._gendan_tell(answer)
        item.order_id._gendan_gate_changed()
        return answer

    def _gendan_tell(self, answer):
        """A line in the order's log, in the company's language. Call with sudo."""
        item = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        item.order_id._message_log(body=f"{item.name}: {item.answer_text}")

    # ------------------------------------------------------------ in line with the order

    def _gendan_changed_aspects(self, aspects):
        """Aspects this point looks at that differ from what was answered. Call with sudo.

        :param dict aspects: the order's, as ``sale.order._gendan_aspects`` says
        """
        self.ensure_one()
        before = self.answer_id.aspects or {}
        return [
            aspect for aspect in ASPECTS if self.point_id[f"on_{aspect}"] and before.get(aspect) != aspects.get(aspect)
        ]

    def _gendan_state_now(self, aspects):
        """(state, changed) as it is now, whatever is stored. Call with sudo."""
        self.ensure_one()
        if not self.answer_id:
            return "open", False
        if changed := self._gendan_changed_aspects(aspects):
            return "again", ",".join(changed)
        return self.answer_id.said, False

    def _gendan_changed_names(self, changed):
        """Names of changed aspects, for a sentence."""
        point = self.env["gendan.review.point"]
        aspects = [aspect for aspect in (changed or "").split(",") if aspect]
        names = [point._fields[f"on_{aspect}"]._description_string(self.env) for aspect in aspects]
        return join_names(self.env, names)

    def _gendan_sentence(self, state, changed):
        """What this point says at the gate, or False when it is met. Call with sudo."""
        self.ensure_one()
        words = {
            "order": self.order_name,
            "point": self.name,
            "who": self.department_id.name or self.env._("the customer"),
            "question": self.question,
            "changed": self._gendan_changed_names(changed),
            "remark": self.answer_id.remark or "",
        }
        if state == "open":
            return self.env._("%(order)s: %(who)s has not answered “%(point)s” yet (%(question)s).", **words)
        if state == "again":
            return self.env._("%(order)s: ask %(who)s “%(point)s” again, since then changed: %(changed)s.", **words)
        if state == "no":
            return self.env._("%(order)s: %(who)s says no to “%(point)s”: %(remark)s", **words)
        return False

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        asked = self.filtered(lambda item: item.order_state in QUOTATION and item.judge == "department")
        waived = asked.order_id._gendan_waived("confirm") if asked else ()
        for item in asked:
            if (item.order_id.id, item.point_id._gendan_rule()) in waived:
                continue
            words = {
                "order": item.order_name,
                "point": item.name,
                "question": item.question,
                "department": item.department_id.name,
                "remark": item.answer_id.remark or "",
                "changed": item._gendan_changed_names(item.changed),
            }
            if item.state in WAITING:
                name = self.env._("%(order)s: %(question)s", **words)
                if item.state == "again":
                    name = self.env._("%(order)s has changed (%(changed)s): %(question)s", **words)
                values = {
                    "kind": "review_department",
                    "name": name,
                    "due": item.due,
                    "role": "department",
                    "department_id": item.department_id.id,
                }
            elif item.state == "no":
                values = {
                    "kind": "review_no",
                    "name": self.env._("%(department)s says no to %(order)s, %(point)s: %(remark)s", **words),
                    "due": item.company_id._gendan_to_day(item.answer_id.given_at),
                    "role": "clerk",
                    "urgency": "1",
                }
            else:
                continue
            result[item] = [*result.get(item, []), values]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        waiting = self.filtered(lambda item: item.can_answer and item.state in WAITING)
        own = waiting._gendan_own()
        for item in waiting:
            if item in own:
                result[item] = [
                    *result.get(item, []),
                    {"code": "review_yes", "label": self.env._("Yes"), "icon": "fa-check", "primary": True},
                    {
                        "code": "review_yes_but",
                        "label": self.env._("Yes, with a remark…"),
                        "icon": "fa-check",
                        "needs": ["remark"],
                    },
                    {"code": "review_no", "label": self.env._("No…"), "icon": "fa-times", "needs": ["remark"]},
                ]
            else:
                result[item] = [
                    *result.get(item, []),
                    {"code": "review_note", "label": self.env._("Answered by phone…"), "icon": "fa-phone"},
                ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "review_note":
            return self.action_gendan_dialog()
        if code in ("review_yes", "review_yes_but", "review_no"):
            self._gendan_answer("no" if code == "review_no" else "yes", remark, None, "self")
            return True
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
