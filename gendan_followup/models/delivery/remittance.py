"""Remittance slips: the customer says she has paid."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import clean_context, format_date, formatLang

ACCOUNTING = "account.group_account_invoice"
# identity of this object lets our own buttons decide; a context flag could be sent by anybody over RPC
DECIDED = object()
DECISION = frozenset({"state", "decided_by_id", "decided_at", "booked_before"})
# follow from the order: a caller's word about them would lead around the record rules
DERIVED = frozenset({"company_id", "partner_id", "clerk_id"})
FACTS = frozenset({"order_id", "amount", "currency_id", "paid_on"})


class GendanRemittance(models.Model):
    """A slip (photo, screenshot) of a remittance: a to-do for accounting, not money.

    Clerks and reps enter them for their customers. Accounting looks at the bank: found, it counts as arrived until the
    payment is booked, on accounting's word; not found, nothing counts. A decided slip is kept as it was decided, and
    can only be decided anew.
    """

    _name = "gendan.remittance"
    _description = "Remittance Slip"
    _inherit = ["gendan.todo.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A remittance has an amount.")

    company_id = fields.Many2one(
        "res.company", related="order_id.company_id", store=True, precompute=True, index="btree_not_null"
    )
    order_id = fields.Many2one(
        "sale.order", string="For Order", required=True, ondelete="restrict", index=True, check_company=True
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id", string="Customer", store=True, index="btree_not_null"
    )
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, compute="_compute_currency_id", store=True, readonly=False, precompute=True
    )
    paid_on = fields.Date(string="Remitted on", required=True, default=fields.Date.context_today, tracking=True)
    payer = fields.Char(string="Remitted by", help="Name on the slip, where it is not the customer's.")
    reference = fields.Char(help="Number on the slip.")
    slip_ids = fields.Many2many("ir.attachment", string="Slip", bypass_search_access=True)
    state = fields.Selection(
        [("to_check", "To check"), ("found", "Money is here"), ("not_found", "Not found")],
        required=True,
        default="to_check",
        readonly=True,
        copy=False,
        tracking=True,
    )
    decided_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime(string="Checked on", readonly=True, copy=False)
    remark = fields.Char()
    # what was in the books then: so that this money is not counted again when it is booked
    booked_before = fields.Float(string="Booked before It", readonly=True, copy=False, groups="base.group_no_one")

    # ------------------------------------------------------------ compute

    @api.depends("order_id.gendan_clerk_id", "partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for slip in self:
            slip.clerk_id = slip.order_id.gendan_clerk_id or slip.partner_id.gendan_clerk_id

    @api.depends("order_id")
    def _compute_currency_id(self):
        for slip in self:
            slip.currency_id = slip.order_id.currency_id or self.env.company.currency_id

    @api.depends("order_id", "amount", "currency_id")
    def _compute_display_name(self):
        for slip in self:
            amount = formatLang(self.env, slip.amount, currency_obj=slip.currency_id)
            slip.display_name = f"{slip.order_id.name} · {amount}" if slip.order_id else False

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        ours = DECISION | DERIVED
        plain = self.with_context(clean_context(self.env.context))  # defaults sent along decide nothing, either
        slips = super(GendanRemittance, plain).create(
            [{key: vals[key] for key in vals if key not in ours} for vals in vals_list]
        )
        slips = slips.with_env(self.env)
        slips._gendan_own_pictures()
        slips._gendan_sync_todos()
        self.env["stock.picking"]._gendan_note_held(slips)
        return slips

    def write(self, vals):
        if self.env.context.get("gendan_remittance_decided") is not DECIDED:
            if not DECISION.isdisjoint(vals):
                raise UserError(self.env._("Accounting decides a remittance with its buttons."))
            decided = self.filtered(lambda slip: slip.state != "to_check")
            if decided and not FACTS.isdisjoint(vals):
                raise UserError(
                    self.env._(
                        "The remittance %(slip)s has been checked and is not changed. Enter another one.",
                        slip=decided[0].display_name,
                    )
                )
        result = super().write({key: vals[key] for key in vals if key not in DERIVED})
        if "slip_ids" in vals:
            self._gendan_own_pictures()
        self._gendan_sync_todos()
        self.env["stock.picking"]._gendan_note_held(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for slip in self:
            if slip.state != "to_check":
                raise UserError(
                    self.env._("The remittance %(slip)s has been checked and is kept.", slip=slip.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_found(self):
        """Button for accounting: the money is on our account, though it is not booked yet. Deliveries open.

        :raise AccessError: the user is not of accounting
        """
        self._gendan_check_accounting()
        for slip in self.filtered(lambda slip: slip.state != "found"):
            order = slip.order_id.sudo()  # sudo: only the sum of what has arrived
            slip._gendan_decide("found", booked_before=order._gendan_booked()[order])
        return True

    def action_not_found(self):
        """Button for accounting: it has not come, or was sent back. What opened by it is held again.

        :raise AccessError: the user is not of accounting
        """
        self._gendan_check_accounting()
        for slip in self.filtered(lambda slip: slip.state != "not_found"):
            slip._gendan_decide("not_found", booked_before=0.0)
        return True

    # ------------------------------------------------------------ business

    def _gendan_check_accounting(self):
        self.check_access("read")
        if not self.env.user.has_group(ACCOUNTING):
            raise AccessError(self.env._("Only accounting says whether the money has come."))

    def _gendan_decide(self, state, **values):
        # sudo: accounting need not be allowed to change what the clerk entered; asked above
        self.sudo().with_context(gendan_remittance_decided=DECIDED).write(
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(), **values}
        )

    def _gendan_own_pictures(self):
        """Its pictures belong to the slip, so that whoever reads it sees them; those of another record are copied."""
        for slip in self.sudo():  # sudo: the ORM has asked whether the user may read what was linked
            own = {"res_model": slip._name, "res_id": slip.id, "res_field": False}
            for picture in slip.slip_ids:
                if not picture.res_id:
                    picture.write(own)
                elif (picture.res_model, picture.res_id) != (slip._name, slip.id):
                    copied = picture.copy({**own, "name": picture.name, "public": False})
                    slip.write({"slip_ids": [fields.Command.unlink(picture.id), fields.Command.link(copied.id)]})

    def _gendan_held_orders(self):
        """Whose deliveries it opens."""
        return self.order_id

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        departments = {}
        for slip in self.filtered(lambda slip: slip.state == "to_check"):
            company = slip.company_id
            if company not in departments:
                departments[company] = self.env["gendan.department"].search(
                    [("code", "=", "ACC"), ("company_id", "in", (False, company.id))], order="company_id", limit=1
                )
            sentence = self.env._(
                "%(customer)s has remitted %(amount)s on %(day)s for %(order)s: look whether it is on our account.",
                customer=slip.partner_id.gendan_abbreviation or slip.partner_id.name,
                amount=formatLang(self.env, slip.amount, currency_obj=slip.currency_id),
                day=format_date(self.env, slip.paid_on),
                order=slip.order_id.name,
            )
            values.setdefault(slip, []).append(
                {
                    "kind": "remittance_check",
                    "name": sentence,
                    "role": "department",
                    "department_id": departments[company].id,
                    "due": company._gendan_today(),
                    "urgency": "1",
                }
            )
        return values
