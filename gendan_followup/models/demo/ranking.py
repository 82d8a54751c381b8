"""The press of the example, where orders compete: hours that fill days, penalties, one decision."""

from odoo import api, models

# order -> hours on the press; the operations behind it go by shares of that
PRESS_HOURS = {
    "r3": 1, "n2": 1, "k1": 2, "k3": 1.5, "n1": 2, "r2": 1.5, "k2": 3, "e1": 2, "n3": 3, "r1": 2.5, "g1": 4,
}  # fmt: skip
SHARES = {"press": 1.0, "laminator": 0.8, "bag_machine": 1.2, "inspection": 0.4}
# order -> (per cent of the order a day, at most), as the contract says
PENALTIES = {"k2": (0.5, 10), "e1": (1, 20)}
# who puts which order in front of which one, and why
DECIDED = ("pmc", "e1", "r2", "讯禾产线等袋，采购王工今早来电，每天罚 1%")


class GendanDemoScenario(models.AbstractModel):
    """Who comes first on the press."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_ranking(self, company):
        """The board is on, the press has a queue of a week, the planner has decided once."""
        company.gendan_ranking = True
        stamps = {}
        for key, hours in PRESS_HOURS.items():
            for workorder in self._example_productions(self._example(f"order_{key}")).workorder_ids:
                for name, share in SHARES.items():
                    if workorder.workcenter_id == self._example(f"workcenter_{name}"):
                        stamps[workorder] = {"duration_expected": 60 * hours * share}
        # the work orders' hours; when the productions end stays as it is
        self._example_stamp(stamps)
        for key, (percent, most) in PENALTIES.items():
            self._example(f"order_{key}").write({"gendan_penalty_percent": percent, "gendan_penalty_most": most})
        self._example_decide(*DECIDED)

    @api.model
    def _example_decide(self, who, key, before, reason):
        """One order is put in front of another on the press."""
        press = self._example("workcenter_press")
        Board = self.env["gendan.ranking.board"].with_user(self._example(f"user_{who}")).with_context(lang="zh_CN")
        board = Board.get_board(press.id)
        card_of = {card["production"]: card for card in board["cards"]}

        def card(order):
            productions = self._example_productions(self._example(f"order_{order}"))
            return next(card_of[production.name] for production in productions if production.name in card_of)

        move = {"id": card(key)["id"], "day": card(before)["day"], "before": card(before)["id"]}
        Board.decide(press.id, board["version"], move, reason)
