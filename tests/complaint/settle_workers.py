"""Two who settle, or hold, the same at once; started by ``test_settle_workers``, not collected itself."""

import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..processes import Worker
from ..statement.run_workers import wait_at


def main(database):
    """One race after the other; what is in the database each time."""
    world = World(database)
    return {
        "press": world.two_press(),
        "back": world.two_complaints("return"),
        "refunded": world.two_complaints("refund"),
        "first": world.two_first_holds(),
        "hold": world.two_hold(),
        "release": world.two_release(),
        "order": world.two_of_one_order(),
    }


class World:
    """Goods that were delivered and are complained about, and others in stock."""

    def __init__(self, database):
        self.database = database
        with self.transaction() as env:
            env["res.company"].search([]).write({"gendan_note": False})
            self.customer = env["res.partner"].create({"name": "At once", "is_company": True}).id
            self.goods, self.lid = (
                env["product.product"].create({"name": name, "type": "consu", "is_storable": True}).id
                for name in ("Box", "Lid")
            )
            self.stock = env["stock.warehouse"].search([], limit=1).lot_stock_id.id
            product = env["product.product"].browse(self.goods)
            env["stock.quant"]._update_available_quantity(product, env["stock.location"].browse(self.stock), 1000)

    @contextmanager
    def transaction(self):
        """An environment that commits at the end; its connection is closed, so that no process inherits it."""
        with Registry(self.database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
        sql_db.close_db(self.database)

    def complaint(self, rows, complaints=1, goods=()):
        """Complaints that are being settled, about 10 boxes that were delivered: ids of their settlements.

        :param goods: products, of which 10 each were sold for 50
        """
        goods = goods or [self.goods]
        with self.transaction() as env:
            order = env["sale.order"].create(
                {
                    "partner_id": self.customer,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product_id,
                                "product_uom_qty": 10,
                                "price_unit": 5,
                                "tax_ids": [Command.clear()],
                            }
                        )
                        for product_id in goods
                    ],
                }
            )
            order.action_confirm()
            picking = order.picking_ids
            picking.move_ids.write({"quantity": 10, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
            result = []
            for _number in range(complaints):
                complaint = env["gendan.complaint"].create(
                    {
                        "picking_id": picking.id,
                        "order_id": order.id,
                        "subject": "Torn",
                        "kind_id": env["gendan.complaint.kind"].search([], limit=1).id,
                        "line_ids": [Command.create({"product_id": product_id, "bad": 10}) for product_id in goods],
                        "findings": "Too thin",
                        "cause_id": env.ref("gendan_followup.cause_machine_setting").id,
                        "proposal": "We take them back",
                        "agreed_by": "Ms Lin",
                        "settlement_ids": [Command.create(row) for row in rows],
                    }
                )
                for code in ("find", "propose", "agree", "settle"):
                    complaint._gendan_step(code)
                result.append(complaint.settlement_ids.ids)
            return result

    def race(self, place, work, *each):
        """Two at once: the first waits at a place in the middle of its work, the second has begun to read.

        :param place: (model, method, nth, after)
        :param work: function of an environment and of what each of them has
        :param each: what they have
        :return: whether both ended well
        """

        def press(worker, mine, is_first):
            with Registry(self.database).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                if is_first:
                    model, method, nth, after = place
                    wait_at(worker, env.registry[model], method, nth, after)
                else:
                    # its picture of the database is from before the first is done
                    env.cr.execute("SELECT count(*) FROM gendan_complaint_settlement")
                    worker.wait()
                try:
                    retrying(lambda: work(env, mine), env)
                except UserError:
                    # said to the second in words
                    cr.rollback()

        two = [
            Worker(lambda worker, mine=mine, number=number: press(worker, mine, not number))
            for number, mine in enumerate(each)
        ]
        for worker in two:
            worker.reached()
        # the second runs into what the first has not committed yet
        two[1].release()
        time.sleep(1)
        two[0].release()
        return [worker.ended() for worker in two]

    # ------------------------------------------------------------ what happens

    def two_press(self):
        """One settlement, pressed by two: documents of each way."""
        rows = [{"choice": "refund", "quantity": 4}, {"choice": "return", "quantity": 6}, {"choice": "accept"}]
        (ids,) = self.complaint(rows)

        def work(env, ids):
            env["gendan.complaint.settlement"].browse(ids)._gendan_do()

        well = self.race(("gendan.complaint.settlement", "_gendan_do_refund", 1, True), work, ids, ids)
        with self.transaction() as env:
            complaint = env["gendan.complaint.settlement"].browse(ids).complaint_id
            return {
                "well": well,
                "refunds": env["account.move"].search_count([("invoice_origin", "like", f"{complaint.name},")]),
                "returns": env["stock.picking"].search_count([("return_id", "=", complaint.picking_id.id)]),
                "costs": len(complaint.cost_ids),
                "done": all(complaint.settlement_ids.mapped("done_at")),
            }

    def two_complaints(self, choice):
        """Two complaints about the same 10 boxes: each would have all of them settled so."""
        first, second = self.complaint([{"choice": choice, "quantity": 10}], complaints=2)

        def work(env, ids):
            env["gendan.complaint.settlement"].browse(ids)._gendan_do()

        place = "gendan.complaint.settlement", f"_gendan_do_{choice}", 1, True
        well = self.race(place, work, first, second)
        with self.transaction() as env:
            rows = env["gendan.complaint.settlement"].browse(first + second).filtered("done_at")
            return {"well": well, "settled": sum(rows.mapped("quantity")), "made": len(set(rows.mapped("result_id")))}

    def two_of_one_order(self):
        """Two complaints about an order of 100, each about all of it: each would have 60 of it back."""
        rows = [{"choice": "discount", "amount": 60}]
        first, second = self.complaint(rows, complaints=2, goods=[self.goods, self.lid])

        def work(env, ids):
            env["gendan.complaint.settlement"].browse(ids)._gendan_do()

        well = self.race(("gendan.complaint.settlement", "_gendan_do_discount", 1, True), work, first, second)
        with self.transaction() as env:
            rows = env["gendan.complaint.settlement"].browse(first + second)
            return {"well": well, "given": sum(rows.filtered("done_at").mapped("amount"))}

    def two_first_holds(self):
        """The first hold of a company, of other goods each: both make the place."""
        with self.transaction() as env:
            goods = env["product.product"].create(
                [{"name": name, "type": "consu", "is_storable": True} for name in ("Cup", "Tray")]
            )
            stock = env["stock.location"].browse(self.stock)
            for product in goods:
                env["stock.quant"]._update_available_quantity(product, stock, 5)
            mine = goods.ids
            assert not env.company.gendan_hold_location_id

        def work(env, product_id):
            quants = env["stock.quant"].search([("product_id", "=", product_id), ("quantity", ">", 0)])
            env["gendan.hold"]._gendan_hold_quants({quant: quant.quantity for quant in quants}, "Torn")

        well = self.race(("res.company", "_gendan_hold_location", 1, True), work, *mine)
        with self.transaction() as env:
            lines = env["gendan.hold.line"].search([("product_id", "in", mine)])
            return {"well": well, "left": sum(lines.mapped("left")), "places": len(lines.hold_location_id)}

    def two_hold(self):
        """All boxes in stock are put on hold by two."""

        def work(env, _mine):
            quants = env["stock.quant"].search(
                [("product_id", "=", self.goods), ("location_id", "=", self.stock), ("quantity", ">", 0)]
            )
            env["gendan.hold"]._gendan_hold_quants({quant: quant.quantity for quant in quants}, "Torn")

        well = self.race(("gendan.hold", "_gendan_hold_in", 1, True), work, 1, 2)
        return {"well": well, **self.held()}

    def two_release(self):
        """What is on hold is released by two."""

        def work(env, _mine):
            hold = env["gendan.hold"].search([("state", "!=", "done")])
            hold.release_note = "Good after all"
            for one in hold:
                one._gendan_release({line: 100.0 for line in one.line_ids})

        well = self.race(("gendan.hold", "_gendan_transfer", 1, True), work, 1, 2)
        return {"well": well, **self.held()}

    def held(self):
        """How many boxes are where."""
        with self.transaction() as env:
            lines = env["gendan.hold.line"].search([("product_id", "=", self.goods)])
            quants = env["stock.quant"].search(
                [("product_id", "=", self.goods), ("location_id.usage", "=", "internal")]
            )
            return {
                "holds": len(lines.hold_id),
                "left": sum(lines.mapped("left")),
                "stock": sum(quants.filtered(lambda one: one.location_id.id == self.stock).mapped("quantity")),
                "place": sum(quants.filtered(lambda one: one.location_id.id != self.stock).mapped("quantity")),
            }
