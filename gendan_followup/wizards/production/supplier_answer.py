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
    # sudo: whoever the dialog was opened for may know these; no prices
    order_name = fields.Char(string="Purchase Order", related="purchase_line_id.order_id.name")
    product_id = fields.Many2one(related="purchase_line_id.product_id", string="Material")
    open_quantity = fields.Float(
        string="Still to Come", compute="_compute_facts", compute_sudo=True, digits="Product Unit", aggregator=None
    )
    uom_id = fields.Many2one(related="purchase_line_id.product_uom_id", string="Unit")
    need_day = fields.Date(string="Needed by", compute="_compute_facts", compute_sudo=True)
    day_before = fields.Date(string="Day until then", compute="_compute_facts", compute_sudo=True)
    asked_count = fields.Integer(related="purchase_line_id.gendan_asked_count", aggregator=None)
    confirmed_day = fields.Date(string="Confirmed Day")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: what the line shows of a purchase is for who may speak about it
        lines = super().create(vals_list)
        # sudo: which lines; the user is asked for his right
        lines.sudo().purchase_line_id.with_env(self.env)._gendan_chase_or_raise()
        return lines

    @api.depends("purchase_line_id")
    def _compute_facts(self):
        needs = self.purchase_line_id._gendan_need_days()
        for line in self:
            bought = line.purchase_line_id
            line.open_quantity = bought.product_qty - bought.qty_received
            line.need_day = needs.get(bought.id)
            line.day_before = bought.company_id._gendan_to_day(bought.date_planned)
