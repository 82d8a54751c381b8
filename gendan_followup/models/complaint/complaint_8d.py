"""The 8D report: what was found and done, for the customer, in his language; what is internal stays in the house."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.composing import open_composer
from .complaint import ENDED

KIND = "complaint_8d"
REPORT = "gendan_followup.action_report_8d"


class GendanComplaint(models.Model):
    """One page from the same record; each version that went out is kept as it was sent."""

    _inherit = "gendan.complaint"

    report_8d_count = fields.Integer("8D Reports", compute="_compute_report_8d_count", compute_sudo=True)

    def _compute_report_8d_count(self):
        sent = [*self._gendan_8d_domain(), ("issue_ids", "!=", False)]
        found = dict(self.env["gendan.document"]._read_group(sent, ["res_id"], ["__count"]))
        for complaint in self:
            complaint.report_8d_count = found.get(complaint._origin.id, 0)

    def _gendan_8d_domain(self):
        return [("res_model", "=", self._name), ("res_id", "in", self.ids), ("kind", "=", KIND)]

    # ------------------------------------------------------------ actions

    def action_print_8d(self):
        """Button: the report as it stands; before it was sent it says that it is a draft.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self, config=False)

    def action_send_8d(self):
        """Button of the clerk: an e-mail with this version to who complained. Sending it is D8.

        :return: action of the mail composer
        :raise UserError: nothing was found yet, or the customer would read gaps
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_8d_error():
            raise UserError(sentence)
        paper, file = self._gendan_make_8d()
        contact = self._gendan_answer_to()
        return open_composer(
            self,
            self.env._("Send the 8D report"),
            partner_ids=contact.ids,
            subject=self._gendan_answer_subject(),
            body=self.with_context(lang=self._gendan_8d_lang()).env._(
                "Please find attached our 8D report on your complaint."
            ),
            attachment_ids=file.ids,
            gendan_complaint_answer="answer",
            context={"gendan_8d_goes_out": paper.id},
        )

    def action_open_8d(self):
        """Button: its versions with their issue log.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("8D Reports"),
            "res_model": "gendan.document",
            "views": [(False, "list"), (False, "form")],
            "domain": [*self._gendan_8d_domain(), ("issue_ids", "!=", False)],
        }

    def message_post(self, **kwargs):
        # EXTENDS mail: the e-mail with the report is its going out
        message = super().message_post(**kwargs)
        if paper_id := self.env.context.get("gendan_8d_goes_out"):
            self._gendan_8d_posted(message, paper_id)
        return message

    def _gendan_8d_posted(self, message, paper_id):
        """A mail from the composer of the report has left: with the report, and to the customer, it is D8.

        :param message: ``mail.message``
        :param int paper_id: of the version that was looked over
        """
        self.check_access("write")
        partners = message.partner_ids
        to = partners.filtered(lambda partner: partner.commercial_partner_id == self.partner_id.commercial_partner_id)
        # sudo: of this complaint only; the paper is logged for whoever may write it
        paper = self.env["gendan.document"].sudo().search([("id", "=", paper_id), *self._gendan_8d_domain()])
        # sudo: the files of the message that was just written, whether the report is among them
        if to and message.sudo().attachment_ids & paper._gendan_8d_file():
            paper._gendan_issue("email", to=", ".join(partner.email or partner.name for partner in partners))

    # ------------------------------------------------------------ paper

    def _gendan_8d_error(self):
        """The sentence why no 8D report can go out, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if self.track != "full":
            return self.env._("%(complaint)s goes the light way: it has no 8D report.", **words)
        if self.state in ENDED[1:]:
            return self.env._("%(complaint)s has ended without a report.", **words)
        if sentence := self._gendan_answer_error(False):
            return sentence
        for name in ("contained_text", "cause_text"):
            if not (self[name] or "").strip():
                return self.env._(
                    "%(complaint)s: write “%(field)s” first, the customer reads it.",
                    field=self._fields[name]._description_string(self.env),
                    **words,
                )
        if not self.action_ids.filtered(lambda action: action.kind == "correct" and not action.is_internal):
            return self.env._("%(complaint)s: name at least one corrective action the customer may read.", **words)
        return False

    def _gendan_8d_lang(self):
        """The language of the report: an active one, or None."""
        self.ensure_one()
        complaint = self.sudo()  # sudo: languages only
        codes = (complaint.contact_id.lang, complaint.partner_id.lang, complaint.company_id.partner_id.lang)
        return next((code for code in codes if code and self.env["res.lang"]._get_code(code)), None)

    def _gendan_make_8d(self):
        """The next version, written as PDF and kept; one that has not gone out yet is written again.

        :return: (``gendan.document``, its ``ir.attachment``), sudo
        """
        self.ensure_one()
        # sudo: the caller has asked who may
        complaint = self.sudo()
        papers = complaint.env["gendan.document"].search(complaint._gendan_8d_domain(), order="version desc")
        paper = papers[:1]
        if not paper or paper.issue_ids or paper.voided_at:
            paper = paper.create(
                {
                    "kind": KIND,
                    "version": (paper.version or 0) + 1,
                    "res_model": self._name,
                    "res_id": self.id,
                    "order_id": complaint.order_id.id,
                    "partner_id": complaint.partner_id.id,
                    "company_id": complaint.company_id.id,
                }
            )
        pdf = complaint.with_context(gendan_8d_final=paper.id).env["ir.actions.report"]._render_qweb_pdf(
            REPORT, complaint.ids
        )[0]
        name = f"8D-{complaint.name.replace('/', '-')}-v{paper.version}.pdf"
        vals = {"name": name, "raw": pdf, "mimetype": "application/pdf"}
        file = paper._gendan_8d_file()
        if file:
            file.write(vals)
        else:
            file = file.create({**vals, "res_model": paper._name, "res_id": paper.id})
        return paper, file

    def _gendan_8d_page(self):
        """What the customer reads, and nothing else: dict for the template, in the language of the context."""
        self.ensure_one()
        self.check_access("read")
        complaint = self.sudo()  # sudo: names on the paper; whoever may read the complaint prints it
        show = self.env["gendan.message"]._gendan_format_day
        company = complaint.company_id
        paper = complaint.env["gendan.document"].search(self._gendan_8d_domain(), order="version desc", limit=1)
        # what is printed between two versions is the draft of the next one
        is_final = bool(paper) and self.env.context.get("gendan_8d_final") == paper.id
        version = paper.version + (1 if paper.issue_ids and not is_final else 0) if paper else 1
        actions = [action for action in complaint.action_ids if not action.is_internal]
        is_named = company.gendan_8d_departments
        whys = complaint.why_ids.filtered(lambda why: not why.is_internal)
        photos, more = complaint._gendan_photos()
        evidence = complaint.evidence_ids.filtered(lambda one: not one.is_internal)
        code = complaint.partner_id.commercial_partner_id.gendan_code
        our_name = company._gendan_called()

        def row(action):
            owner = (action.department_id.name or action.owner_id.name) if is_named else our_name
            return {
                "name": action.name,
                "owner": owner,
                "due": show(action.due),
                "done": show(action.done_on) if action.done_on else "",
            }

        return {
            "number": complaint.name,
            "reference": complaint.customer_ref or "",
            "customer": f"{complaint.partner_id.name} ({code})" if code else complaint.partner_id.name,
            "complained_by": complaint.contact_id.name or "",
            "head": complaint._gendan_paper_head(),
            "deliveries": complaint._gendan_paper_deliveries(),
            "keep": complaint._gendan_keep_together,
            "paper": paper if is_final else paper.browse(),
            "version": version,
            "is_draft": not is_final,
            "day": show(company._gendan_today()),
            "received": show(company._gendan_to_day(complaint.received_at)),
            "order": complaint.order_id.client_order_ref or complaint.order_id.name or "",
            "team": [user.name for user in complaint.team_ids],
            "subject": complaint.subject,
            "description": complaint.description or "",
            "lines": complaint._gendan_paper_rows(),
            "photos": photos,
            "more_photos": more,
            "contained": complaint.contained_text or "",
            "evidence": [
                (one.name, one.text or "", complaint._gendan_photos(one.attachment_ids)[0]) for one in evidence
            ],
            "whys": [
                (label, [(why.question, why.answer, why.is_root) for why in chain])
                for label, chain in complaint._gendan_paper_whys(whys)
            ],
            "cause": complaint.cause_text or "",
            "at_once": [row(action) for action in actions if action.kind == "contain"],
            "corrective": [row(action) for action in actions if action.kind == "correct"],
            "preventive": [row(action) for action in actions if action.kind == "prevent"],
            "verified": complaint.verified_text or "",
            "proposal": complaint.proposal or "" if complaint.proposed_at else "",
            "closed": show(company._gendan_to_day(complaint.closed_at)) if complaint.state == "closed" else "",
            "contact": (complaint.user_id or complaint.clerk_id).name or "",
        }


class GendanDocument(models.Model):
    """8D reports among the papers."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "8D Report"), ("other",)], ondelete={KIND: "set default"})

    def _gendan_issue(self, how, to=None, note=None):
        # EXTENDS gendan_followup: the report with the customer is D8; older versions no longer hold
        lines = super()._gendan_issue(how, to=to, note=note)
        for paper in self.filtered(lambda one: one.kind == KIND and one.res_model == "gendan.complaint"):
            complaint = self.env["gendan.complaint"].sudo().browse(paper.res_id)  # sudo: its own record
            complaint._gendan_note_stage("d8")
            # sudo: papers of this complaint only, whoever made them
            older = self.sudo().search([*complaint._gendan_8d_domain(), ("version", "<", paper.version)])
            older._gendan_void(self.env._("Newer version sent"))
        return lines

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup: as it was sent
        if self.kind != KIND:
            return super()._gendan_print_pdf()
        return self._gendan_8d_file().raw or None

    def _gendan_8d_file(self):
        """The PDF of this version as it was written, sudo; empty without one."""
        # sudo: the file of the paper whose reader asks
        files = self.env["ir.attachment"].sudo()
        owned = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("mimetype", "=", "application/pdf")]
        return files.search(owned, order="id desc", limit=1)

    @api.autovacuum
    def _gc_gendan_8d_unsent(self):
        """Versions whose mail was closed without sending it: after a day nobody sends them any more."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        unsent = [("kind", "=", KIND), ("issue_ids", "=", False), ("voided_at", "=", False)]
        papers = self.search([*unsent, ("create_date", "<", yesterday)], limit=1000)
        fresh = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", papers.ids), ("write_date", ">=", yesterday)]
        )
        (papers - papers.browse(fresh.mapped("res_id"))).unlink()
