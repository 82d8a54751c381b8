from odoo import api, fields, models

from .review_point import PREFIX


class GendanWaiver(models.Model):
    """The waiver of a review point holds for what the order said then: a further change needs a further waiver."""

    _inherit = "gendan.waiver"

    gendan_aspects = fields.Json(readonly=True)

    @api.model
    def _gendan_prepare_vals(self, vals):
        # EXTENDS gendan_followup
        prepared = super()._gendan_prepare_vals(vals)
        prepared["gendan_aspects"] = False  # not for the caller to say
        point, order = self._gendan_review_point_of(prepared)
        if point:
            aspects = order._gendan_aspects()[order]
            prepared["gendan_aspects"] = {
                aspect: digest for aspect, digest in aspects.items() if point[f"on_{aspect}"]
            } or False
        return prepared

    @api.model
    def _gendan_review_point_of(self, vals):
        """(point, order), both sudo, of a waiver's values; both empty where it is about something else."""
        Point = self.env["gendan.review.point"]
        # sudo: its content is compared, not shown
        order = self.env["sale.order"].sudo()
        if vals["res_model"] != "sale.order" or not vals["code"].startswith(PREFIX):
            return Point, order
        order = order.browse(vals["res_id"])
        return Point._gendan_point(vals["code"].removeprefix(PREFIX), order.company_id), order

    def _gendan_holds(self):
        # EXTENDS gendan_followup
        if not super()._gendan_holds():
            return False
        if not self.gendan_aspects or self.res_model != "sale.order":
            return True
        order = self.env["sale.order"].sudo().browse(self.res_id)  # sudo: as above
        aspects = order._gendan_aspects_now()
        return all(aspects.get(aspect) == digest for aspect, digest in self.gendan_aspects.items())
