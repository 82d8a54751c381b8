from odoo import models


class ResPartner(models.Model):
    """Which customers are told of milestones by e-mail."""

    _inherit = "res.partner"

    def _gendan_wants_messages(self, company):
        """Whether e-mails about milestones go to this customer by themselves. Call with sudo.

        The customer's own choice; by default the company's for customers abroad or at home. A customer without a
        country counts as at home.

        :param company: res.company that would write
        """
        self.ensure_one()
        customer = self.commercial_partner_id.with_company(company)
        if customer.gendan_message_policy != "default":
            return customer.gendan_message_policy == "on"
        return company.gendan_messages_export if customer.gendan_is_export else company.gendan_messages_domestic
