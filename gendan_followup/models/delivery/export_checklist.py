"""The list of a shipment's papers, kept in line with the rules."""

from odoo import api, fields, models

from ..common.transit import MODES
from .export_paper_rule import MANNERS, PAYMENTS

# what the rules go by
CONDITIONS = {"payment", "mode", "manner", "wooden"}


class GendanExportShipment(models.Model):
    """What decides which papers the shipment needs, and how far they are."""

    _inherit = "gendan.export.shipment"

    payment = fields.Selection(PAYMENTS, string="Paid by", required=True, default="tt", tracking=True)
    mode = fields.Selection(
        MODES, string="Travels by", compute="_compute_mode", store=True, readonly=False, precompute=True
    )
    manner = fields.Selection(MANNERS, string="Manner of Trade", required=True, default="general", tracking=True)
    wooden = fields.Boolean(string="Wooden Packing", help="Pallets or crates of wood: fumigated or heat-treated.")
    arrives_on = fields.Date(compute="_compute_arrives_on", store=True, compute_sudo=True)
    paper_ids = fields.One2many("gendan.export.paper", "shipment_id", string="Papers Needed")
    progress = fields.Char(compute="_compute_progress", compute_sudo=True, help="Papers ready of those needed.")

    @api.depends("picking_id.carrier_id.gendan_mode", "order_id.carrier_id.gendan_mode")
    def _compute_mode(self):
        for shipment in self:
            shipment.mode = (
                shipment.picking_id.carrier_id.gendan_mode or shipment.order_id.carrier_id.gendan_mode or shipment.mode
            )

    @api.depends("order_id.commitment_date")
    def _compute_arrives_on(self):
        for shipment in self:
            promised = shipment.order_id.commitment_date
            shipment.arrives_on = promised and shipment.company_id._gendan_to_day(promised)

    @api.depends("paper_ids.state", "order_id.gendan_scope")
    def _compute_progress(self):
        for shipment in self:
            needed = shipment.paper_ids._gendan_needed()
            ready = needed.filtered(lambda paper: paper.state == "ready")
            shipment.progress = f"{len(ready)} / {len(needed)}" if needed else False

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # sudo: whether the order is paid by letter of credit
            if self.env["sale.order"].sudo().browse(vals.get("order_id") or []).gendan_lc_id:
                vals.setdefault("payment", "lc")
        shipments = super().create(vals_list)
        shipments._gendan_sync_papers()
        return shipments

    def write(self, vals):
        result = super().write(vals)
        if not CONDITIONS.isdisjoint(vals):
            self._gendan_sync_papers()
        return result

    # ------------------------------------------------------------ business

    def action_refresh(self):
        """Button: the list as the rules say now."""
        self.check_access("write")
        self._gendan_sync_papers()
        return True

    def _gendan_sync_papers(self):
        """Add the papers the rules ask for; take those off that no rule asks for any more and nobody has touched.

        Batch. What a clerk added stays.
        """
        # sudo: the list follows the rules, whoever changed the shipment
        shipments = self.sudo()
        papers, vals_list = shipments.paper_ids, []
        gone = papers.browse()
        for shipment in shipments:
            rules = self.env["gendan.export.paper.rule"]._gendan_of(shipment)
            gone |= shipment.paper_ids.filtered(
                lambda paper, rules=rules: (
                    paper.rule_id
                    and paper.kind_id not in rules.kind_id
                    and paper.state == "to_get"
                    and not paper.number
                    and not paper.file
                )
            )
            vals_list += [
                {
                    "shipment_id": shipment.id,
                    "kind_id": rule.kind_id.id,
                    "rule_id": rule.id,
                    "department_id": rule.department_id.id,
                    "user_id": rule.user_id.id,
                    "days": rule.days,
                    "anchor": rule.anchor,
                }
                for rule in rules
                if rule.kind_id not in shipment.paper_ids.kind_id
            ]
        gone.unlink()
        papers.create(vals_list)

    def _gendan_create_papers(self, content):
        # EXTENDS gendan_followup
        result = super()._gendan_create_papers(content)
        self.sudo().paper_ids._gendan_take_ours()  # sudo: follows what was made
        return result

    def _gendan_void_papers(self, reason):
        # EXTENDS gendan_followup
        result = super()._gendan_void_papers(reason)
        self.sudo().paper_ids._gendan_take_ours()  # sudo: follows what was made
        self.paper_ids._gendan_sync_todos()
        return result


class StockPicking(models.Model):
    """How far the papers of a transfer are."""

    _inherit = "stock.picking"

    gendan_export_progress = fields.Char("Export Papers", compute="_compute_gendan_export_progress", compute_sudo=True)

    @api.depends("gendan_export_ids.progress")
    def _compute_gendan_export_progress(self):
        for picking in self:
            picking.gendan_export_progress = picking.gendan_export_ids[:1].progress

    def write(self, vals):
        # EXTENDS stock: papers are due with the day their goods leave
        result = super().write(vals)
        if "scheduled_date" in vals or "date_done" in vals:
            with_papers = self.filtered("company_id.gendan_export")
            if with_papers:
                # sudo: follows what happened to the transfer
                with_papers.sudo().gendan_export_ids.paper_ids._gendan_sync_todos()
        return result


class SaleOrder(models.Model):
    """How far the papers of an order are."""

    _inherit = "sale.order"

    gendan_export_progress = fields.Char("Export Papers", compute="_compute_gendan_export_progress", compute_sudo=True)

    @api.depends("gendan_export_ids.paper_ids.state", "gendan_scope")
    def _compute_gendan_export_progress(self):
        for order in self:
            needed = order.gendan_export_ids.paper_ids._gendan_needed()
            ready = needed.filtered(lambda paper: paper.state == "ready")
            order.gendan_export_progress = f"{len(ready)} / {len(needed)}" if needed else "0"


class GendanTodo(models.Model):
    """To-dos of export papers and letters of credit, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "export_paper": self.env._("Export paper to get"),
            "lc_late": self.env._("Letter of credit cannot be kept"),
            "lc_present": self.env._("Papers to present to the bank"),
        }
        return [*super()._selection_kind(), *kinds.items()]
