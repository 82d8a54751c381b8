"""What complaints cost, charged to the department at fault."""

from odoo import api, fields, models

from .complaint_settlement import CHOICES


class GendanComplaintCost(models.Model):
    """One cost of one complaint, made when a settlement is carried out.

    It follows the complaint's cause and department, also when they are corrected later. Supervisors correct amounts
    by what it came to and add what no settlement says (a line that stood still); clerks read those of their customers,
    departments those charged to them.
    """

    _name = "gendan.complaint.cost"
    _description = "Cost of a Complaint"
    _order = "date desc, id desc"
    _rec_name = "complaint_id"
    _check_company_auto = True

    _settlement_uniq = models.UniqueIndex(
        "(settlement_id) WHERE settlement_id IS NOT NULL", "This settlement is charged already."
    )

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="restrict", index=True)
    settlement_id = fields.Many2one(
        "gendan.complaint.settlement", readonly=True, ondelete="restrict", groups="sales_team.group_sale_salesman"
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="complaint_id.partner_id", store=True, index=True, string="Customer")
    clerk_id = fields.Many2one(related="complaint_id.clerk_id", store=True, index="btree_not_null")
    cause_id = fields.Many2one(related="complaint_id.cause_id", store=True, index="btree_not_null")
    department_id = fields.Many2one(
        related="complaint_id.fault_department_id", store=True, index="btree_not_null", string="Charged to"
    )
    product_id = fields.Many2one("product.product", string="Product", ondelete="restrict", index="btree_not_null")
    choice = fields.Selection(CHOICES, string="Settled by", readonly=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._gendan_today(), index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Cost", required=True)
    note = fields.Char("Remark")


class GendanComplaintSettlement(models.Model):
    """Carried out, it is charged."""

    _inherit = "gendan.complaint.settlement"

    def _gendan_done(self):
        # EXTENDS gendan_followup
        result = super()._gendan_done()
        for settlement in self:
            money = settlement.company_id.currency_id
            if money.is_zero(settlement.cost):
                continue
            # sudo: written by the program; who settles need not be who keeps the costs
            self.env["gendan.complaint.cost"].sudo().create(
                {
                    "complaint_id": settlement.complaint_id.id,
                    "settlement_id": settlement.id,
                    "product_id": settlement._gendan_goods().product_id.id,
                    "choice": settlement.choice,
                    "date": settlement.company_id._gendan_to_day(settlement.done_at),
                    "amount": settlement.cost,
                }
            )
        return result


class GendanSorting(models.Model):
    """What sorting came to."""

    _inherit = "gendan.sorting"

    def _gendan_sorted(self):
        # EXTENDS gendan_followup: the hours it took are what it cost
        result = super()._gendan_sorted()
        # sudo: who sorts reads no costs
        for sorting in self.sudo().filtered("hours"):
            settlement = sorting.settlement_id
            Cost = self.env["gendan.complaint.cost"].sudo()  # sudo: as above
            cost = Cost.search([("settlement_id", "=", settlement.id)])
            amount = settlement.freight + sorting.hours * settlement.hour_rate
            if cost:
                cost.amount = amount
            elif settlement:
                Cost.create(
                    {
                        "complaint_id": sorting.complaint_id.id,
                        "settlement_id": settlement.id,
                        "product_id": sorting.product_id.id,
                        "choice": settlement.choice,
                        "date": sorting.company_id._gendan_today(),
                        "amount": amount,
                    }
                )
        return result


class GendanComplaint(models.Model):
    """Its costs."""

    _inherit = "gendan.complaint"

    cost_ids = fields.One2many(
        "gendan.complaint.cost", "complaint_id", string="Costs", groups="sales_team.group_sale_salesman"
    )

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"cost_ids"}
