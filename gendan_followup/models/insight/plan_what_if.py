from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class GendanPlan(models.Model):
    """Asking what if from a plan; the answer is ``_gendan_what_if`` of the plan room."""

    _inherit = "gendan.plan"

    def action_gendan_what_if(self):
        """Button: what if something this plan waits for came on another day.

        :return: action that opens the dialog with the documents behind these plans
        :raise UserError: nothing bought or made is open behind them
        """
        self.check_access("read")
        purchase_lines, productions = self._gendan_open_documents()
        if not purchase_lines and not productions:
            raise UserError(
                self.env._(
                    "No purchase and no manufacturing order is open behind %(plan)s.",
                    plan=format_list(self.env, self.mapped("display_name")),
                )
            )
        return self.env["gendan.what.if"]._gendan_open(purchase_lines, productions, plans=self)

    def _gendan_open_documents(self):
        """What these plans still wait for: bought to order or coming to stock, and made.

        :return: (``purchase.order.line``, ``mrp.production``), sudo
        """
        lines = self.sudo().part_ids.line_id  # sudo: names and days only; the plans themselves were checked
        links = lines._gendan_links()
        purchase_lines = lines.env["purchase.order.line"].union(
            *(link.bought | link.bought_components for link in links.values())
        )
        missing = lines.env["stock.move"].union(*(link.missing_components() for link in links.values()))
        productions = lines.env["mrp.production"].union(*(link.all_productions for link in links.values()))
        purchase_lines |= purchase_lines.search(
            [
                ("product_id", "in", missing.product_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "purchase"),
                ("move_ids", "any", [("state", "not in", ("done", "cancel"))]),
            ]
        )
        return tuple(
            documents._gendan_what_if_open().sorted(lambda document: (document._gendan_what_if_day(), document.id))
            for documents in (purchase_lines, productions)
        )
