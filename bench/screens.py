"""What the server does when a screen is opened: the calls the web client makes, timed and counted."""

import statistics
from dataclasses import dataclass

from lxml import etree

from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from bench.figures import Spent
from bench.measure import timed, transaction

PAGE = 80
ADMIN = 2
QUEUE = "Bench press"


@dataclass(frozen=True)
class Opening:
    """One opening of a screen."""

    spent: Spent
    queries: int
    rows: int


def open_list(env, view, domain, page):
    """A page of ``sale.order`` in a list view, with the fields that the view asks for.

    :return: number of rows shown
    """
    Order = env["sale.order"]
    arch = Order.get_view(env.ref(view).id, "list")["arch"]
    specification = fields_of(env, "sale.order", etree.fromstring(arch))
    found = Order.web_search_read(domain, specification, limit=page, count_limit=10_001)
    return len(found["records"])


def our_list(env, page=PAGE):
    """The list of followed orders, with the filter it opens with."""
    # sudo: the menu's own action, which the web client reads for everybody
    action = env.ref("gendan_followup.action_gendan_orders").sudo()
    domain = Domain(safe_eval(action.domain)) & Domain("state", "=", "sale") & Domain("gendan_is_done", "=", False)
    return open_list(env, "gendan_followup.sale_order_view_list_followup", domain, page)


def odoo_list(env, page=PAGE):
    """Odoo's own list of sales orders, with the filter it opens with."""
    return open_list(env, "sale.sale_order_list_upload", [("state", "=", "sale")], page)


def grid(env, page=PAGE):
    """The grid of orders and milestones, with the columns of every template on the page."""
    domain = [("delivery_health", "in", ("waiting", "on_track", "at_risk", "late"))]
    return len(env["gendan.plan"].gendan_grid(domain, template="all", limit=page)["rows"])


def own_desk(env):
    """The workbench of the user."""
    page = env["gendan.todo"].get_gendan_workbench(team=False)
    return sum(len(pile["rows"]) for pile in page["piles"])


def team(env):
    """The workbench of a supervisor: the team by person."""
    return len(env["gendan.todo"].get_gendan_workbench(team=True)["people"])


def make_queue(name, operations):
    """A work centre for which so many operations wait, taken from the others; the board is on.

    :return: its id
    """
    with transaction(name) as env:
        company = env["gendan.demo.scenario"]._example("company")
        company.gendan_ranking = True
        centre = env["mrp.workcenter"].search([("name", "=", QUEUE)]) or env["mrp.workcenter"].create(
            {"name": QUEUE, "company_id": company.id, "resource_calendar_id": company.resource_calendar_id.id}
        )
        waiting = env["mrp.workorder"].search(
            [
                ("production_id.state", "in", ("confirmed", "progress")),
                ("state", "in", ("ready", "blocked")),
                ("production_id.sale_line_id", "!=", False),
                ("company_id", "=", company.id),
            ],
            order="id desc",
            limit=operations,
        )
        # past Odoo, which would work out each one's hours and slots anew: only the board is timed
        env.execute_query(SQL("UPDATE mrp_workorder SET workcenter_id = %s WHERE id = ANY(%s)", centre.id, waiting.ids))
        return centre.id


def ranking(env, centre):
    """The ranking board of a work centre."""
    return len(env["gendan.ranking.board"].get_board(centre)["cards"])


def fields_of(env, model, node):
    """The specification that the web client makes of a list's fields."""
    result = {}
    for field in node.iter("field"):
        name = field.get("name")
        kind = env[model]._fields[name].type
        if kind in ("many2one", "reference"):
            result[name] = {"fields": {"display_name": {}}}
        elif kind in ("many2many", "one2many"):
            # only tags are shown in a list
            relation = env[model]._fields[name].comodel_name
            color = {"color": {}} if "color" in env[relation]._fields else {}
            result[name] = {"fields": {"display_name": {}, **color}}
        else:
            result[name] = {}
    return result


def opening(name, work, user=ADMIN):
    """Open a screen in a transaction of its own, as that user.

    :param work: callable (env) -> rows shown
    """
    with transaction(name, user) as env:
        env.user.has_group("base.group_user")  # who it is, is known before any screen opens
        before = env.cr.sql_log_count
        rows = [0]

        def call():
            rows[0] = work(env)

        spent = timed(call)
        return Opening(spent, env.cr.sql_log_count - before, rows[0])


def median_of(list_of_openings):
    """One opening that stands for all."""
    return Opening(
        Spent(*map(statistics.median, zip(*(one.spent for one in list_of_openings), strict=True))),
        round(statistics.median(one.queries for one in list_of_openings)),
        list_of_openings[0].rows,
    )
