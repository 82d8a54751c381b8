"""The example's invoices: from an agreed statement under two numbers, one of a month, and one taken back in part."""

from datetime import timedelta

from odoo import Command, api, fields, models

from odoo.addons.gendan_followup.tools.settlement import closing_before


class GendanDemoScenario(models.AbstractModel):
    """Invoices with their tax invoice numbers, and a red invoice that waits to be confirmed."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_invoices(self, company):
        """What the customer agreed to this morning is invoiced; what came back is asked to be taken back."""
        self._example_invoice_agreed(company)
        self._example_invoice_of_month(company)
        self._example_take_back(company)

    @api.model
    def _example_invoice_agreed(self, company):
        """A statement up to today, asked for before the customer's cut-off: agreed, invoiced, two numbers."""
        partner = self._example("partner_mailitian")
        partner.gendan_settlement_profile_id.write(
            {"invoice_split": "po", "invoice_limit": 100000.0, "invoice_limit_tax": "excluded"}
        )
        today = company._gendan_today()
        Statement = self.env["gendan.statement"]
        key = partner.id, company.currency_id.id
        first = fields.Date.start_of(today, "month")
        known = Statement._gendan_of_key(company, partner, company.currency_id)[:1]
        if known and known.date_to >= first:
            first = known.date_to + timedelta(days=1)
        if first > today:
            return
        for statement in Statement._gendan_make(company, first, today, [key]).values():
            self._example_keep("statement_mailitian_today", statement)
            self._example_statement_goes(statement, "agreed", company._gendan_start_of_day(today))
            if statement.amount_b <= 0:
                return
            moves = statement._gendan_make_invoices()
            moves.invoice_date = today
            moves.action_post()
            for number, move in enumerate(moves):
                half = round(move.amount_untaxed * 0.6, 2)
                tax = round(move.amount_tax * 0.6, 2)
                self._example_number(f"24442000000{number}00081235", move, amount=half, tax=tax)
                self._example_number(
                    f"24442000000{number}00081236", move, amount=move.amount_untaxed - half, tax=move.amount_tax - tax
                )

    @api.model
    def _example_number(self, number, move, **values):
        """A tax invoice of an invoice; of the whole of it where nothing else is said."""
        return self.env["gendan.tax.invoice"].create(
            {
                "name": number,
                "company_id": move.company_id.id,
                "move_ids": [Command.set(move.ids)],
                "date": move.invoice_date,
                "kind": "special",
                "amount": move.amount_untaxed,
                "tax": move.amount_tax,
                **values,
            }
        )

    @api.model
    def _example_invoice_of_month(self, company):
        """A Taiwanese customer is invoiced once, on her closing day."""
        partner = self._example("partner_hemu")
        last = closing_before(company._gendan_today(), 25)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": company.id,
                "partner_id": partner.id,
                "invoice_date": last,
                "gendan_closing_day": last,
                "ref": f"{last:%Y-%m}",
                "invoice_line_ids": [
                    Command.create(
                        {"name": f"{last:%m} 月份貨款", "price_unit": 12600.0, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        move.action_post()
        self._example_number("AB12345678", move, kind="uniform_3")

    @api.model
    def _example_take_back(self, company):
        """Trays came back after they were invoiced: the red confirmation form has been asked for."""
        picking = self.env["stock.picking"].search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "child_of", self._example("partner_hengyue").id),
                ("return_id", "!=", False),
                ("state", "=", "done"),
            ]
        ).filtered("gendan_can_red")[:1]
        if not picking:
            return
        invoices = picking._gendan_invoiced_returns().sale_line_id.invoice_lines.move_id.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        for number, move in enumerate(invoices):
            self._example_number(f"24442000000{number}00073310", move)
        red = self.env["gendan.red.invoice"].browse(picking.action_gendan_red_invoice()["res_id"])
        red.write({"asked_by": "buyer", "note": "托盘翘边退货"})
        red.action_ask()
        self._example_keep("red_invoice_hengyue", red)
