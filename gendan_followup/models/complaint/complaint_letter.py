"""The quality letter (質量投訴函): the complaint put to the quality department on paper."""

from odoo import fields, models
from odoo.exceptions import UserError

KIND = "complaint_letter"


class GendanComplaint(models.Model):
    """Printed for the department and signed there; its number and code lead back here. Prices are never on it."""

    _inherit = "gendan.complaint"

    letter_at = fields.Datetime("Put to the Department on", readonly=True, copy=False)
    letter_by_id = fields.Many2one("res.users", string="Put by", readonly=True, copy=False)

    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"letter_at", "letter_by_id"}

    # ------------------------------------------------------------ actions

    def action_letter(self):
        """Button of the clerk: the letter goes to the department: it has its to-do, the letter is printed.

        :return: action of the report
        :raise UserError: the sentence why not
        """
        self.check_access("write")
        self._gendan_raise_role()
        for complaint in self:
            if sentence := complaint._gendan_letter_error():
                raise UserError(sentence)
        for complaint in self:
            if complaint.state == "new":
                complaint._gendan_step("take")
            # sudo: the paper is made for whoever may put it
            paper = complaint.sudo()._gendan_letter_paper()
            if not complaint.letter_at:
                complaint._gendan_keep({"letter_at": fields.Datetime.now(), "letter_by_id": self.env.uid})
                paper._gendan_issue("hand", to=complaint.department_id.name)
                complaint._message_log(
                    body=self.env._(
                        "Quality letter %(letter)s put to %(department)s.",
                        letter=paper.name,
                        department=complaint.department_id.name,
                    )
                )
        self._gendan_sync_todos()
        return self.action_print_letter()

    def _gendan_letter_error(self):
        """The sentence why the letter cannot go to the department, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if self.state not in ("new", "work"):
            return self.env._("%(complaint)s has been looked into already. Print the letter instead.", **words)
        if self.track != "full":
            return self.env._("%(complaint)s goes the light way. Choose the full track first.", **words)
        if not self.department_id:
            return self.env._("%(complaint)s: choose under “Put to” which department looks into it.", **words)
        if not self.department_id._gendan_responsible():
            return self.env._(
                "%(complaint)s: nobody belongs to %(department)s. A supervisor adds its people.",
                department=self.department_id.name,
                **words,
            )
        return self._gendan_take_error()

    def action_print_letter(self):
        """Button: the letter as it stands, for whoever may read the complaint.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_complaint_letter").report_action(self, config=False)

    # ------------------------------------------------------------ paper

    def _gendan_letter_paper(self):
        """The letter's paper, made where there is none. Call with sudo.

        :rtype: gendan.document
        """
        self.ensure_one()
        Document = self.env["gendan.document"]
        known = Document.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", KIND)], order="id desc", limit=1
        )
        return known or Document.create(
            {
                "kind": KIND,
                "res_model": self._name,
                "res_id": self.id,
                "order_id": self.order_id.id,
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _gendan_letter_page(self):
        """What the letter says, in the reader's language: dict for the template. No prices."""
        self.ensure_one()
        self.check_access("read")
        complaint = self.sudo()  # sudo: names on the paper; whoever may read the complaint prints it
        label = complaint._gendan_label
        paper = complaint.env["gendan.document"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", KIND)], order="id desc", limit=1
        )
        photos, more = complaint._gendan_photos()
        kinds = complaint.action_ids._fields["kind"]._description_selection(complaint.env)
        stages = [stage for stage in ("d3", "d5") if complaint[f"{stage}_due"]]
        # what is waited for; of all done, what was first
        waiting = [stage for stage in stages if not complaint[f"{stage}_done_at"]] or stages
        dues = [complaint[f"{stage}_due"] for stage in waiting]
        return {
            "complaint": complaint,
            "paper": paper,
            "received": complaint._gendan_moment(complaint.received_at),
            "channel": label("channel"),
            "severity": label("severity"),
            "found_where": label("found_where"),
            "wished": " · ".join(filter(None, (label("wished"), complaint.wished_note))),
            "replacement_by": complaint.replacement_by,
            "put": complaint._gendan_moment(complaint.letter_at),
            "due": complaint._gendan_moment(min(dues)) if dues else "",
            "head": complaint._gendan_paper_head(),
            "lines": complaint._gendan_paper_rows(),
            "deliveries": complaint._gendan_paper_deliveries(),
            "photos": photos,
            "more_photos": more,
            "evidence": complaint.evidence_ids,
            "chains": complaint._gendan_paper_whys(complaint.why_ids),
            "actions": [(dict(kinds)[action.kind], action) for action in complaint.action_ids],
            "keep": complaint._gendan_keep_together,
            "found": complaint._gendan_moment(complaint.findings_at),
            "show_day": self.env["gendan.message"]._gendan_format_day,
        }


class GendanDocument(models.Model):
    """Quality letters among the papers."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "Quality Letter"), ("other",)], ondelete={KIND: "set default"})

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if self.kind != KIND:
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_complaint_letter", [self.res_id]
        )[0]


class ResUsers(models.Model):
    """What customers do not hear of."""

    _inherit = "res.users"

    def _gendan_inside_papers(self):
        # EXTENDS gendan_followup
        return [*super()._gendan_inside_papers(), KIND]
