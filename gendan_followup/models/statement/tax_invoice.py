"""Tax invoices (发票 / 統一發票): the numbers under which the tax office knows an invoice."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.gendan_followup.tools.tax_invoice import is_number, plain_number

KINDS = [
    ("special", "Special VAT Invoice"),
    ("general", "General VAT Invoice"),
    ("uniform_3", "Uniform Invoice, Triplicate"),
    ("uniform_2", "Uniform Invoice, Duplicate"),
    ("uniform_e", "Uniform Invoice, Electronic"),
    ("other", "Other Tax Invoice"),
]


class GendanTaxInvoice(models.Model):
    """One tax invoice: its number, and the invoices of Odoo it was issued for.

    One invoice may have several (the limit of a tax invoice), one tax invoice may be of several invoices. Typed, pasted
    or read from the tax platform's list; a number stands once in a company. Clerks keep those of their customers,
    accounting and supervisors all.
    """

    _name = "gendan.tax.invoice"
    _description = "Tax Invoice"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    _number_uniq = models.UniqueIndex(
        "(company_id, name, COALESCE(code, ''))", "This tax invoice number is there already."
    )

    name = fields.Char(string="Tax Invoice No.", required=True, copy=False, tracking=True)
    code = fields.Char(string="Invoice Code", copy=False, help="Of paper invoices; electronic ones have none.")
    kind = fields.Selection(KINDS, default=lambda self: self._default_kind())
    date = fields.Date(string="Issued on")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    move_ids = fields.Many2many(
        "account.move",
        "gendan_tax_invoice_move_rel",
        "tax_invoice_id",
        "move_id",
        string="Invoices",
        check_company=True,
        domain="[('move_type', 'in', ('out_invoice', 'out_refund')), ('company_id', '=', company_id)]",
        copy=False,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True, precompute=True)
    amount = fields.Monetary(string="Without Tax")
    tax = fields.Monetary(string="Tax Amount")
    total = fields.Monetary(string="With Tax", compute="_compute_total", store=True, precompute=True)
    state = fields.Selection(
        [("valid", "In Force"), ("red", "Reversed by Red Invoice"), ("void", "Voided")],
        required=True,
        default="valid",
        readonly=True,
        copy=False,
        tracking=True,
    )
    file = fields.Binary(string="File", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    remark = fields.Char()

    def _default_kind(self):
        return "uniform_3" if self.env.company.country_code == "TW" else "special"

    @api.depends("move_ids")
    def _compute_partner_id(self):
        for one in self:
            # sudo: whose it is, for those who do not see invoices
            one.partner_id = one.move_ids[:1].sudo().commercial_partner_id or one.partner_id

    @api.depends("move_ids", "company_id")
    def _compute_currency_id(self):
        for one in self:
            one.currency_id = one.move_ids[:1].sudo().currency_id or one.company_id.currency_id  # sudo: as above

    @api.depends("amount", "tax")
    def _compute_total(self):
        for one in self:
            one.total = one.amount + one.tax

    @api.depends("name", "code")
    def _compute_display_name(self):
        for one in self:
            one.display_name = " ".join(filter(None, (one.code, one.name)))

    # ------------------------------------------------------------ constraints

    @api.constrains("name")
    def _check_number(self):
        for one in self:
            if not is_number(one.name):
                raise ValidationError(one._gendan_number_error(one.name))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: numbers as they are kept, each once
        vals_list = [self._gendan_plain_values(vals) for vals in vals_list]
        self._gendan_check_new(
            (vals.get("company_id") or self.env.company.id, vals.get("name"), vals.get("code")) for vals in vals_list
        )
        if not self.env.su:
            for vals in vals_list:
                vals.pop("state", None)
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: as above; the state moves by the buttons
        vals = self._gendan_plain_values(vals)
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("The state of a tax invoice moves by its buttons and by red invoices."))
        if not vals.keys().isdisjoint(("name", "code", "company_id")):
            self._gendan_check_new(
                (
                    vals.get("company_id", one.company_id.id),
                    vals.get("name", one.name),
                    vals.get("code", one.code),
                )
                for one in self
            )
        return super().write(vals)

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_plain_values(self, vals):
        """The same values with number and code as they are kept."""
        return {**vals, **{name: plain_number(vals[name]) for name in ("name", "code") if vals.get(name)}}

    @api.model
    def _gendan_number_error(self, text):
        """The sentence for what is no number."""
        return self.env._(
            "“%(number)s” is no number of a tax invoice: 4 to 20 digits and letters, nothing else.", number=text
        )

    def _gendan_there_already(self):
        """The sentence that this number stands already, and where."""
        self.ensure_one()
        one = self.sudo()  # sudo: where it stands, so that the double entry can be found
        where = ", ".join(one.move_ids.mapped("name")) or one.partner_id.name
        if not where:
            return self.env._("Tax invoice %(number)s is there already.", number=one.display_name)
        return self.env._("Tax invoice %(number)s is there already: %(where)s.", number=one.display_name, where=where)

    def _gendan_check_new(self, keys):
        """Before they are written: the index would only say that something is there twice. One query.

        :param keys: (company id, number, code)
        :raise ValidationError: another one has this number and code
        """
        keys = [(company, name, code or "") for company, name, code in keys]
        found = self.sudo().search(  # sudo: another clerk's counts, too
            [
                ("name", "in", [name for _company, name, _code in keys]),
                ("company_id", "in", [company for company, _name, _code in keys]),
                ("id", "not in", self.ids),
            ]
        )
        by_key = {(one.company_id.id, one.name, one.code or ""): one for one in found}
        for key in keys:
            if key in by_key:
                raise ValidationError(by_key[key]._gendan_there_already())

    def _gendan_void(self):
        """Voided within its period: a new one takes its place. Callers have asked for the rights."""
        self.filtered(lambda one: one.state == "valid").sudo().state = "void"  # sudo: asked by the caller

    def action_void(self):
        """Button: it was voided with the tax office."""
        self.check_access("write")
        self._gendan_void()
        return True

    def action_valid(self):
        """Button: it was not voided after all."""
        self.check_access("write")
        self.filtered(lambda one: one.state == "void").sudo().state = "valid"  # sudo: asked above
        return True
