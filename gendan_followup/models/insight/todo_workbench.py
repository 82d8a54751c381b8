"""What the workbench shows."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.todo_bucket import BUCKETS

# rows of one pile shown at first, and more with each "show more"
PAGE = 40
ROW_ORDER = "urgency desc, due, id"


class GendanTodo(models.Model):
    """The workbench: one person's desk in piles, or the team by person.

    Reads to-dos only; the names beside them (order, customer, people) come along in one query a
    model. The number of queries does not depend on how many to-dos there are.
    """

    _inherit = "gendan.todo"

    @api.model
    @api.readonly
    def get_gendan_workbench(self, domain=None, team=None, person_id=False, limits=None):
        """The page's data. Called by the web client; everybody gets what the record rules let him read.

        :param list domain: of the search bar; a number counts what it leaves
        :param team: True for the team by person, for supervisors; False for one desk; None: what suits the user
        :param int person_id: whose desk, for supervisors; False: the user's own
        :param dict limits: pile -> rows to show, 40 if not told
        :return: dict ``can_team``, ``can_skip``, ``team``, ``person``, ``today``, ``piles`` (see `_gendan_pile`), and
            for the team ``people`` (see `_gendan_people`). ``domain`` of each is the domain of the list behind the
            number.
        :raise AccessError: the team or another's desk, and the user is no supervisor
        """
        self.browse().check_access("read")
        user = self.env.user
        can_team = user.has_group("gendan_followup.group_gendan_manager")
        if team is None:
            team = can_team and not person_id
        if (team or person_id not in (False, None, user.id)) and not can_team:
            raise AccessError(self.env._("Only a supervisor looks at other people's desks."))
        person = self.env["res.users"].browse(person_id or user.id)
        filters = Domain(domain or [])
        data = {
            "can_team": can_team,
            "can_skip": user.has_group("gendan_followup.group_gendan_user"),
            "team": bool(team),
            # sudo: the colleague's name
            "person": {"id": person.id, "name": person.sudo().name, "is_me": person == user},
            "today": fields.Date.to_string(self.env.company._gendan_today()),
        }
        if team:
            return {**data, **self._gendan_people(filters)}
        piles = [
            self._gendan_pile(code, label, filters & pile, (limits or {}).get(code) or PAGE)
            for code, (label, pile) in self._gendan_desk_piles(person).items()
        ]
        shown = self.union(*(todos for _pile, todos in piles))
        rows = {row["id"]: row for row in shown._gendan_rows(person)}
        return {**data, "piles": [{**pile, "rows": [rows[todo.id] for todo in todos]} for pile, todos in piles]}

    @api.model
    def _gendan_pile(self, code, label, domain, limit):
        """One pile: its number and the to-dos shown of it, the most urgent first.

        :return: (dict ``code``, ``label``, ``count``, ``domain``; to-dos)
        """
        todos = self.search(domain, order=ROW_ORDER, limit=limit)
        # a pile shown whole need not be counted
        count = len(todos) if len(todos) < limit else self.search_count(domain)
        return {"code": code, "label": label, "count": count, "domain": list(domain)}, todos

    def _gendan_rows(self, person):
        """These to-dos as rows of the workbench.

        :param person: ``res.users`` whose desk it is
        :return: list of dicts; days as ISO text
        """
        offered = self._gendan_offered()
        sees_orders = self.env.user.has_group("sales_team.group_sale_salesman")
        rows = []
        # sudo: the names beside a to-do are shown to whoever may read it; departments cannot read orders
        for todo, known in zip(self, self.sudo(), strict=True):
            order = known.order_id
            rows.append(
                {
                    "id": todo.id,
                    "name": known.label,
                    "due": fields.Date.to_string(todo.due) if todo.due else False,
                    "days_left": todo.days_left,
                    "urgency": todo.urgency,
                    "level": todo.level,
                    "document": [todo.res_model, todo.res_id],
                    "order": [order.id, order.name] if order else False,
                    "can_open_order": bool(order and sees_orders),
                    "reference": order.client_order_ref or False,
                    "customer": known.partner_id.name or False,
                    "buffer": order.gendan_buffer_days
                    if sees_orders and order.gendan_delivery_health in ("late", "at_risk", "on_track")
                    else False,
                    "health": order.gendan_delivery_health if sees_orders else False,
                    "user": [known.user_id.id, known.user_id.name] if known.user_id else False,
                    "is_own": known.user_id == person,
                    "for": known.on_behalf_of_id.name or False,
                    "department": known.department_id.name or False,
                    "clerk": known.clerk_id.name or False,
                    "reminded": known._gendan_reminded_on(),
                    "actions": [self._gendan_plain_action(action) for action in offered[todo]],
                }
            )
        return rows

    def _gendan_reminded_on(self):
        """The day who acts now was last reminded by somebody, ISO; False where he was not."""
        self.ensure_one()
        if not self.reminded_at or self.reminded_user_id != self.user_id:
            return False
        return fields.Date.to_string(self.company_id._gendan_to_day(self.reminded_at))

    @api.model
    def _gendan_plain_action(self, action):
        days = {
            name: fields.Date.to_string(action[name]) for name in ("day", "first_day", "last_day") if action.get(name)
        }
        return {**action, **days}

    # ------------------------------------------------------------ the team

    @api.model
    def _gendan_people(self, filters):
        """The team by person who acts today, the most late first; a bounded number of queries.

        What waits for others is counted for the clerk whose customer it is.

        :param filters: Domain of the search bar
        :return: dict ``people``: list of dict ``person``, ``is_clerk``, ``absent``, ``counts`` (pile -> number),
            ``domains`` (pile -> domain), ``load`` (all she is to do), ``orders``; ``piles``: the sums
        """
        opened = Domain("open", "=", True) & filters
        labels = dict(self._fields["bucket"]._description_selection(self.env))
        labels["others"] = self.env._("Waits for others")
        counts, orders = defaultdict(lambda: dict.fromkeys(labels, 0)), {}
        nobody = self.env["res.users"]
        for code, _label in BUCKETS:
            for user, number in self._read_group(opened & Domain("bucket", "=", code), ["user_id"], ["__count"]):
                counts[user][code] = number
        for user, number in self._read_group(opened, ["user_id"], ["order_id:count_distinct"]):
            orders[user] = number
        for clerk, user, number in self._read_group(opened, ["clerk_id", "user_id"], ["__count"]):
            if clerk and clerk != user:
                counts[clerk]["others"] += number
        # sudo: names and groups of colleagues
        team = nobody.union(*counts).sudo()
        clerks = self.env.ref("gendan_followup.group_gendan_user").sudo().all_user_ids  # sudo: as above
        away = self.env["gendan.absence"]._gendan_away_now()
        people = [
            self._gendan_person(user, counts[user], orders.get(user, 0), opened, user in clerks, away.get(user))
            for user in (*team, *([nobody] if nobody in counts else []))
        ]
        people.sort(key=lambda one: (not one["is_clerk"], -one["counts"]["late"], -one["load"], one["person"]["name"]))
        domains = {code: opened & Domain("bucket", "=", code) for code, _label in BUCKETS}
        domains["others"] = opened & Domain("is_with_other", "=", True)
        piles = [
            {
                "code": code,
                "label": label,
                "count": sum(one["counts"][code] for one in people),
                "domain": list(domains[code]),
            }
            for code, label in labels.items()
        ]
        return {"people": people, "piles": piles}

    @api.model
    def _gendan_person(self, user, counts, orders, opened, is_clerk, absence):
        """One line of the team."""
        own = opened & Domain("user_id", "=", user.id)
        domains = {code: own & Domain("bucket", "=", code) for code, _label in BUCKETS}
        # what nobody acts on is late or due, it does not wait for others
        hers = Domain("clerk_id", "=", user.id) & Domain("user_id", "!=", user.id) if user else Domain.FALSE
        domains["others"] = opened & hers
        return {
            "person": {"id": user.id, "name": user.name or self.env._("Nobody")},
            "is_clerk": is_clerk,
            "absent": absence.backup_id.name if absence else False,
            "counts": counts,
            "domains": {code: list(domain) for code, domain in domains.items()},
            "load": sum(counts[code] for code, _label in BUCKETS),
            "orders": orders,
        }
