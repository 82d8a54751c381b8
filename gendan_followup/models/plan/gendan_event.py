from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanEvent(models.Model):
    """Journal of the facts Odoo keeps no time for: production confirmed, components available,
    production started.

    A row is written the first time a fact is seen true for an order line, another one when it is
    seen undone. Rows are written by the event providers only (as superuser) and never changed or
    deleted by anyone; they go with their order. Clerks, supervisors and sales reps read those of
    the orders they see.
    """

    _name = "gendan.event"
    _description = "Order event journal"
    _order = "id desc"
    _rec_name = "event"

    _line_event_idx = models.Index("(line_id, event, id)")

    order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one("sale.order.line", string="Order line", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    event = fields.Selection(
        lambda self: self.env["sale.order"]._gendan_events(),
        required=True,
        readonly=True,
        help="As on the milestone kind.",
    )
    date = fields.Date(
        required=True, readonly=True, help="The day it happened; of an undone fact the day that was seen."
    )
    is_undone = fields.Boolean(string="Undone", readonly=True)
    source = fields.Char(readonly=True, help="The document it was read from.")

    def write(self, vals):
        """Refuse: the journal is append-only, for the superuser too.

        :raise UserError: always
        """
        raise UserError(self.env._("The event journal is never changed; undone facts get a row of their own."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The event journal is never deleted; it goes with its order."))

    @api.model
    def _gendan_record(self, event, facts):
        """Journal a fact per order line and give the day it counts from.

        :param str event: code of the event
        :param dict facts: {line: (bool, day or False, source)}: whether it is true now, the day to
            journal if it is news (False: today), where it was read
        :return: {line: date or False}
        """
        lines = self.env["sale.order.line"].union(*facts)
        # sudo: nobody may write the journal; the caller looks at what the user may see of it
        journal = self.sudo()
        latest = {}
        for row in journal.search_fetch(
            [("line_id", "in", lines.ids), ("event", "=", event)], ["line_id", "date", "is_undone"], order="id"
        ):
            latest[row.line_id.id] = row
        result = {}
        vals_list = []
        for line, (is_true, day, source) in facts.items():
            last = latest.get(line.id)
            known = last.date if last and not last.is_undone else False
            result[line] = known if is_true else False
            if bool(is_true) == bool(known):
                continue
            seen = line.company_id._gendan_today()
            if is_true:
                seen = result[line] = min(day or seen, seen)
            vals_list.append(
                {
                    "order_id": line.order_id.id,
                    "line_id": line.id,
                    "event": event,
                    "date": seen,
                    "is_undone": not is_true,
                    "source": source or False,
                }
            )
        journal.create(vals_list)
        return result
