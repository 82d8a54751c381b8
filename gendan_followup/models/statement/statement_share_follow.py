"""What changes a clerk's share of a run."""

from odoo import api, fields, models

from .statement import OPEN_STATES


class GendanStatement(models.Model):
    """Statements that were made, checked, sent or deleted change what is left of their run."""

    _inherit = "gendan.statement"

    def unlink(self):
        # EXTENDS gendan_followup
        runs = self.run_id
        result = super().unlink()
        # sudo: counts
        self.env["gendan.statement.share"].sudo()._gendan_follow(runs.exists())
        return result

    def _gendan_follow_shares(self):
        """What is left to send of their runs may be another now. Batch."""
        # sudo: counts and to-dos, whoever sends
        self.env["gendan.statement.share"].sudo()._gendan_follow(self.sudo().run_id)

    def _gendan_sync_todos(self):
        # EXTENDS gendan_followup: queued, or failed, they are another to-do
        result = super()._gendan_sync_todos()
        self._gendan_follow_shares()
        return result


class GendanStatementRun(models.Model):
    """A run that is through has something to be sent."""

    _inherit = "gendan.statement.run"

    can_start = fields.Boolean(compute="_compute_can_start")

    @api.depends_context("uid")
    @api.depends("is_scheduled")
    def _compute_can_start(self):
        for run in self:
            run.can_start = not run._gendan_own_error()

    def _gendan_finish(self):
        # EXTENDS gendan_followup
        result = super()._gendan_finish()
        if self.state == "done":
            # sudo: counts
            self.env["gendan.statement.share"].sudo()._gendan_follow(self)
        return result

    @api.model
    def _cron_gendan_statement_shares(self):
        """Scheduled action: customers whose clerk is another now are in her share."""
        found = self.env["gendan.statement"]._read_group([("state", "in", OPEN_STATES)], ["run_id"])
        for (run,) in found:
            self.env["gendan.statement.share"]._gendan_follow(run)
