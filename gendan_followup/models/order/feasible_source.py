"""What a warehouse has, gets and can make, read in a bounded number of queries."""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.fields import Domain

from ...tools.feasible import Bench, Claim, Clock, Item, Offer, Operation, Place, Recipe, Shelf
from ...tools.supply import Supply
from ..plan.bills import Bills

HORIZON = timedelta(days=365)  # within which work centres are looked at


class FeasibleSource(Bills):
    """The facts behind a feasible date, for one warehouse: items, benches and a clock for ``tools.feasible``.

    An item's key is what ``key`` gives; a claim's key is the id of the move that waits; a supply's key is (move,
    document). Reads with the rights of ``env``, which is a superuser's: what
    comes out are days, quantities and names.
    """

    def __init__(self, env, company, warehouse):
        """:param env: of a superuser, in the company"""
        super().__init__(env, company, warehouse)
        self.today = company._gendan_today()
        self.items = {}
        self.benches = {}
        self.owned = defaultdict(list)
        self._shelves = {}

    # === what the planner asks for ===

    def read(self, wanted):
        """Read all there is to know of these products and what they are made of.

        :param wanted: list of (``product.product``, attribute values that are no variant, ``stock.route``)
        """
        products = self.env["product.product"].union(*(product for product, _values, _routes in wanted))
        every = self.explore(products)
        self._read_rules()
        self._read_shelves(every)
        self._read_benches()
        for product, values, routes in wanted:
            self._add_item(product, values, routes)
        # a made item adds its components, so that the loop goes on until the last level
        for product in every:
            self._add_item(product)

    def read_bills(self, products):
        """Read only what these products are made of, for ``uses``."""
        self.explore(products)

    def uses(self, product, values, quantity, material, above=()):
        """How much of a material a quantity of a product takes, through all levels, whatever is in stock.

        :param values: attribute values of the sold product that are no variant
        :param quantity: in the product's unit
        :return: in the material's unit
        """
        if product == material:
            return quantity
        bom = self.boms.get(product)
        if not bom or product in above:
            return 0.0
        return sum(
            self.uses(part, values.browse(), each * quantity, material, (*above, product))
            for part, each in self.explode(product, bom, values, steps=[])
        )

    def lend(self, planner, customer):
        """Put the customer's own goods that lie with us on the shelves, for her order only."""
        for product, quantity in self.owned.get(customer, ()):
            if shelf := self._shelves.get(product.id):
                planner.did(shelf.add(Supply("own", quantity, self.today)))

    def clock(self):
        """Days and hours of the company."""
        company, zone = self.company, self.company._gendan_tz()
        workdays = company.resource_calendar_id and company._gendan_workdays(self.today + HORIZON)

        def roll(day):
            # without a calendar, or beyond what it knows, every day is as good as the next
            return workdays.roll(day) if workdays and workdays.first <= day < workdays.days[-1] else day

        def opening(day):
            return zone.localize(datetime.combine(day, time.min))

        now = pytz.utc.localize(fields.Datetime.now())
        return Clock(self.today, now, opening, company._gendan_to_day, roll)

    # === recipes ===

    def _add_item(self, product, values=None, routes=None):
        key = self.key(product, values, routes)
        if key in self.items:
            return
        bom = self.boms[product]
        action = self._action(product, routes or self.env["stock.route"])
        recipe, offers = None, ()
        if action == "manufacture" and bom.type == "normal":
            recipe = self._recipe(product, bom, values or self.env["product.template.attribute.value"])
        elif action in ("buy", "dropship"):
            offers = self._offers(product, action)
        self.items[key] = Item(
            key,
            # what the vendor sends straight to the customer does not come from our stock
            None if action == "dropship" else self._shelves.get(product.id),
            recipe,
            offers,
            is_endless=not (product.is_storable or recipe or offers),
        )

    def key(self, product, values=None, routes=None):
        """The key of a product's item.

        :param values: attribute values that are no variant, and ``routes`` of the line: only what is sold has them
        """
        return product.id, *(tuple(sorted(found.ids)) if found else () for found in (values, routes))

    def parts_of_kit(self, product, values, quantity):
        """What is delivered when a kit is sold, or None when it is none.

        :param values: attribute values that are no variant
        :param quantity: in the product's unit
        :return: list of (``product.product``, quantity)
        """
        bom = self.boms[product]
        if bom.type != "phantom":
            return None
        return [(component, each * quantity) for component, each in self.explode(product, bom, values, steps=[])]

    def _recipe(self, product, bom, values):
        steps = []
        components = tuple((self.key(part), each) for part, each in self.explode(product, bom, values, steps))
        operations = tuple(Operation(step, self._places(product, bom, step), after) for step, after in steps)
        return Recipe(bom, components, operations, bom.produce_delay + self._delay("production"))

    def _places(self, product, bom, operation):
        """The work centre of an operation and those that may stand in for it; times as Odoo's work orders take them."""
        result = []
        for centre in operation.workcenter_id | operation.workcenter_id.alternative_workcenter_ids:
            capacity, before, behind = centre._get_capacity(product, product.uom_id, bom.product_qty or 1)
            minutes = operation.time_cycle * 100.0 / (centre.time_efficiency or 100.0)
            result.append(Place(centre, before + behind, capacity, minutes))
        return tuple(result)

    def _delay(self, step):
        """Days that the warehouse's own routes add: reception, production (fetching components) or delivery."""
        warehouse = self.warehouse
        route = {
            "reception": warehouse.reception_route_id,
            "production": warehouse.manufacture_steps != "mrp_one_step" and warehouse.pbm_route_id,
            "delivery": warehouse.delivery_route_id,
        }[step]
        return sum(route.rule_ids.mapped("delay")) if route else 0

    def delivery_days(self):
        """Calendar days from the stock to the customer's lorry."""
        return self._delay("delivery")

    # === how more of it is got ===

    def _read_rules(self):
        """The first rule of each route that buys or makes for this warehouse, or sends straight to customers."""
        self.rules = {}
        for rule in self.env["stock.rule"].search(
            Domain("action", "in", ("buy", "manufacture"))
            & Domain("company_id", "in", (False, self.company.id))
            & Domain("warehouse_id", "in", (False, self.warehouse.id))
            & (
                Domain("location_dest_id", "child_of", self.warehouse.view_location_id.id)
                | Domain("location_dest_id.usage", "=", "customer")
            ),
            order="route_sequence, sequence, id",
        ):
            self.rules.setdefault(rule.route_id, rule)

    def _action(self, product, routes):
        """How Odoo would get more of a product: buy, dropship, manufacture or False.

        :param routes: of the order line; they go before the product's, and these before the warehouse's
        """
        bom = self.boms[product]
        possible = {"buy": bool(product.seller_ids), "manufacture": bom.type == "normal"}
        own = product.route_ids | product.categ_id.total_route_ids
        for group, is_own in ((routes, True), (own, True), (self.warehouse.route_ids, False)):
            for route in group.sorted("sequence"):
                rule = self.rules.get(route)
                if rule and (is_own or possible[rule.action]):
                    if rule.action == "buy" and rule.location_dest_id.usage == "customer":
                        return "dropship"
                    return rule.action
        # no route says so: what is not possible otherwise is done by hand; uncounted goods are simply there
        if possible["manufacture"]:
            return "manufacture"
        return "buy" if product.is_storable and possible["buy"] else False

    def is_drop_shipped(self, product, routes):
        """Whether its vendor sends it straight to the customer."""
        return self._action(product, routes) == "dropship"

    def _offers(self, product, action):
        """The vendors of today, in the order in which Odoo prefers them; days to order and to receive included.

        Odoo notes each vendor anything was ever bought from, with no days: nobody has said how long he takes. Such
        vendors come last.
        """
        own_days = self.company.days_to_purchase + (self._delay("reception") if action == "buy" else 0)
        sellers = product.with_company(self.company)._get_filtered_sellers(quantity=None)
        return tuple(
            Offer(
                seller,
                int(seller.delay + own_days),
                seller.product_uom_id._compute_quantity(seller.min_qty, product.uom_id, round=False),
                is_guess=not seller.delay,
            )
            for seller in sellers.sorted(lambda seller: not seller.delay)
        )

    # === what there is, and what comes ===

    def _read_shelves(self, products):
        company, today = self.company, self.today
        on_hand, supplies, claims = defaultdict(float), defaultdict(list), defaultdict(list)
        inside = Domain("location_id", "child_of", self.warehouse.lot_stock_id.id)
        # goods held for quality lie outside the stock location, as do those still being received
        for product, owner, quantity, reserved in self.env["stock.quant"]._read_group(
            Domain("product_id", "in", products.ids) & inside,
            ["product_id", "owner_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        ):
            if not owner or owner == company.partner_id:
                on_hand[product.id] += quantity - reserved
            else:
                self.owned[owner.commercial_partner_id].append((product, quantity - reserved))
        Move = self.env["stock.move"]
        for move in Move._gendan_unserved(self.warehouse, products):
            day = company._gendan_to_day(move.date)
            claims[move.product_id.id].append(Claim(move.id, move._gendan_missing(), day))
        for move, day, document, _line in Move._gendan_coming(self.warehouse, products, {}):
            supplies[move.product_id.id].append(Supply((move, document), move.product_qty, day))
        for product in products:
            if product.is_storable:
                key = product.id
                self._shelves[key] = Shelf(today, on_hand[key], supplies[key], claims[key])

    def _read_benches(self):
        """Working hours and planned work of the work centres, as Odoo's own planning sees them."""
        operations = self.env["mrp.bom"].union(*self.boms.values()).operation_ids
        centres = operations.workcenter_id | operations.workcenter_id.alternative_workcenter_ids
        start = pytz.utc.localize(fields.Datetime.now())
        end = start + HORIZON
        for calendar, group in centres.grouped("resource_calendar_id").items():
            if not calendar:
                self.benches.update((centre, Bench([(start, end)])) for centre in group)
                continue
            zone = pytz.timezone(calendar.tz or "UTC")
            resources = group.resource_id
            hours = calendar._work_intervals_batch(start, end, resources=resources, tz=zone)
            taken = calendar._leave_intervals_batch(
                start, end, resources=resources, domain=[("time_type", "=", "other")], tz=zone
            )
            for centre in group:
                key = centre.resource_id.id
                self.benches[centre] = Bench(
                    [(begin, finish) for begin, finish, _records in hours[key]],
                    [(begin, finish) for begin, finish, _records in taken[key]],
                )
