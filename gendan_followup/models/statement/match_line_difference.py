from odoo import fields, models

from .match_line import MATCHING

# what both say
SHARED = {"cause_id": "cause_id", "owner_id": "owner_id", "due": "due", "note": "word"}


class GendanMatchLine(models.Model):
    """Of a finished match a difference is followed up as ``gendan.statement.difference``: one to-do, not two."""

    _inherit = "gendan.match.line"

    difference_ids = fields.One2many("gendan.statement.difference", "match_line_id", string="Followed up as")

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if self.env.context.get("gendan_match") is not MATCHING and not SHARED.keys().isdisjoint(vals):
            for difference in self.sudo().difference_ids:  # sudo: the program's own book-keeping
                line = difference.match_line_id
                fresh = _otherwise(difference, {there: line[here] for here, there in SHARED.items()})
                if fresh:
                    difference._gendan_as_found().write(fresh)
                    difference._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ business

    def _gendan_settle(self, is_settled):
        # EXTENDS gendan_followup
        result = super()._gendan_settle(is_settled)
        if is_settled:
            # cleared up in the list: our figure holds, or his was put right
            self.sudo().difference_ids.filtered(  # sudo: rights were asked by super
                lambda one: one.state in ("open", "charged_back")
            )._gendan_move("settled", settled_how="withdrawn")
        else:
            self.sudo().difference_ids.filtered(  # sudo: as above
                lambda one: one.state == "settled"
            )._gendan_move("open", settled_how=False)
        return result

    def _gendan_follow_difference(self, difference):
        """Say what the difference says. Superuser; called by the difference."""
        self.ensure_one()
        fresh = _otherwise(self, {here: difference[there] for here, there in SHARED.items()})
        if self.is_settled != (difference.state == "settled"):
            fresh["is_settled"] = difference.state == "settled"
        if fresh:
            self.with_context(gendan_match=MATCHING).write(fresh)
            self.match_id._gendan_count()
            self._gendan_sync_todos()
            self.match_id._gendan_sync_todos()

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: what is followed up as a difference waits there
        return super(GendanMatchLine, self.filtered(lambda line: not line.difference_ids))._gendan_todo_values()


def _otherwise(record, values):
    """Those of these values the record has otherwise, as values to write."""
    return {
        name: value.id if hasattr(value, "_name") else value
        for name, value in values.items()
        if record[name] != value
    }
