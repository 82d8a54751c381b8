"""Goods on hold whose complaint has ended: nobody may forget them in the cage."""

from odoo import api, models

from .complaint import ENDED


class GendanComplaint(models.Model):
    """Released or scrapped they are by the department that decides about them, else the clerk sees to it."""

    _inherit = "gendan.complaint"

    def _gendan_forgotten(self):
        """Those of these complaints that have ended with goods on hold about which nobody has decided. Batch.

        What is to be scrapped is the warehouse's to do.
        """
        ended = self.filtered(lambda complaint: complaint.state in ENDED)
        # sudo: whether
        return ended.filtered(lambda complaint: any(hold._gendan_is_undecided() for hold in complaint.sudo().hold_ids))

    def _gendan_forgotten_name(self):
        return self.env._(
            "%(complaint)s has ended: release the goods on hold, or scrap them.", complaint=self.display_name
        )

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for complaint in self._gendan_forgotten():
            # sudo: which department decides
            undecided = complaint.sudo().hold_ids.filtered(lambda hold: hold._gendan_is_undecided())
            department = undecided[:1]._gendan_deciding()
            todo = {
                "kind": "complaint_hold",
                "name": complaint._gendan_forgotten_name(),
                "due": complaint.company_id._gendan_today(),
            }
            if department and department._gendan_responsible():
                todo |= {"role": "department", "department_id": department.id}
            values.setdefault(complaint, []).append(todo)
        return values

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for complaint in self._gendan_forgotten():
            labels[complaint.id, "complaint_hold"] = complaint._gendan_forgotten_name()
        return labels


class GendanTodo(models.Model):
    """Goods left on hold, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("complaint_hold", self.env._("Goods left on hold"))]
