from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from .complaint import ENDED


class GendanReceivableCase(models.Model):
    """A complaint that is open explains why its invoice is."""

    _inherit = "gendan.receivable.case"

    def _gendan_case_reasons(self):
        # EXTENDS gendan_followup (statement)
        reasons = super()._gendan_case_reasons()
        orders = self._gendan_orders()
        all_orders = self.env["sale.order"].union(*orders.values())
        about = Domain("invoice_id", "in", self.move_id.ids) | Domain("order_id", "in", all_orders.ids)
        # about a delivery of several orders
        about |= Domain([("order_id", "=", False), ("line_ids.order_line_id.order_id", "in", all_orders.ids)])
        # superuser, as the hook says
        complaints = self.env["gendan.complaint"].search(about & Domain("state", "not in", ENDED), order="id")
        by_document = defaultdict(complaints.browse)
        for complaint in complaints:
            by_document[complaint.invoice_id] |= complaint
            for order in complaint._gendan_complained_orders():
                by_document[order] |= complaint
        for case in self:
            documents = [case.move_id, *orders[case]]
            found = complaints.browse().union(*(by_document[document] for document in documents))
            for complaint in found.sorted("id"):
                text = self.env._("Complaint %(complaint)s is open.", complaint=complaint.display_name)
                reasons[case].append(case._gendan_reason("complaint", text))
        return reasons


class GendanComplaint(models.Model):
    """What begins and ends explains debts, or does no longer."""

    _inherit = "gendan.complaint"

    def _gendan_state_moved(self, before):
        # EXTENDS gendan_followup
        result = super()._gendan_state_moved(before)
        turned = self.filtered(
            lambda one: not before[one] or one.state in ENDED or before[one] in ENDED  # begun, ended, open again
        )
        for company, complaints in turned.grouped("company_id").items():
            self.env["gendan.receivable.case"]._gendan_mark(company, complaints.partner_id)
        return result
