from odoo import api, fields, models


class GendanWaiver(models.Model):
    """A waiver that lets an order through holds for what the order said then, where its rule says by which aspects."""

    _inherit = "gendan.waiver"

    gendan_aspects = fields.Json(readonly=True)

    @api.model
    def _gendan_prepare_vals(self, vals):
        # EXTENDS gendan_followup
        prepared = super()._gendan_prepare_vals(vals)
        prepared["gendan_aspects"] = False  # not for the caller to say
        if prepared["res_model"] == "sale.order":
            # sudo: its content is compared, not shown
            order = self.env["sale.order"].sudo().browse(prepared["res_id"])
            if watched := order._gendan_waiver_aspects(prepared["code"]):
                aspects = order._gendan_aspects()[order]
                prepared["gendan_aspects"] = {aspect: aspects[aspect] for aspect in watched}
        return prepared

    def _gendan_holds(self):
        # EXTENDS gendan_followup
        if not super()._gendan_holds():
            return False
        if not self.gendan_aspects or self.res_model != "sale.order":
            return True
        order = self.env["sale.order"].sudo().browse(self.res_id)  # sudo: as above
        aspects = order._gendan_aspects_now()
        return all(aspects.get(aspect) == digest for aspect, digest in self.gendan_aspects.items())
