from odoo import models


class MrpWorkorder(models.Model):
    """Work orders tick milestones by kind."""

    _inherit = "mrp.workorder"

    def _gendan_of_kind(self, kind):
        """Those that count for a milestone kind; cancelled ones do not.

        :param kind: ``gendan.milestone.kind``; empty: all of them
        """
        return self.filtered(
            lambda workorder: workorder.state != "cancel"
            and (
                not kind
                or (workorder.operation_id.gendan_kind_id or workorder.workcenter_id.gendan_kind_id) == kind
            )
        )
