"""How the rows follow the facts."""

from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .material_source import MaterialSource

SWITCH = "gendan_material"


class GendanMaterial(models.Model):
    """Bringing the rows in line with what is so: nothing is written where nothing changed. Runs as superuser."""

    _inherit = "gendan.material"

    @api.model
    def _gendan_refresh_orders(self, orders):
        """Look anew at what the productions of these orders are short of. Batch.

        :param orders: ``sale.order``
        """
        # sudo: what is so does not depend on who looks
        orders = orders.sudo()
        links = orders.order_line._gendan_links()
        orders_of, tops = defaultdict(set), set()
        for line, link in links.items():
            tops.update(link.productions.ids)
            for production_id in link.all_productions.ids:
                orders_of[production_id].add(line.order_id.id)
        productions = self.env["mrp.production"].sudo().browse(sorted(tops))  # sudo: as above
        self._gendan_refresh(productions, orders, orders_of)

    @api.model
    def _gendan_refresh_productions(self, productions):
        """As :meth:`_gendan_refresh_orders`, from productions: with all of the orders they serve.

        :param productions: ``mrp.production``
        """
        productions = productions.sudo()  # sudo: as above
        if orders := productions._gendan_orders():
            self._gendan_refresh_orders(orders)
            productions -= orders._gendan_all_productions()
        if productions:
            self._gendan_refresh(productions, orders.browse(), {})

    @api.model
    def _gendan_refresh(self, productions, orders, orders_of):
        """:param dict orders_of: {production id: ids of the orders behind it that are known}"""
        rows = self.sudo()  # sudo: nobody may write them, see the class
        source = MaterialSource(rows.env)
        looked_at = source.read(productions)
        served = {production.id: production._gendan_served_orders() for production in looked_at}
        wanted = {}
        for short in source.shorts:
            found = orders_of.get(short.production.id, set()) | set(served[short.production.id].ids)
            behind = orders.browse(sorted(found)).filtered(lambda order: order.state != "cancel")
            vals = self._gendan_prepare_vals(short, behind)
            key = self._gendan_key(vals)
            if key in wanted:
                wanted[key]["quantity"] += vals["quantity"]
            else:
                wanted[key] = vals
        # finished children, too: theirs go
        seen = source.seen | productions
        old = rows.search(Domain("production_id", "in", seen.ids) | Domain("order_ids", "in", orders.ids))
        moved = self._gendan_write_rows(old, wanted)
        self._gendan_look_at_neighbours(moved, orders)

    @api.model
    def _gendan_look_at_neighbours(self, products, orders):
        """What one order gets or leaves, the others in the queue leave or get: those that wait for these products from
        stock are looked at, too. It ends when nothing moves any more; who had all in stock is seen at his next change.

        :param orders: those just looked at
        """
        others = self.sudo().search(  # sudo: as in _gendan_refresh
            [("product_id", "in", products.ids), ("order_ids", "not in", orders.ids), ("order_ids", "!=", False)]
        )
        self.env["gendan.exception.look"]._gendan_look_at("material", others.order_ids - orders)

    @api.model
    def _gendan_write_rows(self, old, wanted):
        """:param dict wanted: {key: values}
        :return: ``product.product`` of which more or less is short now, or at another time, from stock
        """
        gone, changes = old.browse(), {}
        for row in old:
            vals = wanted.pop(self._gendan_key({name: row._gendan_value(name) for name in KEY}), None)
            if vals is None:
                gone |= row
                continue
            order_ids = vals.pop("order_ids")
            if set(row.order_ids.ids) != set(order_ids):
                row.order_ids = order_ids
            changes[row] = vals
        gone_products = gone.product_id.ids
        gone.unlink()
        # a change of quantity by rounding is none
        for row, vals in changes.items():
            for name in ("needed", "here", "quantity"):
                if row.uom_id.compare(row[name], vals[name]) == 0:
                    del vals[name]
        moved = {
            row.product_id.id
            for row, vals in changes.items()
            if "quantity" in vals or row.day != vals["day"]
        }
        moved.update(gone_products, (vals["product_id"] for vals in wanted.values()))
        self.env["gendan.bulk"].sudo()._gendan_write_changes(changes)  # sudo: as in _gendan_refresh
        old.create(list(wanted.values()))
        return self.env["product.product"].browse(sorted(moved))

    def _gendan_value(self, name):
        value = self[name]
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _gendan_key(self, vals):
        """What tells the rows of a production apart."""
        return tuple(vals[name] or False for name in KEY)

    @api.model
    def _gendan_prepare_vals(self, short, orders):
        """Values of a row.

        :param short: :class:`Short`
        :param orders: ``sale.order`` it is for, sudo
        """
        line, source, company = short.purchase_line, short.source, short.production.company_id
        day = short.day or False
        late = (day - short.need).days if day and short.need else 0
        if not day or short.cover == "request":
            # what nobody has ordered may come, or not
            light = "open"
        else:
            light = "late" if late > 0 else "in_time"
        production = short.production
        subcontractor = production["subcontractor_id"] if "subcontractor_id" in production._fields else None
        is_move = source is not None and source._name == "stock.move"
        return {
            "company_id": company.id,
            "production_id": production.id,
            "move_id": short.move.id,
            "product_id": short.product.id,
            # names as the house says them, whoever looks
            "above": " → ".join(
                product.with_context(lang=company.partner_id.lang).display_name for product in short.above
            )
            or False,
            "order_ids": orders.ids,
            "order_names": ", ".join(orders.mapped("name")) or False,
            "partner_id": orders[:1].partner_id.commercial_partner_id.id,
            "needed": short.needed,
            "here": short.here,
            "quantity": short.quantity,
            "need_day": short.need or False,
            "day": day,
            "days_late": max(late, 0),
            "cover": short.cover,
            "light": light,
            "source_name": source is not None and ((source.reference or "") if is_move else source.name),
            "purchase_line_id": line.id if line else False,
            "supplier_id": (line.order_id.partner_id if line else self._gendan_usual_supplier(short)).id,
            "made_by_id": source.id if source is not None and source._name == "mrp.production" else False,
            "picking_id": source.id if source is not None and source._name == "stock.picking" else False,
            "subcontractor_id": subcontractor.id if subcontractor else False,
        }

    @api.model
    def _gendan_usual_supplier(self, short):
        """From whom what nothing brings is usually bought; empty for what is made."""
        if short.cover != "nothing":
            return self.env["res.partner"]
        company = short.production.company_id
        sellers = short.product.seller_ids.filtered(lambda seller: seller.company_id.id in (False, company.id))
        return sellers[:1].partner_id

    # ------------------------------------------------------------ when

    @api.autovacuum
    def _gc_gendan_not_followed(self):
        """What was opened by hand in companies that do not follow materials goes: nobody keeps it up to date."""
        followed = self.env["res.company"]._gendan_switched_on(SWITCH)
        self.search([("company_id", "not in", list(followed))]).unlink()

    @api.autovacuum
    def _gc_gendan_without_order(self):
        """Productions for no followed order are not looked at behind every change: every night, once opened by hand."""
        rows = self.search(Domain("order_ids", "=", False) | Domain("order_ids.gendan_plan_ids", "=", False))
        self._gendan_refresh_productions(rows.production_id)


KEY = (
    "production_id",
    "move_id",
    "product_id",
    "above",
    "cover",
    "purchase_line_id",
    "made_by_id",
    "picking_id",
    "source_name",
)
