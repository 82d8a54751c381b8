from odoo import api, fields, models

from .order_change_papers import FLOOR


class GendanDocument(models.Model):
    """A paper of an order is of one of its versions."""

    _inherit = "gendan.document"

    recall_ids = fields.One2many("gendan.order.recall", "document_id", string="Recalled", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: of the version the order has now
        for vals in vals_list:
            if vals.get("order_id") and "version" not in vals:
                vals["version"] = max(self.env["sale.order"].browse(vals["order_id"]).gendan_version, 1)
        return super().create(vals_list)

    def _gendan_issue_error(self):
        """The sentence why this paper must not go out, or False: it is void, or older ones are still on the floor."""
        self.ensure_one()
        if self.voided_at:
            return self.env._(
                "%(paper)s is void (%(reason)s) and must not go out. Make a new one.",
                paper=self.display_name,
                reason=self.void_reason or "",
            )
        if self.kind not in FLOOR or not self.order_id:
            return False
        # sudo: names of papers only, whoever issues the new ones
        out = (
            self.env["gendan.order.recall"]
            .sudo()
            .search([("order_id", "=", self.order_id.id), ("state", "=", "open"), ("version", "<=", self.version)])
        )
        if not out:
            return False
        return self.env._(
            "%(paper)s must not go out before the old papers of order %(order)s are back: %(names)s.",
            paper=self.display_name,
            order=self.order_id.name,
            names=", ".join(
                f"{recall.name} ({recall.holder})" if recall.holder else recall.name for recall in out
            ),
        )
