"""A statement is closed when nothing of it is open any more."""

from odoo import api, models
from odoo.exceptions import UserError

from ..common.nightly import in_batches

AGREED = ("agreed", "agreed_other")


class GendanStatement(models.Model):
    """Closed: agreed, and all that follows from it is done. Closed ones are not changed, replaced or asked about."""

    _inherit = "gendan.statement"

    # ------------------------------------------------------------ actions

    def action_close(self):
        """Button: done with. Batch: those that are agreed; closed ones stay closed.

        :raise UserError: the first that something is still open of
        """
        self.check_access("write")
        open_ones = self.filtered(lambda one: one.state != "closed")
        for statement in open_ones:
            if sentence := statement._gendan_close_error():
                raise UserError(sentence)
        open_ones._gendan_move_to("closed")
        return True

    # ------------------------------------------------------------ guards

    def _gendan_close_error(self):
        """The sentence why it cannot be closed, or False. Hook: rooms with something that may still be open ask more.

        Here: it is agreed, at our figure or the customer's, and the signed copy counts (valid, or waived) where one
        has to come back.
        """
        self.ensure_one()
        words = {"statement": self.display_name}
        if self.state not in AGREED:
            return self.env._("%(statement)s has not been agreed by the customer yet.", **words)
        papers = self._gendan_papers().filtered("must_return")
        if missing := papers - papers._gendan_counts():
            return self.env._(
                "The signed copy %(paper)s of %(statement)s is not here, or does not count yet.",
                paper=missing[0].name,
                **words,
            )
        return False

    # ------------------------------------------------------------ scheduled

    @api.model
    def _cron_gendan_statement_close(self):
        """Scheduled action: those of which nothing is open close by themselves.

        The rule: agreed at our figure (at the customer's, somebody looks at the difference first),
        `_gendan_close_error` has nothing against it (the signed copy counts or is not asked for; what other rooms add),
        no line of a match with the customer's list is undecided, and the books of its period have not changed since it
        went out.
        """
        in_batches(
            self.search([("state", "=", "agreed"), ("has_changed", "=", False)]),
            lambda group: group._gendan_close_done(),
        )

    def _gendan_close_done(self):
        """Those of these of which nothing is open are closed. Batch, superuser; may be repeated."""
        done = self.filtered(
            lambda one: one.state == "agreed"
            and not one.has_changed
            and not one.gendan_match_open
            and not one._gendan_close_error()
        )
        done._gendan_move_to("closed")
