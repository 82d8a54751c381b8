from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.grid_cell import cell_code

# rows the grid takes at once when nobody says how many; the pager goes on from there
GRID_LIMIT = 200

# what a cell is made of, read in one query for all rows
CELL_FIELDS = (
    "id",
    "plan_id",
    "kind_id",
    "state",
    "is_added",
    "actual_date",
    "forecast_date",
    "baseline_date",
    "slack_days",
    "is_critical",
    "hand_date",
    "event_date",
    "own_name",
    "owner",
    "light",
    "remark",
    "retimed_date",
    "retime_reason",
    "skip_reason",
    "expected_source",
    "held_days",
    "is_ready",
)


class GendanPlan(models.Model):
    """The grid orders x milestones: a page of it as plain data, in a bounded number of queries.

    A row is a plan (an order, or its lines with a promised day or a template of their own), a column a milestone
    kind. Read by the view ``gendan_grid`` and by its export; everybody sees the plans and milestones his access
    rules give him, departments without promise, buffer and the light of the money.
    """

    _inherit = "gendan.plan"

    @api.model
    @api.readonly
    def gendan_grid(self, domain, template=False, groupby=(), order=None, offset=0, limit=GRID_LIMIT, money=True):
        """A page of the grid. The number of queries does not grow with the rows (``make bench`` measures this).

        :param list domain: which plans
        :param template: id of the template whose milestone kinds are the columns; "all": every kind of the page;
            False: the template most of the found plans have
        :param groupby: group by specifications, as ``partner_id`` or ``promise_date:week``
        :param str order: order of the rows as in ``search``, or ``kind <id> [desc]``: by that milestone's day
        :param bool money: with the columns of papers and money
        :return: dict: ``total``, ``templates`` [{id, name, count}], ``template``, ``columns``, ``groups``, ``rows``
            (see ``_gendan_grid_rows``), ``today`` and what the user sees and may do
        """
        templates, template = self._gendan_grid_templates(domain, template)
        plans, groups = self._gendan_grid_page(domain, list(groupby), order, offset, limit)
        rows, kinds = plans._gendan_grid_rows()
        columns = self._gendan_grid_columns(template, kinds, money)
        plans._gendan_grid_place(rows, columns, money)
        follows = self.env.user.has_group("sales_team.group_sale_salesman")
        return {
            "total": sum(found["count"] for found in templates),
            "templates": templates,
            "template": template,
            "columns": columns,
            "groups": groups,
            "rows": rows,
            "money": money,
            "today": fields.Date.to_string(self.env.company._gendan_today()),
            "sees_promise": follows,
            "opens_order": follows,
            "can_type": self.env["gendan.milestone"].has_access("write"),
            "can_retime": self.env.user.has_group("gendan_followup.group_gendan_user"),
        }

    @api.model
    def _gendan_grid_templates(self, domain, template):
        """The templates of the found plans, most frequent first, and the one whose kinds are the columns.

        :param template: as for ``gendan_grid``
        :return: ([{id, name, count}], id or "all" or False)
        """
        counts = self._read_group(domain, ["template_id"], ["__count"])
        templates = [{"id": found.id, "name": found.name, "count": count} for found, count in counts]
        templates.sort(key=lambda found: -found["count"])
        if template != "all" and template not in {found["id"] for found in templates}:
            # a favourite may name a template no order on the way has; its columns are still what was asked for
            wanted = self.env["gendan.plan.template"].browse(template or []).exists()
            if wanted and wanted._filtered_access("read"):
                templates.append({"id": wanted.id, "name": wanted.name, "count": 0})
            else:
                template = templates[0]["id"] if templates else False
        return templates, template

    # === which rows ===

    @api.model
    def _gendan_grid_page(self, domain, groupby, order, offset, limit):
        """The plans of a page, sorted by group first.

        :return: (plans, groups): groups as [{label, count, rows}] in the order of the page, ``rows`` on this page
        """
        by_kind = (order or "").startswith("kind ")
        if not groupby and not by_kind:
            return self.search(domain, order=order, offset=offset, limit=limit), []
        # all found ids once: groups and the day of a milestone are no columns of the plan to sort by
        ids = self._search(domain, order=None if by_kind else order).get_result_ids()
        if by_kind:
            ids = self._gendan_grid_sort(ids, order)
        end = offset + limit if limit else None
        if not groupby:
            return self.browse(ids[offset:end]), []
        place = {plan_id: number for number, plan_id in enumerate(ids)}
        start, page, groups = 0, [], []
        for group in self.formatted_read_group(domain, groupby, ["__count", "id:array_agg"]):
            members = sorted(group["id:array_agg"], key=place.__getitem__)
            shown = members[max(0, offset - start) : None if end is None else max(0, end - start)]
            if shown:
                groups.append(
                    {
                        "label": [self._gendan_grid_group_label(spec, group[spec]) for spec in groupby],
                        "count": len(members),
                        "rows": len(shown),
                    }
                )
                page += shown
            start += len(members)
        return self.browse(page), groups

    @api.model
    def _gendan_grid_sort(self, ids, order):
        """``ids`` by the day of one milestone kind; plans without it come last."""
        words = order.split()
        kind_id, descending = int(words[1]), words[-1].lower() == "desc"
        Milestone = self.env["gendan.milestone"]
        query = Milestone._search(
            [("plan_id", "in", ids), ("kind_id", "=", kind_id), ("state", "in", ("open", "done"))]
        )
        names = ("plan_id", "actual_date", "forecast_date")
        columns = [Milestone._field_to_sql(query.table, name, query) for name in names]
        days = {}
        for plan_id, actual, forecast in self.env.execute_query(query.select(*columns)):
            if day := actual or forecast:
                days[plan_id] = min(day, days.get(plan_id, day))
        dated = sorted((plan_id for plan_id in ids if plan_id in days), key=days.__getitem__, reverse=descending)
        return dated + [plan_id for plan_id in ids if plan_id not in days]

    @api.model
    def _gendan_grid_group_label(self, spec, value):
        """The words above a group, for a value as ``formatted_read_group`` gives it."""
        if value is False or value is None:
            return self.env._("None")
        field = self._fields[spec.split(":")[0].split(".")[0]]
        if isinstance(value, (tuple, list)):
            return value[1]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        return str(value)

    # === what is in them ===

    def _gendan_grid_rows(self):
        """The rows with all their cells, not yet put into columns.

        :return: (rows, kinds): rows as dicts with ``all``: the plan's cells; kinds: dict id -> dict of the kinds met
        """
        follows = self.env.user.has_group("sales_team.group_sale_salesman")
        # sudo: related fields are read so. Only what is shown is fetched: orders and lines have a hundred columns
        plans = self.sudo()
        plans.order_id.fetch(["name", "client_order_ref"])
        plans.part_ids.fetch(["line_id"])
        plans.part_ids.line_id.fetch(["product_id"])
        todays = {company.id: company._gendan_today() for company in self.company_id}
        cells, kinds = self._gendan_grid_cells(todays, follows)
        # only theirs: the others' milestones need not be read for it
        waiting = self.filtered(lambda plan: plan.is_conditional and not plan.condition_met_on)
        conditions = {plan.id: plan.condition_summary for plan in waiting.with_prefetch(waiting.ids)}
        rows = []
        for plan in self:
            rows.append(
                {
                    "id": plan.id,
                    "order_id": plan.order_id.id,
                    "order": plan.order_name,
                    "customer": plan.partner_id.display_name,
                    "ref": plan.customer_ref or "",
                    "products": plan.product_summary or "",
                    "template": plan.template_id.id,
                    "clerk": plan.clerk_id.name or "",
                    "health": plan.delivery_health,
                    # departments get the in-house date: what is left to the promise is the clerk's
                    "day": fields.Date.to_string(plan.promise_date if follows else plan.inhouse_date) or False,
                    "forecast": (follows and fields.Date.to_string(plan.forecast_date)) or False,
                    "buffer": plan._gendan_grid_buffer() if follows else False,
                    "money": follows and plan.money_health,
                    "condition": (follows and conditions.get(plan.id)) or False,
                    "all": cells[plan.id],
                }
            )
        return rows, kinds

    def _gendan_grid_buffer(self):
        """Working days left to the promise, or False where the number says nothing (yet, or any more)."""
        self.ensure_one()
        if not self.promise_date or self.delivery_health in ("waiting", "delivered", "cancelled"):
            return False
        return self.buffer_days

    def _gendan_grid_cells(self, todays, follows):
        """The cells of these plans' milestones, read in one query.

        :param todays: dict company id -> ``datetime.date``
        :param bool follows: whether the slack, which gives the promise away, is for this user
        :return: (dict plan id -> list of cells, dict kind id -> kind as a dict)
        """
        Milestone = self.env["gendan.milestone"]
        today_of = {plan.id: todays[plan.company_id.id] for plan in self}
        query = Milestone._search([("plan_id", "in", self.ids)], order="sequence, id")
        columns = [Milestone._field_to_sql(query.table, name, query) for name in CELL_FIELDS]
        found = [
            dict(zip(CELL_FIELDS, record, strict=True)) for record in self.env.execute_query(query.select(*columns))
        ]
        kinds = self._gendan_grid_kinds(
            self.env["gendan.milestone.kind"].browse({record["kind_id"] for record in found})
        )
        writable = self._gendan_grid_writable()
        cells = defaultdict(list)
        for record in found:
            kind = kinds[record["kind_id"]]
            may_type = (
                (writable is True or record["id"] in writable)
                and record["state"] in ("open", "done")
                and not (kind["by_event"] and not record["hand_date"])
            )
            cell = self._gendan_grid_cell(record, today_of[record["plan_id"]], kind)
            if not follows:
                cell.pop("s", None)
            if may_type:
                cell["t"] = 1
            if writable is True or record["id"] in writable:
                cell["w"] = 1
            cells[record["plan_id"]].append(cell)
        return cells, kinds

    @api.model
    def _gendan_grid_kinds(self, kinds):
        """:return: dict id -> what columns and cells need of a milestone kind"""
        return {
            kind.id: {
                "id": kind.id,
                "name": kind.name,
                "light": kind.light,
                "sequence": kind.sequence,
                "by_event": bool(kind.event),
            }
            for kind in kinds
        }

    @api.model
    def _gendan_grid_cell(self, record, today, kind):
        """One cell: short keys, and only those that say something (thousands of them go to the browser).

        ``i`` id, ``k`` kind, ``n`` name where it is not the column's, ``c`` code of its colour, ``d`` the day that
        matters, ``b`` baseline, ``h`` day set by hand, ``x`` on the critical chain, ``o`` owner when not us, ``r``
        remark, ``y`` reason, ``e`` expected source, ``m`` re-timed to, ``l`` days held by the customer, ``s`` slack,
        ``p`` what it waits for is not there yet; ``t`` a day may be typed, ``w`` a remark may be written
        """
        iso = fields.Date.to_string
        code = cell_code(
            record["state"],
            today,
            slack=record["slack_days"] or 0,
            baseline=record["baseline_date"],
            forecast=record["forecast_date"],
            actual=record["actual_date"],
        )
        is_open = record["state"] == "open"
        cell = {"i": record["id"], "k": record["kind_id"], "c": code}
        day = record["actual_date"] or (record["forecast_date"] if is_open else None)
        reason = record["skip_reason"] if record["state"] == "skipped" else record["retime_reason"]
        more = {
            "n": record["own_name"],
            "d": day and iso(day),
            "b": record["baseline_date"] and iso(record["baseline_date"]),
            "h": record["hand_date"] and not record["event_date"] and iso(record["hand_date"]),
            "x": is_open and record["is_critical"] and 1,
            "o": record["owner"] if record["owner"] != "us" and is_open else None,
            "r": record["remark"],
            "y": reason,
            "e": record["expected_source"] if is_open else None,
            "m": is_open and record["retimed_date"] and iso(record["retimed_date"]),
            "l": record["held_days"],
            "s": record["slack_days"] if is_open and kind["light"] == "delivery" else None,
            "p": is_open and not record["is_ready"] and 1,
            "a": record["is_added"] and 1,
            "f": record["light"] == "money" and 1,
        }
        cell.update((key, value) for key, value in more.items() if value)
        return cell

    def _gendan_grid_writable(self):
        """Which milestones of these plans the user may write: their ids, or True for all."""
        Milestone = self.env["gendan.milestone"]
        if self.env.su:
            return True
        if not Milestone.has_access("write"):
            return set()
        rules, read_rules = (
            Domain(self.env["ir.rule"]._compute_domain("gendan.milestone", operation) or [])
            for operation in ("write", "read")
        )
        if rules == read_rules:
            return True
        # the rules' domain in SQL: checking thousands of records in Python would be the slowest part of the page
        query = Milestone.sudo()._search(Domain("plan_id", "in", self.ids) & rules)
        return set(query.get_result_ids())

    @api.model
    def _gendan_grid_columns(self, template, kinds, money):
        """The columns: the template's kinds in its order, then papers and money by the kinds' own order.

        :param template: id, "all" or False
        :param kinds: dict of the kinds met on the page
        """
        met = sorted(kinds.values(), key=lambda kind: (kind["sequence"], kind["id"]))
        if template == "all" or not template:
            columns = [kind for kind in met if kind["light"] == "delivery"]
        else:
            lines = self.env["gendan.plan.template"].browse(template).line_ids
            columns = [
                {"id": kind.id, "name": kind.name, "light": kind.light, "by_event": bool(kind.event)}
                for kind in lines.kind_id
            ]
        if money:
            there = {column["id"] for column in columns}
            columns += [kind for kind in met if kind["light"] == "money" and kind["id"] not in there]
        return [{name: column[name] for name in ("id", "name", "light", "by_event")} for column in columns]

    def _gendan_grid_place(self, rows, columns, money):
        """Put each row's cells under its columns, in place; what has none goes to ``more`` with its name."""
        position = {column["id"]: number for number, column in enumerate(columns)}
        names = {
            kind.id: kind.name
            for kind in self.env["gendan.milestone.kind"].browse(
                {cell["k"] for row in rows for cell in row["all"]} - set(position)
            )
        }
        for row in rows:
            cells, more = [0] * len(columns), []
            # what was added on the order gives way to the template's own step of the same kind
            for cell in sorted(row.pop("all"), key=lambda cell: "a" in cell):
                number = position.get(cell["k"])
                if number is not None and not cells[number]:
                    cells[number] = cell
                elif money or "f" not in cell:
                    if "n" not in cell:
                        cell["n"] = names.get(cell["k"]) or columns[number]["name"]
                    more.append(cell)
            row["cells"], row["more"] = cells, more
