from odoo import fields, models


class ResCompany(models.Model):
    """How we are called on papers, and what our contracts say unless something else is agreed."""

    _inherit = "res.company"

    _gendan_contract_positive = models.Constraint(
        "CHECK (COALESCE(gendan_contract_tolerance, 0) >= 0 AND COALESCE(gendan_contract_objection_days, 0) >= 0"
        " AND COALESCE(gendan_contract_cancellation, 0) >= 0 AND COALESCE(gendan_contract_sign_days, 0) >= 0)",
        "What contracts say in per cent and days cannot be negative.",
    )

    gendan_paper_name = fields.Char(
        "Name on Papers",
        translate=True,
        help="On what customers and suppliers read, mails too. Empty: the company's name.",
    )
    gendan_paper_address = fields.Char("Address on Papers", translate=True, help="Empty: the company's address.")
    gendan_fax = fields.Char(related="partner_id.gendan_fax", readonly=False)
    gendan_account_ids = fields.One2many(
        related="partner_id.gendan_account_ids", string="Our Chat Accounts", readonly=False
    )
    gendan_contract_place = fields.Char("Place of Signing", translate=True)
    gendan_contract_quality = fields.Char("Quality Standard", translate=True)
    gendan_contract_court = fields.Char("Court or Arbitration", translate=True)
    gendan_contract_bilingual = fields.Boolean(
        "Bilingual Contracts",
        help="Customers who read another language than we do get contracts in both, theirs first.",
    )
    gendan_contract_tolerance = fields.Float("Quantity Tolerance (%)", digits=(16, 2))
    gendan_contract_objection_days = fields.Integer("Days to Object")
    gendan_contract_cancellation = fields.Float("Least Cost of Cancellation (%)", digits=(16, 2))
    gendan_contract_sign_days = fields.Integer("Days to Sign", help="0: the offer to sign has no end.")

    def _gendan_called(self):
        # EXTENDS gendan_followup
        return self.gendan_paper_name or super()._gendan_called()


class ResConfigSettings(models.TransientModel):
    """Settings of contracts. What is translated is typed on the company itself, language by language."""

    _inherit = "res.config.settings"

    gendan_contract_bilingual = fields.Boolean(related="company_id.gendan_contract_bilingual", readonly=False)
    gendan_contract_tolerance = fields.Float(related="company_id.gendan_contract_tolerance", readonly=False)
    gendan_contract_objection_days = fields.Integer(
        related="company_id.gendan_contract_objection_days", readonly=False
    )
    gendan_contract_cancellation = fields.Float(related="company_id.gendan_contract_cancellation", readonly=False)
    gendan_contract_sign_days = fields.Integer(related="company_id.gendan_contract_sign_days", readonly=False)

    def action_gendan_paper_texts(self):
        """Button: name, address and texts on papers, with their translations.

        :return: action
        """
        self.ensure_one()
        view = self.env.ref("gendan_followup.res_company_view_form_papers")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Texts of our papers"),
            "res_model": "res.company",
            "res_id": self.company_id.id,
            "views": [(view.id, "form")],
            "target": "new",
        }
