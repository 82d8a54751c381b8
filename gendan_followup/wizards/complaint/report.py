"""Five taps on the phone from a transfer to the complaint: Complaint, the goods, how many, a photo, Save."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError


class GendanComplaintReport(models.TransientModel):
    """Collects goods, quantity and photos; `gendan.complaint` judges and keeps them."""

    _name = "gendan.complaint.report"
    _description = "New Complaint on the Phone"
    _inherit = "gendan.complaint.whose.mixin"

    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        ondelete="cascade",
        # the last season's; older ones are opened themselves
        domain=[
            ("state", "=", "done"),
            ("location_dest_id.usage", "in", ("customer", "transit")),
            ("date_done", ">=", "today -90d"),
        ],
    )
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    product_ids = fields.Many2many("product.product", compute="_compute_product_ids", compute_sudo=True)
    product_id = fields.Many2one(
        "product.product",
        string="Goods",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', product_ids)]",
    )
    # one truck may bring the goods of several orders
    order_ids = fields.Many2many(
        "sale.order", string="Orders of These Goods", compute="_compute_order_ids", compute_sudo=True
    )
    asks_order = fields.Boolean(compute="_compute_order_ids", compute_sudo=True)
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        compute="_compute_order_id",
        compute_sudo=True,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', order_ids)]",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    bad = fields.Float("Not Good", digits="Product Unit")
    defect_id = fields.Many2one("gendan.defect", string="Defect", ondelete="cascade")
    kind_id = fields.Many2one(
        "gendan.complaint.kind",
        string="Kind",
        default=lambda self: self.env["gendan.complaint"]._default_kind_id(),
        ondelete="cascade",
    )
    line_stopped = fields.Boolean("His Line Stands Still")
    subject = fields.Char("In a Few Words")
    photo_ids = fields.Many2many("ir.attachment", "gendan_complaint_report_photo_rel", string="Photos")

    @api.depends("picking_id")
    def _compute_product_ids(self):
        for report in self:
            moves = report.picking_id.move_ids.filtered(lambda move: move.state == "done")
            report.product_ids = moves.product_id

    @api.depends("product_ids")
    def _compute_product_id(self):
        for report in self:
            if report.product_id._origin not in report.product_ids._origin:
                report.product_id = report.product_ids._origin if len(report.product_ids) == 1 else False

    @api.depends("picking_id", "product_id")
    def _compute_order_ids(self):
        for report in self:
            orders = report.picking_id._gendan_served_orders()
            sold = report.picking_id.move_ids.sale_line_id
            own = sold.filtered(lambda line, report=report: line.product_id == report.product_id._origin).order_id
            report.order_ids = own or orders
            report.asks_order = len(own or orders) > 1

    @api.depends("picking_id")
    @api.depends_context("uid")
    def _compute_whose_note(self):
        # EXTENDS gendan_followup
        complaints = self.env["gendan.complaint"]
        for report in self:
            whose = complaints._gendan_customer_in({"picking_id": report.picking_id._origin.id})
            report.whose_note = complaints._gendan_whose_error(*whose)

    @api.depends("order_ids")
    def _compute_order_id(self):
        for report in self:
            orders = report.order_ids._origin
            # other goods, asked anew
            report.order_id = orders.id if len(orders) == 1 else False

    @api.model
    def _gendan_open(self, picking=None):
        """The dialog, about a transfer where it is known.

        :return: action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Complaint"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_picking_id": picking.id} if picking else {},
        }

    def action_save(self):
        """Button: write it down.

        :return: action: the complaint
        :raise AccessError: it is another clerk's customer; the sentence says whose
        """
        self.ensure_one()
        if self.whose_note:
            raise AccessError(self.whose_note)
        self.picking_id.check_access("read")
        self.photo_ids.check_access("read")
        product = self.product_id.display_name
        subject = (self.subject or "").strip() or " · ".join(filter(None, (self.defect_id.display_name, product)))
        line = {
            "product_id": self.product_id.id,
            "bad": self.bad,
            "uom_id": self.uom_id.id,
            "defect_id": self.defect_id.id,
        }
        complaint = self.env["gendan.complaint"].create(
            {
                "picking_id": self.picking_id.id,
                **({"order_id": self.order_id.id} if self.order_id else {}),
                "kind_id": self.kind_id.id or self.env["gendan.complaint"]._default_kind_id().id,
                "line_stopped": self.line_stopped,
                "subject": subject or self.picking_id.name,
                "photo_ids": [Command.set(self.photo_ids.ids)],
                "line_ids": [Command.create(line)] if self.product_id else [],
            }
        )
        return complaint._get_records_action()
