"""Orders that compete for one press."""

from datetime import date, timedelta

from odoo import Command

from ..common import MONDAY, GendanCase


class RankingCase(GendanCase):
    """A press, three orders that are to be printed on it from Monday on, one after the other, half a day each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = cls.make_users(planner="gendan_followup.group_gendan_planner")
        cls.company.gendan_ranking = True
        cls.press, cls.slitter = cls.env["mrp.workcenter"].create(
            [
                {"name": "Press 3", "resource_calendar_id": cls.calendar.id, "time_start": 0, "time_stop": 0},
                {"name": "Slitter 1", "resource_calendar_id": cls.calendar.id, "time_start": 0, "time_stop": 0},
            ]
        )
        cls.bom.operation_ids = [
            Command.create(
                {"name": "Printing", "workcenter_id": cls.press.id, "time_mode": "manual", "time_cycle_manual": 4.8}
            )
        ]
        cls.film.route_ids = [Command.clear()]
        cls.put_in_stock(cls.film, 100000)
        cls.first, cls.second, cls.third = (
            cls.print_order(promised, number)
            for number, promised in enumerate((date(2026, 11, 12), date(2026, 11, 11), date(2026, 11, 10)))
        )
        cls.Board = cls.env["gendan.ranking.board"]

    @classmethod
    def print_order(cls, promised, half_days=0, **values):
        """A confirmed order whose printing (four hours) is planned so many half days from Monday on."""
        order = cls.confirm_order(promised=promised, **values)
        production = cls.production(order)
        production.action_confirm()
        production.action_assign()
        start = MONDAY - timedelta(hours=1) + timedelta(days=half_days // 2, hours=5.5 * (half_days % 2))
        workorder = production.workorder_ids
        workorder.write({"date_start": start, "date_finished": start + timedelta(hours=4)})
        cls.settle(order)
        return order

    @classmethod
    def production(cls, order):
        return order.order_line._gendan_productions()[order.order_line[:1]][:1]

    @classmethod
    def operation(cls, order):
        return cls.production(order).workorder_ids[:1]

    @classmethod
    def board(cls, user=None, centre=None):
        return cls.Board.with_user(user or cls.supervisor).get_board((centre or cls.press).id)

    @classmethod
    def cards(cls, board):
        return {card["id"]: card for card in board["cards"]}

    @classmethod
    def order_on_board(cls, board):
        """The orders as they stand."""
        of = {cls.operation(order).id: order for order in (cls.first, cls.second, cls.third)}
        return [of[card["id"]] for card in board["cards"] if card["id"] in of]

    @classmethod
    def drag(cls, order, before=None, day="2026-11-02"):
        return {
            "id": cls.operation(order).id,
            "day": day,
            "before": cls.operation(before).id if before else False,
        }

    @classmethod
    def decide(cls, move, reason=False, user=None, version=None):
        user = user or cls.supervisor
        version = version or cls.board(user)["version"]
        return cls.Board.with_user(user).decide(cls.press.id, version, move, reason)
