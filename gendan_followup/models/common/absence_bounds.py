import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class GendanAbsence(models.Model):
    """What happens when an absence begins and ends. Woken at the bounds; every half hour for what changed meanwhile."""

    _inherit = "gendan.absence"

    @api.model
    def _gendan_woken(self):
        # sudo: as in the base
        return [*super()._gendan_woken(), self.env.ref("gendan_followup.ir_cron_absences").sudo()]

    @api.model
    def _cron_gendan_absences(self, batch_size=200):
        """Pass activities on and back. Nothing is written when nobody came or went; what it stumbles on stays put."""
        cron = self.env["ir.cron"]
        Activity = self.env["mail.activity"]
        misplaced = Activity.search(Activity._gendan_misplaced_domain(), order="id").ids
        for start in range(0, len(misplaced), batch_size):
            group = Activity.browse(misplaced[start : start + batch_size]).try_lock_for_update()
            moved = self._gendan_guarded(group._gendan_to_stand_ins)
            if moved and not cron._commit_progress():
                return

    @api.model
    def _gendan_guarded(self, work):
        """Call `work` in a savepoint; an unexpected error is logged and stops nobody else.

        :return: what `work` returned, None after an error
        """
        try:
            with self.env.cr.savepoint():
                return work()
        except Exception:
            _logger.exception("Absences: work could not be passed on")
            return None
