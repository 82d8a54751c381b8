"""Red invoices (红冲), allowance notes (折讓證明單), and tax invoices voided and issued anew."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from odoo.addons.gendan_followup.tools.tax_invoice import is_number, plain_number, tax_period

WAYS = [
    ("red", "Red Invoice"),
    ("allowance", "Allowance Note"),
    ("void", "Voided and Issued Anew"),
]
STATES = [
    ("draft", "To Ask"),
    ("asked", "Asked For"),
    ("confirmed", "Confirmed by the Other Side"),
    ("done", "Taken Back"),
    ("cancelled", "Dropped"),
]
# state -> those it may move to
MOVES = {
    "draft": ("asked", "done", "cancelled"),
    "asked": ("draft", "confirmed", "cancelled"),
    "confirmed": ("asked", "done", "cancelled"),
    "done": (),
    "cancelled": ("draft",),
}
REASONS = [
    ("returned", "Goods returned"),
    ("wrong", "Invoice was wrong"),
    ("allowance", "Allowance, price reduced"),
    ("stopped", "Service stopped"),
    ("other", "Other reason"),
]
# what says what happened stays as it was when it is issued
FACTS = frozenset(
    {"way", "asked_by", "asked_on", "confirmed_on", "confirmation_number", "red_number", "issued_on", "original_ids"}
    | {"amount", "tax", "company_id", "partner_id", "credit_move_id", "picking_id", "reason"}
)
# the sentinel by which code writes the state
STATE = object()


class GendanRedInvoice(models.Model):
    """What takes a tax invoice back, wholly or in part.

    Mainland: a red confirmation form is asked for by the buyer (who has deducted the tax already) or by us, confirmed
    by the other side under a number, and the red invoice has a number of its own. Taiwan: the buyer agrees to an
    allowance note; within the tax period of two months the invoice is voided and issued anew instead.

    Made from a posted credit note, or from a return of goods that were invoiced; it waits as a to-do until it is
    confirmed. Clerks keep those of their customers, accounting all.
    """

    _name = "gendan.red.invoice"
    _description = "Red Invoice or Allowance"
    _inherit = ["mail.thread", "mail.activity.mixin", "gendan.todo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "red_number", "confirmation_number", "partner_id.name"]

    _one_each = models.UniqueIndex(
        "(credit_move_id) WHERE credit_move_id IS NOT NULL AND state <> 'cancelled'",
        "This credit note has a red invoice already.",
    )
    _positive = models.Constraint("CHECK (amount >= 0 AND tax >= 0)", "Write what is taken back without a minus.")

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, tracking=True)
    way = fields.Selection(WAYS, string="Kind", required=True, default=lambda self: self._default_way(), tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="restrict", index=True)
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    credit_move_id = fields.Many2one(
        "account.move", string="Credit Note Entry", check_company=True, ondelete="restrict", index="btree_not_null",
        domain="[('move_type', '=', 'out_refund'), ('company_id', '=', company_id)]", copy=False,
    )  # fmt: skip
    picking_id = fields.Many2one(
        "stock.picking", string="Return", check_company=True, ondelete="restrict", index="btree_not_null", copy=False
    )
    original_ids = fields.Many2many(
        "gendan.tax.invoice", "gendan_red_invoice_original_rel", "red_id", "tax_invoice_id",
        string="Original Numbers", check_company=True, copy=False,
    )  # fmt: skip
    asked_by = fields.Selection(
        [("seller", "Us, the seller"), ("buyer", "The customer, the buyer")],
        required=True,
        default="seller",
        tracking=True,
        help="The buyer where he has deducted the tax of the invoice already.",
    )
    asked_on = fields.Date(string="Requested on", copy=False, tracking=True)
    confirmed_on = fields.Date(copy=False, tracking=True)
    confirmation_number = fields.Char(string="Confirmation No.", copy=False, tracking=True)
    red_number = fields.Char(string="Red Invoice No.", copy=False, tracking=True)
    issued_on = fields.Date(string="Date of Issue", copy=False, tracking=True)
    reason = fields.Selection(REASONS, required=True, default="returned")
    note = fields.Char(string="Remark")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    amount = fields.Monetary(string="Without Tax")
    tax = fields.Monetary(string="Tax Amount")
    total = fields.Monetary(string="With Tax", compute="_compute_total", store=True)
    file = fields.Binary(string="File", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    tax_invoice_id = fields.Many2one(
        "gendan.tax.invoice", string="Red Tax Invoice", readonly=True, copy=False, ondelete="restrict"
    )

    def _default_way(self):
        return "allowance" if self.env.company.country_code == "TW" else "red"

    @api.depends("amount", "tax")
    def _compute_total(self):
        for red in self:
            red.total = red.amount + red.tax

    @api.constrains("red_number")
    def _check_red_number(self):
        for red in self.filtered("red_number"):
            if not is_number(red.red_number):
                raise ValidationError(self.env["gendan.tax.invoice"]._gendan_number_error(red.red_number))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: numbered; whatever a client sends they begin as drafts
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                vals["name"] = company._gendan_next_number("gendan.red.invoice")
            self._gendan_plain(vals)
            vals.pop("state", None)
        records = super().create(vals_list)
        records._gendan_sync_todos()
        return records

    def write(self, vals):
        # EXTENDS base: the state moves by the buttons; what is issued stays
        is_code = self.env.context.get("gendan_red_state") is STATE
        if not is_code:
            if not vals.keys().isdisjoint(("state", "tax_invoice_id", "name")):
                raise UserError(self.env._("The state of a red invoice moves by its buttons."))
            if not FACTS.isdisjoint(vals) and (done := self.filtered(lambda red: red.state == "done")):
                raise UserError(self.env._("%(red)s has been issued and stays as it is.", red=done[0].name))
        result = super().write(self._gendan_plain(dict(vals)))
        if not is_code:
            self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for red in self:
            if red.state not in ("draft", "cancelled"):
                raise UserError(self.env._("%(red)s is under way: drop it instead.", red=red.name))

    @api.model
    def _gendan_plain(self, vals):
        """The same values with the number as it is kept."""
        if vals.get("red_number"):
            vals["red_number"] = plain_number(vals["red_number"])
        return vals

    # ------------------------------------------------------------ actions

    def action_ask(self):
        """Button: it has been asked for.

        :raise UserError: what is to be taken back is not known
        """
        self._gendan_step("asked", "_gendan_ask_error")
        for red in self.filtered(lambda one: not one.asked_on):
            red.asked_on = red.company_id._gendan_today()
        return True

    def action_confirm(self):
        """Button: the other side has confirmed it.

        :raise UserError: a red invoice has no confirmation number
        """
        self._gendan_step("confirmed", "_gendan_confirm_error")
        for red in self.filtered(lambda one: not one.confirmed_on):
            red.confirmed_on = red.company_id._gendan_today()
        return True

    def action_issue(self):
        """Button: the red invoice is issued, the allowance note is on file, the invoice is voided.

        :raise UserError: a number is missing, or it is too late to void
        """
        for red in self:
            if not red.issued_on:
                red.issued_on = red.company_id._gendan_today()
        self._gendan_step("done", "_gendan_issue_error")
        for red in self:
            red._gendan_issued()
        return True

    def action_drop(self):
        """Button: nothing comes of it."""
        return self._gendan_step("cancelled")

    def action_again(self):
        """Button: not asked yet after all."""
        return self._gendan_step("draft")

    def action_print_allowance(self):
        """Button: the allowance note on paper."""
        return self.env.ref("gendan_followup.action_report_allowance").report_action(self)

    # ------------------------------------------------------------ guards

    def _gendan_ask_error(self):
        """The sentence why it cannot be asked for yet, or False."""
        self.ensure_one()
        if not self.original_ids:
            return self.env._("%(red)s: say which tax invoice it takes back.", red=self.name)
        if not self.total:
            return self.env._("%(red)s: say how much is taken back.", red=self.name)
        return self._gendan_original_error()

    def _gendan_original_error(self):
        """The sentence why its original numbers do not bear it, or False: each is taken back once."""
        self.ensure_one()
        one = self.sudo()  # sudo: another clerk's red invoices count, too
        customer = one.partner_id.commercial_partner_id
        for original in one.original_ids:
            if original.state != "valid":
                return self.env._(
                    "%(red)s: %(number)s is not in force any more.", red=self.name, number=original.name
                )
            if original.partner_id and original.partner_id.commercial_partner_id != customer:
                return self.env._(
                    "%(red)s: %(number)s was issued to another customer.", red=self.name, number=original.name
                )
        others = one.search(
            [
                ("original_ids", "in", one.original_ids.ids),
                ("state", "in", ("asked", "confirmed", "done")),
                ("id", "!=", one.id),
            ]
        )
        whole = sum((one.original_ids | others.original_ids).mapped("total"))
        rest = whole - sum(others.mapped("total"))
        if not whole or self.currency_id.compare_amounts(self.total, rest) <= 0:
            return False
        if not others:
            return self.env._("%(red)s takes back more than its original numbers say.", red=self.name)
        return self.env._(
            "%(red)s takes back more than %(others)s leaves of its original numbers.",
            red=self.name,
            others=format_list(self.env, others.mapped("name")),
        )

    def _gendan_confirm_error(self):
        """The sentence why it cannot be confirmed, or False."""
        self.ensure_one()
        if self.way == "red" and not self.confirmation_number:
            return self.env._("%(red)s: note the number of the red confirmation form first.", red=self.name)
        return self._gendan_ask_error()

    def _gendan_issue_error(self):
        """The sentence why it cannot be issued, or False."""
        self.ensure_one()
        if self.way == "void":
            return self._gendan_ask_error() or self._gendan_void_error()
        if self.state != "confirmed":
            return self.env._("%(red)s has to be confirmed first.", red=self.name)
        if self.way == "red" and not self.red_number:
            return self.env._("%(red)s: note the number of the red invoice first.", red=self.name)
        # amount and numbers may have been changed since it was confirmed
        return self._gendan_ask_error()

    def _gendan_void_error(self):
        """The sentence why the original cannot be voided any more, or False."""
        late = self.original_ids.filtered(
            lambda one: one.date and self.issued_on and tax_period(one.date) != tax_period(self.issued_on)
        )
        if not late:
            return False
        return self.env._(
            "%(number)s is of an earlier tax period: it cannot be voided any more. Make an allowance note instead.",
            number=late[0].name,
        )

    # ------------------------------------------------------------ business

    def _gendan_step(self, state, guard=None):
        """Move to a state. Batch; the only way.

        :param str guard: name of the method that gives the sentence why not
        """
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for red in self:
            if state not in MOVES[red.state]:
                raise UserError(
                    self.env._(
                        "%(red)s is “%(now)s” and cannot become “%(then)s”.",
                        red=red.name,
                        now=labels[red.state],
                        then=labels[state],
                    )
                )
            if guard and (sentence := getattr(red, guard)()):
                raise UserError(sentence)
        self.with_context(gendan_red_state=STATE).write({"state": state})
        self._gendan_sync_todos()
        return True

    def _gendan_issued(self):
        """What follows: the red number is a tax invoice of its own, the originals are taken back or voided."""
        self.ensure_one()
        # sudo: who may write the red invoice settles its tax invoices
        red = self.sudo()
        if red.way == "void":
            red.original_ids._gendan_void()
            return
        if red.way == "red":
            tax_invoice = red.env["gendan.tax.invoice"].create(
                {
                    "name": red.red_number,
                    "kind": red.original_ids[:1].kind,
                    "date": red.issued_on,
                    "company_id": red.company_id.id,
                    "partner_id": red.partner_id.id,
                    "move_ids": [fields.Command.set(red.credit_move_id.ids)],
                    "amount": -red.amount,
                    "tax": -red.tax,
                }
            )
            red.with_context(gendan_red_state=STATE).tax_invoice_id = tax_invoice
        taken = red.search([("original_ids", "in", red.original_ids.ids), ("state", "=", "done")])
        for original in red.original_ids:
            of_it = taken.filtered(lambda one, original=original: original in one.original_ids)
            # together with the others it takes back, none is left half
            whole = sum(of_it.original_ids.mapped("total"))
            if original.currency_id.compare_amounts(sum(of_it.mapped("total")), whole) >= 0:
                original.state = "red"

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for red in self:
            words = {"red": red.name, "customer": red.partner_id.gendan_abbreviation or red.partner_id.name}
            sentence = {
                "draft": self.env._("%(red)s of %(customer)s: ask for it.", **words),
                "asked": self.env._("%(red)s of %(customer)s was asked for: has it been confirmed?", **words),
                "confirmed": self.env._("%(red)s of %(customer)s is confirmed: issue it.", **words),
            }.get(red.state)
            if sentence:
                values.setdefault(red, []).append({"kind": "red_invoice", "name": sentence})
        return values
