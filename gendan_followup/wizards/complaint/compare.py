"""The ways of settling side by side, with what each costs, before one is chosen."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.models.complaint.complaint import ENDED
from odoo.addons.gendan_followup.models.complaint.complaint_settlement import CHOICES


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
    line_ids = fields.One2many(
        "gendan.complaint.compare.line", "compare_id", compute="_compute_line_ids", store=True, readonly=False
    )

    @api.depends("goods_id")
    def _compute_quantity(self):
        for compare in self:
            compare.quantity = compare.goods_id.bad

    @api.depends("goods_id", "quantity", "sorted_per_hour", "reworked_per_hour", "freight", "percent")
    def _compute_line_ids(self):
        for compare in self:
            compare.line_ids = [
                Command.clear(),
                *(Command.create(compare._gendan_prepare_line(choice)) for choice in compare._gendan_choices()),
            ]

    def _gendan_choices(self):
        """What is compared: all ways open now that the customer sees."""
        return [choice for choice in self.complaint_id._gendan_settle_choices() if choice != "debit"]

    def _gendan_prepare_line(self, choice):
        """The assumptions of one way."""
        goods, quantity = self.goods_id, self.quantity
        # sorted is all that lies there, not only what is bad
        lying = goods.blocked or goods.delivered
        count = max(lying, quantity) if choice == "sorting" else quantity
        speed = {"sorting": self.sorted_per_hour, "rework": self.reworked_per_hour}.get(choice)
        ways = {"rework": 2, "remake": 1, "replace": 1, "return": 1}.get(choice, 0)
        worth = self.currency_id.round(goods._gendan_price() * quantity)
        amount = {
            "discount": self.currency_id.round(worth * self.percent / 100), "refund": worth, "deduction": worth,
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

    def _gendan_goods(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        return self.compare_id.goods_id

    def action_choose(self):
        """Button: a settlement with these assumptions.

        :raise UserError: the complaint has ended
        """
        self.ensure_one()
        complaint = self.compare_id.complaint_id
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
                    for name in ("choice", "quantity", "amount", "hours", "hour_rate", "unit_cost", "freight")
                },
                "workcenter_id": self.workcenter_id.id,
                "more_than_bad": self.choice == "discount" and self.line_id.uom_id.compare(
                    self.quantity, self.line_id.bad) > 0,
            }
        )  # fmt: skip
        return {"type": "ir.actions.act_window_close"}


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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Ways of Settling"),
            "res_model": compare._name,
            "res_id": compare.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
