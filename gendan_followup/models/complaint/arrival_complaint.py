from odoo import models
from odoo.fields import Command


class GendanArrival(models.Model):
    """Differences on arrival become complaints."""

    _inherit = "gendan.arrival"

    def _gendan_takes_complaints(self):
        # EXTENDS gendan_followup (delivery)
        return super()._gendan_takes_complaints() or self.env["gendan.complaint"].has_access("create")

    def _gendan_make_complaint(self):
        # EXTENDS gendan_followup (delivery)
        self.ensure_one()
        complaint = self.env["gendan.complaint"].create(self._gendan_prepare_complaint_vals())
        return complaint._get_records_action()

    def _gendan_prepare_complaint_vals(self):
        """The complaint of one difference: what was missing or not accepted, by line."""
        self.ensure_one()
        conditions = dict(self._fields["condition"]._description_selection(self.env))
        return {
            "picking_id": self.picking_id.id,
            "company_id": self.company_id.id,
            "subject": self.env._(
                "%(transfer)s arrived otherwise than it left: %(condition)s",
                transfer=self.picking_id.name,
                condition=conditions[self.condition],
            ),
            "description": "\n".join(filter(None, (self.told_by, self.remark, *self.line_ids.mapped("remark")))),
            "found_where": "incoming",
            "kind_id": self._gendan_complaint_kind().id,
            "line_ids": [
                Command.create(
                    {
                        "product_id": move.product_id.id,
                        "picking_id": self.picking_id.id,
                        "order_line_id": move.sale_line_id.id,
                        "uom_id": move.product_uom.id,
                        "bad": quantity,
                    }
                )
                for move, quantity in self._gendan_missing().items()
            ],
        }

    def _gendan_complaint_kind(self):
        """The kind of complaint that a difference on arrival is: the one about quantities, else the first."""
        kind = self.env.ref("gendan_followup.complaint_kind_quantity", raise_if_not_found=False)
        usable = kind and kind.active and kind.company_id in (self.company_id, self.env["res.company"])
        return kind if usable else self.env["gendan.complaint"]._default_kind_id()
