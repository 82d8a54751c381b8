"""The dialog to say what is on a paper that came back."""

from odoo import api, fields, models

from odoo.addons.gendan_followup.models.document.decision import LEVELS
from odoo.addons.gendan_followup.models.document.document_judge import Seen
from odoo.addons.gendan_followup.tools import fax


class GendanDocumentJudge(models.TransientModel):
    """Collects what was seen; the paper judges. What fails is shown before anybody presses."""

    _name = "gendan.document.judge"
    _description = "Judge a Paper"

    document_id = fields.Many2one("gendan.document", string="Paper", required=True, readonly=True, ondelete="cascade")
    action = fields.Selection(
        [("judge", "Judge"), ("reject", "Reject"), ("lose", "Lost"), ("waive", "Do without")],
        required=True,
        readonly=True,
    )
    returned_how = fields.Selection(related="document_id.returned_how")
    expected_text = fields.Char(related="document_id.expected_text")
    signatory_ids = fields.Many2many("gendan.signatory", compute="_compute_choices")
    chop_kind_ids = fields.Many2many("gendan.chop.kind", compute="_compute_choices")
    asks_number = fields.Boolean(compute="_compute_choices")
    signatory_id = fields.Many2one(
        "gendan.signatory",
        string="From the List",
        domain="[('id', 'in', signatory_ids)]",
        compute="_compute_seen",
        store=True,
        readonly=False,
    )
    signed_by = fields.Char(compute="_compute_seen", store=True, readonly=False, help="As it is written on the paper.")
    signed_function = fields.Char(string="Function", compute="_compute_seen", store=True, readonly=False)
    signed_on = fields.Date(compute="_compute_seen", store=True, readonly=False)
    chop_kind_id = fields.Many2one(
        "gendan.chop.kind", string="Chop", compute="_compute_seen", store=True, readonly=False
    )
    printed_number = fields.Char(
        string="Number on the Sheet",
        help="As the fax machine printed it on the edge. A sign of where the sheet came from, no proof.",
    )
    printed_at = fields.Char(string="Date and Time on the Sheet")
    number_level = fields.Selection(LEVELS, string="Compared", compute="_compute_number")
    number_text = fields.Char(string="On File", compute="_compute_number")
    is_confirmed = fields.Boolean(
        string="It Is the Customer's Number", help="Kept on the customer's file, with this sheet as proof."
    )
    failures = fields.Text(compute="_compute_failures")
    reason = fields.Char()

    # ------------------------------------------------------------ compute

    @api.depends("document_id")
    def _compute_choices(self):
        for wizard in self:
            paper = wizard.document_id
            rule = self.env["gendan.validity.rule"]._gendan_of(paper).get(paper)
            wizard.signatory_ids = paper._gendan_signatories().ids if paper else False
            wizard.chop_kind_ids = rule.chop_kind_ids.ids if rule else False
            wizard.asks_number = bool(paper) and paper._gendan_asks_number()

    @api.depends("document_id")
    def _compute_seen(self):
        for wizard in self:
            seen = wizard.document_id._gendan_expected() if wizard.document_id else Seen()
            wizard.signatory_id = seen.signatory.id if seen.signatory else False
            wizard.signed_by = seen.signed_by
            wizard.signed_function = seen.signed_function
            wizard.signed_on = seen.signed_on
            wizard.chop_kind_id = seen.chop_kind.id if seen.chop_kind else False

    @api.depends("printed_number", "document_id")
    def _compute_number(self):
        for wizard in self:
            wizard.number_level = wizard.number_text = False
            if wizard.document_id.returned_how == "fax":
                match = wizard.document_id._gendan_compare(wizard.printed_number)
                wizard.number_level = match.level
                wizard.number_text = wizard.document_id._gendan_known_number_text(match)

    @api.depends(
        "document_id", "signatory_id", "signed_by", "signed_on", "chop_kind_id", "printed_number", "is_confirmed"
    )
    def _compute_failures(self):
        for wizard in self:
            is_judged = wizard.action == "judge" and wizard.document_id
            wizard.failures = is_judged and "\n".join(wizard.document_id._gendan_failures(wizard._get_seen()))

    @api.onchange("signatory_id")
    def _onchange_signatory_id(self):
        if self.signatory_id:
            self.signed_by = self.signatory_id.name
            self.signed_function = self.signatory_id.function

    # ------------------------------------------------------------ actions

    def action_valid(self):
        """Button: it counts. Returns the closing of the dialog."""
        self.ensure_one()
        self.document_id.check_access("write")
        self.document_id._gendan_judge(self._get_seen())
        return {"type": "ir.actions.act_window_close"}

    def action_reject(self):
        """Button: it does not count; without a reason the first thing that fails is one."""
        self.ensure_one()
        seen = self._get_seen() if self.action == "judge" else None
        self.document_id._gendan_reject(self.reason or (self.failures or "").split("\n")[0], seen)
        return {"type": "ir.actions.act_window_close"}

    def action_lose(self):
        """Button: it is lost."""
        self.ensure_one()
        self.document_id._gendan_lose(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def action_waive(self):
        """Button: a supervisor does without it."""
        self.ensure_one()
        self.document_id._gendan_waive(self.reason)
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------ business

    def _get_seen(self):
        """What was typed, as the paper judges it."""
        self.ensure_one()
        return Seen(
            signatory=self.signatory_id.sudo(),  # sudo: compared with the list, which is read so
            signed_by=self.signed_by or "",
            signed_function=self.signed_function or "",
            signed_on=self.signed_on,
            chop_kind=self.chop_kind_id.sudo(),  # sudo: as above
            printed_number=self.printed_number or "",
            printed_at=self.printed_at or "",
            is_confirmed=self.is_confirmed and self.number_level == fax.LIKELY,
        )
