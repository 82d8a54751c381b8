"""The ranking board: what it shows to whom, what a decision would do, and the decision itself."""

import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import format_date, format_datetime

from ...tools.ranking import contradicts, lay_out, loads, moved, new_order, ranked

READERS = (
    "gendan_followup.group_gendan_user",
    "gendan_followup.group_gendan_department",
    "gendan_followup.group_gendan_planner",
)
PLANNER = "gendan_followup.group_gendan_planner"
SELLS = "sales_team.group_sale_salesman"
# working days shown one by one; what begins later stands together
SHOWN_DAYS = 10


class GendanRankingBoard(models.AbstractModel):
    """Called by the web client; keeps nothing. Whoever follows orders or answers for a department may look, planners
    and supervisors decide, and both is asked here and not on the screen.
    """

    _name = "gendan.ranking.board"
    _description = "Ranking Board"

    # ------------------------------------------------------------ who

    @api.model
    def _gendan_look_error(self):
        """The sentence why this user does not see the board, or False."""
        if not any(self.env.user.has_group(group) for group in READERS):
            return self.env._("The ranking board is for those who follow orders and for the departments.")
        return False

    @api.model
    def _gendan_decide_error(self):
        """The sentence why this user does not decide, or False."""
        if not self.env.user.has_group(PLANNER):
            return self.env._(
                "Supervisors and planners decide who comes first. Ask one of them to put your order forward."
            )
        return False

    @api.model
    def _gendan_workcenter(self, workcenter_id):
        """The work centre, after asking whether this user may see it: ``mrp.workcenter``, sudo.

        :raise AccessError: this user does not see the board, or not this work centre
        :raise UserError: its company does not rank
        """
        if sentence := self._gendan_look_error():
            raise AccessError(sentence)
        # sudo: clerks have no rights on production; the company is checked here
        workcenter = self.env["mrp.workcenter"].sudo().browse(workcenter_id).exists()
        company = workcenter.company_id or self.env.company
        if not workcenter or company not in self.env.companies:
            raise AccessError(self.env._("This work centre belongs to another company, or is gone."))
        if not company.gendan_ranking:
            raise UserError(
                self.env._(
                    "%(company)s does not rank orders at its work centres. A supervisor switches it on in the"
                    " settings.",
                    company=company.name,
                )
            )
        return workcenter.with_company(company)

    # ------------------------------------------------------------ the board

    @api.model
    def get_board(self, workcenter_id=False):
        """All the board shows. Called by the web client.

        :param workcenter_id: which work centre; False: the one with most to do
        :return: dict; ``enabled`` False and nothing else where no company of the user's ranks
        :raise AccessError: this user does not see the board
        """
        if sentence := self._gendan_look_error():
            raise AccessError(sentence)
        companies = self.env.companies.filtered("gendan_ranking")
        if not companies:
            return {"enabled": False, "can_switch_on": self.env.user.has_group("gendan_followup.group_gendan_manager")}
        centres = self._gendan_centres(companies)
        if not workcenter_id and centres:
            workcenter_id = max(centres, key=lambda one: one["count"])["id"]
        if not workcenter_id:
            return {"enabled": True, "workcenters": [], "workcenter": False, "days": [], "cards": [], "log": []}
        workcenter = self._gendan_workcenter(workcenter_id)
        queue = workcenter._gendan_queue()
        proposal = self._gendan_proposal(queue)
        days = self._gendan_days(queue)
        return {
            "enabled": True,
            "can_decide": not self._gendan_decide_error(),
            "workcenters": centres,
            "workcenter": {
                "id": workcenter.id,
                "name": workcenter.name,
                "is_blocked": workcenter.working_state == "blocked",
            },
            "version": self._gendan_version(queue),
            "days": days,
            "cards": self._gendan_cards(queue, proposal, days),
            "is_as_proposed": not self._gendan_changes(queue, proposal),
            "log": self._gendan_log(workcenter),
        }

    @api.model
    def _gendan_centres(self, companies):
        """The work centres to choose from, with what waits at each."""
        # sudo: as _gendan_workcenter
        centres = self.env["mrp.workcenter"].sudo().search([("company_id", "in", companies.ids)])
        counts = dict(
            self.env["mrp.workorder"].sudo()._read_group(  # sudo: as above
                centres._gendan_ranking_domain(), ["workcenter_id"], ["__count"]
            )
        )
        return [{"id": one.id, "name": one.name, "count": counts.get(one, 0)} for one in centres]

    @api.model
    def _gendan_version(self, queue):
        """What the order was made of: when this has changed, so has the board."""
        rows = [
            (
                key,
                str(one.date_start),
                str(one.date_finished),
                str(one.production_id.date_start),
                one.state,
                one.production_id.priority,
            )
            for key, one in sorted(queue.workorders.items())
        ]
        digest = hashlib.sha256(repr((queue.workcenter.id, rows)).encode()).hexdigest()[:16]
        # the first part says whether somebody decided, the second whether anything else has changed
        return f"{queue.workcenter.gendan_ranking_version}-{digest}"

    @api.model
    def _gendan_proposal(self, queue):
        """The proposed order: list of ``tools.ranking.Place``."""
        company = queue.workcenter.company_id or self.env.company
        return lay_out(ranked(queue.jobs, company._gendan_rank_weights()))

    @api.model
    def _gendan_changes(self, queue, proposal):
        """Keys whose place in the order the proposal changes."""
        stands = [job.key for job in queue.jobs]
        return [place.key for place, key in zip(proposal, stands, strict=True) if place.key != key]

    @api.model
    def _gendan_days(self, queue):
        """The working days shown, with hours of work and of load; the last entry is all that comes later."""
        company = queue.workcenter.company_id or self.env.company
        result, edges = [], []
        day = company._gendan_today()
        while len(result) < SHOWN_DAYS and len(edges) < 60:
            first = queue.at(company._gendan_start_of_day(day))
            last = queue.at(company._gendan_start_of_day(day + timedelta(days=1)))
            edges.append((first, last))
            if last - first > 0.01:
                result.append({"day": fields.Date.to_string(day), "begin": first, "end": last})
            day += timedelta(days=1)
        spans = [(one["begin"], one["end"]) for one in result]
        found = loads([(job.start, job.end) for job in queue.jobs], spans)
        for one, load in zip(result, found, strict=True):
            moment = fields.Date.to_date(one["day"])
            one |= {
                "label": self.env["gendan.ranking.words"]._gendan_day(moment),
                "hours": round(one["end"] - one["begin"], 1),
                "load": round(load, 1),
            }
        result.append(
            {
                "day": "later",
                "label": self.env._("Later"),
                "begin": spans[-1][1] if spans else 0.0,
                "end": False,
                "hours": False,
                "load": round(sum(job.hours for job in queue.jobs) - sum(found), 1),
            }
        )
        return result

    @api.model
    def _gendan_day_of(self, hours, days):
        """The column in which something stands that begins after so many hours."""
        return next((one["day"] for one in days if one["end"] is not False and hours < one["end"] - 0.005), "later")

    @api.model
    def _gendan_cards(self, queue, proposal, days):
        """The cards in the order in which they stand."""
        places = {place.key: place for place in proposal}
        visible = self._gendan_visible(queue)
        words = self.env["gendan.ranking.words"]
        company = queue.workcenter.company_id or self.env.company
        weights = company._gendan_rank_weights()
        cards = []
        for rank, job in enumerate(queue.jobs, start=1):
            workorder, place = queue.workorders[job.key], places[job.key]
            production = workorder.production_id
            stake, material = queue.stakes[production.id], queue.materials[production.id]
            sees = stake.orders <= visible
            shows_money = bool(stake.orders) and sees and self.env.user.has_group(SELLS)
            cards.append(
                {
                    "id": job.key,
                    "day": self._gendan_day_of(job.start, days),
                    "rank": rank,
                    "production": production.name,
                    "operation": workorder.name,
                    "product": production.product_id.display_name,
                    "quantity": self._gendan_quantity(production),
                    "hours": round(job.hours, 1),
                    "is_begun": job.is_begun,
                    "is_planned": bool(workorder.date_start),
                    "is_overdue": self._gendan_is_overdue(queue, job, workorder),
                    "is_first": production.priority == "1",
                    "customer": self._gendan_customer(production, stake, sees),
                    "order": ", ".join(stake.orders.mapped("name")) if sees else False,
                    "grade": stake.grade.code or False,
                    "buffer": stake.buffer if stake.buffer is not None else False,
                    "has_buffer": stake.buffer is not None,
                    **self._gendan_card_dates(stake, sees),
                    "has_penalty": stake.penalty > 0,
                    "penalty": words._gendan_money(queue, stake.penalty) if shows_money and stake.penalty else False,
                    "value": words._gendan_money(queue, stake.value) if shows_money and stake.value else False,
                    "is_rush": stake.is_rush,
                    "is_ready": material.is_ready,
                    "material": words._gendan_material(material),
                    "proposed": place.rank,
                    "proposed_day": words._gendan_day(company._gendan_to_day(queue.moment(place.begin))),
                    "why": words._gendan_why(queue, job, weights, shows_money),
                }
            )
        return cards

    @api.model
    def _gendan_quantity(self, production):
        """What is to be made, with its unit."""
        unit = production.product_uom_id
        return f"{production._gendan_floor_quantity(production.product_qty, unit)} {unit.name}"

    @api.model
    def _gendan_is_overdue(self, queue, job, workorder):
        """Whether it should have begun a day ago; of an operation nobody has planned, when it is the first one."""
        start = workorder.date_start or (not workorder.blocked_by_workorder_ids and workorder.production_id.date_start)
        return bool(not job.is_begun and start and start < queue.now - timedelta(days=1))

    @api.model
    def _gendan_visible(self, queue):
        """The orders in the queue this user may read: ``sale.order``, sudo."""
        orders = self.env["sale.order"].union(
            *(stake.orders.with_env(self.env) for stake in queue.stakes.values())
        )
        return self.env["gendan.ranking.effect"]._gendan_visible(orders)

    @api.model
    def _gendan_customer(self, production, stake, sees):
        """Whose order it is, as this user may read it.

        :param bool sees: whether he may read the orders
        """
        partners = stake.orders.partner_id
        if not partners:
            return False
        if not sees and self.env.user.has_group(SELLS):
            # a clerk does not learn here whom her colleagues serve
            return self.env["gendan.ranking.effect"]._gendan_hidden()
        return ", ".join(dict.fromkeys(map(production._gendan_floor_customer, partners)))

    @api.model
    def _gendan_card_dates(self, stake, sees):
        """The promise for who may read the order; the floor goes by the in-house date."""
        sees = sees and self.env.user.has_group(SELLS)
        promised = min(stake.plans.filtered("promise_date").mapped("promise_date"), default=False)
        inhouse = min(stake.plans.filtered("inhouse_date").mapped("inhouse_date"), default=False)
        return {
            "promise": format_date(self.env, promised) if promised and sees else False,
            "inhouse": format_date(self.env, inhouse) if inhouse else False,
        }

    @api.model
    def _gendan_log(self, workcenter):
        """The last decisions at a work centre."""
        found = self.env["gendan.ranking.decision"].search([("workcenter_id", "=", workcenter.id)], limit=5)
        return [
            {
                "id": one.id,
                "when": format_datetime(self.env, one.decided_at, dt_format="short"),
                "who": one.user_id.name,
                "what": one.name,
                "reason": one.reason or False,
            }
            for one in found
        ]

    # ------------------------------------------------------------ what it would do

    @api.model
    def _gendan_targets(self, queue, move):
        """Where a move puts the operations.

        :param dict move: {"follow": True}, or {"id": operation, "day": "YYYY-MM-DD" or "later", "before": operation
            in front of which it is put, or False for the end of that day}
        :return: ({id: hours} of those that are put elsewhere, keys in the new order, keys it contradicts)
        :raise UserError: it is not there, it has begun, or it cannot begin so early
        """
        stands = [job.key for job in queue.jobs]
        proposal = self._gendan_proposal(queue)
        proposed = [place.key for place in proposal]
        at = {job.key: job.start for job in queue.jobs}
        begun = {job.key for job in queue.jobs if job.is_begun}
        if move.get("follow"):
            starts = {
                place.key: place.begin
                for place in proposal
                if place.key not in begun and abs(place.begin - at[place.key]) > 0.02
            }
            return starts, proposed, []
        key, before = move.get("id"), move.get("before") or None
        if sentence := self._gendan_move_error(queue, key, before):
            raise UserError(sentence)
        days = self._gendan_days(queue)
        column = next((one for one in days if one["day"] == move.get("day")), None)
        if column is None:
            raise UserError(self.env._("This day is not on the board. Choose another one."))
        if before is None and column["end"] is not False:
            before = next((job.key for job in queue.jobs if job.start >= column["end"] - 0.005), None)
        starts = moved(queue.jobs, key, before, column["begin"])
        after = new_order(queue.jobs, starts)
        if after == stands and all(abs(hours - at[one]) < 0.02 for one, hours in starts.items()):
            raise UserError(
                " ".join(
                    [
                        self.env._("%(operation)s stays where it is.", operation=queue.workorders[key].display_name),
                        *self._gendan_warnings(queue, starts, move),
                    ]
                )
            )
        against = contradicts(stands, after, proposed, key)
        proposed_at = {place.key: place.begin for place in proposal}
        if not against and starts[key] > max(at[key], proposed_at[key]) + 0.02:
            # put off though nobody needs its place
            against = [key]
        return starts, after, against

    @api.model
    def _gendan_move_error(self, queue, key, before):
        """The sentence why an operation cannot be moved, or False."""
        if key not in queue.workorders or (before is not None and before not in queue.workorders):
            return self.env._("This operation no longer waits for %(centre)s.", centre=queue.workcenter.name)
        workorder = queue.workorders[key]
        if workorder.state == "progress":
            return self.env._(
                "%(operation)s is on the machine. Stop it first, or leave it where it is.",
                operation=workorder.display_name,
            )
        return False

    @api.model
    def get_effect(self, workcenter_id, version, move):
        """What a decision would do, before anybody decides. Called by the web client; writes nothing.

        :param str version: of the board as it was shown
        :param dict move: see ``_gendan_targets``
        :return: dict ``title``, ``moves`` (production, operation, from, to, days), ``plans`` (order, customer, promise,
            before, after, days_before, days_after), ``late`` (how many promises it breaks), ``saved`` (how many it
            keeps), ``needs_reason``, ``against`` (sentence) and ``warnings`` (sentences)
        :raise AccessError: this user does not decide
        :raise UserError: the board has changed, or the move cannot be
        """
        queue = self._gendan_ask(workcenter_id, version)
        starts, after, against = self._gendan_targets(queue, move)
        return {
            "title": self._gendan_title(queue, move, starts),
            "needs_reason": bool(against),
            "against": self._gendan_against(queue, against, move),
            "warnings": self._gendan_warnings(queue, starts, move),
            **self.env["gendan.ranking.effect"]._gendan_effect(queue, starts, after),
        }

    @api.model
    def _gendan_ask(self, workcenter_id, version):
        """The queue for a decision.

        :raise AccessError: this user does not decide
        :raise UserError: the board is no longer what was shown
        """
        workcenter = self._gendan_workcenter(workcenter_id)
        if sentence := self._gendan_decide_error():
            raise AccessError(sentence)
        queue = workcenter._gendan_queue()
        if self._gendan_version(queue) != version:
            is_decided = (version or "").partition("-")[0] != str(workcenter.gendan_ranking_version)
            raise UserError(self._gendan_changed(workcenter, is_decided))
        return queue

    @api.model
    def _gendan_changed(self, workcenter, is_decided):
        """The sentence for who comes second.

        :param bool is_decided: whether somebody else has decided since
        """
        # sudo: who decides may read the log
        Decision = self.env["gendan.ranking.decision"].sudo()
        last = is_decided and Decision.search([("workcenter_id", "=", workcenter.id)], limit=1)
        if last:
            return self.env._(
                "The board of %(centre)s has changed: %(who)s decided “%(what)s”. Look at it again, then decide.",
                centre=workcenter.name,
                who=last.user_id.name,
                what=last.name,
            )
        return self.env._(
            "The board of %(centre)s has changed since you opened it. Look at it again, then decide.",
            centre=workcenter.name,
        )

    @api.model
    def _gendan_title(self, queue, move, starts):
        """What is decided, in a few words."""
        if move.get("follow"):
            return self.env._("Proposal followed: %(count)s operations put elsewhere", count=len(starts))
        workorder = queue.workorders[move["id"]]
        company = queue.workcenter.company_id
        day = company._gendan_to_day(queue.moment(starts[move["id"]]))
        return self.env._(
            "%(operation)s put on %(day)s",
            operation=workorder.display_name,
            day=self.env["gendan.ranking.words"]._gendan_day(day),
        )

    @api.model
    def _gendan_against(self, queue, against, move):
        """In which way a move is not what is proposed, or False."""
        if not against:
            return False
        if against == [move.get("id")]:
            return self.env._("The proposal has it earlier.")
        names = ", ".join(queue.workorders[key].production_id.name for key in against[:5])
        return self.env._("The proposal has it the other way round with %(names)s.", names=names)

    @api.model
    def _gendan_warnings(self, queue, starts, move):
        """What stands against where operations are put."""
        Effect = self.env["gendan.ranking.effect"]
        result = []
        for job in queue.jobs:
            if job.key not in starts:
                continue
            workorder, begin = queue.workorders[job.key], starts[job.key]
            before = queue.waits.get(job.key)
            if before and begin > 0 and abs(begin - job.earliest) < 0.02:
                result.append(
                    self.env._(
                        "%(operation)s cannot begin before %(other)s ends.",
                        operation=workorder.display_name,
                        other=before.name,
                    )
                )
            if Effect._gendan_is_unplanned(workorder.production_id):
                result.append(
                    self.env._(
                        "%(production)s is not planned yet: Odoo will plan its other operations, too, which may shift"
                        " these days.",
                        production=workorder.production_id.name,
                    )
                )
            material = queue.materials[workorder.production_id.id]
            if job.is_uncovered and not move.get("follow"):
                result.append(
                    self.env._(
                        "Nobody knows yet when the material of %(production)s comes.",
                        production=workorder.production_id.name,
                    )
                )
            if begin < job.ready - 0.02:
                result.append(
                    self.env._(
                        "The material of %(production)s is expected on %(day)s only.",
                        production=workorder.production_id.name,
                        day=format_date(self.env, material.day),
                    )
                )
        return result[:5]

    # ------------------------------------------------------------ deciding

    @api.model
    def decide(self, workcenter_id, version, move, reason=False):
        """Do it: set it on the production orders, keep the decision. Called by the web client.

        :param str version: of the board as it was shown
        :param dict move: see ``_gendan_targets``
        :param reason: why; needed when it is not what is proposed
        :return: the board as it is then
        :raise AccessError: this user does not decide
        :raise UserError: the board has changed, the move cannot be, or nobody says why
        """
        workcenter = self._gendan_workcenter(workcenter_id)
        if sentence := self._gendan_decide_error():
            raise AccessError(sentence)
        try:
            workcenter.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self._gendan_changed(workcenter, False)) from error
        queue = self._gendan_ask(workcenter_id, version)
        starts, after, against = self._gendan_targets(queue, move)
        reason = (reason or "").strip()
        if against and not reason:
            raise UserError(
                self.env._(
                    "%(against)s Say why it is to be so.", against=self._gendan_against(queue, against, move)
                )
            )
        if not starts:
            raise UserError(self.env._("Everything stands where it is proposed already."))
        self.env["gendan.ranking.decision"]._gendan_carry_out(
            queue, starts, after, self._gendan_title(queue, move, starts), reason, move, bool(against)
        )
        return self.get_board(workcenter_id)
