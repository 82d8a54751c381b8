"""What a way of settling costs us, and who has to say yes to it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round, format_amount

from .complaint import ENDED, SALES
from .complaint_settlement import CHOICES

MADE_AGAIN = ("remake", "replace")
BY_HOURS = ("sorting", "rework")
PAID_OUT = ("discount", "refund", "deduction")


class GendanSettlementEstimate(models.AbstractModel):
    """Assumptions and the cost they make, the same on a settlement and in the comparison before it.

    Models that take it say what the first fields are, and of which goods in ``_gendan_goods``. All costs are in the
    company's currency.
    """

    _name = "gendan.settlement.estimate"
    _description = "Cost of a Way of Settling"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    line_id = fields.Many2one("gendan.complaint.line")
    choice = fields.Selection(CHOICES)
    quantity = fields.Float(digits="Product Unit")
    amount = fields.Monetary()
    cost_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Costs")
    workcenter_id = fields.Many2one(
        "mrp.workcenter",
        string="Reworked at",
        compute="_compute_workcenter_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )
    hours = fields.Float(help="Of sorting or rework, all people together.")
    hour_rate = fields.Monetary(
        "Rate per Hour",
        currency_field="cost_currency_id",
        compute="_compute_hour_rate",
        store=True,
        readonly=False,
        compute_sudo=True,
    )
    # bags cost less than a cent
    unit_cost = fields.Float(
        "Cost of One",
        digits=(16, 4),
        compute="_compute_unit_cost",
        store=True,
        readonly=False,
        compute_sudo=True,
        help="Of goods made again: material and operations of the bill of materials, else the product's cost.",
    )
    freight = fields.Monetary(currency_field="cost_currency_id", help="There and back, paid by us.")
    cost = fields.Monetary(
        "Costs Us", currency_field="cost_currency_id", compute="_compute_cost", store=True, compute_sudo=True
    )

    def _gendan_goods(self):
        """The goods it is for: gendan.complaint.line, may be empty."""
        raise NotImplementedError

    def _gendan_made_again(self):
        """How many are made again for it. Hook: of what is sent, another row may have had them made."""
        self.ensure_one()
        return self.quantity

    @api.depends("choice", "line_id")
    def _compute_workcenter_id(self):
        for row in self:
            product = row._gendan_goods().product_id if row.choice == "rework" else None
            row.workcenter_id = row.workcenter_id or (product and product._gendan_workcenter(row.company_id)) or False

    @api.depends("choice", "workcenter_id")
    def _compute_hour_rate(self):
        for row in self:
            if row.choice == "rework" and row.workcenter_id:
                row.hour_rate = row.workcenter_id.costs_hour
            elif row.choice in BY_HOURS:
                row.hour_rate = row.hour_rate or row.company_id.gendan_sorting_rate
            else:
                row.hour_rate = 0

    @api.depends("choice", "line_id")
    def _compute_unit_cost(self):
        for row in self:
            made_again = row.choice in MADE_AGAIN and row._gendan_goods()
            row.unit_cost = row._gendan_usual_unit_cost() if made_again else 0

    def _gendan_usual_unit_cost(self):
        """What one unit of the goods costs to make, in the company's currency, rounded as it is shown. Sudo."""
        goods = self._gendan_goods()
        one = goods.uom_id._compute_quantity(1, goods.product_id.uom_id, round=False, raise_if_failure=False)
        cost = one * goods.product_id._gendan_made_cost(self.company_id)
        return float_round(cost, precision_digits=self._fields["unit_cost"].get_digits(self.env)[1])

    @api.depends("choice", "quantity", "amount", "hours", "hour_rate", "unit_cost", "freight", "currency_id")
    def _compute_cost(self):
        for row in self:
            company = row.company_id
            cost = row.freight
            if row.choice in BY_HOURS:
                cost += row.hours * row.hour_rate
            elif row.choice in MADE_AGAIN:
                cost += row._gendan_made_again() * row.unit_cost
            elif row.choice in (*PAID_OUT, "return", "debit"):
                day = company._gendan_today()
                money = (row.currency_id or company.currency_id)._convert(row.amount, company.currency_id, company, day)
                # what a supplier bears is not ours
                cost += -money if row.choice == "debit" else money
            row.cost = company.currency_id.round(cost) if company else cost


class ProductProduct(models.Model):
    """What making a product again costs."""

    _inherit = "product.product"

    def _gendan_bom_made(self, company):
        """The bill of materials by which it is made in a company, sudo; may be empty."""
        product = self.sudo()  # sudo: clerks read no bills of materials
        return product.env["mrp.bom"]._bom_find(product, company_id=company.id, bom_type="normal")[product]

    def _gendan_workcenter(self, company):
        """The work centre of its first operation, where rework is done unless said otherwise."""
        self.ensure_one()
        return self._gendan_bom_made(company).operation_ids[:1].workcenter_id

    def _gendan_made_cost(self, company):
        """The cost of one in its own unit: material and operations, else the cost kept on the product. Call with sudo.

        :return: in the company's currency
        """
        self.ensure_one()
        product = self.with_company(company)
        bom = product._gendan_bom_made(company)
        if not bom:
            return product.standard_price
        material = sum(
            line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False, raise_if_failure=False
            )
            * line.product_id.with_company(company).standard_price
            for line in bom.bom_line_ids
            if not line._skip_bom_line(product)
        )
        made = bom.product_uom_id._compute_quantity(
            bom.product_qty, product.uom_id, round=False, raise_if_failure=False
        )
        work = sum(bom.operation_ids.filtered(lambda one: not one._skip_operation_line(product)).mapped("cost"))
        return (material + work) / made if made else product.standard_price


class GendanComplaintSettlement(models.Model):
    """A settlement with what it costs."""

    _name = "gendan.complaint.settlement"
    _inherit = ["gendan.complaint.settlement", "gendan.settlement.estimate"]

    _cost_not_negative = models.Constraint(
        "CHECK (COALESCE(hours, 0) >= 0 AND COALESCE(hour_rate, 0) >= 0 AND COALESCE(unit_cost, 0) >= 0"
        " AND COALESCE(freight, 0) >= 0)",
        "Hours, rates and costs of a settlement cannot be negative.",
    )

    @api.depends(
        "complaint_id.settlement_ids.choice",
        "complaint_id.settlement_ids.quantity",
        "complaint_id.settlement_ids.line_id",
    )
    def _compute_cost(self):
        # EXTENDS gendan_followup: what was carried out was charged
        done = self.filtered("done_at")
        for settlement in done:
            settlement.cost = settlement.cost
        return super(GendanComplaintSettlement, self - done)._compute_cost()

    approved_amount = fields.Monetary(
        "Amount Approved",
        readonly=True,
        copy=False,
        help="Beyond what was sold or bought: up to this, by a supervisor.",
    )

    def _gendan_unapproved(self):
        """The sentence of `_gendan_beyond` as long as this amount has not been approved, or False. Sudo."""
        self.ensure_one()
        if self.done_at or self.complaint_id.currency_id.compare_amounts(self.amount, self.approved_amount) <= 0:
            return False
        return self._gendan_beyond()

    def _gendan_made_again(self):
        # EXTENDS gendan_followup: what is made again is what is sent, and costs once
        quantity = super()._gendan_made_again()
        if self.choice != "replace":
            return quantity
        goods = self._gendan_goods()
        made = self.complaint_id.settlement_ids.filtered(
            lambda row: row.choice == "remake"
            and row._gendan_goods() == goods
            and not (row.done_at and row._gendan_is_void())
        )
        return max(quantity - sum(made.mapped("quantity")), 0)

    def _gendan_approval_cost(self):
        """What it costs at least, whatever was typed: assumptions are the clerk's, what is approved is not. Sudo.

        :return: in the company's currency
        """
        self.ensure_one()
        goods, company = self._gendan_goods(), self.company_id
        if self.done_at or not goods or not goods.uom_id:
            return self.cost
        usual = self.freight
        if self.choice in MADE_AGAIN:
            usual += self._gendan_made_again() * self._gendan_usual_unit_cost()
        elif self.choice == "return" and self.for_credit:
            currency, day = self.currency_id or company.currency_id, company._gendan_today()
            worth = goods._gendan_price() * self.quantity
            usual += currency._convert(worth, company.currency_id, company, day)
        return max(self.cost, company.currency_id.round(usual))

    def _gendan_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_error() or (not self.done_at and self.complaint_id._gendan_approval_error()) or False


class ResCompany(models.Model):
    """Up to what clerks settle, and what sorting costs."""

    _inherit = "res.company"

    _gendan_settlement_positive = models.Constraint(
        "CHECK (COALESCE(gendan_settlement_limit, 0) >= 0 AND COALESCE(gendan_sorting_rate, 0) >= 0)",
        "Limit of settlements and rate of sorting cannot be negative.",
    )

    gendan_settlement_limit = fields.Monetary(
        "Settled without Approval up to",
        help="In the company's currency. What a complaint costs altogether beyond it is approved by a supervisor before"
        " anything is carried out; 0: any amount.",
    )
    gendan_sorting_rate = fields.Monetary("Sorting, per Hour", help="What an hour at the customer's costs us.")

    @api.model
    def _gendan_numbers(self):
        # EXTENDS gendan_followup
        return {**super()._gendan_numbers(), "gendan.sorting": ("sorting orders", "SORT/%(range_year)s/")}


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_settlement_limit = fields.Monetary(
        related="company_id.gendan_settlement_limit", readonly=False, currency_field="company_currency_id"
    )
    gendan_sorting_rate = fields.Monetary(
        related="company_id.gendan_sorting_rate", readonly=False, currency_field="company_currency_id"
    )


class GendanComplaint(models.Model):
    """What all its settlements cost, and whose yes they need."""

    _inherit = "gendan.complaint"

    cost_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Costs")
    settlement_cost = fields.Monetary(
        "Settling Costs Us",
        currency_field="cost_currency_id",
        compute="_compute_settlement_cost",
        store=True,
        compute_sudo=True,
        groups=SALES,
    )
    needs_approval = fields.Boolean(
        "Waits for Approval", compute="_compute_needs_approval", compute_sudo=True, groups=SALES
    )
    approval_text = fields.Char(
        "What Waits for Approval", compute="_compute_needs_approval", compute_sudo=True, groups=SALES
    )
    approved_cost = fields.Monetary(
        "Approved up to", currency_field="cost_currency_id", readonly=True, copy=False, groups=SALES, tracking=True
    )
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved on", readonly=True, copy=False)

    @api.depends("settlement_ids.cost")
    def _compute_settlement_cost(self):
        for complaint in self:
            # what a supplier may bear makes nothing cheaper to agree to
            complaint.settlement_cost = sum(
                row.cost for row in complaint.settlement_ids if row.choice != "debit"
            )

    @api.depends_context("lang")
    @api.depends(
        "settlement_cost", "approved_cost", "company_id.gendan_settlement_limit", "state",
        "settlement_ids.quantity", "settlement_ids.choice", "settlement_ids.for_credit", "settlement_ids.done_at",
        "settlement_ids.amount", "settlement_ids.approved_amount", "settlement_ids.supplier_id",
        "settlement_ids.difference_id",
    )  # fmt: skip
    def _compute_needs_approval(self):
        for complaint in self:
            limit, money = complaint.company_id.gendan_settlement_limit, complaint.company_id.currency_id
            cost = complaint._gendan_cost_to_approve() if limit and complaint.state not in ENDED else 0
            is_costly = (
                limit
                and money.compare_amounts(cost, limit) > 0
                and money.compare_amounts(cost, complaint.approved_cost) > 0
            )
            sentence = complaint._gendan_unapproved()
            if is_costly and not sentence:
                sentence = self.env._(
                    "%(complaint)s costs %(cost)s to settle; up to %(limit)s needs no approval. A supervisor approves"
                    " it first.",
                    complaint=complaint.display_name,
                    cost=format_amount(self.env, cost, money),
                    limit=format_amount(self.env, limit, money),
                )
            complaint.needs_approval, complaint.approval_text = bool(sentence), sentence

    def _gendan_unapproved(self):
        """The sentence why an amount of its settlement has to be approved, whatever the limit, or False. Sudo."""
        self.ensure_one()
        # as saved: rows are compared with those of others
        rows = self._origin.settlement_ids if self.state not in ENDED else ()
        return next((sentence for row in rows if (sentence := row._gendan_unapproved())), False)

    def _gendan_cost_to_approve(self):
        """What a supervisor is asked about: what settling costs, and no less than it usually does. Sudo."""
        self.ensure_one()
        # what a supplier may bear makes nothing cheaper to agree to
        return sum(row._gendan_approval_cost() for row in self.settlement_ids if row.choice != "debit")

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {
            "approved_cost", "approved_by_id", "approved_at", "settlement_cost",
        }  # fmt: skip

    def _gendan_approval_error(self):
        """The sentence that a supervisor has to approve the cost first, or False."""
        self.ensure_one()
        return self.sudo().approval_text  # sudo: worked out with what others give; the sentence goes to sales

    def _gendan_propose_error(self):
        # EXTENDS gendan_followup: what was offered can hardly be refused afterwards
        return super()._gendan_propose_error() or self._gendan_approval_error()

    def action_approve_settlement(self):
        """Button: a supervisor agrees to what settling costs, as it stands now.

        :raise UserError: for supervisors only
        """
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise UserError(self.env._("A supervisor approves what settling costs."))
        for complaint in self.filtered("needs_approval"):
            complaint._gendan_keep(
                {
                    # sudo: with the costs it was compared with
                    "approved_cost": complaint.sudo()._gendan_cost_to_approve(),
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                }
            )
            for row in complaint.settlement_ids:
                if not row.done_at:
                    row._gendan_mark_done({"approved_amount": row.amount})
        self._gendan_sync_todos()
        return True

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for complaint in self.sudo().filtered("needs_approval"):  # sudo: whether; no sums in the sentence
            values.setdefault(complaint.with_env(self.env), []).append(
                {
                    "kind": "complaint_approval",
                    "name": complaint.with_env(self.env)._gendan_approval_name(),
                    "role": "supervisor",
                    "due": complaint.company_id._gendan_today(),
                    "urgency": "1",
                }
            )
        return values

    def _gendan_approval_name(self):
        return self.env._("%(complaint)s: approve what settling costs.", complaint=self.display_name)

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for complaint in self.sudo().filtered("needs_approval"):  # sudo: as above
            labels[complaint.id, "complaint_approval"] = complaint.with_env(self.env)._gendan_approval_name()
        return labels


class GendanTodo(models.Model):
    """The approval, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("complaint_approval", self.env._("Settlement to approve"))]
