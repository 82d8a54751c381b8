"""Which approvals and tooling a named change voids."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

# what a change touches: aspect -> kinds of tooling
TOUCHED = {
    "artwork": frozenset({"cylinder", "plate", "screen", "emboss"}),
    "colour": frozenset({"cylinder", "plate", "screen"}),
    "size": frozenset({"cylinder", "plate", "die", "emboss", "mould", "screen"}),
}


class SaleOrder(models.Model):
    """A repeat with a named change voids the approvals it touches; the tooling waits for a word."""

    _inherit = "sale.order"

    def _gendan_change_voids(self):
        # EXTENDS gendan_followup
        voids = super()._gendan_change_voids()
        touched = self._gendan_touched_by_change()
        for order in self:
            samples, sets = touched[order]
            voids[order] += [
                self.env._(
                    "the approval of sample %(sample)s of %(date)s",
                    sample=sample.display_name,
                    date=format_date(self.env, sample.approved_on),
                )
                for sample in samples
            ]
            voids[order] += [
                self.env._("set %(set)s as it is: say which colours or parts are made new", set=tooling.display_name)
                for tooling in sets
            ]
        return voids

    def _gendan_void_changed(self):
        # EXTENDS gendan_followup
        result = super()._gendan_void_changed()
        touched = self._gendan_touched_by_change()
        for order in self:
            samples, sets = touched[order]
            samples._gendan_void(order)
            sets._gendan_overtaken(order)
        return result

    def write(self, vals):
        # EXTENDS sale: an order that is cancelled changes nothing; one that is confirmed again does
        result = super().write(vals)
        if "state" in vals and (changed := self.filtered(lambda order: order.gendan_order_kind == "repeat_change")):
            # sudo: what is touched does not hang on who cancels
            changed.sudo()._gendan_change_moved(vals["state"] == "sale")
        return result

    def _gendan_change_moved(self, is_confirmed):
        """These repeats with a change were confirmed or are no more: what waits on account of them is asked anew.

        An approval they had ended may have been touched by another order's change, too. Call with sudo.
        """
        voided = self.env["gendan.sample"].search([("voided_by_id", "in", self.ids)])
        if voided and not is_confirmed:
            others = self.search(
                Domain("state", "=", "sale")
                & Domain("gendan_order_kind", "=", "repeat_change")
                & Domain("order_line.product_id", "in", voided.product_id.ids)
                & Domain("company_id", "in", voided.company_id.ids),
                order="date_order, id",
            )
            left = voided
            for order, (samples, _sets) in others._gendan_touched_by_change().items() if others else ():
                (left & samples)._gendan_void(order)
                left -= samples
        voided._gendan_sync_todos()
        self.env["gendan.tooling"].search([("changed_by_ids", "in", self.ids)])._gendan_sync_todos()

    def _gendan_touched_by_change(self):
        """Earlier approvals and tooling that the named changes of these orders touch. Batch, a fixed number of queries.

        :return: {order: (gendan.sample (sudo), gendan.tooling (sudo))}
        """
        lines = self.order_line.filtered("product_id")
        sets = lines._gendan_tooling_sets()
        # sudo: what a change touches does not hang on who looks
        samples = self.env["gendan.sample"].sudo().search(
            Domain("state", "=", "approved")
            & Domain("product_id", "in", lines.product_id.ids)
            & Domain("partner_id.commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("kind_id.void_aspect_ids", "in", self.sudo().gendan_change_ids.ids)  # sudo: as above
        )
        result = {}
        for order in self:
            aspects = order.sudo().gendan_change_ids  # sudo: as above
            entered = order.company_id._gendan_to_day(order.create_date)
            codes = set(aspects.mapped("code"))
            kinds = frozenset().union(*(TOUCHED.get(code, frozenset()) for code in codes))
            own = samples.filtered(
                lambda sample, order=order, aspects=aspects, entered=entered: (
                    sample._gendan_holds()
                    and sample.order_id != order
                    and sample.approved_on < entered
                    and sample.company_id == order.company_id
                    and sample.product_id in order.order_line.product_id
                    and sample.partner_id.commercial_partner_id == order.partner_id.commercial_partner_id
                    and sample.kind_id.void_aspect_ids & aspects
                )
            )
            # sudo: as above
            tooling = self.env["gendan.tooling"].sudo().union(*(sets[line] for line in order.order_line & lines))
            result[order] = (
                own,
                tooling.filtered(
                    lambda entry, order=order, kinds=kinds: (
                        entry.kind in kinds and entry.order_id != order and order not in entry.changed_by_ids
                    )
                ),
            )
        return result
