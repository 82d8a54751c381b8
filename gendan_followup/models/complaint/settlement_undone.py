"""What was made for a settlement and cancelled since: it gives nothing, costs nothing and is carried out anew."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import ENDED
from .complaint_judge import OFFICE, STEPS

# states of a deduction on a statement in which nothing is given
NOT_GIVEN = ("open", "charged_back")


class GendanComplaintSettlement(models.Model):
    """A row whose document is cancelled, deleted or reversed stays until somebody opens it again."""

    _inherit = "gendan.complaint.settlement"

    _result_idx = models.Index("(result_model, result_id) WHERE result_id IS NOT NULL")

    is_void = fields.Boolean("Undone", compute="_compute_is_void", help="What it made was cancelled or deleted.")

    def _compute_is_void(self):
        for settlement in self:
            settlement.is_void = settlement._gendan_is_void()

    def _gendan_is_void(self):
        # EXTENDS gendan_followup
        if super()._gendan_is_void():
            return True
        document = self.sudo()._gendan_result()  # sudo: its state
        if not document:
            return False
        if document._name == "account.move":
            back = document.reversal_move_ids.filtered(lambda move: move.state == "posted")
            return bool(back) and document.currency_id.compare_amounts(
                sum(back.mapped("amount_total")), document.amount_total
            ) >= 0
        if document._name == "gendan.statement.difference":
            return document.state in NOT_GIVEN or document.settled_how == "withdrawn"
        return False

    def action_redo(self):
        """Button: what it made was cancelled; it can be carried out anew, changed or taken off. For who settles.

        :raise UserError: what it made is still there, or the complaint has ended
        """
        self.complaint_id._gendan_check_settles()
        self.complaint_id._gendan_check_line_writes()
        for settlement in self:
            document = settlement.sudo()._gendan_result()  # sudo: its name
            words = {
                "settlement": settlement.display_name,
                "complaint": settlement.complaint_id.display_name,
                "document": document.display_name if document else self.env._("deleted document"),
            }
            if not settlement._gendan_is_void():
                settlement._gendan_check_not_done(True)
            settlement.complaint_id._message_log(
                body=self.env._("“%(settlement)s” is to be carried out anew: %(document)s was cancelled.", **words)
            )
            settlement._gendan_drop_cost()
            settlement._gendan_mark_done(
                {"done_at": False, "done_by_id": False, "result_model": False, "result_id": False}
            )
        self.complaint_id._gendan_sync_todos()
        return True

    def _gendan_drop_cost(self):
        """What was undone is charged to nobody."""
        # sudo: written by the program, as when it was charged
        self.env["gendan.complaint.cost"].sudo().search([("settlement_id", "in", self.ids)]).unlink()

    @api.model
    def _gendan_result_turned(self, documents):
        """Documents were cancelled, deleted or brought back: whoever settled by them hears of it. Any caller.

        :param documents: records of one model
        """
        if not documents:
            return
        # sudo: accounting and the warehouse see no complaints
        settlements = self.sudo().search(
            [("result_model", "=", documents._name), ("result_id", "in", documents.ids)]
        )
        if settlements:
            settlements.complaint_id._gendan_sync_todos()


class GendanComplaint(models.Model):
    """A complaint whose settlement was undone is somebody's to do, also after its end."""

    _inherit = "gendan.complaint"

    def _gendan_check_settles(self):
        """:raise UserError: settling is not for this user"""
        roles = self._gendan_roles()
        for complaint in self:
            if OFFICE.isdisjoint(roles[complaint]):
                complaint.check_access("write")
                raise UserError(complaint._gendan_role_error(STEPS["settle"]))

    def _gendan_close_error(self):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_close_error():
            return sentence
        for row in self.settlement_ids:
            if row.done_at and row._gendan_is_void():
                return self.env._(
                    "%(complaint)s: what “%(settlement)s” made was cancelled. Carry it out anew, or take it off.",
                    complaint=self.display_name,
                    settlement=row.display_name,
                )
        return False

    # ------------------------------------------------------------ to-dos

    def _gendan_undone(self):
        """Those of these complaints whose settlement was undone. Batch."""
        # sudo: whether; no sums in the sentence
        return self.filtered(
            lambda complaint: complaint.state in ("settling", *ENDED)
            and any(row.done_at and row._gendan_is_void() for row in complaint.sudo().settlement_ids)
        )

    def _gendan_undone_name(self):
        return self.env._(
            "%(complaint)s: what settled it was cancelled. Settle it in another way.", complaint=self.display_name
        )

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for complaint in self._gendan_undone():
            values.setdefault(complaint, []).append(
                {
                    "kind": "complaint_undone",
                    "name": complaint._gendan_undone_name(),
                    "due": complaint.company_id._gendan_today(),
                    "urgency": "1",
                }
            )
        return values

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for complaint in self._gendan_undone():
            labels[complaint.id, "complaint_undone"] = complaint._gendan_undone_name()
        return labels


class GendanTodo(models.Model):
    """What was undone, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("complaint_undone", self.env._("Settlement undone"))]
