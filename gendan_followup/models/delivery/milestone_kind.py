from odoo import fields, models

EXPORT_EVENTS = ("lc_checked", "export_papers_ready", "lading_received", "papers_presented")


class GendanMilestoneKind(models.Model):
    """Milestones ticked by arrivals and export papers."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[
            ("arrived", "Arrived at the customer"),
            ("lc_checked", "Letter of credit checked"),
            ("export_papers_ready", "Invoice, packing list and declaration ready"),
            ("lading_received", "Bill of lading or air waybill here"),
            ("papers_presented", "Papers presented under the letter of credit"),
        ],
        ondelete=dict.fromkeys(("arrived", *EXPORT_EVENTS), "set null"),
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: a factory that notes no arrivals, or keeps no export papers here, ticks by hand
        return super()._gendan_is_hand_ticked() or self.event in ("arrived", *EXPORT_EVENTS)
