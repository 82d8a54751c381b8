"""What a slip is about, and what is known of it."""

from odoo import api, fields, models
from odoo.tools import format_date

from .slip import ABOUT
from .slip_template import PLACEHOLDERS

# lines of products on a slip: it is an A5 sheet
PRODUCTS = 6


class GendanSlip(models.Model):
    """Order, production, transfer, customer; filled in from one another, in words for those who read no orders."""

    _inherit = "gendan.slip"

    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    production_id = fields.Many2one(
        "mrp.production", string="Production", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    # sudo: departments read what it is about, and no orders
    about = fields.Char(compute="_compute_about", store=True, compute_sudo=True)
    # sudo: as above
    facts = fields.Text(
        string="What is known",
        compute="_compute_facts",
        store=True,
        compute_sudo=True,
        help="As it was when the slip was written.",
    )
    filled = fields.Text(readonly=True, copy=False, help="What the template gave: it makes way for a better filling.")

    # ------------------------------------------------------------ compute

    @api.depends("production_id", "picking_id")
    def _compute_order_id(self):
        for slip in self:
            document = slip.production_id or slip.picking_id
            if not document:
                slip.order_id = slip.order_id
                continue
            # sudo: the link only; a storekeeper reads no orders
            orders = document.sudo()._gendan_served_orders()
            slip.order_id = slip.order_id if slip.order_id in orders else orders[:1]

    @api.depends("order_id", "picking_id")
    def _compute_partner_id(self):
        for slip in self:
            # sudo: as above, whose it is
            partner = slip.sudo().order_id.partner_id or slip.sudo().picking_id.partner_id
            slip.partner_id = partner.commercial_partner_id or slip.partner_id

    @api.depends("order_id.gendan_clerk_id", "partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for slip in self:
            slip.clerk_id = slip.order_id.gendan_clerk_id or slip.partner_id.gendan_clerk_id

    @api.depends(
        "order_id.name", "production_id.name", "picking_id.name", "partner_id.name", "partner_id.gendan_abbreviation"
    )
    def _compute_about(self):
        for slip in self:
            customer = slip.partner_id.gendan_abbreviation or slip.partner_id.name
            names = (slip.order_id.name, slip.production_id.name, slip.picking_id.name, customer)
            slip.about = " · ".join(filter(None, names)) or False

    # not by what the documents say: a slip tells what was known when it was written
    @api.depends("order_id", "production_id", "picking_id", "company_id")
    def _compute_facts(self):
        for slip in self:
            lang = slip.company_id.partner_id.lang or self.env.lang
            slip.facts = "\n".join(slip.with_context(lang=lang)._gendan_facts()) or False

    @api.depends("template_id", *ABOUT)
    def _compute_from_template(self):
        for slip in self:
            template = slip.template_id
            slip.urgency = slip.urgency or template.urgency or "0"
            if not template or slip.state != "draft":
                slip.subject, slip.body = slip.subject, slip.body
                slip.customer_to_tell = slip.customer_to_tell
                continue
            subject, body = template._gendan_fill(slip.sudo()._gendan_words())  # sudo: names and days for departments
            # what somebody typed stays
            if not slip.body or f"{slip.subject}\n{slip.body}" == slip.filled:
                slip.filled = f"{subject}\n{body}"
                slip.subject, slip.body = subject, body
                slip.urgency = template.urgency
                slip.customer_to_tell = template.customer_to_tell
            else:
                slip.subject, slip.body = slip.subject, slip.body
                slip.customer_to_tell = slip.customer_to_tell

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_check_about(self, vals):
        """What a slip is put to must be seen by who writes it: its name and products stand on the slip.

        :raise AccessError: it is not
        """
        if self.env.su:
            return
        for name in ABOUT:
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    def _gendan_inhouse(self):
        """The day by which the house has to be ready, never the customer's. Call with sudo."""
        self.ensure_one()
        if self.production_id:
            return self.production_id.gendan_inhouse_date
        return min(self.order_id.gendan_plan_ids.filtered("inhouse_date").mapped("inhouse_date"), default=False)

    def _gendan_products(self):
        """What is to be made or moved: list of texts. Call with sudo."""
        self.ensure_one()
        if self.production_id:
            rows = [(self.production_id.product_id, self.production_id.product_qty, self.production_id.product_uom_id)]
        elif self.picking_id:
            rows = [(move.product_id, move.product_uom_qty, move.product_uom) for move in self.picking_id.move_ids]
        else:
            goods = self.order_id.order_line.filtered(
                lambda line: not line.display_type and line.product_id.type != "service"
            )
            rows = [(line.product_id, line.product_uom_qty, line.product_uom_id) for line in goods]
        texts = [f"{product.display_name} × {quantity:,.10g} {uom.name}" for product, quantity, uom in rows]
        return texts if len(texts) <= PRODUCTS else [*texts[: PRODUCTS - 1], f"… (+{len(texts) - PRODUCTS + 1})"]

    def _gendan_words(self):
        """What fills the placeholders, in the language of the context. Call with sudo. Rooms may add none.

        :rtype: dict
        """
        self.ensure_one()
        inhouse = self._gendan_inhouse()
        words = {
            "order": self.order_id.name,
            "version": self.order_id.gendan_version or "",
            "customer": self.partner_id.gendan_abbreviation or self.partner_id.name,
            "customer_ref": self.order_id.client_order_ref,
            "products": "; ".join(self._gendan_products()),
            "production": self.production_id.name,
            "transfer": self.picking_id.name,
            "in_house_date": format_date(self.env, inhouse) if inhouse else "",
        }
        return {name: words[name] or "…" for name in PLACEHOLDERS}

    def _gendan_facts(self):
        """Lines about order, production and transfer for who reads none of them. Call with sudo.

        :rtype: list[str]
        """
        self.ensure_one()
        lines = []
        order, production, picking = self.order_id, self.production_id, self.picking_id
        if order:
            parts = [self.env._("Order %(order)s", order=order.name)]
            if order.gendan_version:
                parts.append(self.env._("version %(number)s", number=order.gendan_version))
            if order.client_order_ref:
                parts.append(self.env._("customer's number %(reference)s", reference=order.client_order_ref))
            lines.append(", ".join(parts))
        if production:
            lines.append(self.env._("Production %(production)s", production=production.name))
        if picking:
            day = format_date(self.env, self.company_id._gendan_to_day(picking.scheduled_date))
            lines.append(self.env._("Transfer %(transfer)s, planned for %(day)s", transfer=picking.name, day=day))
        lines += self._gendan_products()
        if inhouse := self._gendan_inhouse():
            lines.append(self.env._("In-house date: %(day)s", day=format_date(self.env, inhouse)))
        return lines
