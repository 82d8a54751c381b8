import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.gendan_followup.tools.names import join_names

_WORD = re.compile(r"\{([^{}]*)\}")

PAPERS = [("contract", "Contract"), ("order_confirmation", "Order Confirmation")]


class GendanContractClause(models.Model):
    """One clause of our contracts and order confirmations, in all languages.

    Words in braces are replaced by what was agreed for the order. A clause that speaks of something the order does not
    have is left out, so that one set of clauses serves all orders. Kept by supervisors.
    """

    _name = "gendan.contract.clause"
    _description = "Contract Clause"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Heading", required=True, translate=True)
    text = fields.Text(required=True, translate=True, help="Words in braces are replaced, e.g. {tolerance}.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    paper = fields.Selection(PAPERS, string="Only on", help="Empty: on both papers.")
    country_ids = fields.Many2many(
        "res.country", string="Only for Customers in", help="Law and custom differ. Empty: everywhere."
    )
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: all companies.")
    words_help = fields.Text(string="Words in Braces", compute="_compute_words_help")

    # ------------------------------------------------------------ compute

    @api.depends_context("lang")
    def _compute_words_help(self):
        self.words_help = "\n".join(f"{{{word}}}  {label}" for word, label in self._gendan_words().items())

    # ------------------------------------------------------------ constrains

    @api.constrains("text")
    def _check_words(self):
        known = self._gendan_words()
        for clause in self:
            unknown = [word for word in _WORD.findall(clause.text) if word not in known]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Clause “%(clause)s”: nobody knows what {%(word)s} is. Known are: %(known)s.",
                        clause=clause.name,
                        word=unknown[0],
                        known=join_names(self.env, [f"{{{word}}}" for word in known]),
                    )
                )

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_words(self):
        """What may stand in braces, and what it means. Hook: rooms add to it and to ``_gendan_contract_words``.

        :rtype: dict[str, str]
        """
        return {
            "tolerance": self.env._("more or less than ordered, in per cent"),
            "objection_days": self.env._("days to object"),
            "quality": self.env._("quality standard"),
            "delivery_day": self.env._("day of arrival, where one day is promised"),
            "delivery_days": self.env._("working days after the start conditions, where no day is promised"),
            "conditions": self.env._("the start conditions"),
            "address": self.env._("delivery address"),
            "incoterm": self.env._("Incoterm and place"),
            "freight_by": self.env._("who bears the freight, where no Incoterm says it"),
            "payment_terms": self.env._("payment terms"),
            "penalty_deposit": self.env._("deposit as security (定金), in per cent"),
            "advance": self.env._("payment in advance (订金), in per cent"),
            "cancellation": self.env._("least cost of a cancellation, in per cent"),
            "fees": self.env._("plate, mould and sample fees"),
            "accounts": self.env._("chat accounts of both parties"),
            "court": self.env._("court or arbitration"),
            "valid_until": self.env._("last day to sign"),
        }

    def _gendan_for(self, contract):
        """The clauses that may stand on this paper, before anybody chose among them."""
        country = contract.partner_id.commercial_partner_id.country_id
        return self.search([("company_id", "in", [False, contract.company_id.id])]).filtered(
            lambda clause: (
                clause.paper in (False, contract.kind)
                and (not clause.country_ids or country in clause.country_ids)
            )
        )

    def _gendan_filled(self, words):
        """The clause with its words replaced, or False where one of them has no value.

        :param dict words: {word: text}
        """
        self.ensure_one()
        if any(not words.get(word) for word in _WORD.findall(self.text)):
            return False
        return _WORD.sub(lambda found: words[found[1]], self.text)
