from odoo import models


class StockMove(models.Model):
    """Whose word the deadline of a delivery is.

    Odoo hands deadlines up and down the chain of moves: a buyer's later date, or a production's new
    end, would move the day by which the goods have to leave, and with it what counts as late. For a
    followed order that day follows from the promise to the customer (``gendan.part``) alone.
    """

    _inherit = "stock.move"

    def write(self, vals):
        # EXTENDS stock: deliveries of followed orders keep their deadline when it is handed on to them
        context = self.env.context
        if "date_deadline" in vals and (
            "date_deadline_propagate_ids" in context or context.get("gendan_keeps_deadlines")
        ):
            kept = self._gendan_promised().filtered(lambda move: move.id not in context.get("gendan_deadlines_of", ()))
            if kept:
                rest = {name: value for name, value in vals.items() if name != "date_deadline"}
                result = super(StockMove, kept).write(rest) if rest else True
                others = self - kept
                return super(StockMove, others).write(vals) if others else result
        return super().write(vals)

    def _gendan_set_deadline(self, deadline, kept, ours):
        """Give these moves the deadline of leaving that the promise asks for, where they have another.

        :param deadline: naive UTC ``datetime``
        :param set kept: ids of moves that must not be dragged along; Odoo adds those it has been to
        :param frozenset ours: ids of the moves that may be given a deadline although they are promised
        """
        other = self.filtered(lambda move: move.date_deadline != deadline)
        # still where Odoo had put it by the old deadline: an echo of our promise, no news
        echoes = other.filtered(lambda move: move.date_deadline and deadline < move.date <= move.date_deadline)
        for moves, values in ((echoes, {"date": deadline}), (other - echoes, {})):
            if moves:
                before = frozenset(kept)
                moves.with_context(date_deadline_propagate_ids=kept, gendan_deadlines_of=ours).write(
                    {"date_deadline": deadline, **values}
                )
                self.browse(kept - before)._gendan_tell_productions()

    def _gendan_tell_productions(self):
        """Productions are due when the first of what they make is.

        Odoo takes a production's deadline from its moves once only, and hands the old one back to them with
        whatever is written on the production later.
        """
        productions = self.production_id.filtered(lambda production: production.state not in ("done", "cancel"))
        due = {
            production: min(filter(None, production.move_finished_ids.mapped("date_deadline")), default=False)
            for production in productions
        }
        other = productions.filtered(lambda production: due[production] and due[production] != production.date_deadline)
        for deadline, late in other.grouped(due.get).items():
            late.date_deadline = deadline

    def _gendan_promised(self):
        """Those of these moves that take a followed order's goods to its customer."""
        sold = self.filtered(lambda move: move.sale_line_id and move._gendan_crossing() == "open")
        # sudo: the buyer and the floor who change a date read no plans. The line's light says that it is followed:
        # it comes with the line, while its parts would be read anew for each production that is closed
        return sold.filtered(lambda move: move.sudo().sale_line_id.gendan_delivery_health)
