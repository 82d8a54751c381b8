"""What a customer said to a statement: who, when, by which way, on what proof. Never changed."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# ways the clerk may name; the page is proof by itself and named by our own code only
HOWS = [
    ("paper", "Chopped paper"),
    ("mail", "E-mail"),
    ("fax", "Fax"),
    ("chat", "Chat"),
    ("phone", "Phone"),
    ("person", "In person"),
    ("unnoted", "Way not noted"),
]
ONLINE = [("portal", "Portal")]
RESULTS = [
    ("agreed", "Agrees as it stands"),
    ("agreed_other", "Agrees at his figure"),
    ("disputed", "Disputes It"),
    ("withdrawn", "Takes his answer back"),
]
# what a customer may say against a line, on the page and to the clerk
REASONS = [
    ("price", "Price"),
    ("quantity", "Quantity"),
    ("not_received", "Not received"),
    ("returned", "Sent back"),
    ("quality", "Quality: deduction"),
    ("late", "Late: deduction"),
    ("twice", "Charged twice"),
    ("missing", "Missing on the statement"),
    ("paid", "Paid already"),
    ("tax", "Tax"),
    ("other", "Other"),
]
DEDUCTIONS = ("quality", "late")
# the sentinel by which code, and nobody else, keeps answers
SAID = object()
# columns Odoo itself recomputes
COPIED = {"company_id", "partner_id", "clerk_id", "currency_id"}


class GendanStatementAnswer(models.Model):
    """One answer to one version of a statement. Append-only: an answer that is taken back is a new one.

    Made by ``gendan.statement._gendan_take_answer`` only, by the customer's page and by the clerk alike. Its papers
    become its own and are sealed with it. What it adds up to: ``amount`` = the statement's sum + its lines'
    differences, to the cent.
    """

    _name = "gendan.statement.answer"
    _description = "Answer to a Statement"
    _inherit = ["gendan.proof.mixin", "gendan.parent.access.mixin"]
    _gendan_parent = "statement_id"
    _order = "id desc"

    statement_id = fields.Many2one(
        "gendan.statement", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="statement_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="statement_id.clerk_id", store=True, index="btree_not_null")
    currency_id = fields.Many2one(related="statement_id.currency_id", store=True)
    version = fields.Integer(readonly=True, aggregator=None, help="Of the statement.")
    checksum = fields.Char(string="Checksum of the Statement", readonly=True)
    result = fields.Selection(RESULTS, string="Answer", required=True, readonly=True)
    amount = fields.Monetary(
        string="His Figure", readonly=True, help="What the customer confirms, or says it should be."
    )
    difference = fields.Monetary(readonly=True, help="His figure less ours.")
    line_ids = fields.One2many(
        "gendan.statement.answer.line", "answer_id", string="What He Says against", readonly=True
    )

    how = fields.Selection(HOWS + ONLINE, string="How", required=True, readonly=True)
    said_by = fields.Char(string="Who Answered", readonly=True, help="Who at the customer's said so.")
    function = fields.Char(readonly=True)
    said_on = fields.Datetime(string="Answered on", required=True, readonly=True)
    note = fields.Text(string="His Words", readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Noted by", readonly=True, ondelete="restrict", help="Empty: the customer, on his page."
    )
    login_id = fields.Many2one(
        "res.users", string="Logged in as", readonly=True, ondelete="restrict", help="Empty: by the link that was sent."
    )
    address = fields.Char(string="Address (IP)", readonly=True)
    user_agent = fields.Char(readonly=True)

    # ------------------------------------------------------------ compute

    @api.depends("result", "said_by", "statement_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["result"]._description_selection(self.env))
        for answer in self:
            answer.display_name = " · ".join(
                filter(None, (answer.statement_id.display_name, labels.get(answer.result), answer.said_by))
            )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Keep answers; their papers become theirs and are sealed with them (``ir.attachment``).

        :raise UserError: somebody else than the statement keeps one, or one is of a day to come
        :raise AccessError: the user may not read one of the papers
        """
        self._gendan_check_code()
        papers = [self._gendan_pop_papers(vals) for vals in vals_list]
        return super().create(vals_list)._gendan_seal(papers)

    def write(self, vals):
        """Answers are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - COPIED:
            raise UserError(self.env._("What the customer said is never changed. Take down what he says now instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What the customer said is never deleted. Take down what he says now instead."))

    def copy(self, default=None):
        raise UserError(self.env._("What the customer said is not copied. Take down what he says now instead."))

    # ------------------------------------------------------------ business

    def _gendan_check_code(self):
        """:raise UserError: somebody else than the statement keeps answers"""
        if self.env.context.get("gendan_statement_said") is not SAID:
            raise UserError(self.env._("Take an answer down by the button of the statement."))

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves what the customer said to %(statement)s and can be neither changed nor deleted.",
            paper=paper.name,
            statement=self.statement_id.display_name,
        )

    def _gendan_error(self, attachments):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.said_on > fields.Datetime.add(fields.Datetime.now(), minutes=5):
            return self.env._(
                "The answer to %(statement)s cannot be of a day to come.", statement=self.statement_id.display_name
            )
        return super()._gendan_error(attachments)

    def _gendan_attach(self, files):
        """The files that came with an answer from the page, sealed with it: still the making of it. Superuser.

        Not through ``create``: a customer has no rights on attachments, not even on those just uploaded.

        :param files: list of (name, bytes), from ``gendan.statement._gendan_page_files``
        """
        self.ensure_one()
        papers = self.env["ir.attachment"].create([{"name": name, "raw": content} for name, content in files])
        if not papers:
            return True
        # past our own refusal above
        return super().write({"attachment_ids": [fields.Command.set(self._gendan_take_papers(papers).ids)]})

    def action_open(self):
        """Button: the answer with its lines and papers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's Answer"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
