from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class SaleOrderLine(models.Model):
    """What samples say about order lines: providers for the plan, the last approved sample."""

    _inherit = "sale.order.line"

    def _gendan_actual_sample_sent(self, kind):
        """The day the first round of the line's samples of that milestone went out; the latest of several samples."""
        result = {}
        for line, samples in self._gendan_samples_of("sent_kind_id", kind).items():
            if samples is None:
                result[line] = None
                continue
            days = [min(sample.round_ids.filtered("sent_on").mapped("sent_on"), default=False) for sample in samples]
            result[line] = max(days) if days and all(days) else False
        return result

    def _gendan_actual_sample_approved(self, kind):
        """The day the last of the line's samples of that milestone was approved.

        A line without a sample of its own goes by an approval of the same product for the same customer that still
        holds, from the day the order was confirmed. Where other lines of the order have a sample and this one has
        none, it needs none. No sample at all: ticked by hand.
        """
        result = {}
        for line, samples in self._gendan_samples_of("approved_kind_id", kind).items():
            if samples is None:
                result[line] = None
                continue
            own = samples.filtered(lambda sample, line=line: sample.order_id == line.order_id)
            days = [sample.approved_on if sample.state == "approved" else False for sample in own or samples]
            day = max(days) if days and all(days) else False
            if day and not own:
                day = max(day, line.company_id._gendan_to_day(line.order_id.date_order))
            result[line] = day
        return result

    def _gendan_expected_sample_approved(self, kind, overrides=None):
        """The day the customer's answer is due, while a round is with him: {line: (day, label)}."""
        result = {}
        for line, samples in self._gendan_samples_of("approved_kind_id", kind).items():
            waiting = (samples or self.env["gendan.sample"]).filtered(
                lambda sample, line=line: sample.order_id == line.order_id and sample.state == "sent"
            )
            if last := waiting.filtered("answer_due").sorted("answer_due")[-1:]:
                result[line] = (last.answer_due, last.last_round_id.display_name)
        return result

    def _gendan_samples_of(self, path, kind):
        """The samples that count for a milestone kind of these lines, in one search.

        :param str path: "sent_kind_id" or "approved_kind_id" of the sample kind
        :return: {line: gendan.sample (sudo), or None when the line needs none}
        """
        lines = self.filtered(lambda line: not line.display_type and line.state != "cancel")
        result = dict.fromkeys(self, None)
        # sudo: what the customer approved does not hang on who works the order out
        Sample = self.env["gendan.sample"].sudo()
        own = Domain("order_id", "in", lines.order_id.ids)
        approved = (
            Domain("state", "=", "approved")
            & Domain("product_id", "in", lines.product_id.ids)
            & Domain("partner_id.commercial_partner_id", "in", lines.order_id.partner_id.commercial_partner_id.ids)
        )
        found = Sample.search(
            Domain(f"kind_id.{path}", "=", kind.id) & Domain("state", "!=", "cancelled") & (own | approved)
        )
        of_order, of_product = defaultdict(Sample.browse), defaultdict(Sample.browse)
        for sample in found:
            of_order[sample.order_id.id] |= sample
            if sample._gendan_holds():
                of_product[sample.company_id, sample.partner_id.commercial_partner_id, sample.product_id] |= sample
        for line in lines:
            requested = of_order[line.order_id.id] if line.order_id.id else Sample
            own_samples = requested.filtered(lambda sample, line=line: sample._gendan_is_for(line))
            if own_samples:
                result[line] = own_samples
                continue
            key = (line.company_id, line.order_id.partner_id.commercial_partner_id, line.product_id)
            reused = of_product[key].filtered(lambda sample, line=line: sample.order_id != line.order_id)
            result[line] = None if requested and not reused else reused.sorted("approved_on")[-1:]
        return result

    def _gendan_last_approved_sample(self):
        """The last approved sample of each line's product for its customer, expired or not. Batch, for any room.

        :return: {line: gendan.sample (sudo), may be empty}
        """
        lines = self.filtered("product_id")
        # sudo: see _gendan_samples_of
        found = self.env["gendan.sample"].sudo().search(
            [
                ("state", "=", "approved"),
                ("product_id", "in", lines.product_id.ids),
                ("partner_id.commercial_partner_id", "in", lines.order_id.partner_id.commercial_partner_id.ids),
                ("company_id", "in", lines.company_id.ids),
            ],
            order="approved_on desc, id desc",
        )
        last = {}
        for sample in found:
            key = (sample.company_id, sample.partner_id.commercial_partner_id, sample.product_id)
            last.setdefault(key, sample)
        return {
            line: last.get(
                (line.company_id, line.order_id.partner_id.commercial_partner_id, line.product_id), found.browse()
            )
            for line in self
        }
