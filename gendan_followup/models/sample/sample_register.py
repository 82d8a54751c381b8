"""The register of samples and catalogues sent, as a workbook."""

import json
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.xlsx import Sheet

# rows read at once; and more than anybody reads
BATCH = 500
MOST_ROWS = 10_000

STYLES = {
    "approved": {"bg_color": "#D1E7DD"},
    "comments": {"bg_color": "#D1E7DD"},
    "noted": {"bg_color": "#D1E7DD"},
    "rejected": {"bg_color": "#F1AEB5"},
    "overdue": {"bg_color": "#FFDA6A"},
}


class GendanSampleRound(models.Model):
    """One row of the register."""

    _inherit = "gendan.sample.round"

    def action_gendan_register_xlsx(self):
        """Button over the list: the rows chosen, or all the list finds, as a workbook.

        :return: action of the download
        """
        domain = [("id", "in", self.ids)] if self else self.env.context.get("active_domain") or []
        query = {"domain": json.dumps(domain), "cids": ",".join(map(str, self.env.companies.ids))}
        return {"type": "ir.actions.act_url", "url": f"/gendan/samples/xlsx?{urlencode(query)}", "target": "download"}

    @api.model
    def _gendan_register_xlsx(self, domain):
        """The rounds found, as the user may see them, one row each.

        :return: bytes of the xlsx file
        :raise UserError: more than ``MOST_ROWS`` rows
        """
        ids = self.search(domain, order="sent_on desc, id desc", limit=MOST_ROWS + 1).ids
        if len(ids) > MOST_ROWS:
            raise UserError(
                self.env._(
                    "More than %(most)s rows are too many for one workbook. Filter the register first.", most=MOST_ROWS
                )
            )
        columns = self._gendan_register_columns()
        sheet = Sheet(
            self.env._("Samples"),
            [(label, width) for label, width, _value in columns],
            frozen_columns=2,
            styles=STYLES,
        )
        results = dict(self._fields["result"]._description_selection(self.env))
        for start in range(0, len(ids), BATCH):
            for entry in self.browse(ids[start : start + BATCH]):
                style = entry._gendan_register_style()
                sheet.row([value(entry, results) for _label, _width, value in columns], [style] * len(columns))
            # what is written is forgotten: the cache would grow with the rows
            self.env.invalidate_all()
        return sheet.close()

    @api.model
    def _gendan_register_columns(self):
        """List of (label, width, function(round, labels of the verdicts) -> value)."""
        columns = [
            (self.env._("Sent on"), 11, lambda entry, _results: entry.sent_on),
            (self.env._("Sample"), 14, lambda entry, _results: entry.sample_id.name),
            (self.env._("Round"), 7, lambda entry, _results: entry.letter),
            (self.env._("Kind"), 20, lambda entry, _results: entry.kind_id.name),
            (self.env._("Customer"), 26, lambda entry, _results: entry.partner_id.display_name),
            (self.env._("Product"), 28, lambda entry, _results: entry.product_id.display_name),
            (self.env._("What"), 26, lambda entry, _results: entry.subject),
            (self.env._("Courier"), 10, lambda entry, _results: entry.carrier),
            (self.env._("Waybill"), 18, lambda entry, _results: entry.tracking),
            (self.env._("Addressee"), 14, lambda entry, _results: entry.sent_to),
            (self.env._("Arrived on"), 11, lambda entry, _results: entry.arrived_on),
            (self.env._("Answer due"), 11, lambda entry, _results: entry.answer_due),
            (self.env._("Verdict"), 16, lambda entry, results: results.get(entry.result)),
            (self.env._("Verdict on"), 11, lambda entry, _results: entry.given_on),
            (self.env._("Verdict by"), 14, lambda entry, _results: entry.verdict_id.given_by),
            (self.env._("Comments, Reasons"), 40, lambda entry, _results: entry.reasons),
            (self.env._("Days waited"), 8, lambda entry, _results: entry._gendan_days_waited()),
            (self.env._("Days lost"), 8, lambda entry, _results: entry.lost_days or None),
            (self.env._("Clerk"), 12, lambda entry, _results: entry.clerk_id.name),
        ]
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            # departments have no orders
            columns.insert(7, (self.env._("Order"), 12, lambda entry, _results: entry.sample_id.order_id.display_name))
        return columns

    def _gendan_register_style(self):
        """Name of the row's style."""
        if self.result:
            return self.result if self.result in STYLES else ""
        due = self.answer_due
        return "overdue" if due and due < self.company_id._gendan_today() else ""

    def _gendan_days_waited(self):
        """Calendar days from sending to the verdict, or to today."""
        if not self.sent_on:
            return None
        return ((self.given_on or self.company_id._gendan_today()) - self.sent_on).days
