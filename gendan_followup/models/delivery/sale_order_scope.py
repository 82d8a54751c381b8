from odoo import fields, models

from ..common.scope import STAGES, WHOLE


class GendanExportPaperKind(models.Model):
    """To which stage of the follow-up a paper belongs."""

    _inherit = "gendan.export.paper.kind"

    stage = fields.Selection(
        STAGES,
        string="Followed",
        required=True,
        default="warehouse",
        help="The shortest follow-up this belongs to. The list of an order that is followed less far goes without it.",
    )


class GendanExportPaperRule(models.Model):
    """Papers behind the end of the follow-up are not asked for."""

    _inherit = "gendan.export.paper.rule"

    def _gendan_fits(self, shipment):
        # EXTENDS gendan_followup
        order = shipment.order_id
        return (not order or order._gendan_follows(self.kind_id.stage)) and super()._gendan_fits(shipment)


class GendanExportPaper(models.Model):
    """A paper that was begun stays on the list when the follow-up ends before it; nobody waits for it."""

    _inherit = "gendan.export.paper"

    def _gendan_needed(self):
        """Those of these papers that count: needed, and not behind the end of the follow-up."""
        return self.filtered(lambda paper: paper.state != "not_needed" and paper._gendan_is_followed())

    def _gendan_is_followed(self):
        """Whether the follow-up of the paper's order reaches it."""
        self.ensure_one()
        order = self.sudo().order_id  # sudo: a department keeps papers of orders it does not see
        return not order or order._gendan_follows(self.kind_id.stage)

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for paper in self.filtered(lambda paper: values.get(paper) and not paper._gendan_is_followed()):
            values[paper] = [todo for todo in values[paper] if todo["kind"] != "export_paper"]
        return values


class GendanDeliveryNote(models.Model):
    """Nobody asks for an arrival behind the end of the follow-up."""

    _inherit = "gendan.delivery.note"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for note in self.filtered(lambda note: values.get(note)):
            order = note.sudo().order_id  # sudo: how far it is followed, no more
            if order and not order._gendan_follows(WHOLE):
                values[note] = [todo for todo in values[note] if todo["kind"] != "arrival_ask"]
        return values


class GendanArrival(models.Model):
    """What is noted of an arrival behind the end of the follow-up stays noted; nothing waits on it."""

    _inherit = "gendan.arrival"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        orders = {arrival: arrival.sudo().order_id for arrival in self}  # sudo: as above
        followed = self.filtered(lambda arrival: not orders[arrival] or orders[arrival]._gendan_follows(WHOLE))
        return super(GendanArrival, followed)._gendan_todo_values()


class StockPicking(models.Model):
    """A carrier's day is late for those who follow it, and told to their customers."""

    _inherit = "stock.picking"

    def _gendan_told_eta(self):
        # EXTENDS gendan_followup
        orders = self.sudo()._gendan_served_orders()  # sudo: how far they are followed, no more
        if orders and not any(order._gendan_follows(WHOLE) for order in orders):
            return False
        return super()._gendan_told_eta()

    def _compute_gendan_is_eta_late(self):
        # EXTENDS gendan_followup
        result = super()._compute_gendan_is_eta_late()
        for picking in self.filtered("gendan_is_eta_late"):
            orders = picking.sudo().move_ids.sale_line_id.order_id  # sudo: how far they are followed, no more
            if orders and not any(order._gendan_follows(WHOLE) for order in orders):
                picking.gendan_is_eta_late = False
        return result


class GendanLetterOfCredit(models.Model):
    """Papers are presented by who follows the order to its payment."""

    _inherit = "gendan.letter.of.credit"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for credit in self.filtered(lambda credit: values.get(credit)):
            orders = credit.sudo().order_ids  # sudo: how far they are followed, no more
            if orders and not any(order._gendan_follows(WHOLE) for order in orders):
                values[credit] = [todo for todo in values[credit] if todo["kind"] != "lc_present"]
        return values


class SaleOrder(models.Model):
    """Papers and arrivals follow the scope of the order."""

    _inherit = "sale.order"

    def _gendan_scope_changed(self):
        # EXTENDS gendan_followup
        result = super()._gendan_scope_changed()
        orders = self.sudo()  # sudo: lists and to-dos follow, whoever changed it
        shipments = orders.gendan_export_ids
        shipments._gendan_sync_papers()
        shipments.paper_ids._gendan_sync_todos()
        if orders:
            orders.env["gendan.delivery.note"].search([("order_id", "in", orders.ids)])._gendan_sync_todos()
            orders.env["gendan.arrival"].search(
                [("order_id", "in", orders.ids)]
            )._gendan_sync_todos()
        orders.picking_ids.filtered("gendan_eta")._gendan_tell_moved()
        orders.gendan_lc_id._gendan_sync_todos()
        return result
