from odoo import api, fields, models
from odoo.exceptions import UserError

from .moq import SURCHARGES

ANSWERS = [
    ("surcharge", "The quantity asked for, with the surcharge"),
    ("minimum", "The minimum quantity"),
    ("declined", "Neither"),
]
SOURCES = [
    ("email", "E-mail"),
    ("chat", "Chat"),
    ("fax", "Fax"),
    ("letter", "Letter"),
    ("portal", "Portal"),
    ("person", "In person, signed"),
]
# no page of ours asks about minimums; what was noted so once stays readable
OFFERED_SOURCES = [(key, label) for key, label in SOURCES if key != "portal"]


class GendanMoqConsent(models.Model):
    """What a customer answered to the offer for less than the minimum: who, when, how, on what proof. Append-only.

    Made by ``sale.order._gendan_moq_answered`` only, which takes quantities and prices from the order itself. Nobody
    changes or deletes one, by no path; another answer is another record. Papers become its own and are sealed.
    """

    _name = "gendan.moq.consent"
    _inherit = ["gendan.proof.mixin"]
    _description = "Answer about a Minimum Quantity"
    _order = "id desc"
    _rec_name = "label"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    currency_id = fields.Many2one(related="order_id.currency_id")
    moq_id = fields.Many2one("gendan.moq", string="Minimum Rule", required=True, readonly=True, ondelete="restrict")
    key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Counted Goods", required=True, readonly=True)
    line_ids = fields.Many2many(
        "sale.order.line",
        "gendan_moq_consent_line_rel",
        string="Lines",
        readonly=True,
        help="What was counted together: what it is counted by, a set of plates for one, may be another one later.",
    )
    quantity = fields.Float(string="Asked for", digits="Product Unit", readonly=True)
    minimum = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    price_minimum = fields.Monetary(string="Price at the Minimum", readonly=True)
    surcharge = fields.Monetary(readonly=True, help="As it was offered; the order line follows the quantity.")
    surcharge_kind = fields.Selection(SURCHARGES, string="Reckoned by", readonly=True)
    surcharge_amount = fields.Float(string="Rate", min_display_digits="Product Price", readonly=True)
    answer = fields.Selection(ANSWERS, required=True)
    given_by = fields.Char(string="Who Answered", required=True, help="Who at the customer's said so.")
    given_on = fields.Date(string="On", required=True)
    source = fields.Selection(SOURCES, string="How We Know", required=True)
    evidence = fields.Char(help="Chat and time, mail's subject, number of the fax.")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers")
    user_id = fields.Many2one("res.users", string="Noted by", required=True, readonly=True, ondelete="restrict")

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Note answers; their papers become theirs and are sealed with them (``ir.attachment``).

        :raise UserError: no proof, a day to come, or a way by which no answer comes
        :raise AccessError: the user may not read one of the papers
        """
        papers = []
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            papers.append(self._gendan_pop_papers(vals))
        consents = super().create(vals_list)
        consents._gendan_seal(papers)
        return consents

    def write(self, vals):
        """Answers are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"company_id", "partner_id", "clerk_id"}:
            raise UserError(self.env._("What the customer answered is never changed. Note another answer instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What the customer answered is never deleted. Note another answer instead."))

    def copy(self, default=None):
        raise UserError(self.env._("What the customer answered is not copied. Note the other answer by itself."))

    # ------------------------------------------------------------ business

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves what the customer answered about the minimum of %(goods)s on %(order)s and can be neither"
            " changed nor deleted.",
            paper=paper.name,
            goods=self.label,
            order=self.order_id.name,
        )

    def _gendan_error(self, attachments):
        """The sentence why this answer cannot be noted so, or False.

        :param attachments: its papers
        """
        self.ensure_one()
        about = {"order": self.order_id.name, "goods": self.label}
        if self.given_on > self.company_id._gendan_today():
            return self.env._("The answer about %(goods)s on %(order)s cannot be of a day to come.", **about)
        if self.source not in dict(OFFERED_SOURCES):
            return self.env._(
                "The portal does not ask customers about minimums: say by which way the answer about %(goods)s on"
                " %(order)s came.",
                **about,
            )
        if not attachments and not (self.evidence or "").strip():
            return self.env._(
                "The answer about %(goods)s on %(order)s needs a proof: a screenshot or paper, or where it can be"
                " found.",
                **about,
            )
        return False
