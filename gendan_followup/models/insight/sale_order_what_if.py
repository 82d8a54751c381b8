from odoo import api, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """From documents that what-if moves to the orders they reach."""

    _inherit = "sale.order"

    @api.model
    def _gendan_what_if_orders(self, overrides):
        """Followed orders whose forecasts these documents can move: ``sale.order``, sudo.

        Those that a change of the document marks (``_gendan_orders`` of its model), however many
        they are: looking leaves nothing to the next scheduled run, and writes nothing.

        :param dict overrides: {(model, id): date}
        """
        # sudo: whose orders a document serves does not depend on who asks
        Move, Order = self.env["stock.move"].sudo(), self.env["sale.order"].sudo()

        def records(name):
            # sudo: as above; who may ask about a document is checked by the dialog
            return self.env[name].sudo().browse([key[1] for key in overrides if key[0] == name]).exists()

        lines, productions = records("purchase.order.line"), records("mrp.production")
        orders = Order.browse()
        if lines:
            lines.flush_recordset(["move_dest_ids"])
            Move.flush_model(["purchase_line_id"])
            orders |= Move._gendan_orders_downstream(
                SQL(
                    """purchase_line_id IN %(ids)s OR id IN (
                        SELECT move_id FROM stock_move_created_purchase_line_rel
                         WHERE created_purchase_line_id IN %(ids)s)""",
                    ids=tuple(lines.ids),
                )
            )
            if "sale_line_id" in lines._fields:  # sale_purchase installs itself with sale and purchase
                orders |= Order._gendan_followed(lines.sale_line_id.order_id.ids)
        if productions:
            orders |= Move._gendan_orders_downstream(SQL("production_id IN %s", tuple(productions.ids)))
            orders |= Order._gendan_followed(productions.sale_line_id.order_id.ids)
        # what they bring to stock, whoever waits for it there
        confirmed = lines.filtered(lambda line: line.state == "purchase")
        for products, companies in (
            (confirmed.product_id, confirmed.company_id),
            (productions.move_finished_ids.product_id, productions.company_id),
        ):
            orders |= Move._gendan_orders_consuming(products, companies)
        return orders

    def action_gendan_what_if(self):
        """Button: what if something these orders wait for came on another day.

        :return: action that opens the dialog
        :raise UserError: nothing bought or made is open behind them
        """
        self.check_access("read")
        return self.gendan_plan_ids.action_gendan_what_if()
