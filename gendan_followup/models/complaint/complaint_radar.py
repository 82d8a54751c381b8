"""The radar: the same fault on the same product of the same customer, again."""

from datetime import timedelta

from odoo import api, fields, models

# a fault within so many days is a repeat
WITHIN = timedelta(days=365)


class GendanComplaint(models.Model):
    """Earlier complaints of the same, shown when it is opened."""

    _inherit = "gendan.complaint"

    repeat_ids = fields.Many2many(
        "gendan.complaint",
        string="Complained about before",
        compute="_compute_repeats",
        help="Of the same customer, product and defect or cause, within a year.",
    )
    repeat_count = fields.Integer("Repeats", compute="_compute_repeats")

    @api.depends("partner_id", "received_at", "line_ids.product_id", "line_ids.defect_id", "cause_id")
    @api.depends_context("uid")
    def _compute_repeats(self):
        repeats = self._gendan_repeats()
        for complaint in self:
            complaint.repeat_ids = repeats[complaint]
            complaint.repeat_count = len(repeats[complaint])

    def _gendan_repeats(self):
        """Earlier complaints of the same customer about the same product and fault, within a year. Batch.

        The fault: see ``gendan.complaint.line._gendan_is_same_fault``; unfounded and cancelled ones do not count.

        :return: {complaint: complaints the user may read, the newest first}
        """
        result = {complaint: self.browse() for complaint in self}
        asked = self.filtered(lambda complaint: complaint.partner_id and complaint.received_at and complaint.line_ids)
        if not asked:
            return result
        first = min(asked.mapped("received_at")) - WITHIN
        lines = self.env["gendan.complaint.line"].search(
            [
                ("partner_id", "in", asked.partner_id._origin.ids),
                ("product_id", "in", asked.line_ids.product_id._origin.ids),
                ("received_at", ">=", first),
                ("complaint_id.state", "not in", ("unfounded", "cancelled")),
            ]
        )
        by_key = lines.grouped(lambda line: (line.partner_id.id, line.product_id.id))
        for complaint in asked:
            own, at = complaint._origin, complaint.received_at
            found = self.browse()
            for line in complaint.line_ids:
                key = (complaint.partner_id._origin.id, line.product_id._origin.id)
                for other in by_key.get(key, lines.browse()):
                    earlier = other.complaint_id
                    is_before = (earlier.received_at, earlier.id) < (at, own.id or float("inf"))
                    same = line._gendan_is_same_fault(other)
                    if earlier != own and is_before and at - earlier.received_at <= WITHIN and same:
                        found |= earlier
            result[complaint] = found.sorted(lambda one: (one.received_at, one.id), reverse=True)
        return result

    def action_repeats(self):
        """Button: the earlier complaints.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_complaint")
        return {**action, "domain": [("id", "in", self.repeat_ids.ids)], "context": {}}


class SaleOrder(models.Model):
    """What was complained about is told before a batch is repeated, and to who decides on prices."""

    _inherit = "sale.order"

    def _gendan_complaint_history(self):
        # EXTENDS gendan_followup (order): the last three of the customer about what is ordered
        result = super()._gendan_complaint_history()
        for order, lines in self._gendan_complained_lines().items():
            facts = [line._gendan_history_fact() for line in lines[:3]]
            result[order] = [*result.get(order, ()), *facts]
        return result

    def _gendan_complained_lines(self, since=None):
        """What the customer complained about of what is ordered, the newest first. Batch; what the user may read.

        :param since: naive UTC; all of them when left out
        :return: {order: gendan.complaint.line}
        """
        Line = self.env["gendan.complaint.line"]
        products = self.order_line.product_id._origin
        partners = self.partner_id.commercial_partner_id._origin
        if not products or not partners or not Line.has_access("read"):
            return dict.fromkeys(self, Line)
        lines = Line.search(
            [
                ("partner_id", "in", partners.ids),
                ("product_id", "in", products.ids),
                ("complaint_id.state", "not in", ("unfounded", "cancelled")),
                *([("received_at", ">=", since)] if since else ()),
            ],
            order="received_at desc, id desc",
        )
        by_key = lines.grouped(lambda line: (line.partner_id, line.product_id))
        result = {}
        for order in self:
            customer, ordered = order.partner_id.commercial_partner_id._origin, order.order_line.product_id._origin
            found = Line.union(*(by_key.get((customer, product), Line) for product in ordered))
            result[order] = found.sorted(lambda line: (line.received_at, line.id), reverse=True)
        return result


class GendanComplaintLine(models.Model):
    """One line as a fact of the customer's history."""

    _inherit = "gendan.complaint.line"

    def _gendan_is_same_fault(self, other):
        """Whether another line of the same product shows the same fault.

        That is the same defect, one finer or coarser, or one not said; or of another defect the same cause.
        """
        mine, his = self.defect_id._origin.parent_path, other.defect_id.parent_path
        if not mine or not his or mine.startswith(his) or his.startswith(mine):
            return True
        cause = self.complaint_id.cause_id._origin
        return bool(cause) and cause == other.complaint_id.cause_id

    def _gendan_history_fact(self):
        """As ``sale.order._gendan_complaint_history`` tells it: (label, text, record)."""
        self.ensure_one()
        complaint = self.complaint_id
        states = dict(complaint._fields["state"]._description_selection(self.env))
        day = complaint.company_id._gendan_to_day(self.received_at)
        what = self.defect_id.display_name or complaint.subject
        text = f"{day} · {self.product_id.display_name} · {what} · {states[complaint.state]}"
        return (self.env._("Complaint %(number)s", number=complaint.name), text, complaint)
