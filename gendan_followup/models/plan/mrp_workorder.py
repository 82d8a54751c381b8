from odoo import api, models

from .sale_order_touch import PRODUCTION_EVENTS

WATCHED = frozenset({"state", "date_start", "date_finished", "workcenter_id", "operation_id"})


class MrpWorkorder(models.Model):
    """Work orders tick milestones by kind."""

    _inherit = "mrp.workorder"

    # === hooks: a mark only, everything else happens before the commit ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mrp
        workorders = super().create(vals_list)
        self.env["sale.order"]._gendan_touch(workorders.production_id, *PRODUCTION_EVENTS)
        return workorders

    def write(self, vals):
        # EXTENDS mrp: starting, finishing, re-opening and planning all end here
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["sale.order"]._gendan_touch(self.production_id, *PRODUCTION_EVENTS)
        return result

    def unlink(self):
        # EXTENDS mrp
        self.env["sale.order"]._gendan_touch(self.production_id, *PRODUCTION_EVENTS)
        return super().unlink()

    def _gendan_of_kind(self, kind):
        """Those that count for a milestone kind; cancelled ones do not.

        :param kind: ``gendan.milestone.kind``; empty: all of them
        """
        return self.filtered(
            lambda workorder: (
                workorder.state != "cancel"
                and (
                    not kind
                    or (workorder.operation_id.gendan_kind_id or workorder.workcenter_id.gendan_kind_id) == kind
                )
            )
        )
