from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..common.nightly import in_batches

KINDS = [
    ("sealed", "Sealed sample"),
    ("standard", "Standard sample"),
    ("upper", "Upper limit sample"),
    ("lower", "Lower limit sample"),
    ("press", "Signed press sheet"),
]
HOLDERS = [("us", "Here"), ("customer", "At the customer's")]
STATES = [("kept", "Kept"), ("ending", "Ends soon"), ("expired", "Expired"), ("ended", "Taken out")]
# days before it ends that the clerk hears of it: a new one has to be made, sent and signed
NOTICE_DAYS = 14
WATCHED = frozenset({"valid_until", "ended_on", "place", "partner_id", "company_id", "kind", "name", "holder"})


class GendanSampleKept(models.Model):
    """A sample put by as the measure for production: sealed, upper or lower limit; where it lies, until when.

    Clerks keep those of their customers, supervisors all; departments read and write all (quality and the sample room
    look after the cabinet), reps read their own customers'. One that no longer counts is taken out, not deleted.
    """

    _name = "gendan.sample.kept"
    _description = "Kept sample"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "valid_until, id"
    _check_company_auto = True
    _rec_names_search = ["name", "place", "product_id.name", "partner_id.name"]

    _open_idx = models.Index("(company_id, valid_until) WHERE ended_on IS NULL")
    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "At least one piece is kept.")

    name = fields.Char(string="Tag No.", required=True, copy=False, default="/", tracking=True)
    kind = fields.Selection(KINDS, required=True, default="sealed", tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    sample_id = fields.Many2one(
        "gendan.sample", string="From Sample", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_from_sample",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_sample",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null", string="Clerk"
    )
    subject = fields.Char(string="What", compute="_compute_from_sample", store=True, readonly=False, precompute=True)
    quantity = fields.Integer(string="Pieces", default=1, required=True, aggregator=None)
    batch = fields.Char(string="Batch, Press", help="Lot or press it was taken from.")
    signed_by = fields.Char(string="Signed by", help="Who at the customer's signed or chopped it.")
    kept_since = fields.Date(string="Sealed on", required=True, default=lambda self: self.env.company._gendan_today())
    valid_until = fields.Date(
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        help="Colours age: from then on it is no measure any more. Empty: without end.",
    )
    holder = fields.Selection(HOLDERS, string="Where It Is", required=True, default="us", tracking=True)
    place = fields.Char(tracking=True, help="Cabinet, drawer, folder.")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", copy=False)
    note = fields.Text(string="Remarks")
    ended_on = fields.Date(string="Taken out on", copy=False, tracking=True)
    ended_how = fields.Selection(
        [
            ("renewed", "Replaced by a new one"),
            ("returned", "Given back"),
            ("destroyed", "Destroyed"),
            ("lost", "Lost"),
        ],
        string="Why",
        copy=False,
        tracking=True,
    )
    # not stored: it ends by itself
    state = fields.Selection(STATES, compute="_compute_state")

    # ------------------------------------------------------------ compute

    @api.depends("sample_id")
    def _compute_from_sample(self):
        for kept in self:
            sample = kept.sample_id
            kept.partner_id = sample.partner_id or kept.partner_id
            kept.product_id = sample.product_id or kept.product_id
            kept.subject = sample.subject or kept.subject

    @api.depends("sample_id", "kept_since")
    def _compute_valid_until(self):
        for kept in self:
            months = kept.sample_id.kind_id.valid_months
            if kept.kept_since and months:
                kept.valid_until = fields.Date.add(kept.kept_since, months=months)
            else:
                kept.valid_until = kept.valid_until

    @api.depends("valid_until", "ended_on")
    def _compute_state(self):
        for kept in self:
            today = (kept.company_id or self.env.company)._gendan_today()
            if kept.ended_on:
                kept.state = "ended"
            elif not kept.valid_until or kept.valid_until > fields.Date.add(today, days=NOTICE_DAYS):
                kept.state = "kept"
            else:
                kept.state = "expired" if kept.valid_until < today else "ending"

    @api.depends("name", "kind", "product_id.name", "subject")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for kept in self:
            parts = [kept.name, kinds.get(kept.kind), kept.subject or kept.product_id.name]
            kept.display_name = " · ".join(part for part in parts if part)

    # ------------------------------------------------------------ constrains

    @api.constrains("ended_on", "ended_how", "holder", "place", "kept_since", "valid_until")
    def _check_where_and_when(self):
        for kept in self:
            if sentence := kept._gendan_error():
                raise UserError(sentence)

    def _gendan_error(self):
        """The sentence why this one cannot be kept so, or False."""
        self.ensure_one()
        if bool(self.ended_on) != bool(self.ended_how):
            return self.env._("Say when and why %(kept)s was taken out, both or neither.", kept=self.display_name)
        if self.holder == "us" and not self.ended_on and not (self.place or "").strip():
            return self.env._("Say where %(kept)s lies: whoever prints has to find it.", kept=self.display_name)
        if self.kept_since > self.company_id._gendan_today():
            return self.env._("%(kept)s cannot have been sealed on a day to come.", kept=self.display_name)
        if self.valid_until and self.valid_until < self.kept_since:
            return self.env._("%(kept)s cannot end before it was sealed.", kept=self.display_name)
        return False

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                vals["name"] = company._gendan_next_number("gendan.sample.kept")
        kept = super().create(vals_list)
        kept._gendan_sync_todos()
        return kept

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_take_out(self):
        """Button: it counts no more, replaced by a new one. Other reasons are said on the form."""
        for company, kept in self.filtered(lambda kept: not kept.ended_on).grouped("company_id").items():
            kept.write({"ended_on": company._gendan_today(), "ended_how": "renewed"})
        return True

    def action_gendan_label(self):
        """Button: print the labels.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_sample_kept_label").report_action(self)

    # ------------------------------------------------------------ business

    def _gendan_kind_label(self):
        """The kind in the reader's language."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _gendan_label(self):
        """What the label on the kept piece says, in the company's language: dict of strings."""
        self.ensure_one()
        self = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        lines = [
            self.partner_id.commercial_partner_id.name,
            self.place and self.env._("Place: %(place)s", place=self.place),
            self.env._("Sealed on: %(day)s", day=format_date(self.env, self.kept_since)),
            self.valid_until and self.env._("Valid until: %(day)s", day=format_date(self.env, self.valid_until)),
        ]
        return {
            "company": self.company_id._gendan_called(),
            "number": self.name,
            "mark": self.sample_id.round_letter or "",
            "kind": self._gendan_kind_label(),
            "product": " · ".join(filter(None, (self.product_id.display_name, self.subject, self.batch))),
            "lines": [line for line in lines if line],
            "qr": self.env["gendan.sample"]._gendan_qr_uri(
                f"{self.get_base_url()}/odoo/gendan-kept-samples/{self.id}"
            ),
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for kept in self:
            if kept.state in ("ending", "expired"):
                todo = {
                    "kind": "sample_kept",
                    "name": self.env._(
                        "%(kept)s (%(place)s) holds until %(day)s: have it signed anew, or take it out",
                        kept=kept.display_name,
                        place=kept.place or kept.partner_id.display_name,
                        day=format_date(self.env, kept.valid_until),
                    ),
                    "due": kept.valid_until,
                    "role": "clerk",
                }
                result[kept] = [*result.get(kept, []), todo]
        return result

    @api.model
    def _cron_gendan_kept(self, batch_size=200):
        """Scheduled action, nightly: which kept samples end."""
        last = fields.Date.add(fields.Date.today(), days=NOTICE_DAYS + 1)
        ending = self.search([("ended_on", "=", False), ("valid_until", "<=", last)])
        in_batches(ending, type(self)._gendan_sync_todos, batch_size)
