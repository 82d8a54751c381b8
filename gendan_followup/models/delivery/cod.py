"""Money the carrier collects for us."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

# identity of this object: made and settled by our own methods only
OWN = object()
SETTLED = frozenset({"state", "handed_on", "booked_before"})


class GendanCod(models.Model):
    """What a carrier has collected for one delivery, and has to hand over.

    Made by the machine when the goods leave. Clerks correct what is to be collected, fee and day, which is
    logged, and, as accounting does, note that it was handed over; supervisors may do all.
    """

    _name = "gendan.cod"
    _description = "Collection by the Carrier"
    _inherit = ["gendan.todo.mixin", "mail.thread"]
    _order = "due, id"
    _rec_name = "picking_id"
    _check_company_auto = True

    _picking_order_uniq = models.UniqueIndex(
        "(picking_id, order_id)", "The money of this delivery is followed already."
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount > 0 AND fee >= 0 AND handed_amount >= 0)", "Amounts cannot be negative."
    )

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Delivery", required=True, readonly=True, ondelete="restrict", index=True
    )
    order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True, ondelete="restrict", index=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="restrict")
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    carrier_id = fields.Many2one("delivery.carrier", string="Carrier")
    waybill = fields.Char(related="picking_id.carrier_tracking_ref", related_sudo=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="To Collect", required=True, tracking=True)
    fee = fields.Monetary(string="Carrier's Fee", tracking=True)
    due = fields.Date(string="Due Back", required=True, tracking=True)
    handed_amount = fields.Monetary(string="Handed Over", tracking=True)
    handed_on = fields.Date(string="Handed Over on", readonly=True, copy=False, tracking=True)
    # as on remittance slips
    booked_before = fields.Monetary(string="Booked before It", readonly=True, copy=False, groups="base.group_no_one")
    remark = fields.Char(help="Why another amount came: refused goods, another fee.")
    state = fields.Selection(
        [("open", "Carrier has the money"), ("done", "Handed over")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )

    @api.depends("order_id.gendan_clerk_id", "partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for collection in self:
            collection.clerk_id = collection.order_id.gendan_clerk_id or collection.partner_id.gendan_clerk_id

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        collections = super().create(
            [{**vals, "state": "open", "handed_on": False, "booked_before": 0.0} for vals in vals_list]
        )
        collections._gendan_sync_todos()
        return collections

    def write(self, vals):
        if self.env.context.get("gendan_cod_settled") is not OWN:
            if not SETTLED.isdisjoint(vals):
                raise UserError(self.env._("Press “Handed Over” when the carrier has handed the money over."))
            done = self.filtered(lambda row: row.state == "done")
            if done and {"amount", "fee", "handed_amount"} & set(vals):
                raise UserError(
                    self.env._(
                        "The money of %(transfer)s has been handed over: its figures stay.",
                        transfer=done[0].picking_id.sudo().name,  # sudo: its number, for the sentence
                    )
                )
        result = super().write(vals)
        self._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ actions

    def action_handed_over(self):
        """Button: the carrier has handed the money over; what was not typed is the amount less the fee.

        :raise UserError: another amount without a remark
        """
        self.check_access("write")
        for collection in self.filtered(lambda row: row.state == "open"):
            expected = collection.amount - collection.fee
            handed = collection.handed_amount or expected
            if collection.currency_id.compare_amounts(handed, expected) and not (collection.remark or "").strip():
                raise UserError(
                    self.env._(
                        "%(transfer)s: %(expected)s was to be handed over and %(handed)s came. Say why in the remark.",
                        transfer=collection.picking_id.sudo().name,  # sudo: its number, for the sentence
                        expected=formatLang(self.env, expected, currency_obj=collection.currency_id),
                        handed=formatLang(self.env, handed, currency_obj=collection.currency_id),
                    )
                )
            collection._gendan_settle(handed)
        return True

    def action_nothing_comes(self):
        """Button: the goods were refused, or the customer has paid us after all: the carrier hands nothing over.

        :raise UserError: without a remark
        """
        self.check_access("write")
        for collection in self.filtered(lambda row: row.state == "open"):
            if not (collection.remark or "").strip():
                raise UserError(
                    self.env._(
                        "%(transfer)s: say in the remark why the carrier hands nothing over.",
                        transfer=collection.picking_id.sudo().name,  # sudo: its number, for the sentence
                    )
                )
            collection._gendan_settle(0.0)
        return True

    def _gendan_settle(self, handed):
        """The carrier owes nothing any more. It counts as arrived until it is booked."""
        self.ensure_one()
        order = self.order_id.sudo()  # sudo: only the sum of what is booked for it
        # sudo: what was booked stands in a field of the machine's; the buttons asked for write access
        self.sudo().with_context(gendan_cod_settled=OWN).write(
            {
                "state": "done",
                "handed_amount": handed,
                "handed_on": self.company_id._gendan_today(),
                "booked_before": order._gendan_booked()[order],
            }
        )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for collection in self.filtered(lambda row: row.state == "open"):
            values.setdefault(collection, []).append(
                {
                    "kind": "cod_due",
                    "name": self.env._(
                        "%(carrier)s collects %(amount)s of %(transfer)s for us: due back on %(day)s.",
                        carrier=collection.carrier_id.name or self.env._("The carrier"),
                        amount=formatLang(self.env, collection.amount, currency_obj=collection.currency_id),
                        transfer=collection.picking_id.name,
                        day=format_date(self.env, collection.due),
                    ),
                    "due": collection.due,
                }
            )
        return values
