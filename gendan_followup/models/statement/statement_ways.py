"""The way of a statement to its customer: which one, to what number or address, with what text."""

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from .settlement_profile_way import WAYS
from .statement import FROZEN_STATES

# ways on paper: printed here, then faxed or handed to the courier
PAPER_WAYS = ("fax", "courier")
# a statement that goes out late still leaves the customer so many working days to answer
ANSWER_DAYS = 2
# those that may go out once more: nothing of them changes
AGAIN_STATES = tuple(state for state in FROZEN_STATES if state != "closed")


class GendanStatement(models.Model):
    """Ways of statements. What is said of days and silence is fixed when it goes, as the figures are."""

    _inherit = "gendan.statement"

    send_way = fields.Selection(
        WAYS, string="Goes by", compute="_compute_send_way", help="As the customer wishes, else her settlement profile."
    )
    sent_how = fields.Selection(WAYS, string="Went by", readonly=True, copy=False)
    sent_to = fields.Char(string="Went to", readonly=True, copy=False)
    silence_agrees = fields.Boolean(
        string="Silence Counts as Agreed",
        readonly=True,
        copy=False,
        help="The signed contract says so, and so does the statement that went out.",
    )
    unconfirmed_before = fields.Char(string="Not Confirmed when It Went", readonly=True, copy=False)
    unconfirmed_text = fields.Char(string="Not Confirmed before", compute="_compute_unconfirmed_text")

    @api.depends("partner_id", "profile_id")
    def _compute_send_way(self):
        for statement in self:
            one = statement.sudo()  # sudo: how it goes is seen with the statement
            statement.send_way = one.partner_id.gendan_statement_way or one.profile_id.statement_way or "email"

    @api.depends("previous_id.state", "unconfirmed_before", "state")
    @api.depends_context("lang")
    def _compute_unconfirmed_text(self):
        for statement in self:
            statement.unconfirmed_text = statement._gendan_unconfirmed_before()

    # ------------------------------------------------------------ frozen with it

    def _gendan_freeze(self):
        # EXTENDS gendan_followup: what is said of days and of silence stands as it goes out
        for one in self.sudo():  # sudo: written by the program; the caller has asked for the rights
            before = one.with_context(lang=one.lang)._gendan_unconfirmed_before()
            one._gendan_as_code().write(
                {
                    **one._gendan_days_said(),
                    "silence_agrees": one.profile_id.silence_agrees,
                    "unconfirmed_before": before or False,
                }
            )
        return super()._gendan_freeze()

    def _gendan_days_said(self):
        """Until when the customer has, as it went out or as it would go out today; sudo where it is frozen.

        :return: dict ``reconcile_by``, ``signed_by_day``: the latter False where no copy is signed
        """
        self.ensure_one()
        if self._gendan_is_frozen():
            return {"reconcile_by": self.reconcile_by, "signed_by_day": self.signed_by_day}
        company = self.company_id
        earliest = company._gendan_add_workdays(company._gendan_today(), ANSWER_DAYS)
        answer = max(self.reconcile_by or earliest, earliest)
        signed = self.profile_id._gendan_wants_signed() and max(self.signed_by_day or answer, answer)
        return {"reconcile_by": answer, "signed_by_day": signed}

    # ------------------------------------------------------------ where to

    def _gendan_send_to(self, way):
        """The address, number or account a way leads to; empty when the customer's file names none.

        :param str way: one of WAYS
        """
        self.ensure_one()
        customer = self.sudo().partner_id  # sudo: printed on what goes out
        contact = customer._gendan_statement_contact()
        if way == "email":
            return contact.email or customer.email or ""
        if way == "fax":
            return contact.gendan_fax or customer.gendan_fax or contact._gendan_named_accounts().filtered(
                lambda account: account.app == "fax"
            )[:1].account or ""
        if way == "chat":
            account = contact._gendan_accounts()[:1]
            return account._gendan_text() if account else contact.name or ""
        return contact._display_address(without_company=True).replace("\n", " ").strip() or contact.name or ""

    def _gendan_way_error(self, way):
        """The sentence why it cannot go that way, or False.

        :param str way: one of WAYS
        """
        self.ensure_one()
        if self._gendan_send_to(way):
            return False
        words = {"customer": self.partner_id.display_name}
        if way == "email":
            return self.env._("%(customer)s has no e-mail address: enter one, or choose another way.", **words)
        return self.env._("%(customer)s has no fax number: enter one, or choose another way.", **words)

    def _gendan_go_error(self, is_stale=None):
        """The sentence why it does not go out now, for the first time or once more, or False.

        :param bool is_stale: as of `_gendan_send_error`
        """
        self.ensure_one()
        if self.state in AGAIN_STATES:
            return False
        if self.state in ("closed", "replaced"):
            return self.env._("%(statement)s is done with and does not go out again.", statement=self.display_name)
        return self._gendan_send_error(is_stale)

    # ------------------------------------------------------------ what is said

    def _gendan_portal_link(self):
        """The customer's link to the page of this statement, with its token; empty where there is none.

        The mail is looked over before the statement is frozen, so a draft has one, too; its page shows nothing yet.
        """
        self.ensure_one()
        one = self.sudo()  # sudo: the token of a statement the caller may send
        if "access_token" not in one._fields:
            return ""
        return f"{one.get_base_url()}{one.get_portal_url()}"

    def _gendan_facts(self):
        """What mail and chat text say, as strings in the statement's language. sudo inside.

        :return: dict(number, customer, contact, company, clerk, period, answer_by, signed_by, rows, before, link)
        """
        self.ensure_one()
        one = self.sudo().with_context(lang=self.lang)  # sudo: the caller has asked whether the user may send it
        env, currency = one.env, one.currency_id

        def money(amount):
            return f"{currency.name} {formatLang(env, amount, digits=currency.decimal_places)}"

        def day(value):
            return format_date(env, value, date_format="medium") if value else ""

        rows = [
            (env._("Opening Balance"), one.opening),
            (env._("Deliveries"), one.amount_goods),
            (env._("Received in the period"), 0.0 - one.amount_paid),
            (env._("Closing balance, to be confirmed (A + B)"), one.amount_total),
            (env._("of which A: invoiced, in our books"), one.amount_a),
            (env._("of which B: delivered, not invoiced yet"), one.amount_b),
        ]
        clerk = one.partner_id._gendan_acting_user()[one.partner_id][0]
        # mail and chat text are looked over before it is frozen: they say the days it will have then
        days = one._gendan_days_said()
        return {
            "number": one.name if one.version == 1 else f"{one.name} v{one.version}",
            "customer": one.partner_id.name,
            "contact": one.partner_id._gendan_statement_contact().name or one.partner_id.name,
            "company": one.company_id._gendan_called(),
            "clerk": clerk.name or "",
            "period": f"{day(one.date_from)} – {day(one.date_to)}",
            "answer_by": day(days["reconcile_by"]),
            "signed_by": day(days["signed_by_day"]),
            "silence": one.silence_agrees if one._gendan_is_frozen() else one.profile_id.silence_agrees,
            "rows": [(label, money(amount)) for label, amount in rows],
            "before": one._gendan_unconfirmed_before(),
            "link": one._gendan_portal_link(),
        }

    def _gendan_chat_text(self):
        """The text for a chat: the short sums, until when, and the link where there is one; in her language."""
        self.ensure_one()
        facts, env = self._gendan_facts(), self.with_context(lang=self.lang).env
        rows = [
            env._("Statement of account %(number)s, %(period)s", number=facts["number"], period=facts["period"]),
            *(f"{label}: {amount}" for label, amount in facts["rows"]),
            facts["before"],
            env._("Please answer by %(day)s.", day=facts["answer_by"]) if facts["answer_by"] else "",
            facts["link"],
        ]
        return "\n".join(filter(None, rows))


class GendanSettlementProfile(models.Model):
    """Whether a copy is signed."""

    _inherit = "gendan.settlement.profile"

    def _gendan_wants_signed(self):
        """Whether customers of this profile sign their statements; those without a profile do."""
        return not self or self.needs_signed_copy
