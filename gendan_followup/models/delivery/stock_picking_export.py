from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """Transfers to customers abroad go with export papers."""

    _inherit = "stock.picking"

    gendan_export_ids = fields.One2many(
        "gendan.export.shipment", "picking_id", string="Export Shipments", readonly=True
    )
    # sudo: a setting, and where goods go
    gendan_can_export = fields.Boolean(compute="_compute_gendan_can_export", compute_sudo=True)

    @api.depends("state", "company_id.gendan_export", "location_dest_id", "location_id", "partner_id.country_id")
    def _compute_gendan_can_export(self):
        for picking in self:
            picking.gendan_can_export = picking.company_id.gendan_export and picking._gendan_export_error() is False

    # ------------------------------------------------------------ actions

    def action_gendan_export(self):
        """Button: the export papers of the transfer, made now unless they are there.

        :return: action
        :raise UserError: nothing goes abroad with it
        """
        self.ensure_one()
        self.check_access("read")
        if not self.gendan_export_ids:
            self.check_access("write")
            if sentence := self._gendan_export_error():
                raise UserError(sentence)
            self._gendan_open_exports()
        return self.gendan_export_ids[:1]._get_records_action()

    # ------------------------------------------------------------ business

    def _gendan_export_error(self):
        """The sentence why this transfer has no export papers, or False."""
        self.ensure_one()
        picking = self.sudo()  # sudo: countries and places, to say why not
        if not picking.company_id.gendan_export:
            return self.env._(
                "%(company)s makes no export papers. Switch them on in the settings.", company=picking.company_id.name
            )
        if picking.state == "cancel":
            return self.env._("%(transfer)s is cancelled.", transfer=picking.name)
        door = picking.location_dest_id._gendan_is_customer() and not picking.location_id._gendan_is_customer()
        if not door or not picking.partner_id:
            return self.env._("%(transfer)s takes nothing to a customer.", transfer=picking.name)
        home, country = picking.company_id.country_id, picking._gendan_export_country()
        if not country:
            return self.env._(
                "%(customer)s has no country. Enter it with the address of %(transfer)s.",
                customer=picking.partner_id.display_name,
                transfer=picking.name,
            )
        if not home or country == home:
            return self.env._(
                "%(transfer)s stays in %(country)s: there is nothing to declare.",
                transfer=picking.name,
                country=country.name,
            )
        return False

    def _gendan_export_country(self):
        """Where the goods go."""
        return self.partner_id.country_id or self.partner_id.commercial_partner_id.country_id

    def _gendan_open_exports(self):
        """Make the export papers' record of those of these transfers that go abroad and have none. Batch.

        :return: the new gendan.export.shipment (sudo)
        """
        going = self.filtered(
            lambda picking: (
                picking.company_id.gendan_export
                and not picking.sudo().gendan_export_ids  # sudo: whether there is one
                and picking._gendan_export_error() is False
            )
        )
        # sudo: made by what happened to the order or transfer
        shipments = self.env["gendan.export.shipment"].sudo()
        if not going:
            return shipments
        return shipments.with_context(tracking_disable=True).create(
            [
                {
                    "picking_id": picking.id,
                    "company_id": picking.company_id.id,
                    "order_id": picking.sudo()._gendan_export_order().id,  # sudo: the warehouse reads no orders
                }
                for picking in going
            ]
        )

    def _gendan_export_order(self):
        """The order the transfer serves, its own where it serves several."""
        orders = self._gendan_served_orders()
        return orders if len(orders) == 1 else self.sale_id

    def action_assign(self):
        # EXTENDS stock: what is ready to leave gets its papers
        result = super().action_assign()
        self._gendan_open_exports()
        return result

    def _create_backorder(self, *args, **kwargs):
        # EXTENDS stock: what follows needs papers of its own
        backorders = super()._create_backorder(*args, **kwargs)
        backorders._gendan_open_exports()
        return backorders

    def action_cancel(self):
        # EXTENDS stock: nothing leaves, no invoice or packing list holds
        result = super().action_cancel()
        with_papers = self.filtered(lambda picking: picking.company_id.gendan_export and picking.state == "cancel")
        # sudo: follows what happened to the transfer
        for shipment in with_papers.sudo().gendan_export_ids:
            shipment._gendan_void_papers(
                shipment.env._("Transfer %(transfer)s was cancelled", transfer=shipment.picking_id.name)
            )
        return result
