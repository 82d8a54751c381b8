from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# said by the add-on itself, not chosen by a person
SYSTEM_REASONS = frozenset({"confirmation", "conditions_met", "outside"})
SYSTEM_HOWS = frozenset({"page"})


class GendanPromiseWizard(models.TransientModel):
    """Dialog of the clerk: a new day of arrival, why, and who at the customer agreed.

    Every part of the order still to be delivered is proposed; a smaller quantity splits a part.
    """

    _name = "gendan.promise.wizard"
    _description = "New promise to the customer"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id")
    old_date = fields.Date(related="order_id.gendan_promise_date", string="Promised so far")
    forecast_date = fields.Date(related="order_id.gendan_forecast_date", string="Forecast")
    date = fields.Date(string="Arrives on", required=True)
    reason = fields.Selection(
        selection=lambda self: [
            (key, label)
            for key, label in self.env["gendan.promise"]._fields["reason"]._description_selection(self.env)
            if key not in SYSTEM_REASONS
        ],
        required=True,
    )
    note = fields.Text()
    agreed_by = fields.Char(help="Who said yes at the customer.")
    agreed_how = fields.Selection(
        selection=lambda self: [
            (key, label)
            for key, label in self.env["gendan.promise"]._fields["agreed_how"]._description_selection(self.env)
            if key not in SYSTEM_HOWS
        ]
    )
    evidence = fields.Char(
        help="Where it can be read again: mail subject, chat account and time, paper number."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and papers")
    line_ids = fields.One2many("gendan.promise.wizard.line", "wizard_id", string="Parts")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(
            values.get("order_id")
            or (self.env.context.get("active_model") == "sale.order" and self.env.context.get("active_id"))
        )
        if not order:
            return values
        values["order_id"] = order.id
        today = order.company_id._gendan_today()
        forecast = order.gendan_forecast_date
        values.setdefault("date", max(forecast, today) if forecast else False)
        values["line_ids"] = [
            Command.create({"part_id": part.id, "quantity": part._gendan_own_quantity()})
            for part in order.gendan_part_ids
            if part.plan_id.delivery_health not in ("delivered", "cancelled")
        ]
        return values

    def action_promise(self):
        """Promise the day for the chosen parts.

        :return: action that closes the dialog
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        self.order_id.action_gendan_promise(
            [(line.part_id, line._gendan_piece(), line.date or self.date) for line in chosen],
            self.reason,
            note=self.note,
            agreed_by=self.agreed_by,
            agreed_how=self.agreed_how,
            evidence=self.evidence,
            attachment_ids=[Command.set(self.attachment_ids.ids)],
        )
        return {"type": "ir.actions.act_window_close"}


class GendanPromiseWizardLine(models.TransientModel):
    """One part in the promise dialog."""

    _name = "gendan.promise.wizard.line"
    _description = "Part in the promise dialog"

    wizard_id = fields.Many2one("gendan.promise.wizard", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Promise", default=True)
    part_id = fields.Many2one("gendan.part", required=True, readonly=True, ondelete="cascade")
    promised_date = fields.Date(related="part_id.promised_date", string="Promised so far")
    whole = fields.Float(compute="_compute_whole", digits="Product Unit", string="Open quantity")
    quantity = fields.Float(digits="Product Unit", help="Less than the part's own quantity splits the part.")
    uom_id = fields.Many2one(related="part_id.uom_id")
    date = fields.Date(string="Other day", help="Empty: the day above.")

    @api.depends("part_id")
    def _compute_whole(self):
        for line in self:
            line.whole = line.part_id._gendan_own_quantity() if line.part_id else 0.0

    def _gendan_piece(self):
        """The quantity to split off, or None where the whole part is promised.

        :raise UserError: more than the part holds, or nothing
        """
        self.ensure_one()
        compared = self.uom_id.compare(self.quantity, self.whole)
        if compared > 0 or self.uom_id.compare(self.quantity, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(part)s has %(whole)s %(unit)s to deliver; promise that much, or less to split it.",
                    part=self.part_id.display_name,
                    whole=self.uom_id._gendan_number(self.whole),
                    unit=self.uom_id.name,
                )
            )
        return None if compared == 0 else self.quantity
