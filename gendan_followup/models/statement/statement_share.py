"""One clerk's share of a run: what of it still has to be checked and sent is one to-do, not one for each statement."""

from odoo import api, fields, models

from .statement import OPEN_STATES

# working days before the first of them has to be answered
DAYS_BEFORE = 2


class GendanStatementShare(models.Model):
    """The statements of one run that one clerk looks after; those of customers without a clerk have a share, too.

    Kept by the program; all who work with statements read it. It says how many, not what: the statements behind it
    open with the rights of who looks.
    """

    _name = "gendan.statement.share"
    _description = "Clerk's Share of a Run of Statements"
    _inherit = ["gendan.todo.mixin"]
    _order = "run_id desc, clerk_id"

    _one_each = models.UniqueIndex(
        "(run_id, clerk_id) NULLS NOT DISTINCT", "This clerk has a share of the run already."
    )

    run_id = fields.Many2one("gendan.statement.run", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, precompute=True, index=True)
    clerk_id = fields.Many2one("res.users", readonly=True, ondelete="cascade", index="btree_not_null")

    @api.depends("run_id", "clerk_id")
    def _compute_display_name(self):
        for share in self:
            share.display_name = " · ".join(filter(None, (share.run_id.display_name, share.clerk_id.name)))

    # ------------------------------------------------------------ actions

    def get_formview_action(self, access_uid=None):
        # EXTENDS base: what is to be done is in the list of its statements
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_statement")
        return {
            **action,
            "domain": [("run_id", "=", self.run_id.id), ("clerk_id", "=", self.clerk_id.id)],
            "context": {"search_default_to_send": 1},
        }

    def _get_records_action(self, **kwargs):
        # EXTENDS base: as above
        return self.get_formview_action() if len(self) == 1 else super()._get_records_action(**kwargs)

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_follow(self, runs):
        """What is left to send of these runs may be another now: shares and to-dos follow. Batch; superuser.

        A clerk who took over a customer has her statements in her own share from then on.
        """
        if not runs:
            return
        found = self.env["gendan.statement"]._read_group(
            [("run_id", "in", runs.ids), ("state", "in", OPEN_STATES)], ["run_id", "clerk_id"]
        )
        shares = self.search([("run_id", "in", runs.ids)])
        there = {(share.run_id, share.clerk_id) for share in shares}
        shares |= self.create(
            [{"run_id": run.id, "clerk_id": clerk.id} for run, clerk in found if (run, clerk) not in there]
        )
        shares._gendan_sync_todos()

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup: no customer, no order
        return {
            "order": self.env["sale.order"],
            "partner": self.env["res.partner"],
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        found = self.env["gendan.statement"]._read_group(
            [
                ("run_id", "in", self.run_id.ids),
                ("state", "in", OPEN_STATES),
                # what waits in the queue is off the clerk's desk, what did not go out is a to-do of its own
                ("send_state", "=", False),
            ],
            ["run_id", "clerk_id", "state"],
            ["__count", "reconcile_by:min"],
        )
        counts, days = {}, {}
        for run, clerk, state, count, day in found:
            counts[run, clerk, state] = count
            days[run, clerk] = min(filter(None, (day, days.get((run, clerk)))), default=False)
        for share in self:
            key = share.run_id, share.clerk_id
            drafts, checked = (counts.get((*key, state), 0) for state in OPEN_STATES)
            if share.run_id.state != "done" or not (drafts or checked):
                continue
            day = days[key]
            values.setdefault(share, []).append(
                {
                    "kind": "statement_to_send",
                    "name": self.env._(
                        "Statements of %(period)s: %(drafts)s to be checked, %(checked)s to be sent.",
                        period=share.run_id.display_name,
                        drafts=drafts,
                        checked=checked,
                    ),
                    "due": day and share.company_id._gendan_add_workdays(day, -DAYS_BEFORE),
                    "role": "clerk" if share.clerk_id.active else "supervisor",
                    "user_id": share.clerk_id.filtered("active").id,
                }
            )
        return values
