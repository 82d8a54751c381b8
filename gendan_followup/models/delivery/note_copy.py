from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanNoteCopy(models.Model):
    """One of the named copies a delivery note consists of: stub, customer's, accounts', to be returned, warehouse's.

    A customer's own set is used instead of the company's, the company's instead of the shared one; within a set the
    order of the list. Everybody inside reads them, supervisors keep them.
    """

    _name = "gendan.note.copy"
    _description = "Copy of the Delivery Note"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Copy", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="Empty: for all customers that have no set of their own.",
    )
    travels = fields.Boolean(string="Leaves with the Goods", default=True)
    must_return = fields.Boolean(string="Comes Back Signed")
    has_prices = fields.Boolean(
        string="With Prices", help="Not on copies that leave with the goods of a customer who wants none."
    )
    holder = fields.Char(string="Kept by", translate=True, help="Who keeps a copy that stays here.")

    @api.constrains("must_return", "travels")
    def _check_must_return(self):
        for copy in self:
            if copy.must_return and not copy.travels:
                raise ValidationError(
                    self.env._("%(copy)s stays here: only a copy that leaves can come back.", copy=copy.name)
                )

    @api.model
    def _gendan_of(self, company, customers):
        """The set of copies of each customer's notes.

        :param company: res.company
        :param customers: res.partner, commercial ones
        :return: {res.partner: gendan.note.copy, sudo}
        """
        # sudo: names of copies, whoever makes the note
        copies = self.sudo().search(
            [("company_id", "in", (company.id, False)), ("partner_id", "in", [*customers.ids, False])]
        )
        general = copies.filtered(lambda copy: not copy.partner_id)
        general = general.filtered("company_id") or general
        return {
            customer: copies.filtered(lambda copy, customer=customer: copy.partner_id == customer) or general
            for customer in customers
        }
