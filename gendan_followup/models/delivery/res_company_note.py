from odoo import fields, models

# paper of the delivery note
PAPERS = [("a4", "A4, a sheet for each copy"), ("form", "241 × 140 mm continuous, copies print through")]


class ResCompany(models.Model):
    """Whether and how we print delivery notes."""

    _inherit = "res.company"

    _gendan_note_days_positive = models.Constraint(
        "CHECK (COALESCE(gendan_note_objection_days, 0) >= 0)", "Days to object cannot be negative."
    )

    gendan_note = fields.Boolean("Delivery Notes")
    gendan_note_paper = fields.Selection(PAPERS, string="Paper of Delivery Notes", default="a4", required=True)
    gendan_note_objection_days = fields.Integer("Days to Object to a Delivery", help="0: not printed.")


class ResConfigSettings(models.TransientModel):
    """Settings of delivery notes."""

    _inherit = "res.config.settings"

    gendan_note = fields.Boolean(related="company_id.gendan_note", readonly=False)
    gendan_note_paper = fields.Selection(related="company_id.gendan_note_paper", readonly=False, required=True)
    gendan_note_objection_days = fields.Integer(related="company_id.gendan_note_objection_days", readonly=False)
