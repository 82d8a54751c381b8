from datetime import time

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

RESULTS = [
    ("approved", "Approved"),
    ("comments", "Approved with comments"),
    ("rejected", "Rejected"),
    ("no_answer", "No answer yet"),
    ("noted", "What came of it"),
    ("withdrawn", "Verdict withdrawn"),
]
SOURCES = [
    ("email", "E-mail"),
    ("chat", "Chat"),
    ("phone", "Phone"),
    ("paper", "Signed paper, fax"),
    ("press", "Visit at our press"),
    ("visit", "Visit at the customer"),
    ("page", "Answer page"),
    ("portal", "Portal"),
]
# these are proof by themselves; only our own code writes them
ONLINE = ("page", "portal")


class GendanSampleVerdict(models.Model):
    """What the customer said about a round: result, by whom, by which way, on what proof. Append-only.

    A mistake is corrected by a further verdict ("withdrawn"), never by a change: nobody changes or deletes one, by no
    path. Who noted it and when are set here. Clerks note those of their customers; papers become the verdict's own and
    are sealed with it.
    """

    _name = "gendan.sample.verdict"
    _inherit = ["gendan.proof.mixin"]
    _description = "Verdict on a sample"
    _order = "id desc"
    _rec_name = "result"

    round_id = fields.Many2one("gendan.sample.round", required=True, readonly=True, ondelete="restrict", index=True)
    letter = fields.Char(related="round_id.letter", string="Round Letter")
    sample_id = fields.Many2one(related="round_id.sample_id", store=True, index=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="round_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="round_id.clerk_id", store=True, index="btree_not_null")
    result = fields.Selection(RESULTS, required=True)
    result_choices = fields.Json(compute="_compute_result_choices", help="What may be said of this round.")
    reasons = fields.Text(string="Comments, Reasons")
    given_on = fields.Date(required=True, default=lambda self: self.env.company._gendan_today(), string="On")
    given_by = fields.Char(string="Verdict by", help="Who at the customer's said so.")
    source = fields.Selection(SOURCES, required=True, default="chat", string="How We Know")
    evidence = fields.Char(help="Chat and time, mail's subject, number of the fax, press number.")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers")
    user_id = fields.Many2one("res.users", string="Noted by", required=True, readonly=True, ondelete="restrict")
    answer_id = fields.Many2one(
        "gendan.answer",
        string="Answered by the Link",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="When, from which address and with which browser.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("round_id")
    def _compute_result_choices(self):
        for verdict in self:
            refused = set()
            if verdict.sample_id.needs_verdict:
                refused.add("noted")
            if not verdict._gendan_withdrawn():
                refused.add("withdrawn")
            verdict.result_choices = [result for result, _label in RESULTS if result not in refused]

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Note verdicts; their papers become theirs and are sealed with them (``ir.attachment``).

        :raise UserError: nothing was sent, no proof, a day to come, or a way only our own pages may name
        :raise AccessError: the user may not read one of the papers
        """
        papers = []
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            if not self.env.su:
                # only the page itself says that it was answered there
                vals.pop("answer_id", None)
            papers.append(self._gendan_pop_papers(vals))
        verdicts = super().create(vals_list)
        verdicts._gendan_seal(papers)
        for verdict in verdicts:
            verdict._gendan_tell()
        verdicts.sample_id._gendan_changed()
        judged = verdicts.filtered(lambda verdict: verdict.result not in ("no_answer", "withdrawn"))
        judged.round_id._gendan_withdraw_questions("sample_verdict", used=judged.answer_id)
        judged._gendan_settle_papers()
        return verdicts

    def write(self, vals):
        """Verdicts are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"sample_id", "company_id", "partner_id", "clerk_id"}:
            raise UserError(
                self.env._("A verdict is never changed: it is the record of what was said. Note another one instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A verdict is never deleted: it is the record of what was said."))

    def copy(self, default=None):
        raise UserError(self.env._("A verdict is not copied: note the other one by itself."))

    # ------------------------------------------------------------ business

    def _gendan_is_approval(self):
        """Whether it lets the work go on."""
        return self.result in ("approved", "comments")

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves what the customer said about sample %(sample)s and can be neither changed nor deleted.",
            paper=paper.name,
            sample=self.round_id.display_name,
        )

    def _gendan_error(self, attachments):
        """The sentence why this verdict cannot be noted so, or False.

        :param attachments: its papers
        """
        self.ensure_one()
        entry = self.round_id
        if not entry.sent_on:
            return self.env._("Round %(round)s was not sent yet: there is nothing to judge.", round=entry.display_name)
        if self.given_on > self.company_id._gendan_today():
            return self.env._("The verdict on %(round)s cannot be given on a day to come.", round=entry.display_name)
        if self.given_on < entry.sent_on:
            return self.env._(
                "The verdict on %(round)s cannot be older than the day it was sent.", round=entry.display_name
            )
        if self.result == "noted" and self.sample_id.needs_verdict:
            return self.env._(
                "%(round)s is up for approval: say whether the customer approved it, with comments or not, or rejected"
                " it.",
                round=entry.display_name,
            )
        if self.result == "withdrawn" and not self._gendan_withdrawn():
            return self.env._("There is no verdict on %(round)s that could be withdrawn.", round=entry.display_name)
        if self.result in ("comments", "rejected", "noted", "withdrawn") and not (self.reasons or "").strip():
            return self.env._(
                "Say what the customer wants changed about %(round)s, or what came of it.", round=entry.display_name
            )
        if self.source in ONLINE and not self.env.su:
            return self.env._("Only the customer's own page may say that it was answered there.")
        if self.source not in ONLINE and self.result != "no_answer":
            if not (self.given_by or "").strip():
                return self.env._("Say who at the customer's judged round %(round)s.", round=entry.display_name)
            if not attachments and not (self.evidence or "").strip():
                return self.env._(
                    "The verdict on %(round)s needs a proof: a screenshot or paper, or where it can be found.",
                    round=entry.display_name,
                )
        return False

    def _gendan_withdrawn(self):
        """The verdict that this one takes back, may be empty."""
        self.ensure_one()
        before = self.round_id.verdict_ids.filtered(lambda verdict: verdict != self and verdict.result != "no_answer")
        return before.sorted("id")[-1:].filtered(lambda verdict: verdict.result != "withdrawn")

    def _gendan_tell(self):
        """A line in the sample's log, in the company's language whoever answers."""
        self = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        labels = dict(self._fields["result"]._description_selection(self.env))
        parts = [self.env._("Round %(round)s", round=self.round_id.letter), labels[self.result]]
        parts += [part for part in (self.given_by, self.reasons) if part]
        # sudo: the customer's answer page writes it, too
        self.sample_id.sudo()._message_log(body=" · ".join(parts))

    def _gendan_attach(self, photos):
        """The photos that came with a verdict from a page, sealed with it: still the making of it. Call with sudo.

        Not through ``create``: a customer has no rights on attachments, not even on those just uploaded.

        :param photos: list of (name, bytes), from ``gendan.answer._gendan_photos``
        """
        self.ensure_one()
        papers = self.env["ir.attachment"].create([{"name": name, "raw": content} for name, content in photos])
        if not papers:
            return True
        # past our own refusal above
        return super().write({"attachment_ids": [Command.set(self._gendan_take_papers(papers).ids)]})

    def _gendan_tell_clerk(self):
        """A to-do: the customer has answered by herself, nobody here knows it yet. Call with sudo."""
        self.ensure_one()
        company = self.company_id
        verdict = self.with_context(lang=company.partner_id.lang or self.env.lang)
        labels = dict(verdict._fields["result"]._description_selection(verdict.env))
        words = {
            "customer": verdict.given_by,
            "sample": verdict.sample_id.display_name,
            "round": verdict.round_id.letter,
            "verdict": labels[verdict.result],
            "reasons": verdict.reasons or "",
        }
        name = verdict.env._("%(customer)s on sample %(sample)s, round %(round)s: %(verdict)s", **words)
        if verdict.reasons:
            name = verdict.env._(
                "%(customer)s on sample %(sample)s, round %(round)s: %(verdict)s – %(reasons)s", **words
            )
        verdict.sample_id._gendan_open_todo(
            "sample_verdict", name, role="clerk", due=company._gendan_today(), urgency="1"
        )

    def _gendan_settle_papers(self):
        """Forms of judged rounds: one that came back signed is back, one answered otherwise is awaited no more."""
        if not self:
            return
        # sudo: whoever notes a verdict, or the customer herself, need not have rights on papers
        papers = self.env["gendan.document"].sudo().search(
            [
                ("res_model", "=", "gendan.sample.round"),
                ("res_id", "in", self.round_id.ids),
                ("kind", "=", "sample_approval"),
                ("returned_at", "=", False),
            ]
        )
        verdict_of = {verdict.round_id.id: verdict for verdict in self}
        for paper in papers:
            verdict = verdict_of[paper.res_id]
            if verdict.source != "paper":
                paper.must_return = False
                continue
            paper.write(
                {
                    "returned_at": verdict.company_id._gendan_at(verdict.given_on, time(12)),
                    "returned_how": "scan" if verdict.attachment_ids else "original",
                    "scan_ids": [Command.link(scan.id) for scan in verdict.attachment_ids],
                }
            )
