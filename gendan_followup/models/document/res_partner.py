from odoo import api, fields, models


class ResPartner(models.Model):
    """Who may sign for a customer, and when the balance was acknowledged last."""

    _inherit = "res.partner"

    gendan_signatory_ids = fields.One2many(
        "gendan.signatory",
        "partner_id",
        string="Authorised Signatories",
        # also those who no longer sign
        context={"active_test": False},
        groups="sales_team.group_sale_salesman",
    )
    gendan_acknowledged_on = fields.Date(
        string="Balance Acknowledged on",
        compute="_compute_gendan_acknowledged",
        groups="sales_team.group_sale_salesman",
        help="The last statement that came back valid.",
    )
    gendan_limitation_on = fields.Date(
        string="Period Ends on",
        compute="_compute_gendan_acknowledged",
        groups="sales_team.group_sale_salesman",
        help="From the day of the signature, by the years of the customer's country. A reminder, no legal advice.",
    )

    @api.depends_context("company")
    def _compute_gendan_acknowledged(self):
        # sudo: two days, for whoever sees the customer
        papers = (
            self.env["gendan.document"]
            .sudo()
            .search(
                [
                    ("kind", "=", "statement"),
                    ("state", "=", "valid"),
                    ("company_id", "=", self.env.company.id),
                    ("partner_id", "child_of", self.commercial_partner_id.ids),
                ]
            )
        )
        of_customer = papers.grouped(lambda paper: paper.partner_id.commercial_partner_id.id)
        for partner in self:
            own = of_customer.get(partner.commercial_partner_id.id, papers.browse())
            partner.gendan_acknowledged_on = max(filter(None, own.mapped("signed_on")), default=False)
            partner.gendan_limitation_on = max(filter(None, own.mapped("limitation_on")), default=False)
