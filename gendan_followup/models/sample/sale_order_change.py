from odoo import models


class SaleOrder(models.Model):
    """Samples and tooling that a change of an order touches."""

    _inherit = "sale.order"

    def _gendan_change_touches(self, change):
        # EXTENDS gendan_followup
        rows = super()._gendan_change_touches(change)
        changes = self.env["gendan.order.touch"]._gendan_changed_lines(change)
        lines = self.order_line.filtered(lambda line: changes.get(line, set()) & {"text", "cancel"})
        if not lines:
            return rows
        approved = lines._gendan_last_approved_sample()
        sets = lines._gendan_tooling_sets()
        open_samples = self.env["gendan.sample"].search(
            [("line_id", "in", lines.ids), ("state", "in", ("to_make", "sent", "rejected"))]
        )
        for line in lines:
            is_other = "text" in changes[line]
            for sample in open_samples.filtered(lambda sample, line=line: sample.line_id == line):
                rows.append(
                    self._gendan_sample_row(
                        sample,
                        "sample",
                        self.env._("Being made: by the new specification only, or not at all?")
                        if is_other
                        else self.env._("The line is cancelled: cancel the sample, too."),
                        sample.department_id.code or "QC",
                    )
                )
            if not is_other:
                continue
            if sample := approved[line]:
                advice = self.env._("Approved by the old specification: does it still hold, or is there a new round?")
                rows.append(self._gendan_sample_row(sample, "sample", advice, sample.department_id.code or "QC"))
            for tooling in sets[line]:
                advice = self.env._("Made for the old specification: which plates or tools are made anew?")
                rows.append(self._gendan_sample_row(tooling, "tooling", advice, "ENG"))
        return rows

    def _gendan_sample_row(self, record, kind, advice, department):
        return {
            "record": record,
            "kind": kind,
            "detail": self._gendan_state(record),
            "advice": advice,
            "department": department,
        }
