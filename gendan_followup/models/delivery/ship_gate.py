"""The rules asked before goods leave for a customer.

The way of the data. Goods cross the customer's door in `stock.move._action_done` and by lines written on done moves,
nowhere else. `stock.picking.button_validate` (the button, Odoo's back-order dialog, which calls it again, a batch or
wave, RPC) asks the gate "ship" before super and hands a pass down; `stock.move._action_done` asks before super for
those without a pass (scripts, scheduler, moves without a transfer), so before `stock_delivery` calls the carrier;
`stock.move.line.create/write` ask after super for goods added to what has left. Only moves whose next step is the
customer's door are asked about (`_gendan_crossing`): picks and packs, receipts, internal moves and returns are not.

Each rule is one method here, asked once for all shipments, by whatever room. Nothing is asked where no company has
switched a rule on. What it answers depends on the ERP's records alone, so that a gate opens by itself when the fact
it waits for arises; the to-dos of those who can open it are brought in line before each commit that may matter
(`stock_picking_held`).
"""

from odoo import api, models

from .res_company_gate import RULES

MANAGER = "gendan_followup.group_gendan_manager"
FIGURES_GROUPS = ("sales_team.group_sale_salesman", "account.group_account_invoice", "account.group_account_readonly")


class GendanShipGate(models.AbstractModel):
    """What speaks against letting goods leave. Stores nothing; rooms extend `_gendan_find_<rule>`."""

    _name = "gendan.ship.gate"
    _description = "Rules before Shipping"

    @api.model
    def _gendan_find(self, rule, shipments):
        """What one rule finds. Batch.

        :param str rule: key of `RULES`
        :param shipments: list of `tools.shipment.Shipment`
        :return: {key of a shipment: sentence, problem or list of them}
        """
        on = self.env["res.company"]._gendan_ship_rules()
        asked = [shipment for shipment in shipments if rule in on.get(shipment.company.id, ())]
        return getattr(self, f"_gendan_find_{rule}")(asked) if asked else {}

    @api.model
    def _gendan_rules_of(self, company):
        """The rules that are on in a company, in the order of the card."""
        on = self.env["res.company"]._gendan_ship_rules().get(company.id, ())
        return [rule for rule in RULES if rule in on]

    @api.model
    def _gendan_rule_labels(self):
        """{rule: its name on the card}"""
        return {
            "credit": self.env._("Credit"),
            "cash": self.env._("Payment"),
            "papers": self.env._("Papers"),
            "hold": self.env._("Sample or quality"),
            "tolerance": self.env._("Quantity"),
        }

    @api.model
    def _gendan_openers(self):
        """{rule: who can open it, in words}"""
        return {
            "credit": self.env._("The supervisor, or a payment"),
            "cash": self.env._("A payment, accounting's word on a remittance slip, or the supervisor"),
            "papers": self.env._("The signed paper, or the supervisor"),
            "hold": self.env._("The approval or quality's release, or the supervisor"),
            "tolerance": self.env._("A smaller quantity, or a reason where the rule allows it"),
        }

    @api.model
    def _gendan_tells_figures(self):
        """Whether the asker may read what customers owe: the warehouse reads the sentence without sums."""
        if self.env.context.get("gendan_no_figures"):  # for a note the warehouse reads, whoever writes it
            return False
        return self.env.su or any(self.env.user.has_group(group) for group in FIGURES_GROUPS)

    # ------------------------------------------------------------ hooks

    @api.model
    def _gendan_find_hold(self, shipments):
        """Samples or quality that hold these shipments. Hook: rooms return `super()` plus their own."""
        return {}
