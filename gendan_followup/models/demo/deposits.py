"""The example's deposits: chased, promised, promised in vain."""

from odoo import api, models

# what the customers say, in turn; promised so many days from today, broken before
WORDS = [
    ("老板在国外，周五签字付款", 3, 0),
    ("财务说已汇出，等水单", 1, 1),
]


class GendanDemoScenario(models.AbstractModel):
    """Deposits and letters of credit of the example's orders, from contract and settlement."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_deposits(self, company):
        """Production only warns: the floor of the example goes on."""
        company.write({"gendan_deposits": True, "gendan_deposit_start": "warn"})
        orders = self.env["sale.order"].search([("state", "=", "sale"), ("company_id", "=", company.id)])
        orders._gendan_follow_deposits()
        waiting = self.env["gendan.deposit"].search([("company_id", "=", company.id), ("state", "=", "waiting")])
        for number, (deposit, (reason, days, broken)) in enumerate(zip(waiting, WORDS, strict=False)):
            self._example_keep(f"deposit_{number}", deposit)
            clerk = deposit.clerk_id or self._example("user_supervisor")
            deposit.with_user(clerk)._gendan_note_reason(reason, self._example_day(days))
            if broken:
                deposit._gendan_as_code().broken_count = broken
                deposit._gendan_sync_todos()
