"""Statements that customers signed: the balance is acknowledged, and until when that helps."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..common.nightly import in_batches

# how long before the end somebody has to act
WARN_DAYS = 90


class GendanDocument(models.Model):
    """A valid statement acknowledges the balance; from its day on the period of limitation runs anew."""

    _inherit = "gendan.document"

    limitation_on = fields.Date(
        string="Period Ends on",
        compute="_compute_limitation_on",
        store=True,
        help="From the day of the signature, by the years of the customer's country. A reminder, no legal advice.",
    )

    @api.depends("kind", "state", "decision_id.signed_on", "partner_id.commercial_partner_id.country_id")
    def _compute_limitation_on(self):
        customers = self.partner_id.commercial_partner_id
        periods = self.env["gendan.limitation"]._gendan_years(customers.country_id | self.company_id.country_id)
        for paper in self:
            country = paper.partner_id.commercial_partner_id.country_id or paper.company_id.country_id
            years = periods.get(country.id)
            day = paper.kind == "statement" and paper.state == "valid" and paper.decision_id.signed_on
            paper.limitation_on = day and years and day + relativedelta(years=years)

    def _gendan_last_acknowledged(self):
        """Those of these valid statements that are their customer's last, sudo. One query."""
        # sudo: of all companies' clerks, compared only
        found = self.sudo()._read_group(
            [
                ("kind", "=", "statement"),
                ("state", "=", "valid"),
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "child_of", self.partner_id.commercial_partner_id.ids),
            ],
            ["company_id", "partner_id"],
            ["limitation_on:max"],
        )
        last = {}
        for company, partner, day in found:
            key = company.id, partner.commercial_partner_id.id
            last[key] = max(filter(None, (day, last.get(key))), default=False)
        return self.sudo().filtered(  # sudo: as above
            lambda paper: (
                paper.limitation_on
                and paper.limitation_on >= last.get((paper.company_id.id, paper.partner_id.commercial_partner_id.id))
            )
        )

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: a balance whose acknowledgement ends soon is asked about again
        values = super()._gendan_todo_values()
        soon = self.filtered(
            lambda paper: (
                paper.limitation_on
                and paper.limitation_on <= paper.company_id._gendan_today() + relativedelta(days=WARN_DAYS)
            )
        )
        if not soon:
            return values
        last = soon._gendan_last_acknowledged()
        for company, papers in last.grouped("company_id").items():
            owed = papers.partner_id.commercial_partner_id._gendan_exposure(company)
            for paper in papers:
                customer = paper.partner_id.commercial_partner_id
                if company.currency_id.compare_amounts(owed[customer].ledger, 0) > 0:
                    values.setdefault(self.browse(paper.id), []).append(paper._gendan_limitation_todo(customer))
        return values

    def _gendan_limitation_todo(self, customer):
        """The to-do about an acknowledgement that ends soon."""
        self.ensure_one()
        return {
            "kind": "paper_limitation",
            "name": self.env._(
                "%(customer)s last acknowledged the balance by %(paper)s; the period ends on %(day)s. Have a newer"
                " statement signed.",
                customer=customer.name,
                paper=self.name,
                day=format_date(self.env, self.limitation_on),
            ),
            "due": self.limitation_on - relativedelta(days=WARN_DAYS),
            "urgency": "1",
        }

    @api.model
    def _cron_gendan_acknowledged(self):
        """Scheduled action: acknowledgements that end soon, of customers who owe something."""
        today = fields.Date.context_today(self)
        soon = self.sudo().search(
            [
                ("limitation_on", "<=", today + relativedelta(days=WARN_DAYS)),
                ("limitation_on", ">=", today - relativedelta(days=WARN_DAYS)),
                ("company_id.gendan_judge_papers", "=", True),
            ]
        )
        in_batches(soon, lambda papers: papers._gendan_sync_todos())
