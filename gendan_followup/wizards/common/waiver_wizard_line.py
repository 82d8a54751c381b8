"""One rule in the waiver dialog."""

from odoo import fields, models


class GendanWaiverWizardLine(models.TransientModel):
    """What holds the document, and whether this user may waive it. The decision is taken again on the server."""

    _name = "gendan.waiver.wizard.line"
    _description = "Rule to Waive"

    wizard_id = fields.Many2one("gendan.waiver.wizard", required=True, ondelete="cascade")
    action = fields.Char()
    code = fields.Char(string="Rule")
    sentence = fields.Text(string="What Holds It")
    who = fields.Char(string="May Be Waived By")
    can_waive = fields.Boolean()
    waive = fields.Boolean()
