"""Which papers count: rules per kind of paper, country and customer."""

from odoo import api, fields, models

from ..common.document import KINDS


class GendanValidityRule(models.Model):
    """What a signed paper has to show before we rely on it, and until when it has to be back.

    A rule of our house, not of law: it says which evidence we ask for. Of the rules for a kind of paper the nearest one
    holds: the customer's, then the customer group's, then the country's; a company's own before the shared ones.
    Without a rule a paper counts when it is back. Only companies that judge their papers go by rules. Everybody inside
    reads them, supervisors keep them.
    """

    _name = "gendan.validity.rule"
    _description = "When a Signed Paper Counts"
    _order = "kind, sequence, id"
    _rec_name = "kind"

    _scope_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0), COALESCE(partner_id, 0), COALESCE(category_id, 0), COALESCE(country_id, 0))"
        " WHERE active",
        "There is a rule for this paper, country and customer already.",
    )
    _not_negative = models.Constraint(
        "CHECK (return_days >= 0 AND original_days >= 0 AND original_from >= 0)",
        "Days and amounts of a rule cannot be negative.",
    )

    kind = fields.Selection(KINDS, string="Paper", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    country_id = fields.Many2one(
        "res.country", ondelete="restrict", help="Of the customer, else our own. Empty: any country."
    )
    category_id = fields.Many2one(
        "res.partner.category", string="Customer Group", ondelete="restrict", help="A tag of the customer's."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('is_company', '=', True)]",
    )
    needs_listed = fields.Boolean(
        string="Signed by Who Is Listed", help="By one of the customer's authorised signatories; else by anybody named."
    )
    chop_kind_ids = fields.Many2many(
        "gendan.chop.kind", string="Chops That Count", help="Any one of them. Empty: a signature is enough."
    )
    needs_number = fields.Boolean(
        string="Fax Shows a Known Number",
        default=True,
        help="The customer's own fax number is printed on the sheet. It is no more than a sign of where the sheet came"
        " from: a fax without it can be genuine, and one with it can be forged.",
    )
    allows_portal = fields.Boolean(
        string="May Be Signed on the Portal",
        help="A signature drawn on the portal stands for signature and chop. It is kept with name, function, time,"
        " address and the checksum of what was shown; whether that is enough for you is yours to say.",
    )
    return_days = fields.Integer(string="Back within (Days)", help="After it went out. 0: nobody is reminded.")
    original_days = fields.Integer(
        string="Original within (Days)",
        help="A fax, scan or picture holds provisionally; the original has to be here so many days after it. 0: the"
        " copy is enough.",
    )
    original_from = fields.Float(
        string="Original from",
        digits="Product Price",
        help="Order's total in the company's currency, from which on the original is asked for.",
    )
    provisional_counts = fields.Boolean(
        string="Copy Counts until Then", default=True, help="Off: nothing goes on before the original is here."
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._gendan_changed()
        return rules

    def write(self, vals):
        kinds = set(self.mapped("kind"))
        result = super().write(vals)
        self._gendan_changed(kinds)
        return result

    def unlink(self):
        kinds = set(self.mapped("kind"))
        result = super().unlink()
        self._gendan_changed(kinds)
        return result

    # ------------------------------------------------------------ business

    def _gendan_changed(self, kinds=()):
        """Rules for these kinds of papers are others now: what waits to be judged, or need not be any more, follows."""
        # sudo: what waits by the rules follows them, whoever sees it
        companies = self.env["res.company"].sudo().search([("gendan_judge_papers", "=", True)])
        if not companies:
            return
        kinds = {*kinds, *self.mapped("kind")}
        papers = (
            self.env["gendan.document"]
            .sudo()
            .search(  # sudo: as above
                [
                    ("company_id", "in", companies.ids),
                    ("kind", "in", list(kinds)),
                    ("must_return", "=", True),
                    ("state", "in", ("returned", "provisional")),
                ]
            )
        )
        papers._gendan_counts_changed()
        papers._gendan_sync_todos()

    @api.model
    def _gendan_of(self, papers):
        """The rule that holds for each of these papers, sudo. Batch, one query; none where nobody judges papers.

        :param papers: gendan.document
        :return: {paper: rule, empty when there is none}
        """
        # sudo: whether a paper counts does not hang on who asks
        rules = self.sudo()
        found = dict.fromkeys(papers, rules.browse())
        judged = papers.filtered(lambda paper: paper.must_return and paper.sudo()._gendan_is_judged())  # sudo: as above
        if not judged:
            return found
        rules = rules.search(
            [
                ("kind", "in", list(set(judged.mapped("kind")))),
                ("company_id", "in", [*judged.company_id.ids, False]),
            ]
        )
        for paper in judged:
            fitting = rules.filtered(lambda rule, paper=paper: rule._gendan_fits(paper))
            found[paper] = fitting.sorted(lambda rule: rule._gendan_nearness(), reverse=True)[:1]
        return found

    def _gendan_fits(self, paper):
        """Whether this rule speaks of that paper."""
        self.ensure_one()
        partner = paper.sudo().partner_id.commercial_partner_id  # sudo: see _gendan_of
        country = partner.country_id or paper.company_id.sudo().country_id  # sudo: see _gendan_of
        return (
            self.kind == paper.kind
            and (not self.company_id or self.company_id == paper.company_id.sudo())  # sudo: see _gendan_of
            and (not self.country_id or self.country_id == country)
            and (not self.category_id or self.category_id in partner.category_id)
            and (not self.partner_id or self.partner_id == partner)
        )

    def _gendan_nearness(self):
        """The greater, the nearer to one customer a rule is."""
        self.ensure_one()
        return (bool(self.partner_id), bool(self.category_id), bool(self.country_id), bool(self.company_id), -self.id)

    def _gendan_asks_original(self, paper):
        """Whether the original of this paper has to come after a copy of it."""
        self.ensure_one()
        if not self.original_days:
            return False
        if not self.original_from or not paper.order_id:
            return True
        order, company = paper.order_id, paper.company_id
        amount = order.currency_id._convert(
            order.amount_total, company.currency_id, company, company._gendan_to_day(order.date_order)
        )
        return company.currency_id.compare_amounts(amount, self.original_from) >= 0
