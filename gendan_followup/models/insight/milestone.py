from odoo import models


class GendanMilestone(models.Model):
    """Buttons of the list: bulk work on the milestones chosen."""

    _inherit = "gendan.milestone"

    def action_gendan_bulk_tick(self):
        """Button: the dialog that ticks these milestones."""
        return self.env["gendan.bulk"]._gendan_action("tick", self)

    def action_gendan_bulk_retime(self):
        """Button: the dialog that re-times these milestones."""
        return self.env["gendan.bulk"]._gendan_action("retime", self)

    def action_gendan_bulk_skip(self):
        """Button: the dialog that leaves these milestones out."""
        return self.env["gendan.bulk"]._gendan_action("skip", self)
