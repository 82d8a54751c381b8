from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.production.supplier_word import HOW


class GendanSupplierAnswer(models.TransientModel):
    """Dialog: a supplier was asked, or has answered, line by line. Who may is asked of the lines."""

    _name = "gendan.supplier.answer"
    _description = "Supplier's Answer"

    kind = fields.Selection([("asked", "We Asked"), ("answered", "Answered")], required=True, default="answered")
    how = fields.Selection([(key, label) for key, label in HOW if key != "portal"], required=True, default="phone")
    said_by = fields.Char(string="Said by", help="Who at the supplier's.")
    note = fields.Char()
    day = fields.Date(string="Day for All", help="Fills in the lines; each may have its own.")
    line_ids = fields.One2many("gendan.supplier.answer.line", "wizard_id", string="Lines")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: the lines it was opened on
        values = super().default_get(fields_list)
        if "line_ids" in fields_list:
            lines = self._gendan_lines(self.env.context.get("gendan_purchase_lines") or [])
            values["line_ids"] = [Command.create({"purchase_line_id": line.id}) for line in lines]
        return values

    @api.model
    def _gendan_lines(self, ids):
        """The lines, sudo.

        :raise UserError: not the user's to speak about
        """
        lines = self.env["purchase.order.line"].browse(ids)
        lines._gendan_chase_or_raise()
        # sudo: allowed by the line above; clerks and planners have no rights on purchases
        return lines.sudo().exists()

    @api.onchange("day")
    def _onchange_day(self):
        for line in self.line_ids:
            line.confirmed_day = self.day

    def action_take(self):
        """Button: keep it.

        :raise UserError: an answer without any day and without a note, or not the user's to speak about
        """
        self.ensure_one()
        said = self.line_ids.filtered(lambda line: self.kind == "asked" or line.confirmed_day or self.note)
        if not said:
            raise UserError(self.env._("Say which day the supplier confirmed, or note what he said instead."))
        lines = self._gendan_lines(said.sudo().purchase_line_id.ids)  # sudo: which they are, asked for there
        words = {"said_by": self.said_by, "note": self.note}
        days = {line.purchase_line_id.id: line.confirmed_day for line in said.sudo()}  # sudo: as above
        is_answer = self.kind == "answered"
        lines.with_env(self.env)._gendan_take_word(
            self.kind,
            self.how,
            {line: {**words, "confirmed_day": is_answer and days[line.id]} for line in lines},
        )
        return {"type": "ir.actions.act_window_close"}


class GendanSupplierAnswerLine(models.TransientModel):
    """A line in the dialog."""

    _name = "gendan.supplier.answer.line"
    _description = "Line of a Supplier's Answer"

    wizard_id = fields.Many2one("gendan.supplier.answer", required=True, ondelete="cascade")
    purchase_line_id = fields.Many2one("purchase.order.line", required=True, readonly=True, ondelete="cascade")
    # for whoever may speak about the line, and else empty: in a dialog not saved yet, any line can be named; no prices
    order_name = fields.Char(string="Purchase Order", compute="_compute_facts")
    product_id = fields.Many2one("product.product", string="Material", compute="_compute_facts")
    open_quantity = fields.Float(
        string="Still to Come", compute="_compute_facts", digits="Product Unit", aggregator=None
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_facts")
    need_day = fields.Date(string="Needed by", compute="_compute_facts")
    day_before = fields.Date(string="Day until then", compute="_compute_facts")
    asked_count = fields.Integer(string="Times Asked", compute="_compute_facts", aggregator=None)
    confirmed_day = fields.Date(string="Confirmed Day")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: what the line shows of a purchase is for who may speak about it
        lines = super().create(vals_list)
        # sudo: which lines; the user is asked for his right
        lines.sudo().purchase_line_id.with_env(self.env)._gendan_chase_or_raise()
        return lines

    def write(self, vals):
        # EXTENDS base: as create
        result = super().write(vals)
        if "purchase_line_id" in vals:
            # sudo: as above
            self.sudo().purchase_line_id.with_env(self.env)._gendan_chase_or_raise()
        return result

    @api.depends("purchase_line_id")
    @api.depends_context("uid")
    def _compute_facts(self):
        # sudo: which lines; the user is asked for his right
        every = self.sudo().purchase_line_id.with_env(self.env)
        # sudo: allowed by his right; clerks and planners have no rights on purchases
        known = every.browse() if every._gendan_chase_error() else every.sudo()
        needs = known._gendan_need_days()
        for line in self:
            bought = line.sudo().purchase_line_id & known  # sudo: as above
            line.order_name = bought.order_id.name
            line.product_id = bought.product_id
            line.uom_id = bought.product_uom_id
            line.open_quantity = bought.product_qty - bought.qty_received
            line.need_day = needs.get(bought.id)
            line.day_before = bought.company_id._gendan_to_day(bought.date_planned)
            line.asked_count = bought.gendan_asked_count
