from odoo import models


class GendanDocument(models.Model):
    """The approval form is printed from the paper it is kept as."""

    _inherit = "gendan.document"

    def _gendan_form_round(self):
        """The round this approval form is about; empty for another paper, or when the round is gone."""
        self.ensure_one()
        rounds = self.env["gendan.sample.round"]
        if self.kind != "sample_approval" or self.res_model != rounds._name:
            return rounds
        return rounds.browse(self.res_id).exists()

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if not self._gendan_form_round():
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_sample_approval", self.ids
        )[0]

    def _gendan_form_number(self):
        """Number and version, as printed."""
        self.ensure_one()
        return self.env._("%(paper)s, version %(version)s", paper=self.name, version=self.version)
