from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command


class GendanFeasible(models.TransientModel):
    """Dialog: the earliest arrival of an order or of one of its lines, and what it waits for.

    For everybody inside who reads the order, whatever she may see of stock, purchases and productions. Shows what
    ``sale.order.line._gendan_feasible`` gave, and holds no rule of its own.
    """

    _name = "gendan.feasible"
    _description = "Earliest Arrival"

    order_id = fields.Many2one("sale.order", readonly=True, ondelete="cascade")
    date = fields.Date(string="Earliest arrival", readonly=True)
    asked_date = fields.Date(string="Asked for", readonly=True)
    short_days = fields.Integer(readonly=True)
    is_unknown = fields.Boolean(readonly=True)
    headline = fields.Char(readonly=True)
    reason = fields.Char(string="What takes longest", readonly=True)
    part_ids = fields.One2many("gendan.feasible.part", "wizard_id", string="What it waits for", readonly=True)

    @api.model
    def _gendan_open(self, order, found, name):
        """The dialog for what was found.

        :param order: ``sale.order`` the user may read
        :param dict found: {``sale.order.line``: ``Feasible``}
        :param str name: what was asked about: the order, or the goods of one line
        :return: action
        """
        found = {line: answer for line, answer in found.items() if answer.parts}
        # several answers are shown under their lines
        is_split = len(found) > 1
        answer = order._gendan_feasible_of_all(found)
        readable = self._gendan_readable([part.source for of_line in found.values() for part in of_line.parts])
        parts = []
        for line, of_line in found.items():
            if is_split:
                parts.append(self._prepare_line_vals(line, of_line))
            parts += [self._prepare_part_vals(part, is_split, readable) for part in of_line.parts]
        wizard = self.create(
            {
                "order_id": order.id,
                "date": answer.date,
                "asked_date": answer.asked,
                "short_days": answer.short_days,
                "is_unknown": answer.is_unknown,
                "headline": self._gendan_headline(order, answer, name),
                "reason": answer.reason.sentence if answer.reason else False,
                "part_ids": [Command.create({"sequence": number, **vals}) for number, vals in enumerate(parts)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Earliest Arrival"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(self.env.ref("gendan_followup.gendan_feasible_view_form").id, "form")],
            "target": "new",
            "context": {"dialog_size": "large"},
        }

    @api.model
    def _prepare_line_vals(self, line, answer):
        """The row above the parts of one line."""
        quantity = line.product_uom_id._gendan_number(line.product_uom_qty)
        return {
            "name": f"{line.product_id.display_name}, {quantity} {line.product_uom_id.name}",
            "date": answer.date,
            "is_line": True,
            "is_late": bool(answer.short_days or answer.is_unknown),
        }

    @api.model
    def _gendan_readable(self, sources):
        """Which of the records behind the parts the user may open: set of (model, id)."""
        ids = defaultdict(set)
        for source in sources:
            if source:
                ids[source._name].update(source.ids)
        # the reader's own rights: the parts come with sudo
        return {
            (name, record.id)
            for name, found in ids.items()
            for record in self.env[name].browse(found)._filtered_access("read")
        }

    @api.model
    def _prepare_part_vals(self, part, is_split, readable):
        """The row of one part; its source can be opened by who may read it."""
        source = part.source and (part.source._name, part.source.id)
        can_open = source in readable
        return {
            "name": "\u2003" * (part.depth + is_split) + part.sentence,
            "date": part.day,
            "kind": part.kind,
            "decides": part.decides,
            "is_late": not part.day and part.kind != "done",
            "res_model": source[0] if can_open else False,
            "res_id": source[1] if can_open else False,
        }

    @api.model
    def _gendan_headline(self, order, answer, name):
        """The answer in one sentence."""
        if answer.is_unknown:
            return self.env._("Nobody can say yet when %(name)s can arrive.", name=name)
        if not answer.date:
            return self.env._("Nothing of %(name)s is left to deliver.", name=name)
        day = order._gendan_short_date(answer.date)
        if not answer.asked:
            return self.env._("%(name)s can arrive on %(day)s at the earliest.", name=name, day=day)
        asked = order._gendan_short_date(answer.asked)
        if not answer.short_days:
            return self.env._(
                "%(name)s can arrive on %(day)s at the earliest: in time for %(asked)s.",
                name=name,
                day=day,
                asked=asked,
            )
        return self.env._(
            "%(name)s can arrive on %(day)s at the earliest, asked for was %(asked)s: %(days)s day(s) short.",
            name=name,
            day=day,
            asked=asked,
            days=answer.short_days,
        )
