"""How a complaint is settled: actions that keep what they made, so that pressed twice they make one."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..common.opening import open_document
from .complaint import SALES, WISHES
from .forged import without_defaults

# in the order in which they are offered: what costs the least trouble first
CHOICES = [*(wish for wish in WISHES if wish[0] != "unknown"), ("debit", "Debit to the supplier")]
LARGE = 1_000_000.0
# sentinel: only `_gendan_do` writes what was made
DOING = object()
# sentinel: only a settlement says that an order replaces what was complained about
REPLACING = object()
MADE = frozenset({"result_model", "result_id", "done_at", "done_by_id"})
# worked out, and gone by: approval by the cost, documents by the company
WORKED_OUT = frozenset({"cost", "company_id", "approved_amount"})


class GendanComplaintSettlement(models.Model):
    """One way in which a complaint, or a part of it, is settled, and the document it made.

    Seen by whoever inside sees the complaint (sales only: it carries prices). Rooms add a way with ``selection_add``
    on ``choice``, a guard in ``_gendan_error`` and a method ``_gendan_do_<choice>`` that returns what it made.
    """

    _name = "gendan.complaint.settlement"
    _description = "Settlement of a Complaint"
    _inherit = "gendan.parent.access.mixin"
    _order = "complaint_id, sequence, id"
    _check_company_auto = True

    _gendan_parent = "complaint_id"

    _not_negative = models.Constraint(
        "CHECK (COALESCE(quantity, 0) >= 0 AND COALESCE(amount, 0) >= 0 AND COALESCE(percent, 0) >= 0)",
        "Quantity and amount of a settlement cannot be negative.",
    )

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True)
    line_id = fields.Many2one(
        "gendan.complaint.line",
        string="Goods",
        ondelete="restrict",
        domain="[('complaint_id', '=', complaint_id)]",
        help="Empty: all of them.",
    )
    choice = fields.Selection(CHOICES, string="Settled by", required=True, default="accept")
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one(related="line_id.uom_id", string="Unit")
    currency_id = fields.Many2one(related="complaint_id.currency_id")
    percent = fields.Float("Off (%)", digits=(16, 2), help="Of the price of these goods, with tax.")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="What he gets or takes off, including tax, in the currency of the order.",
    )
    note = fields.Char("Remark")
    result_model = fields.Char(readonly=True, copy=False)
    result_id = fields.Many2oneReference("Document", model_field="result_model", readonly=True, copy=False)
    # how far it is, is said to who may not open it, too
    result_name = fields.Char("Document Made", compute="_compute_result_name")
    is_result_open = fields.Boolean(compute="_compute_result_name")
    done_at = fields.Datetime("Carried out on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Carried out by", readonly=True, copy=False)

    # ------------------------------------------------------------ compute

    @api.depends("result_model", "result_id")
    @api.depends_context("uid", "lang")
    def _compute_result_name(self):
        for settlement in self:
            document = settlement._gendan_result()
            settlement.is_result_open = bool(document) and document.has_access("read")
            settlement.result_name = " · ".join(settlement._gendan_stands(document)) if document else False

    def _gendan_stands(self, document):
        """What a document is called and how far it is, in the reader's language, for whoever sees the complaint.

        :rtype: list[str]
        """
        document = document.sudo()  # sudo: name and state only
        name, field = document.display_name, "state"
        if document._name == "account.move":
            if document.state == "draft":
                return [name]  # says so
            # the complaint's number, which stands in brackets, is known here
            name, field = document.name, "payment_state" if document.state == "posted" else field
        return [name, document._fields[field].convert_to_export(document[field], document)]

    @api.depends("choice", "percent", "quantity", "line_id")
    def _compute_amount(self):
        for settlement in self:
            price, quantity = settlement._gendan_goods()._gendan_price(), settlement.quantity
            if settlement.choice == "refund" and price and quantity:
                settlement.amount = settlement.currency_id.round(price * quantity)
            elif settlement.choice == "discount" and settlement.percent and price and quantity:
                settlement.amount = settlement.currency_id.round(price * quantity * settlement.percent / 100)
            else:
                # said by hand
                settlement.amount = settlement.amount

    @api.depends("choice", "amount", "quantity", "line_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        choices = dict(self._fields["choice"]._description_selection(self.env))
        for settlement in self:
            goods = settlement.line_id.product_id.display_name
            settlement.display_name = " · ".join(filter(None, (choices.get(settlement.choice), goods)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        # neither in the values nor as a default of the context: only the method that makes a document says so
        typed = MADE | WORKED_OUT
        settlements = super(GendanComplaintSettlement, without_defaults(self, typed)).create(
            [{name: value for name, value in vals.items() if name not in typed} for vals in vals_list]
        )
        settlements.complaint_id._gendan_check_line_writes()
        settlements._gendan_check_line()
        return settlements

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_settlement") is not DOING:
            self.complaint_id._gendan_check_line_writes()
            self._gendan_check_not_done(MADE.intersection(vals))
            self._gendan_check_worked_out(vals)
        result = super().write(vals)
        if "complaint_id" in vals:
            # record rules are asked before only: it would become one of anybody's
            self.complaint_id._gendan_check_line_writes()
        if {"complaint_id", "line_id"} & vals.keys():
            self._gendan_check_line()
        return result

    def unlink(self):
        # EXTENDS base
        self.complaint_id._gendan_check_line_writes()
        self._gendan_check_not_done(False)
        return super().unlink()

    def _gendan_check_not_done(self, is_made):
        """:raise UserError: one has been carried out, or somebody types what it made"""
        for settlement in self:
            if settlement.done_at or is_made:
                raise UserError(
                    self.env._(
                        "“%(settlement)s” of %(complaint)s: what was carried out stays as it is.",
                        settlement=settlement.display_name,
                        complaint=settlement.complaint_id.display_name,
                    )
                )

    def _gendan_check_worked_out(self, vals):
        """:raise UserError: somebody types what is worked out"""
        if names := WORKED_OUT.intersection(vals):
            raise UserError(
                self.env._(
                    "“%(field)s” of %(record)s is worked out and not typed.",
                    field=self._fields[min(names)]._description_string(self.env),
                    record=self[:1].display_name,
                )
            )

    def _gendan_check_line(self):
        """:raise UserError: goods of another complaint"""
        for settlement in self:
            if settlement.line_id and settlement.line_id.complaint_id != settlement.complaint_id:
                raise UserError(
                    self.env._(
                        "%(goods)s is no line of %(complaint)s.",
                        goods=settlement.line_id.display_name,
                        complaint=settlement.complaint_id.display_name,
                    )
                )

    # ------------------------------------------------------------ carrying out

    def _gendan_error(self):
        """The sentence why this one cannot be carried out, or False. Hook."""
        self.ensure_one()
        complaint = self.complaint_id
        words = {"complaint": complaint.display_name, "settlement": self.display_name}
        if self.choice not in complaint._gendan_settle_choices():
            return self.env._("%(complaint)s: “%(settlement)s” is not possible here.", **words)
        if self.done_at:
            return False
        if self.choice == "discount" and complaint.currency_id.compare_amounts(self.amount, 0) <= 0:
            return self.env._("%(complaint)s: say how much is taken off.", **words)
        return False

    def _gendan_beyond(self):
        """The sentence why a supervisor has to approve its amount, whatever the limit, or False. Hook.

        Amounts nobody can compare with anything, or that are more than what they are for.
        """
        self.ensure_one()
        return False

    def _gendan_do(self):
        """Carry out what is not carried out yet; each keeps what it made. Batch.

        :raise UserError: the complaint is not being settled, or the sentence why one cannot be carried out
        """
        self.complaint_id._gendan_check_line_writes()
        waiting = self.filtered(lambda settlement: not settlement.done_at)
        for complaint in waiting.complaint_id:
            if complaint.state != "settling":
                raise UserError(
                    self.env._("%(complaint)s has to be agreed first.", complaint=complaint.display_name)
                )
        # two rows, or two complaints, about the same goods must not each return the last of them
        waiting._gendan_lock_contested()
        for settlement in waiting:
            if sentence := settlement._gendan_error():
                raise UserError(sentence)
            # first the mark, then the document: of two at once the second waits for the row, fails and starts again
            # amounts and costs as they stand now: what was carried out keeps them
            settlement.flush_recordset()
            settlement._gendan_pin_goods()
            settlement._gendan_mark_done({"done_at": fields.Datetime.now(), "done_by_id": self.env.uid})
            settlement.flush_recordset()
            document = getattr(settlement, f"_gendan_do_{settlement.choice}")()
            if document:
                settlement._gendan_mark_done({"result_model": document._name, "result_id": document.id})
            settlement._gendan_done()
        self.complaint_id._gendan_sync_todos()

    def _gendan_lock_contested(self):
        """Who settles against the same at the same time waits, fails and starts again, seeing what was made. Batch.

        All that a batch settles against, in one order for everybody, so that no two wait for each other.
        """
        rows = {(record._table, record.id) for records in self._gendan_contested() for record in records}
        for table, record_id in sorted(rows):
            # a new version of the row: who waits for it and read before must start again
            self.env.cr.execute(
                SQL("UPDATE %s SET write_date = write_date WHERE id = %s", SQL.identifier(table), record_id)
            )

    def _gendan_contested(self):
        """What these settle against, and others may at the same time. Batch. Hook: extend the list of ``super()``.

        :return: recordsets (sudo), each of one model
        """
        return [self.complaint_id.sudo()]  # sudo: locked, not read

    def _gendan_pin_goods(self):
        """Goods that need no name, being the only ones, are its goods also when others are added. Hook."""

    def _gendan_done(self):
        """One was carried out. Hook."""

    def _gendan_mark_done(self, vals):
        self.with_context(gendan_settlement=DOING).write(vals)

    def _gendan_do_accept(self):
        """Nothing is made: he takes it as it is."""

    def _gendan_do_discount(self):
        """A draft credit note of the amount, for accounting to check.

        :return: account.move
        """
        self.ensure_one()
        # sudo: clerks write no invoices; the draft is checked and posted by accounting
        move = self.env["account.move"].sudo().with_company(self.company_id).create(self._gendan_prepare_credit_vals())
        return self._gendan_note_on(move)

    def _gendan_note_on(self, document):
        """Say on what was made which complaint it settles.

        :param document: one record with a chatter, sudo
        :return: document
        """
        document.message_post(
            body=self.env._("Settles complaint %(complaint)s.", complaint=self.complaint_id.display_name),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
        return document

    def _gendan_prepare_credit_vals(self):
        """The draft credit note: one line of the whole amount, with the taxes of the first of the goods."""
        self.ensure_one()
        complaint = self.complaint_id.sudo()  # sudo: what the invoice says
        lines, invoice = self.sudo().line_id or complaint.line_ids, complaint.invoice_id
        # of several orders those of the goods
        orders = complaint.order_id or lines.order_line_id.order_id
        order = orders[:1]
        sold = lines.order_line_id or order.order_line.filtered(lambda line: not line.display_type)
        taxes = sold[:1].tax_ids
        price = self.amount
        if taxes and not all(tax.price_include for tax in taxes):
            # said with tax: what comes out with these taxes is the amount; of a large sum, not to round
            rate = taxes.compute_all(LARGE, currency=complaint.currency_id, handle_price_include=False)
            price = self.amount * LARGE / (rate["total_included"] or LARGE)
        party = order.partner_invoice_id or invoice.partner_id or complaint.partner_id
        return {
            "move_type": "out_refund",
            "partner_id": party.id,
            "company_id": complaint.company_id.id,
            "currency_id": complaint.currency_id.id,
            "reversed_entry_id": invoice.id or False,
            "invoice_origin": ", ".join(filter(None, (complaint.name, *orders.mapped("name")))),
            "ref": complaint.customer_ref or complaint.name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": f"{complaint.name} {complaint.subject}",
                        "quantity": 1,
                        "price_unit": price,
                        "tax_ids": [Command.set(taxes.ids)],
                        "product_id": False,
                    }
                )
            ],
        }

    # ------------------------------------------------------------ doors

    def _gendan_result(self):
        """What it made, with the rights of ``self``; None when there is none, or it is gone."""
        self.ensure_one()
        if not self.result_id or self.result_model not in self.env:
            return None
        return self.env[self.result_model].browse(self.result_id).exists() or None

    def action_open_result(self):
        """Button: the document it made.

        :return: action
        :raise UserError: it is gone, or its form is for those who work with it
        """
        self.ensure_one()
        self.check_access("read")
        document = self._gendan_result()
        if not document:
            raise UserError(
                self.env._("What “%(settlement)s” made is no longer there.", settlement=self.display_name)
            )
        if not document.has_access("read"):
            # sudo: its name; clerks see it on the complaint, too
            name = document.sudo().display_name
            raise UserError(
                self.env._("%(document)s is kept by others, accounting or the warehouse: they open it.", document=name)
            )
        return open_document(document)


class GendanComplaint(models.Model):
    """How it is settled."""

    _inherit = "gendan.complaint"

    settlement_ids = fields.One2many(
        "gendan.complaint.settlement", "complaint_id", string="How It Is Settled", groups=SALES
    )

    def _gendan_settle_choices(self):
        """The ways of settling it that are open now: keys of ``choice``. Hook: extend ``super()``.

        :rtype: list[str]
        """
        self.ensure_one()
        return [choice for choice, _label in CHOICES]
