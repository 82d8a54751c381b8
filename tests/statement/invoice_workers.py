"""Two who invoice one statement at once; started by ``test_invoice_workers``, not collected itself."""

from datetime import date, datetime

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..processes import Worker
from .run_workers import wait_at


def main(database):
    """Both have begun before either has written; what is in the database then."""
    with Registry(database).cursor() as cr:
        statement = _statement(api.Environment(cr, SUPERUSER_ID, {})).id
    sql_db.close_db(database)

    def press(worker, is_first):
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            one = env["gendan.statement"].browse(statement)
            if is_first:
                wait_at(worker, env.registry["gendan.invoicing"], "_gendan_draft", 1, True)
            else:
                one.read(["state"])
                worker.wait()
            try:
                retrying(one._gendan_make_invoices, env)
            except UserError as error:
                if "is left to invoice" not in str(error):
                    raise

    two = [Worker(lambda worker, is_first=is_first: press(worker, is_first)) for is_first in (True, False)]
    for worker in two:
        worker.reached()
    for worker in reversed(two):
        worker.release()
    well = [worker.ended() for worker in two]
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        moves = env["gendan.statement"].browse(statement).invoice_share_ids.move_id
        orders = env["sale.order"].search([("client_order_ref", "=", "AT ONCE")])
        return {"well": well, "made": moves.mapped("amount_total"), "all": orders.invoice_ids.mapped("amount_total")}


def _statement(env):
    """A statement that was agreed, of a fee of 100.00."""
    customer = env["res.partner"].create({"name": "Pressed at once", "is_company": True})
    fee = env["product.product"].create({"name": "Plates", "type": "service", "invoice_policy": "order"})
    order = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "client_order_ref": "AT ONCE",
            "date_order": datetime(2026, 10, 5, 4),
            "order_line": [Command.create({"product_id": fee.id, "price_unit": 100.0, "tax_ids": [Command.clear()]})],
        }
    )
    order.action_confirm()
    order.date_order = datetime(2026, 10, 5, 4)
    env.flush_all()
    key = customer.id, order.currency_id.id
    period = date(2026, 10, 1), date(2026, 10, 31)
    statement = env["gendan.statement"]._gendan_make(env.company, *period, [key])[key]
    statement.action_check()
    statement.action_sent()
    statement._gendan_move_to("agreed")
    return statement
