"""What a customer has agreed to, and the page of his by which he sees the statement."""

from odoo import models


class GendanStatement(models.Model):
    """The amounts that hold between us and the customer, line by line; and the link to the customer's own page."""

    _name = "gendan.statement"
    _inherit = ["gendan.statement", "portal.mixin"]

    # ------------------------------------------------------------ compute

    def _compute_access_url(self):
        # EXTENDS portal
        result = super()._compute_access_url()
        for statement in self:
            statement.access_url = f"/my/statements/{statement.id}"
        return result

    def _portal_ensure_token(self):
        # EXTENDS portal: the token is the program's to write
        return super(GendanStatement, self._gendan_as_code())._portal_ensure_token()

    # ------------------------------------------------------------ business

    def _gendan_agreed_amounts(self):
        """What the customer has agreed to pay for each line: what stands there, unless he agreed at another figure.

        Batch. Says nothing about whether he has agreed at all: that is the statement's state.

        :return: {gendan.statement.line: amount with tax, in the statement's currency, negative for what he gets back}
        """
        return {line: line.amount_total for line in self.line_ids}

    def _gendan_accepted_deductions(self):
        """What we let the customer take off: invoiced in full, with a line that takes it off. Hook, batch.

        ``_gendan_agreed_amounts`` gives such a line's amount after it; what is missing beyond it is a difference left
        for the next statement.

        :return: {statement: [(reason, amount with tax above zero, gendan.statement.line or none)]}
        """
        return {statement: [] for statement in self}
