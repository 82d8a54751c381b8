"""The customer's page of a statement: what is shown, and what is taken from it."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype

from .statement import FROZEN_STATES
from .statement_answer import REASONS
from .statement_answered import ANSWERABLE
from .statement_line import GOODS_KINDS

# Lines shown at a time, each with its fields: what a form may have is bounded. Further ones are turned to, or looked
# for; those in which he has typed something stay.
DRAWN = 150
MOST_LINES = 280
FIELDS = ("amount", "reason", "note")
# lines of his that are not on our statement, or not on the page
FREE = 5
LONGEST = 100
LONGEST_TEXT = 2000
MOST_FILES = 8
MOST_BYTES = 10 * 1024 * 1024
FILE_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
)
# figures beyond that are no money
MOST_MONEY = 10**12


class GendanStatement(models.Model):
    """Only what has gone out, and nothing that is ours alone."""

    _inherit = "gendan.statement"

    # ------------------------------------------------------------ who

    @api.model
    def _gendan_portal_domain(self, user):
        """What a customer's user is shown on the portal: her own company's statements that went out and hold."""
        return Domain("partner_id", "=", user.commercial_partner_id.id) & Domain("state", "in", FROZEN_STATES)

    def _gendan_newest(self):
        """The version that took this one's place in the end, sudo; this one when none did."""
        self.ensure_one()
        one = self.sudo()  # sudo: the page has checked whose it is; the next version is of the same customer
        seen = one
        while one.replaced_by_id and one.replaced_by_id not in seen:
            one = one.replaced_by_id
            seen |= one
        return one

    def _gendan_opened(self):
        """The customer has opened the page. Superuser; once."""
        self.ensure_one()
        if self.state == "sent" and self.try_lock_for_update(allow_referencing=True):
            self.invalidate_recordset(["state"])
            if self.state == "sent":
                self._gendan_move_to("seen")

    # ------------------------------------------------------------ what

    def _gendan_portal_lines(self):
        """All lines the customer may say something against: (goods and fees, entries of the books). Superuser."""
        self.ensure_one()
        goods = self.line_ids.filtered(lambda line: line.kind in GOODS_KINDS)
        entries = (self.line_ids - goods).filtered(
            lambda line: not line.currency_id.is_zero(line.amount_total) or line.kind in ("invoice", "credit_note")
        )
        return goods, entries

    def _gendan_portal_rows(self, data=None):
        """The lines as the page shows them: goods and fees, and entries of the books. Superuser, reader's language.

        :param data: what was posted: ``turn`` (which page of lines, from 1), ``look_for`` (a number or words), and what
            is typed beside lines: those stay on each page
        :return: dict ``goods``, ``entries``: lists of gendan.statement.line; ``turn``, ``turns``: which page of how
            many; ``found``: how many lines there are, or fit; ``is_long``: whether there is more than a page
        """
        data = data or {}
        goods, entries = self._gendan_portal_lines()
        every = goods | entries
        typed = self._gendan_typed_lines(data)
        asked = self._gendan_page_text(data.get("look_for"))
        fitting = every.filtered(lambda line: line._gendan_fits(asked)) if asked else every
        size = max(min(DRAWN, MOST_LINES - len(typed)), 1)
        turns = max(-(-len(fitting) // size), 1)
        wanted = data.get("turn") or ""
        turn = min(max(int(wanted) if wanted.isdecimal() else 1, 1), turns)
        shown = fitting[(turn - 1) * size : turn * size] | typed
        return {
            "goods": goods & shown,
            "entries": entries & shown,
            "turn": turn,
            "turns": turns,
            "found": len(fitting),
            "is_long": len(every) > DRAWN,
        }

    def _gendan_typed_lines(self, data):
        """The lines beside which something is typed, among this statement's own. Superuser."""
        goods, entries = self._gendan_portal_lines()
        return (goods | entries).filtered(
            lambda line: any((data.get(f"{name}_{line.id}") or "").strip() for name in FIELDS)
        )

    def _gendan_portal_values(self, data=None):
        """What the page says besides its lines. Superuser, reader's language.

        :param data: what was posted, where the page is shown again
        """
        self.ensure_one()
        labels = dict(self.answer_ids._fields["result"]._description_selection(self.env))
        answer = self.answer_id
        rows = self._gendan_portal_rows(data)
        return {
            "rows": rows,
            "summary": self._gendan_summary(),
            "ages": [
                (self._fields[name]._description_string(self.env), self[name])
                for name in ("age_not_due", "age_30", "age_60", "age_90", "age_older", "age_credit")
                if not self.currency_id.is_zero(self[name])
            ],
            "extras": self.extras or [],
            "answer": answer,
            "answer_label": labels.get(answer.result, ""),
            "is_open": self.state in ANSWERABLE,
            "reasons": self.env["gendan.statement.answer.line"]._fields["reason"]._description_selection(self.env),
            "free_rows": range(1, FREE + 1),
            # whole sentences: where the number stands is the language's
            "files_label": self.env._("Files (photos, PDF, Excel; at most %(count)s)", count=MOST_FILES),
            "lines_label": self.env._(
                "Lines: %(count)s, page %(turn)s of %(turns)s. Lines in which you have typed something stay.",
                count=rows["found"],
                turn=rows["turn"],
                turns=rows["turns"],
            ),
            "revised_label": self.env._(
                "%(statement)s is being revised. You will receive the new version; this one no longer holds.",
                statement=self.name,
            ),
        }

    # ------------------------------------------------------------ answer

    def _gendan_take_page(self, data, files, person):
        """Take what the customer's page posts. Superuser, after whose page it is was checked.

        :param data: the fields, as text
        :param files: list of (name, bytes), from ``_gendan_page_files``
        :param dict person: ``login_id``, ``address``, ``user_agent``
        :return: ``gendan.statement.answer``
        :raise UserError: in the customer's words
        """
        self.ensure_one()
        self._gendan_lock_answer()
        if sentence := self._gendan_page_error(data):
            raise UserError(sentence)
        disputes = data.get("verdict") == "dispute"
        lines = self._gendan_page_lines(data) if disputes else []
        note = self._gendan_page_text(data.get("note"), LONGEST_TEXT)
        if disputes and not lines and not note and not files:
            raise UserError(
                self.env._("Please say what you have otherwise: an amount beside a line, in your words, or in a file.")
            )
        figure = self._gendan_page_amount(data.get("figure")) if disputes and data.get("figure") else None
        if disputes and not lines and not note and figure is None:
            note = self.env._("See the file.")
        answer = {
            "result": "disputed" if disputes else "agreed",
            "how": "portal",
            "said_by": self._gendan_page_text(data.get("name")),
            "function": self._gendan_page_text(data.get("function")),
            "note": note or False,
            **person,
        }
        if figure is not None:
            answer["amount"] = figure
        kept = self._gendan_take_answer(answer, lines, keep_others=disputes)
        kept._gendan_attach(files)
        return kept

    def _gendan_page_error(self, data):
        """The sentence why the page's answer is not taken, or False."""
        self.ensure_one()
        if self.state == "replaced":
            return self._gendan_replaced_text()
        if self.state not in ANSWERABLE:
            answer = self.answer_id
            if not answer:
                return self.env._("%(statement)s is not to be answered any more.", statement=self.name)
            labels = dict(answer._fields["result"]._description_selection(self.env))
            return self.env._(
                "%(statement)s has been answered already: %(answer)s (%(who)s, %(day)s). If that is not right, please"
                " call your contact.",
                statement=self.name,
                answer=labels[answer.result],
                who=answer.said_by or answer.partner_id.name,
                day=fields.Date.to_string(self.company_id._gendan_to_day(answer.said_on)),
            )
        if (data.get("shown") or "") != (self.checksum or ""):
            return self._gendan_replaced_text()
        if data.get("verdict") not in ("agree", "dispute"):
            return self.env._("Please say whether you agree.")
        if not self._gendan_page_text(data.get("name")) or not self._gendan_page_text(data.get("function")):
            return self.env._("Please fill in your name and your function.")
        if data.get("verdict") == "agree" and self._gendan_page_differs(data):
            return self.env._(
                "You have typed something else than our statement says: send what you have otherwise, or empty those"
                " fields and agree."
            )
        return False

    def _gendan_page_differs(self, data):
        """Whether something is typed on the page that is not what the statement says; a remark alone is nothing."""
        self.ensure_one()
        zero = self.currency_id.is_zero
        if figure := (data.get("figure") or "").strip():
            if not zero(self._gendan_page_amount(figure) - self.amount_total):
                return True
        ours = {line.id: line.amount_total for line in self.line_ids}
        return any(
            line.get("reason") or line.get("note")
            or not zero(line["their_amount"] - ours.get(line.get("line_id"), 0.0))
            for line in self._gendan_page_lines(data)
        )

    def _gendan_replaced_text(self):
        """The sentence for whoever answers a page that no longer holds."""
        self.ensure_one()
        return self.env._(
            "%(statement)s has been replaced since you opened this page. Reload the page and read it again.",
            statement=self.name,
        )

    def _gendan_page_lines(self, data):
        """What is typed beside lines, and below them: as `_gendan_take_answer` takes it.

        Lines are looked up among this statement's own: other numbers in the form say nothing.
        """
        self.ensure_one()
        reasons = dict(REASONS)
        lines = []
        for line in self._gendan_typed_lines(data):
            amount = (data.get(f"amount_{line.id}") or "").strip()
            note = self._gendan_page_text(data.get(f"note_{line.id}"), LONGEST_TEXT)
            reason = data.get(f"reason_{line.id}")
            lines.append(
                {
                    "line_id": line.id,
                    # nothing typed: he says something against it, but no figure
                    "their_amount": self._gendan_page_amount(amount) if amount else line.amount_total,
                    "reason": reason if reason in reasons else False,
                    "note": note or (reasons.get(reason) and self.env._("No figure given")) or False,
                }
            )
        for number in range(1, FREE + 1):
            name = self._gendan_page_text(data.get(f"free_name_{number}"))
            amount = (data.get(f"free_amount_{number}") or "").strip()
            if not name and not amount:
                continue
            if not name or not amount:
                raise UserError(
                    self.env._("What is missing on our statement needs its number or text, and an amount.")
                )
            lines.append(
                {"name": name, "our_amount": 0.0, "their_amount": self._gendan_page_amount(amount), "reason": "missing"}
            )
        return lines

    @api.model
    def _gendan_page_amount(self, text):
        """An amount as people type it: full-width digits, thousands' marks, brackets for less than nothing.

        Decimal commas are read where they cannot be thousands' marks. “1.234” and “1,234” are what they are in the
        reader's language; elsewhere than in languages with a decimal comma, a comma before three digits is no decimal.

        :raise UserError: it is none
        """
        plain = "".join((text or "").translate(_WIDE).split())
        is_minus = plain.startswith("(") and plain.endswith(")")
        plain = plain[1:-1] if is_minus else plain
        is_comma = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point == ","
        first, second = (",", ".") if is_comma else (".", ",")
        found = _amount_of(first).fullmatch(plain) or _amount_of(second).fullmatch(plain)
        amount = MOST_MONEY
        if found:
            amount = float(
                found["sign"] + re.sub("[.,]", "", found["whole"] or "0") + "." + (found["part"] or "0")
            )
        # of any length: too large is no amount, either
        if not -MOST_MONEY < amount < MOST_MONEY:
            raise UserError(self.env._("“%(text)s” is no amount. Type figures only.", text=(text or "")[:40]))
        return -amount if is_minus else amount

    @api.model
    def _gendan_page_text(self, text, most=LONGEST):
        """A posted text, in one piece and bounded."""
        return (text or "").strip()[:most] if most > LONGEST else " ".join((text or "").split())[:most]

    @api.model
    def _gendan_page_files(self, files):
        """The files of a posted form, looked at.

        :param files: werkzeug ``FileStorage`` objects; fields left empty are passed over
        :return: list of (name, bytes)
        :raise UserError: too many, too large, or of a kind that is not taken
        """
        found = []
        for file in files:
            if not file.filename:
                continue
            if len(found) == MOST_FILES:
                raise UserError(self.env._("Please add at most %(count)s files.", count=MOST_FILES))
            name = file.filename[:100]
            # one byte more than allowed tells that it is too large, without reading all of it
            content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise UserError(self.env._("%(file)s is too large: files up to 10 MB please.", file=name))
            if guess_mimetype(content) not in FILE_TYPES:
                raise UserError(self.env._("%(file)s is not taken: photos, PDF and Excel files please.", file=name))
            found.append((name, content))
        return found

    # ------------------------------------------------------------ signature

    def _gendan_signing_url(self):
        """Where the customer signs this statement by hand: its paper's page. Superuser.

        The very PDF that is shown there is sealed with the signature (room of signed papers).

        :return: address, or "" where papers are not signed on the portal
        """
        self.ensure_one()
        paper = self._gendan_papers()[:1]
        return paper._gendan_sign_url() if paper else ""

    def _gendan_may_be_signed(self):
        """Whether there is such a page. Superuser."""
        self.ensure_one()
        return self.state in (*ANSWERABLE, "agreed") and bool(self._gendan_papers()[:1]._gendan_signable())


class GendanStatementLine(models.Model):
    """Looked for by the customer."""

    _inherit = "gendan.statement.line"

    def _gendan_fits(self, text):
        """Whether it is what the customer looks for: a part of one of its numbers, or of what it is."""
        self.ensure_one()
        wanted = text.casefold()
        numbers = (
            self.note_number, self.invoice_number, self.order_number, self.our_order, self.receipt_number,
            self.customer_part, self.name,
        )  # fmt: skip
        return any(wanted in (number or "").casefold() for number in numbers)


class GendanDocument(models.Model):
    """A statement signed on the portal is agreed to."""

    _inherit = "gendan.document"

    def _gendan_was_signed(self, name, function, address, login):
        # EXTENDS gendan_followup
        result = super()._gendan_was_signed(name, function, address, login)
        if self.res_model != "gendan.statement":
            return result
        statement = self.env["gendan.statement"].browse(self.res_id).exists()
        if statement.state in ANSWERABLE:
            statement._gendan_take_answer(
                {
                    "result": "agreed",
                    "how": "portal",
                    "said_by": name,
                    "function": function,
                    "address": address,
                    "login_id": login.id,
                    "note": self.env._("By the signature on %(paper)s.", paper=self.name),
                }
            )
        return result


def _amount_of(point):
    """The pattern of an amount with this decimal mark; the other mark groups thousands, wholly or not at all."""
    group = re.escape("." if point == "," else ",")
    return re.compile(
        rf"(?P<sign>[-+]?)(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+|(?={re.escape(point)}\d))"
        rf"(?:{re.escape(point)}(?P<part>\d*))?",
        re.ASCII,
    )


_WIDE = str.maketrans("０１２３４５６７８９．，－＋（）　￥¥$", "0123456789.,-+()    ")
