"""Production that starts only when the deposit, or the letter of credit, is here: by the company's policy."""

from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

from .deposit import MANAGER

CODE = "deposit_start"


class ResCompany(models.Model):
    """Whether deposits are chased, and what starting production asks for."""

    _inherit = "res.company"

    gendan_deposits = fields.Boolean(
        "Chase Deposits and Letters of Credit",
        help="Orders whose contract, settlement or prepayment asks for a deposit or letter of credit wait for it with a"
        " to-do; the reason is noted each time.",
    )
    gendan_deposit_start = fields.Selection(
        [
            ("none", "Production starts without it"),
            ("warn", "Production warns"),
            ("hold", "Production waits, unless the supervisor waives it"),
        ],
        string="Before the Deposit Is Here",
        required=True,
        default="none",
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {"gendan_deposits"}


class ResConfigSettings(models.TransientModel):
    """Settings of deposits."""

    _inherit = "res.config.settings"

    gendan_deposits = fields.Boolean(related="company_id.gendan_deposits", readonly=False)
    gendan_deposit_start = fields.Selection(related="company_id.gendan_deposit_start", readonly=False, required=True)


class GendanDeposit(models.Model):
    """The waiver is given on the deposit: one for all productions of its order. No figures: the floor reads it."""

    _inherit = "gendan.deposit"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "produce":
            points = [*points, GatePoint(CODE, type(self)._gendan_start_problems, MANAGER)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        if waiting := self.filtered(lambda deposit: deposit.state == "waiting"):
            actions["produce"] = waiting
        return actions

    def _gendan_start_problems(self):
        """{deposit: problem} of those that keep production waiting, or warn. Batch."""
        result = {}
        for deposit in self.filtered(lambda one: one.state == "waiting"):
            policy = deposit.company_id.gendan_deposit_start
            if policy == "none" or deposit.company_id.id not in self.env["res.company"]._gendan_switched_on(
                "gendan_deposits"
            ):
                continue
            order = deposit.sudo().order_id.name  # sudo: the floor reads no orders
            if deposit.kind == "lc":
                sentence = self.env._(
                    "The letter of credit for %(order)s is not here and checked. Production waits for it; the"
                    " supervisor may release it on the deposit.",
                    order=order,
                )
            else:
                sentence = self.env._(
                    "The deposit for %(order)s is not here. Production waits for it; the supervisor may release it on"
                    " the deposit.",
                    order=order,
                )
            result[deposit] = GateProblem(CODE, sentence, "block" if policy == "hold" else "warn", MANAGER)
        return result


class MrpProduction(models.Model):
    """Productions ask the deposits of the orders they serve."""

    _inherit = "mrp.production"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "produce" and self.env["res.company"]._gendan_switched_on("gendan_deposits"):
            points = [*points, GatePoint(CODE, type(self)._gendan_deposit_problems)]
        return points

    def _gendan_deposit_problems(self):
        """{production: problems}: what its orders wait for. One search for all."""
        # sudo: the floor starts what the deposits allow
        orders_of = {production: production.sudo()._gendan_served_orders() for production in self}
        orders = self.env["sale.order"].sudo().union(*orders_of.values())  # sudo: as above
        if not orders:
            return {}
        deposits = self.env["gendan.deposit"].sudo().search(  # sudo: as above
            [("order_id", "in", orders.ids), ("state", "=", "waiting")]
        )
        gate = deposits._gendan_gate("produce")
        result = defaultdict(list)
        for production, own in orders_of.items():
            for deposit in deposits.filtered(lambda one, own=own: one.order_id in own):
                # the release is given on the deposit, by those who may: not from here
                result[production] += [
                    GateProblem(problem.code, problem.sentence, problem.severity) for problem in gate[deposit]
                ]
        return result
