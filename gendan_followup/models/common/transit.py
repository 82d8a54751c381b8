"""How long goods travel: one table, the most specific line wins."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

MODES = [
    ("road", "Road"),
    ("truck_hk", "Truck over the border (Hong Kong)"),
    ("courier", "Courier"),
    ("air", "Air freight"),
    ("sea", "Sea freight"),
    ("rail", "Rail"),
    ("pickup", "Picked up by the customer"),
]


class TransitRow(NamedTuple):
    """One line of the table as the search sees it: plain values, kept per process."""

    id: int
    sequence: int
    company_id: int | bool
    partner_id: int | bool
    country_id: int | bool
    state_id: int | bool
    city: str
    carrier_id: int | bool
    mode: str | bool
    days: int
    unit: str


class GendanTransit(models.Model):
    """Days from our door to the customer's, by destination, way and carrier.

    What a line leaves empty fits everything. Of the lines that fit, the closest destination wins (customer, city,
    state, country), then the line of that very carrier, then that of the mode, then the company's own, then the order
    of the list. Everybody inside reads the table, supervisors keep it.
    """

    _name = "gendan.transit"
    _description = "Transit Time"
    _inherit = ["gendan.cached.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _gendan_cached = frozenset({*TransitRow._fields, "active"})

    _days_positive = models.Constraint("CHECK (days >= 0)", "A journey cannot take less than no time.")

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    country_id = fields.Many2one("res.country")
    state_id = fields.Many2one(
        "res.country.state",
        compute="_compute_state_id",
        store=True,
        readonly=False,
        domain="[('country_id', '=?', country_id)]",
    )
    city = fields.Char()
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="A customer, or one delivery address of a customer.",
    )
    mode = fields.Selection(MODES, compute="_compute_mode", store=True, readonly=False)
    carrier_id = fields.Many2one("delivery.carrier", string="Carrier", ondelete="cascade", check_company=True)
    days = fields.Integer("Transit", required=True, default=1)
    unit = fields.Selection([("work", "Working days"), ("calendar", "Calendar days")], required=True, default="work")
    note = fields.Char()

    # ------------------------------------------------------------ compute

    @api.depends("country_id")
    def _compute_state_id(self):
        for transit in self:
            if transit.country_id and transit.state_id.country_id != transit.country_id:
                transit.state_id = False

    @api.depends("carrier_id")
    def _compute_mode(self):
        for transit in self:
            transit.mode = transit.mode or transit.carrier_id.gendan_mode

    @api.depends("partner_id", "city", "state_id", "country_id", "mode", "carrier_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for transit in self:
            place = (
                transit.partner_id.display_name
                or transit.city
                or transit.state_id.name
                or transit.country_id.name
                or self.env._("Anywhere")
            )
            way = transit.carrier_id.name or modes.get(transit.mode)
            transit.display_name = f"{place} ({way})" if way else place

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_find(self, partner_shipping, carrier=None, mode=None, company=None):
        """The line that holds for a destination.

        :param res.partner partner_shipping: delivery address
        :param delivery.carrier carrier: shipping method, if chosen
        :param str mode: way of travel, else the carrier's
        :param res.company company: the current one when left out
        :return: gendan.transit, empty when no line fits
        """
        row = self._gendan_best_row(
            partner_shipping, carrier or self.env["delivery.carrier"], mode, company or self.env.company
        )
        return self.browse(row.id if row else None)

    @api.model
    def _gendan_days_for(self, orders):
        """Days door to door for each order: the customer's own figure, else the table's.

        Batch, without a query for what is in the cache.

        :param sale.order orders: orders of any company
        :return: {order: (days, 'work' | 'calendar')}; an order for which nothing is known is left out
        """
        result = {}
        for order in orders:
            # sudo: the shipping address may be another rep's contact, its place is no secret to this order; of the
            # carrier the days only
            own = order.sudo()
            days = self._gendan_days_by(own.partner_shipping_id or own.partner_id, own.carrier_id, own.company_id)
            if days[0] is not None:
                result[order] = days
        return result

    @api.model
    def _gendan_days_by(self, address, carrier, company):
        """Days door to door to an address by a carrier: the customer's own figure, else the table's.

        :param res.partner address: sudo
        :param delivery.carrier carrier: sudo; may be empty
        :return: (days, 'work' | 'calendar'), (None, None) where nothing is known
        """
        if own := address.commercial_partner_id.gendan_transit_days:
            return own, "work"
        row = self._gendan_best_row(address, carrier, None, company)
        return (row.days, row.unit) if row else (None, None)

    @api.model
    def _gendan_best_row(self, address, carrier, mode, company):
        mode = mode or carrier.gendan_mode
        best, best_rank = None, None
        for row in self._gendan_rows():
            rank = self._gendan_rank(row, address, carrier, mode, company)
            if rank and (best_rank is None or rank > best_rank):
                best, best_rank = row, rank
        return best

    @api.model
    def _gendan_rank(self, row, address, carrier, mode, company):
        """How well a line fits: None when it does not, else a tuple, the greater the better."""
        customer = address.commercial_partner_id
        wanted = (
            (row.company_id, {company.id}),
            (row.partner_id, {address.id, customer.id}),
            (row.country_id, {address.country_id.id}),
            (row.state_id, {address.state_id.id}),
            (row.city, {self._gendan_city(address.city)}),
            (row.carrier_id, {carrier.id}),
            # nobody has said how the goods travel: the first line of the table says it
            (row.mode, {mode} if mode else {row.mode}),
        )
        if any(value and value not in allowed for value, allowed in wanted):
            return None
        return (
            row.partner_id == address.id,
            bool(row.partner_id),
            bool(row.city),
            bool(row.state_id),
            bool(row.country_id),
            bool(row.carrier_id),
            bool(row.mode) if mode else not row.mode,
            bool(row.company_id),
            -row.sequence,
            -row.id,
        )

    @api.model
    @ormcache()
    def _gendan_rows(self):
        """The whole table as plain values: hundreds of lines at most, asked for by every plan."""
        # sudo: kept for all users alike; each search keeps to the lines of its order's company
        return tuple(
            TransitRow(
                transit.id,
                transit.sequence,
                transit.company_id.id,
                transit.partner_id.id,
                transit.country_id.id,
                transit.state_id.id,
                self._gendan_city(transit.city),
                transit.carrier_id.id,
                transit.mode,
                transit.days,
                transit.unit,
            )
            for transit in self.sudo().with_context(active_test=True).search([])
        )

    @api.model
    def _gendan_city(self, city):
        """A city's name for comparison: 深圳市 is 深圳, "Hamburg " is "hamburg"."""
        return (city or "").strip().casefold().removesuffix("市")
