from odoo import models

# signed by the customer, they say that this is ordered
AGREED_BY = ("contract", "order_confirmation")


class GendanDocument(models.Model):
    """Copies of contracts go out when we have approved and chopped them."""

    _inherit = "gendan.document"

    # ------------------------------------------------------------ business

    def _gendan_counts_changed(self):
        # EXTENDS gendan_followup: signed and back, a contract is the customer's word in writing
        result = super()._gendan_counts_changed()
        papers = self.filtered(lambda paper: paper.kind in AGREED_BY and paper.must_return and paper.order_id)
        papers.order_id._gendan_contracts_back()
        for paper in papers._gendan_counts():
            paper._gendan_contract()._gendan_printed_accounts()._gendan_named_in(paper)
        contracts = papers._gendan_contracts()
        self.env.add_to_compute(contracts._fields["paper_state"], contracts)
        contracts._gendan_sync_todos()
        not_back = self.filtered(lambda paper: not paper.voided_at) - self._gendan_counts()
        if not_back:
            # sudo: noted on accounts is only which paper names them
            self.env["gendan.partner.account"].sudo()._gendan_no_longer_named_in(not_back)
        return result

    def _gendan_contracts(self):
        """The contracts these are copies of, sudo."""
        # sudo: whether a copy may go out does not hang on who asks
        contracts = self.env["gendan.contract"].sudo()
        return contracts.browse({paper.res_id for paper in self if paper.res_model == contracts._name}).exists()

    def _gendan_contract(self):
        """The contract this is a copy of, sudo; empty for another paper."""
        self.ensure_one()
        # sudo: whether a copy may go out does not hang on who asks
        contracts = self.env["gendan.contract"].sudo()
        if self.res_model != contracts._name:
            return contracts
        return contracts.browse(self.res_id).exists()

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if not (contract := self._gendan_contract()):
            return super()._gendan_print_pdf()
        reports = contract.env["ir.actions.report"].with_context(gendan_copy_id=self.id)
        return reports._render_qweb_pdf(
            "gendan_followup.action_report_contract_mail", contract.ids
        )[0]

    def _gendan_issue_error(self):
        # EXTENDS gendan_followup
        if error := super()._gendan_issue_error():
            return error
        if contract := self._gendan_contract():
            return contract._gendan_issue_error()
        if self.kind in ("contract", "order_confirmation") and self.order_id:
            rule = self.env["gendan.paper.rule"]._gendan_of(self.kind, self.order_id)
            if rule._gendan_holds_papers():
                return self.env._(
                    "%(paper)s must not go out like this: papers of this kind are approved or chopped by us first."
                    " Make it with the button “Contract” of order %(order)s.",
                    paper=self.display_name,
                    order=self.order_id.name,
                )
        return False

    def _gendan_void(self, reason):
        # EXTENDS gendan_followup: a contract of which no copy holds does not hold
        voided = super()._gendan_void(reason)
        # sudo: whatever voids the copies
        contracts = self.env["gendan.contract"].sudo().browse(
            {document.res_id for document in voided if document.res_model == "gendan.contract"}
        )
        for contract in contracts.filtered(lambda contract: contract.state == "approved"):
            if all(document.voided_at for document in contract.document_ids):
                contract._gendan_move("void")
        contracts._gendan_sync_todos()
        return voided
