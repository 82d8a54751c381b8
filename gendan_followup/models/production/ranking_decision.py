"""Decisions about who comes first at a work centre: written to Odoo's planning, and kept for good."""

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# sentinel: only `_gendan_carry_out` makes decisions
DECIDING = object()
# numbers of productions named in the order before and after
NAMED = 30


class GendanRankingDecision(models.Model):
    """Who decided when at which work centre, the order before and after, why, and who won or lost how many days.

    Made by the board only, and append-only: nobody changes or deletes one by any path, the superuser included. Whoever
    sees the board reads them; of the rows behind it a clerk reads those of her customers.
    """

    _name = "gendan.ranking.decision"
    _description = "Ranking Decision"
    _order = "decided_at desc, id desc"

    name = fields.Char("Decision", required=True, readonly=True)
    workcenter_id = fields.Many2one(
        "mrp.workcenter", string="Work Centre", required=True, readonly=True, ondelete="restrict", index=True
    )
    # sudo: who reads the log need not have rights on production
    workcenter_name = fields.Char(related="workcenter_id.name", string="Machine", related_sudo=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    user_id = fields.Many2one("res.users", string="Decided by", required=True, readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided on", required=True, readonly=True)
    is_followed = fields.Boolean("Proposal Followed", readonly=True, help="All of the proposal at once.")
    is_against = fields.Boolean("Against the Proposal", readonly=True)
    reason = fields.Char(readonly=True)
    order_before = fields.Text("Order Before", readonly=True)
    order_after = fields.Text("Order After", readonly=True)
    line_ids = fields.One2many(
        "gendan.ranking.decision.line", "decision_id", string="Who Wins and Loses", readonly=True
    )
    won_count = fields.Integer("Come Earlier", readonly=True)
    lost_count = fields.Integer("Come Later", readonly=True)
    broken_count = fields.Integer("Promises Broken", readonly=True, help="Forecast in time before, late after it.")
    saved_count = fields.Integer("Promises Saved", readonly=True, help="Forecast late before, in time after it.")

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: by the board alone
        if self.env.context.get("gendan_ranking") is not DECIDING:
            raise UserError(self.env._("A decision about the order at a work centre is made on the ranking board."))
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(
            self.env._("A decision of the ranking is never changed: it is the record of who decided what. Decide anew.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A decision of the ranking is never deleted: it is the record of who decided what."))

    def copy(self, default=None):
        raise UserError(self.env._("A decision of the ranking is not copied. Decide anew on the board."))

    # ------------------------------------------------------------ carrying out

    @api.model
    def _gendan_carry_out(self, queue, starts, after, title, reason, move, against=False):
        """Set a decision on Odoo's planning and keep it. Who may decide was asked by the board.

        :param queue: ``mrp_workcenter_ranking.Queue``, its work centre locked
        :param dict starts: {operation id: hours}
        :param list after: operation ids in the new order
        :param str title: what is decided
        :param str reason: why, may be empty
        :param dict move: see ``gendan.ranking.board``
        :param bool against: whether the proposal was another
        :return: ``gendan.ranking.decision``
        """
        Plan = self.env["gendan.plan"].sudo()  # sudo: as the queue
        plans = Plan.union(*(queue.stakes[queue.workorders[key].production_id.id].plans for key in starts))
        before = {plan: (plan.forecast_date, plan._gendan_days_after_promise()) for plan in plans}
        was = {key: queue.moment(job.start) for job in queue.jobs if (key := job.key) in starts}
        stands = [job.key for job in queue.jobs]
        dates = self._gendan_write_dates(queue, starts)
        self._gendan_write_priorities(queue, stands, after, starts, move)
        # sudo: counts decisions, so that whoever decides at the same time is told
        queue.workcenter.sudo().gendan_ranking_version += 1
        self.env.flush_all()
        self.env["sale.order"]._gendan_settle()
        lines = self._gendan_prepare_lines(queue, starts, after, was, dates, before, move)
        company = queue.workcenter.company_id or self.env.company
        # sudo: nobody has the right to make them otherwise
        decision = self.sudo().with_context(gendan_ranking=DECIDING).create(
            {
                "name": title,
                "workcenter_id": queue.workcenter.id,
                "company_id": company.id,
                "user_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "is_followed": bool(move.get("follow")),
                "is_against": against,
                "reason": reason,
                "order_before": self._gendan_names(queue, stands, after, stands),
                "order_after": self._gendan_names(queue, stands, after, after),
                "line_ids": [Command.create(vals) for vals in lines],
                "won_count": len({vals["workorder_id"] for vals in lines if vals["days"] < 0}),
                "lost_count": len({vals["workorder_id"] for vals in lines if vals["days"] > 0}),
                "broken_count": len({vals["plan_id"] for vals in lines if vals["is_broken"]}),
                "saved_count": len({vals["plan_id"] for vals in lines if vals["is_saved"]}),
            }
        )
        decision._gendan_tell(queue, starts)
        return decision.with_env(self.env)

    @api.model
    def _gendan_write_dates(self, queue, starts):
        """Plan the operations through Odoo's own methods: {workorder: (begin, end)} as they stand then."""
        Effect = self.env["gendan.ranking.effect"]
        workorders = self.env["mrp.workorder"].sudo().browse(starts)  # sudo: who decides is asked by the board
        for production in workorders.production_id.filtered(Effect._gendan_is_unplanned):
            waiting = production.workorder_ids.filtered(lambda one: one.id in queue.workorders)
            expected = {workorder: workorder.duration_expected for workorder in waiting}
            # the operations before and behind it get their places, too
            production._plan_workorders()
            for workorder in waiting.filtered(lambda one: one.workcenter_id != queue.workcenter):
                # Odoo's planning may have chosen another machine, and with it other minutes
                workorder.write({"workcenter_id": queue.workcenter.id})
                workorder.duration_expected = expected[workorder]
        dates = Effect._gendan_new_dates(queue, starts)
        for workorder, (begin, end) in dates.items():
            # Odoo would work out the end anew: all expected hours, worked already or not, and also while the machine
            # is closed; its own finishing of operations has the same way round it
            workorder.with_context(bypass_duration_calculation=True).write({"date_start": begin, "date_finished": end})
        return dates

    @api.model
    def _gendan_write_priorities(self, queue, stands, after, starts, move):
        """The star of those that are put in front of others, for Odoo reserves their components first.

        Who is put back loses it; who only makes room keeps what it has.
        """
        was, now = ({key: rank for rank, key in enumerate(order)} for order in (stands, after))
        keys = starts if move.get("follow") else [move["id"]]
        for star, found in (
            ("1", [key for key in keys if now[key] < was[key]]),
            ("0", [key for key in keys if now[key] > was[key]]),
        ):
            productions = self.env["mrp.workorder"].sudo().browse(found).production_id  # sudo: as above
            productions.filtered(lambda production, star=star: production.priority != star).priority = star

    @api.model
    def _gendan_prepare_lines(self, queue, starts, after, was, dates, before, move):
        """Rows of a decision: a row for each operation that is put elsewhere and each plan behind it."""
        company = queue.workcenter.company_id or self.env.company
        Effect = self.env["gendan.ranking.effect"]
        result = []
        for key in after:
            if key not in starts:
                continue
            workorder = queue.workorders[key]
            begin = dates[workorder][0]
            first, then = company._gendan_to_day(was[key]), company._gendan_to_day(begin)
            common = {
                "workorder_id": key,
                "operation": workorder.name,
                "production_id": workorder.production_id.id,
                "production_name": workorder.production_id.name,
                "is_moved": key == move.get("id"),
                "start_before": was[key],
                "start_after": begin,
                "days": Effect._gendan_days_between(company, first, then),
            }
            plans = queue.stakes[workorder.production_id.id].plans
            for plan in plans or [plans]:
                forecast, late = before.get(plan, (False, 0))
                late_after = plan._gendan_days_after_promise() if plan else 0
                result.append(
                    {
                        **common,
                        "plan_id": plan.id,
                        "order_id": plan.order_id.id,
                        "promise_date": plan.promise_date,
                        "forecast_before": forecast,
                        "forecast_after": plan.forecast_date,
                        "days_late": late_after,
                        "is_broken": bool(late_after and not late),
                        "is_saved": bool(late and not late_after),
                    }
                )
        return result

    @api.model
    def _gendan_names(self, queue, stands, after, order):
        """Numbers of the productions in an order, as far as it changes."""
        last = max((rank for rank, pair in enumerate(zip(stands, after, strict=True)) if pair[0] != pair[1]), default=0)
        names = [queue.workorders[key].production_id.name for key in order[: last + 1]]
        more = len(names) - NAMED
        return "\n".join(f"{rank}. {name}" for rank, name in enumerate(names[:NAMED], start=1)) + (
            f"\n… +{more}" if more > 0 else ""
        )

    def _gendan_tell(self, queue, starts):
        """A note on each production that is put elsewhere."""
        self.ensure_one()
        # sudo: as _gendan_write_dates
        productions = self.env["mrp.workorder"].sudo().browse(starts).production_id
        sentence = self.env._(
            "Ranking at %(centre)s: %(what)s.", centre=queue.workcenter.name, what=self.name
        )  # fmt: skip
        why = self.reason and self.env._("Reason: %(reason)s", reason=self.reason)
        body = Markup("<p>%s</p>") % Markup("<br/>").join(filter(None, (sentence, why)))
        productions._message_log_batch(bodies={production.id: body for production in productions})
