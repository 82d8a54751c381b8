"""The ways of settling side by side, with what each costs, before one is chosen."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.models.complaint.complaint import ENDED
from odoo.addons.gendan_followup.models.complaint.complaint_settlement import CHOICES
from odoo.addons.gendan_followup.models.complaint.settlement_cost import BY_HOURS, MADE_AGAIN, PAID_OUT
from odoo.addons.gendan_followup.models.complaint.settlement_quantity import OF_GOODS


class GendanComplaintCompare(models.TransientModel):
    """A table of all ways for one kind of goods; its assumptions are typed over, a row is taken over by its button."""

    _name = "gendan.complaint.compare"
    _description = "Compare Ways of Settling"

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="complaint_id.company_id")
    currency_id = fields.Many2one(related="complaint_id.currency_id")
    goods_id = fields.Many2one(
        "gendan.complaint.line",
        string="Goods",
        required=True,
        ondelete="cascade",
        domain="[('complaint_id', '=', complaint_id)]",
    )
    quantity = fields.Float(
        digits="Product Unit", compute="_compute_quantity", store=True, readonly=False, precompute=True
    )
    uom_id = fields.Many2one(related="goods_id.uom_id", string="Unit")
    sorted_per_hour = fields.Float("Sorted per Hour", default=200, digits=(16, 0))
    reworked_per_hour = fields.Float("Reworked per Hour", default=60, digits=(16, 0))
    freight = fields.Monetary("Freight One Way", currency_field="cost_currency_id")
    cost_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Costs")
    percent = fields.Float("Discount (%)", default=5)
    taken = fields.Char("Taken So Far", compute="_compute_taken")
    line_ids = fields.One2many(
        "gendan.complaint.compare.line",
        "compare_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        # prices and costs of goods the user may not read
        compute_sudo=False,
    )

    @api.depends("goods_id")
    def _compute_quantity(self):
        for compare in self:
            # what is left; of one that is settled already all of it is compared again
            goods = compare.goods_id
            compare.quantity = goods and (goods._gendan_unsettled(None) or goods.bad)

    @api.depends("goods_id.complaint_id.settlement_ids.quantity")
    @api.depends_context("lang")
    def _compute_taken(self):
        for compare in self:
            goods = compare.goods_id
            labels = dict(goods.complaint_id.settlement_ids._fields["choice"]._description_selection(self.env))
            rows = goods.complaint_id.settlement_ids.filtered(
                lambda row, goods=goods: row._gendan_goods() == goods and not (row.done_at and row._gendan_is_void())
            )
            compare.taken = " · ".join(
                f"{labels[row.choice]} {goods._gendan_number(row.quantity)}" if row.quantity else labels[row.choice]
                for row in rows
            )

    @api.depends("goods_id", "quantity", "sorted_per_hour", "reworked_per_hour", "freight", "percent")
    def _compute_line_ids(self):
        for compare in self:
            compare.line_ids = [
                Command.clear(),
                *(Command.create(compare._gendan_prepare_line(choice)) for choice in compare._gendan_choices()),
            ]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        compares = super().create(vals_list)
        compares._gendan_check_goods()
        return compares

    def write(self, vals):
        # EXTENDS base
        result = super().write(vals)
        if {"complaint_id", "goods_id"} & vals.keys():
            self._gendan_check_goods()
        return result

    def _gendan_check_goods(self):
        """:raise AccessError: it shows prices and costs of goods of a complaint the user does not handle"""
        self.complaint_id.check_access("write")
        self.goods_id.complaint_id.check_access("write")

    def _gendan_open(self):
        """The dialog, as an action."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Ways of Settling"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _gendan_choices(self):
        """What is compared: all ways open now that the customer sees."""
        return [choice for choice in self.complaint_id._gendan_settle_choices() if choice != "debit"]

    def _gendan_prepare_line(self, choice):
        """The assumptions of one way."""
        goods, quantity = self.goods_id, self.quantity
        # sorted is all that lies there, not only what is bad
        count = max(goods._gendan_lying(), quantity) if choice == "sorting" else quantity
        speed = {"sorting": self.sorted_per_hour, "rework": self.reworked_per_hour}.get(choice)
        ways = {"rework": 2, "remake": 1, "replace": 1, "return": 1}.get(choice, 0)
        worth = self.currency_id.round(goods._gendan_price() * quantity)
        amount = {
            "discount": self.currency_id.round(worth * self.percent / 100), "refund": worth, "deduction": worth,
            "return": worth,
        }.get(choice, 0.0)  # fmt: skip
        return {
            "choice": choice,
            "quantity": count,
            "hours": count / speed if speed and speed > 0 else 0.0,
            "freight": self.freight * ways,
            "amount": amount,
        }


class GendanComplaintCompareLine(models.TransientModel):
    """One way, with its assumptions and its cost."""

    _name = "gendan.complaint.compare.line"
    _description = "Way of Settling Compared"
    _inherit = "gendan.settlement.estimate"
    _order = "id"

    compare_id = fields.Many2one("gendan.complaint.compare", required=True, ondelete="cascade")
    line_id = fields.Many2one(related="compare_id.goods_id")
    company_id = fields.Many2one(related="compare_id.company_id")
    currency_id = fields.Many2one(related="compare_id.currency_id")
    choice = fields.Selection(CHOICES, string="Settled by", required=True, readonly=True)
    quantity = fields.Float(digits="Product Unit")
    amount = fields.Monetary("To the Customer")
    is_wished = fields.Boolean("Wished by the Customer", compute="_compute_remark")
    is_unsure = fields.Boolean("Cost Not Known", compute="_compute_remark")
    remark = fields.Char("Mind", compute="_compute_remark")

    @api.depends("choice", "hours", "hour_rate", "unit_cost", "compare_id.complaint_id.wished")
    @api.depends_context("lang")
    def _compute_remark(self):
        for row in self:
            row.is_wished = row.choice == row.compare_id.complaint_id.wished
            unsure = row._gendan_unsure()
            row.is_unsure = bool(unsure)
            row.remark = unsure or (self.env._("He asks for this") if row.is_wished else False)

    def _gendan_unsure(self):
        """What is not known of this row's cost, or False."""
        self.ensure_one()
        if self.choice in BY_HOURS and not self.hour_rate:
            return self.env._("No rate per hour: type it")
        if self.choice in BY_HOURS and not self.hours:
            return self.env._("No hours: type them")
        if self.choice == "remake" and not self.line_id.product_id._gendan_bom_made(self.company_id):
            return self.env._("Bought, not made: replace it")
        if self.choice in MADE_AGAIN and not self.unit_cost:
            return self.env._("No cost of one: type it")
        return False

    def _gendan_goods(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        return self.compare_id.goods_id

    def action_choose(self):
        """Button: a settlement with these assumptions; the table stays open for the rest, with what is left.

        :return: action
        :raise UserError: the complaint has ended
        """
        self.ensure_one()
        compare = self.compare_id
        complaint = compare.complaint_id
        if complaint.state in ENDED:
            raise UserError(
                self.env._("%(complaint)s has ended. Open it again first.", complaint=complaint.display_name)
            )
        self.env["gendan.complaint.settlement"].create(
            {
                "complaint_id": complaint.id,
                "line_id": self.line_id.id,
                **{
                    name: self[name]
                    for name in ("choice", "quantity", "hours", "hour_rate", "unit_cost", "freight")
                },
                **({"amount": self.amount} if self.choice in PAID_OUT else {}),
                "workcenter_id": self.workcenter_id.id,
                "more_than_bad": self.choice == "discount" and self.line_id.uom_id.compare(
                    self.quantity, self.line_id.bad) > 0,
            }
        )  # fmt: skip
        left = self.line_id._gendan_unsettled(None)
        # sorting finds those another way is for; goods sent back are settled by it, or by another row
        is_rest = self.choice in (*OF_GOODS, "accept") and self.line_id.uom_id.compare(left, 0) > 0
        if not is_rest:
            return {"type": "ir.actions.act_window_close"}
        compare.quantity = left
        return compare._gendan_open()


class GendanComplaint(models.Model):
    """Where the comparison is opened."""

    _inherit = "gendan.complaint"

    def action_compare(self):
        """Button: what each way costs, for who may settle it.

        :return: action
        :raise UserError: it names no goods
        """
        self.ensure_one()
        self._gendan_check_line_writes()
        if not self.line_ids:
            raise UserError(self.env._("%(complaint)s: write down the goods first.", complaint=self.display_name))
        line = self.line_ids.sorted(lambda line: -line.bad)[0]
        compare = self.env["gendan.complaint.compare"].create({"complaint_id": self.id, "goods_id": line.id})
        return compare._gendan_open()
