from odoo import api, fields, models

from ..common.transit import MODES

PAYMENTS = [("tt", "Transfer (T/T)"), ("lc", "Letter of credit"), ("collection", "Collection (D/P, D/A)")]
MANNERS = [
    ("general", "General trade"),
    ("supplied", "Processing with supplied materials"),
    ("imported", "Processing with imported materials"),
    ("transfer", "Transfer between plants"),
    ("bonded", "Bonded"),
]
ANCHORS = [("leaves", "Leaving"), ("arrives", "Arrival")]


class GendanExportPaperRule(models.Model):
    """Which papers a shipment needs. Every filled-in condition must fit; all rules that fit give their paper, of
    several for one kind the first.

    Supervisors keep the rules, everybody inside reads them.
    """

    _name = "gendan.export.paper.rule"
    _description = "Rule for Export Papers"
    _order = "sequence, id"
    _rec_name = "kind_id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    kind_id = fields.Many2one("gendan.export.paper.kind", string="Paper", required=True, ondelete="cascade", index=True)
    incoterm_ids = fields.Many2many("account.incoterms", string="Incoterms")
    country_id = fields.Many2one("res.country", string="Country of Destination", ondelete="restrict")
    country_group_id = fields.Many2one("res.country.group", string="Countries of Destination", ondelete="restrict")
    payment = fields.Selection(PAYMENTS, string="Paid by")
    mode = fields.Selection(MODES, string="Travels by")
    manner = fields.Selection(MANNERS, string="Manner of Trade")
    wooden = fields.Boolean(string="Wooden Packing Only")
    department_id = fields.Many2one(
        "gendan.department", string="Department", check_company=True, ondelete="set null", help="Empty: the clerk."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Gets It",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="This person and no other.",
    )
    days = fields.Integer(default=0, help="Calendar days; below zero: before.")
    anchor = fields.Selection(ANCHORS, string="Counted from", required=True, default="leaves")

    @api.model
    def _gendan_of(self, shipment):
        """The rules that give a shipment its papers, one a kind.

        :param shipment: gendan.export.shipment
        :return: gendan.export.paper.rule, sudo
        """
        # sudo: rules carry no customer data
        rules = self.sudo().search([("company_id", "in", (shipment.company_id.id, False))])
        found = self.browse().sudo()  # sudo: as above
        for rule in rules:
            if rule.kind_id.active and rule.kind_id not in found.kind_id and rule._gendan_fits(shipment):
                found |= rule
        return found

    def _gendan_fits(self, shipment):
        """Whether this rule's filled-in conditions all fit a shipment (sudo)."""
        self.ensure_one()
        country = shipment.picking_id._gendan_export_country()
        return (
            (not self.incoterm_ids or shipment.order_id.incoterm in self.incoterm_ids)
            and (not self.country_id or self.country_id == country)
            and (not self.country_group_id or country in self.country_group_id.country_ids)
            and (not self.payment or self.payment == shipment.payment)
            and (not self.mode or self.mode == shipment.mode)
            and (not self.manner or self.manner == shipment.manner)
            and (not self.wooden or shipment.wooden)
        )
