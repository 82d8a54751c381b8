from odoo import models


class GendanOrderChange(models.Model):
    """The record of a cancelled order."""

    _inherit = "gendan.order.change"

    def _gendan_after_cancelling(self):
        """The order is cancelled: recall its papers, see what Odoo cancelled by itself, leave the rest as to-dos."""
        self.ensure_one()
        for touch in self.touch_ids:
            document = self.env[touch.res_model].browse(touch.res_id)
            if "state" in document and document.state == "cancel" and touch.kind != "transfer":
                lang = self.company_id.partner_id.lang or self.env.lang
                touch.write(
                    {"is_needed": False, "advice": self.with_context(lang=lang).env._("Cancelled with the order.")}
                )
        self._gendan_take_papers_back(self._gendan_papers_of_before())
        if self.recall_ids or self.touch_ids.filtered("is_needed"):
            self._gendan_moved().write({"cost_state": "open"})
        self.touch_ids._gendan_sync_todos()
        self._gendan_sync_todos()
