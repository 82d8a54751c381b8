from odoo import api, fields, models

from .contract_clause import PAPERS


class GendanPaperRule(models.Model):
    """What a paper needs of ourselves before it goes out: check, approval, chop, and from which amount on.

    Of a company's rules for a kind of paper the one with the highest amount that is reached holds; without one the
    paper goes out as the clerk finished it. Kept by supervisors.
    """

    _name = "gendan.paper.rule"
    _description = "Approval of Papers"
    _order = "company_id, kind, amount_from"
    _rec_name = "kind"
    _check_company_auto = True

    _amount_positive = models.Constraint("CHECK(amount_from >= 0)", "The amount of a rule cannot be negative.")
    _kind_amount_uniq = models.UniqueIndex(
        "(company_id, kind, amount_from)", "There is a rule for this paper from this amount on already."
    )

    kind = fields.Selection(PAPERS, string="Paper", required=True, default="contract")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_from = fields.Monetary(string="From the Amount", help="The order's total, in the company's currency.")
    needs_check = fields.Boolean(
        string="Checked First", help="A colleague of follow-up other than who prepared it has read it."
    )
    needs_approval = fields.Boolean(string="Approved First", default=True)
    approver_ids = fields.Many2many(
        "res.users",
        string="Approvers",
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("gendan_followup.group_gendan_user").ids),
        ],
        help="Any one of them. Empty: the supervisors.",
    )
    chop_id = fields.Many2one(
        "gendan.chop", ondelete="restrict", check_company=True, help="Empty: it goes out without one."
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._gendan_rules_changed(rules.company_id)
        return rules

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        self._gendan_rules_changed(companies | self.company_id)
        return result

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self._gendan_rules_changed(companies)
        return result

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_rules_changed(self, companies):
        """Rules of these companies are others now: what waits by the old ones follows."""
        # sudo: to-dos and papers follow the rules, whoever sees them
        papers = self.env["gendan.contract"].sudo().search(
            [("company_id", "in", companies.ids), ("state", "=", "asked")]
        )
        papers.invalidate_recordset(["rule_id", "needs_check", "needs_approval"], flush=False)
        self.env.add_to_compute(papers._fields["waits_for_check"], papers)
        papers._gendan_sync_todos()
        todos = self.env["gendan.todo"].sudo().search(  # sudo: as above
            [("kind", "=", "confirmation_paper"), ("open", "=", True), ("company_id", "in", companies.ids)]
        )
        self.env["sale.order"].sudo().browse(todos.mapped("res_id")).exists()._gendan_sync_todos()  # sudo: as above

    @api.model
    def _gendan_of(self, kind, order):
        """The rule that holds for a paper of an order, sudo; empty when there is none."""
        return self._gendan_of_orders(kind, order)[order]

    @api.model
    def _gendan_of_orders(self, kind, orders):
        """The rules that hold for papers of these orders, sudo. Batch, one query.

        :return: {order: rule, empty when there is none}, for every order
        """
        # sudo: what a paper needs does not hang on who asks
        rules = self.sudo().search(
            [("company_id", "in", orders.company_id.ids), ("kind", "=", kind)], order="amount_from desc"
        )
        by_company = rules.grouped("company_id")
        found = dict.fromkeys(orders, rules.browse())
        for order in orders:
            company = order.company_id
            own = by_company.get(company.sudo(), found[order])  # sudo: the rules are read so
            if own:
                amount = order.currency_id._convert(
                    order.amount_total, company.currency_id, company, company._gendan_today()
                )
                reached = own.filtered(
                    lambda rule, money=company.currency_id, amount=amount: (
                        money.compare_amounts(rule.amount_from, amount) <= 0
                    )
                )
                found[order] = reached[:1]
        return found

    def _gendan_holds_papers(self):
        """Whether papers of this rule need anything of ours at all; False for no rule."""
        return bool(self.needs_check or self.needs_approval or self.chop_id)
