from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanContract(models.Model):
    """The copy that comes back can be signed on the portal, where the rules of signed papers let it."""

    _inherit = "gendan.contract"

    # sudo: seen with the contract
    may_be_signed_here = fields.Boolean(compute="_compute_portal", compute_sudo=True)
    portal_text = fields.Char(string="Portal", compute="_compute_portal", compute_sudo=True)

    @api.depends("state", "paper_state", "document_ids.state", "document_ids.voided_at")
    @api.depends_context("lang")
    def _compute_portal(self):
        for contract in self:
            contract.may_be_signed_here = bool(contract._gendan_signable_copy()) and not contract._gendan_issue_error()
            texts = [copy._gendan_portal_text() for copy in contract.document_ids if not copy.voided_at]
            contract.portal_text = " ".join(filter(None, texts))

    def action_have_signed(self):
        """Button: the copy that comes back goes up on the portal, and the customer gets a mail with the link.

        :return: action of the composer
        :raise UserError: it may not go out yet, or is not signed on the portal
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_issue_error():
            raise UserError(sentence)
        copy = self._gendan_signable_copy()
        if not copy:
            raise UserError(
                self.env._(
                    "%(paper)s has no copy to be signed on the portal: none is to come back, it is back already, or the"
                    " customer's rule for signed papers does not allow it.",
                    paper=self.display_name,
                )
            )
        return copy._gendan_have_signed()

    def _gendan_signable_copy(self):
        """The copy of this contract the customer can sign on the portal now, or none."""
        self.ensure_one()
        return self.document_ids.filtered(lambda copy: copy.must_return and not copy.voided_at)._gendan_signable()[:1]
