"""What of the mails to the complaints' address is none: see ``gendan.mail.intake.mixin``."""

from odoo import api, models


class GendanMailAside(models.Model):
    """Mails to the complaints' address among those set aside."""

    _inherit = "gendan.mail.aside"

    @api.model
    def _selection_to_model(self):
        # EXTENDS gendan_followup
        return [*super()._selection_to_model(), ("gendan.complaint", self.env._("Complaints"))]


class GendanComplaint(models.Model):
    """A customer's mail to many is a complaint where it names his order, delivery or complaint, else an inquiry."""

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_names_ours(self, subject, text, customer, company):
        # EXTENDS gendan_followup
        named = self._gendan_named_complaint(subject, customer, company)
        return bool(named) or super()._gendan_names_ours(subject, text, customer, company)

    @api.model
    def _gendan_list_route(self, route, customer, company):
        # EXTENDS gendan_followup
        return ("gendan.inquiry", False, {"company_id": company.id, "partner_id": customer.id}, *route[3:])

    @api.model
    def _gendan_taken_values(self, aside):
        # EXTENDS gendan_followup: the clock runs from when he wrote
        return {**super()._gendan_taken_values(aside), "received_at": aside.received_at}
