"""Goods on hold that are to be scrapped: who decides says so and why, the warehouse has it to do."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hold import HOLDING


class GendanHold(models.Model):
    """The lines say how many; the to-do is the warehouse's until they are scrapped, or not to be any more."""

    _name = "gendan.hold"
    _inherit = ["gendan.todo.mixin", "gendan.hold"]
    _gendan_todo_reworded = True

    scrap_note = fields.Char("To Be Scrapped Because", tracking=True)
    scrap_from = fields.Date("To Be Scrapped since", readonly=True, copy=False)

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if "scrap_note" in vals:
            self._gendan_sync_todos()
        return result

    @api.constrains("scrap_note")
    def _check_scrap_note(self):
        for hold in self:
            if not (hold.scrap_note or "").strip() and any(line.to_scrap for line in hold.line_ids):
                raise UserError(
                    self.env._(
                        "Say in “To Be Scrapped Because” why these goods of %(hold)s are scrapped.", hold=hold.name
                    )
                )

    # ------------------------------------------------------------ say

    def _gendan_say_to_scrap(self, wanted, dropped):
        """Write down what who decides has said about these lines, and put it to the warehouse.

        :param wanted: gendan.hold.line of which so many are to be scrapped
        :param dropped: those of which nothing is any more
        """
        self.ensure_one()
        hold = self.sudo().with_context(gendan_holding=HOLDING)  # sudo: notes and to-dos, by who may say it
        if wanted:
            hold._message_log(
                body=self.env._(
                    "To be scrapped: %(goods)s. %(reason)s",
                    goods="; ".join(line._gendan_goods_text(line.to_scrap) for line in wanted),
                    reason=self.scrap_note,
                )
            )
        if dropped:
            hold._message_log(
                body=self.env._(
                    "Not to be scrapped any more: %(goods)s", goods="; ".join(dropped.mapped("display_name"))
                )
            )
        hold._gendan_sync_scrap()

    def _gendan_sync_scrap(self):
        """More or fewer are to be scrapped: since when, and whose to do it is. As superuser."""
        for hold in self.with_context(gendan_holding=HOLDING):
            is_waiting = any(line.uom_id.compare(line.to_scrap, 0) > 0 for line in hold.line_ids)
            since = is_waiting and (hold.scrap_from or hold.company_id._gendan_today())
            if since != hold.scrap_from:
                hold.scrap_from = since
        self._gendan_sync_todos()
        self.complaint_id._gendan_sync_todos()

    def _gendan_is_undecided(self):
        """Whether goods are on hold of which nobody has said that they are scrapped."""
        self.ensure_one()
        return any(line.uom_id.compare(line.left, line.to_scrap) > 0 for line in self.line_ids)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        values = super()._gendan_todo_values()
        warehouse = self.env.ref("gendan_followup.department_warehouse", raise_if_not_found=False)
        whose = {"role": "department", "department_id": warehouse.id} if warehouse else {"role": "supervisor"}
        for hold in self:
            lines = hold.line_ids.filtered(lambda line: line.uom_id.compare(line.to_scrap, 0) > 0)
            if not lines:
                continue
            todo = {
                "kind": "hold_scrap",
                "name": self.env._(
                    "%(hold)s: scrap %(goods)s (%(reason)s)",
                    hold=hold.name,
                    goods="; ".join(line._gendan_goods_text(line.to_scrap) for line in lines),
                    reason=hold.scrap_note,
                ),
                "due": hold.scrap_from,
                **whose,
            }
            values[hold] = [*values.get(hold, []), todo]
        return values


class GendanTodo(models.Model):
    """Goods to be scrapped, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("hold_scrap", self.env._("Goods on hold to scrap"))]
