from odoo import api, fields, models
from odoo.tools import format_date

from .complaint import SALES
from .complaint_radar import WITHIN


class SaleOrder(models.Model):
    """Quotations tell what the customer complained about of these products within a year, whatever kind they are."""

    _inherit = "sale.order"

    gendan_complained = fields.Text(
        "Complained about before", compute="_compute_gendan_complained", compute_sudo=False, groups=SALES
    )

    @api.depends("partner_id", "state", "order_line.product_id")
    @api.depends_context("uid", "lang")
    def _compute_gendan_complained(self):
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        found = quotations._gendan_complained_within()
        for order in self:
            lines = found.get(order, self.env["gendan.complaint.line"])
            order.gendan_complained = "\n".join(lines._gendan_complained_rows()) or False

    def _gendan_complained_within(self):
        """{order: lines of complaints within a year}. Batch."""
        return self._gendan_complained_lines(fields.Datetime.now() - WITHIN)

    def action_gendan_complained(self):
        """Button: these complaints.

        :return: action
        """
        self.ensure_one()
        complaints = self._gendan_complained_within()[self].complaint_id
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_complaint")
        return {**action, "domain": [("id", "in", complaints.ids)], "context": {}}


class GendanComplaintLine(models.Model):
    """Lines of complaints in words."""

    _inherit = "gendan.complaint.line"

    def _gendan_complained_rows(self):
        """One sentence for each product of these lines, which come the newest first.

        :rtype: list[str]
        """
        rows = []
        for product, lines in self.grouped("product_id").items():
            last = lines[:1].complaint_id
            words = {
                "product": product.display_name,
                "number": last.name,
                "day": format_date(self.env, last.company_id._gendan_to_day(last.received_at)),
                "what": lines[:1].defect_id.display_name or last.subject,
            }
            count = len(lines.complaint_id)
            if count == 1:
                rows.append(self.env._("%(product)s: %(number)s of %(day)s, %(what)s", **words))
            else:
                rows.append(
                    self.env._(
                        "%(product)s: %(count)s times, last %(number)s of %(day)s, %(what)s", count=count, **words
                    )
                )
        return rows
