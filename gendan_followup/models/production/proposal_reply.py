"""What the customer said to new dates: once, by whom, by which way, on what proof."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# ways the clerk may name; a page is proof by itself and named by our own code only
HOWS = [
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("mail", "E-mail"),
    ("fax", "Fax"),
    ("letter", "Letter"),
    ("person", "In person"),
]
ONLINE = [("page", "Answer page")]


class GendanDateReply(models.Model):
    """The answer to a proposal of new dates. Append-only; one a proposal, whatever way it came.

    Made by ``gendan.date.proposal._gendan_take_reply`` only, by the page and by the clerk alike. Papers become its own
    and are sealed with it. What was said of each delivery stands on the proposal's lines.
    """

    _name = "gendan.date.reply"
    _description = "Answer about New Dates"
    _inherit = ["gendan.proof.mixin", "gendan.parent.access.mixin"]
    _order = "id desc"
    _rec_name = "given_by"

    _gendan_parent = "proposal_id"

    _proposal_uniq = models.UniqueIndex("(proposal_id)", "The customer has answered already.")

    proposal_id = fields.Many2one("gendan.date.proposal", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="proposal_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="proposal_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="proposal_id.clerk_id", store=True, index="btree_not_null")
    given_by = fields.Char("Who Answered", required=True, help="Who at the customer's said so.")
    given_on = fields.Date("On", required=True)
    how = fields.Selection(HOWS + ONLINE, string="How", required=True)
    evidence = fields.Char(help="Where it can be read again: chat and time, mail's subject, number of the fax.")
    message = fields.Text(help="What else the customer wrote or said.")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers")
    user_id = fields.Many2one("res.users", string="Noted by", readonly=True, ondelete="restrict",
                              help="Empty: the customer, on the page.")  # fmt: skip
    answer_id = fields.Many2one(
        "gendan.answer", string="Answered by the Link", readonly=True, ondelete="restrict", index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep answers; their papers become theirs and are sealed with them (``ir.attachment``).

        :raise UserError: nobody is named, no proof, or a day to come
        :raise AccessError: the user may not read one of the papers
        """
        papers = [self._gendan_pop_papers(vals) for vals in vals_list]
        replies = super().create(vals_list)
        return replies._gendan_seal(papers)

    def write(self, vals):
        """Answers are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"company_id", "partner_id", "clerk_id"}:
            raise UserError(self.env._("What the customer answered is never changed. Ask anew instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What the customer answered is never deleted. Ask anew instead."))

    def copy(self, default=None):
        raise UserError(self.env._("What the customer answered is not copied. Ask anew instead."))

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves what the customer answered to %(proposal)s and can be neither changed nor deleted.",
            paper=paper.name,
            proposal=self.proposal_id.display_name,
        )

    def _gendan_error(self, attachments):
        """The sentence why this answer cannot be kept so, or False.

        :param attachments: its papers
        """
        self.ensure_one()
        words = {"proposal": self.proposal_id.display_name}
        if self.how in dict(ONLINE):
            return False
        if not (self.given_by or "").strip():
            return self.env._("Say who at the customer's answered %(proposal)s.", **words)
        if self.given_on > self.company_id._gendan_today():
            return self.env._("The answer to %(proposal)s cannot be of a day to come.", **words)
        if not attachments and not (self.evidence or "").strip():
            return self.env._(
                "The answer to %(proposal)s needs a proof: a screenshot or paper, or where it can be read again.",
                **words,
            )
        return False
