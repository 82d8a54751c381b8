"""Who may sign for a customer."""

from odoo import api, fields, models
from odoo.fields import Domain

# kind of paper -> the field that says whether one may sign it
SIGNS = {
    "contract": "signs_contracts",
    "order_confirmation": "signs_contracts",
    "sample_approval": "signs_samples",
    "delivery_note": "signs_deliveries",
    "statement": "signs_statements",
}


class GendanSignatory(models.Model):
    """A person who signs for a customer, for which papers, and by which paper we know it.

    Where a rule asks for it, only their signatures count. Sales reps read them; clerks keep those of their customers
    and of those they stand in for, supervisors all. One whose signature was accepted is archived, not deleted.
    """

    _name = "gendan.signatory"
    _description = "Authorised Signatory"
    _order = "partner_id, sequence, id"
    _rec_names_search = ["name", "function", "partner_id.name"]

    _days_in_order = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)",
        "The last day of an authorisation is not before its first.",
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('is_company', '=', True)]",
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index="btree_not_null")
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(required=True)
    function = fields.Char(help="Legal representative, buyer, quality, receiving warehouse, accountant …")
    signs_contracts = fields.Boolean(string="Contracts")
    signs_samples = fields.Boolean(string="Samples")
    signs_deliveries = fields.Boolean(string="Delivery Notes")
    signs_statements = fields.Boolean(string="Statements")
    signs_others = fields.Boolean(string="Other Papers", help="Date changes, letters and what else there is.")
    valid_from = fields.Date()
    valid_until = fields.Date()
    document_id = fields.Many2one(
        "gendan.document",
        string="Named in",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('partner_id', 'child_of', partner_id)]",
        help="The contract or letter of authorisation that names this person.",
    )
    note = fields.Char(string="How We Know")

    @api.depends("name", "function")
    def _compute_display_name(self):
        for signatory in self:
            signatory.display_name = " · ".join(filter(None, (signatory.name, signatory.function)))

    @api.model
    def _gendan_for(self, partner, kind, day):
        """Who may sign papers of a kind for a customer on a day, sudo.

        :param partner: res.partner, anybody of the customer's
        :param str kind: of ``gendan.document``
        """
        # sudo: whether a signature counts does not hang on who asks
        return self.sudo().search(
            Domain("partner_id", "in", (partner | partner.commercial_partner_id).ids)
            & Domain(SIGNS.get(kind, "signs_others"), "=", True)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", day))
            & (Domain("valid_until", "=", False) | Domain("valid_until", ">=", day))
        )
