"""Invoices of what was agreed on a statement."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .invoice_share import AMOUNTS
from .invoicing import Gone, Portion
from .statement_line import GOODS_KINDS

AGREED = ("agreed", "agreed_other")
STANDING = (*GOODS_KINDS, "correction")
# by this the night says that it has looked, for all at once
NOTHING_LEFT = object()
# settled so, our figure of a line holds after all
OURS = ("withdrawn", "payment")
# what we forgot to deliver, or to note, is on the statement of the period in which it is noted
LATER = "next_delivery"


class GendanStatement(models.Model):
    """What the customer agreed to and is not invoiced is put on draft invoices: exactly that, and once.

    What was agreed of a line at another figure is invoiced at that figure: fewer where the quantity explains it (the
    rest stays open and stands on the next statement), else in full with a line that takes the difference off, since
    the invoice is to be what he confirmed: A + B becomes his figure, and what he did not confirm is a difference that
    the next statement tells. Where he agrees to it after all, or withdraws it, it is invoiced then. A bare figure of
    his that no line explains is taken off the same way. Deductions we accepted are lines of their own.

    Where he confirms more than we state, what he has more of a line of ours is invoiced; what stands on none of ours is
    when we accept it, and not where we say that we missed a delivery: that is noted, and stands on the next statement.
    """

    _inherit = "gendan.statement"

    invoice_share_ids = fields.One2many("gendan.invoice.share", "statement_id", string="Invoiced", readonly=True)
    invoiced_on = fields.Datetime(string="Invoices Made on", readonly=True, copy=False)
    invoice_count = fields.Integer(string="Invoices", compute="_compute_invoice_count", compute_sudo=True)

    @api.depends("invoice_share_ids.move_id.state")
    def _compute_invoice_count(self):
        for statement in self:
            statement.invoice_count = len(statement._gendan_invoices())

    # ------------------------------------------------------------ actions

    def action_make_invoices(self):
        """Button: the dialog that shows how what was agreed is spread over invoices, and makes them.

        :raise UserError: one of them is not agreed
        """
        self.check_access("write")
        for statement in self:
            if sentence := statement._gendan_invoice_error():
                raise UserError(sentence)
        dialog = self.env["gendan.invoice.make"].create({"statement_ids": [fields.Command.set(self.ids)]})
        return dialog._gendan_reopen()

    def action_invoices(self):
        """Button: the invoices made from it, with the user's own rights."""
        self.ensure_one()
        return self.sudo()._gendan_invoices()._gendan_show(self.env)  # sudo: which ones; opening asks the rights

    # ------------------------------------------------------------ guards

    def _gendan_invoice_error(self):
        """The sentence why nothing can be invoiced from it now, or False."""
        self.ensure_one()
        if self.state in AGREED:
            return False
        return self.env._(
            "%(statement)s is not agreed by the customer yet: note the answer first.", statement=self.display_name
        )

    def _gendan_close_error(self):
        # EXTENDS gendan_followup: who is invoiced after agreement is invoiced first
        if sentence := super()._gendan_close_error():
            return sentence
        one = self.sudo()  # sudo: whether there is something
        if not one._gendan_is_invoiced_agreed() or self.env.context.get("gendan_invoiced") is NOTHING_LEFT:
            return False
        portions, _notes = one._gendan_invoice_portions()[one]
        if not portions:
            return False
        return self.env._(
            "%(statement)s: %(amount)s of it is agreed and not invoiced. Press “Make Invoices”.",
            statement=self.display_name,
            amount=formatLang(self.env, sum(portion.amount for portion in portions), currency_obj=self.currency_id),
        )

    def _gendan_is_invoiced_agreed(self):
        """Whether what the customer agrees to is invoiced then."""
        self.ensure_one()
        return self.profile_id.invoice_moment == "agreement" and self.state in AGREED

    def _gendan_close_done(self):
        # EXTENDS gendan_followup: what is left to invoice of all of them is read together
        asked = self.filtered(lambda one: one._gendan_is_invoiced_agreed())
        found = asked._gendan_invoice_portions()
        done = self - asked.filtered(lambda one: found[one][0])
        return super(GendanStatement, done.with_context(gendan_invoiced=NOTHING_LEFT))._gendan_close_done()

    # ------------------------------------------------------------ business

    def _gendan_invoices(self):
        """The invoices made from these that are not cancelled."""
        return self.invoice_share_ids.move_id.filtered(lambda move: move.state != "cancel")

    def _gendan_split(self):
        """How this customer's invoices are split: (way, limit, what the limit is)."""
        profile = self.profile_id
        return profile.invoice_split or "one", profile.invoice_limit, profile.invoice_limit_tax or "excluded"

    def _gendan_make_invoices(self, way=None, limit=None, limit_tax=None):
        """Draft invoices of what was agreed and is not invoiced. Batch; checks that the user may.

        Pressed twice, or by two at once, it makes them once: the statement's row is written, so that the second of two
        workers begins again and finds nothing left.

        :param way, limit, limit_tax: how they are split; left out: as the customer wishes
        :return: account.move
        :raise UserError: not agreed, or nothing is left
        """
        self.check_access("write")
        moves = self.env["account.move"].sudo()  # sudo: as Odoo makes invoices of orders: who may write these may ask
        if not self.env["account.move"].has_access("create"):
            self.line_ids.order_id.check_access("write")
        statements = self.sudo()  # sudo: checked above
        statements._gendan_as_code().write({"invoiced_on": fields.Datetime.now()})
        statements.flush_recordset(["invoiced_on"])
        invoicing = self.env["gendan.invoicing"].sudo()  # sudo: as above
        found = statements._gendan_invoice_portions()
        for statement in statements:
            if sentence := statement._gendan_invoice_error():
                raise UserError(sentence)
            portions, notes = found[statement]
            if not portions and len(self) == 1:
                raise UserError(statement._gendan_nothing_left(notes))
            own = statement._gendan_split()
            parts = invoicing._gendan_parts(
                portions, way or own[0], own[1] if limit is None else limit, limit_tax or own[2]
            )
            moves |= invoicing.with_company(statement.company_id)._gendan_draft(
                parts, statement, {"gendan_closing_day": statement.date_to}
            )
        return moves

    def _gendan_nothing_left(self, notes=()):
        """The sentence that nothing is to be invoiced, and why."""
        self.ensure_one()
        return "\n".join(
            (
                self.env._(
                    "Nothing of %(statement)s is left to invoice: what was agreed has been invoiced.",
                    statement=self.display_name,
                ),
                *notes,
            )
        )

    def _gendan_invoice_portions(self):
        """What goes on invoices of these statements. Batch, superuser.

        :return: {statement: (list of Portion, sentences)}
        """
        invoicing = self.env["gendan.invoicing"]
        agreed, accepted = self._gendan_agreed_amounts(), self._gendan_accepted_deductions()
        for said in self.answer_id.line_ids:
            difference = said.difference_id
            # he let it go, or a credit note of its own gives it back: ours is agreed
            is_ours = difference.state == "settled" and difference.settled_how in OURS
            if said.line_id in agreed and difference and (is_ours or difference._gendan_has_paper()):
                agreed[said.line_id] = said.line_id.amount_total
        result = {}
        for (company, last), group in self.grouped(lambda one: (one.company_id, one.date_to)).items():
            stated = {int(line): tuple(said) for one in group for line, said in (one.open_goods or {}).items()}
            opens = invoicing._gendan_open(company, last, group.partner_id.ids, stated=stated)
            for statement in group:
                found = opens.get((statement.partner_id.id, statement.currency_id.id), [])
                result[statement] = statement._gendan_agreed_portions(found, agreed, accepted.get(statement, ()))
        return result

    def _gendan_agreed_portions(self, opens, agreed, accepted):
        """What goes on invoices of one statement.

        :param opens: list of Open
        :param agreed: {statement line: amount}
        :param accepted: list of (reason, amount, statement line or none)
        :return: (list of Portion, sentences)
        """
        self.ensure_one()
        invoicing = self.env["gendan.invoicing"]
        goods = self.line_ids.filtered(
            lambda line: line.kind in STANDING and line.sale_line_id and line.quantity > 0
        ).sorted("date")
        gone = {
            line: [Gone(one.quantity, one.amount_total, one, None) for one in lines]
            for line, lines in goods.grouped("sale_line_id").items()
        }
        opens = [one._replace(gone=gone.get(one.line, [])) for one in opens]
        cut = {one.line: invoicing._gendan_cut(one) for one in opens if not one.is_deposit}
        allowed = {}
        for _reason, amount, line in accepted:
            if line:
                allowed[line.id] = allowed.get(line.id, 0.0) + amount
        notes, held_lines = [], []
        for line in self.line_ids:
            held = self.currency_id.round(line.amount_total - agreed[line] - allowed.get(line.id, 0.0))
            if held and not (held < 0 and self._gendan_is_later(line)):
                notes += self._gendan_hold(line, held, cut, held_lines)
        by_line = {one.line: one for one in opens}
        left = []
        for line, of_line in cut.items():
            left += invoicing._gendan_less(by_line[line], of_line)
        lines = self.env["sale.order.line"].union(*cut) if cut else self.env["sale.order.line"]
        first = lines.filtered("price_total")[:1]
        deductions = []
        for reason, amount, line in accepted:
            about = line.sale_line_id if line and line.sale_line_id else first
            text = self._gendan_text("deduction", line, reason)
            if not about:
                notes.append(self.env._("“%(reason)s” has no order to be taken off from.", reason=reason))
            else:
                deductions.append(Portion("deduction", about, line or None, 0.0, -amount, text))
        beside = [
            Portion("difference", first, None, 0.0, said.difference, self._gendan_text("difference", None, said.name))
            for said in self._gendan_held_beside()
            if first
        ]
        more, undecided = self._gendan_more_beside(first)
        notes += undecided
        rest = self._gendan_not_made([*deductions, *held_lines, *beside, *more], agreed)
        # a difference is taken off what is invoiced now, not off what was invoiced at its full price
        still = {portion.statement_line for portion in left}
        portions, worth = [], sum(portion.amount for portion in left)
        for portion in rest:
            if portion.kind == "difference" and portion.amount < 0:
                if portion.statement_line not in still if portion.statement_line else not left:
                    continue
                if not portion.statement_line and worth + portion.amount < 0:
                    notes.append(
                        self.env._(
                            "“%(what)s” is more than what is to be invoiced: settle it by an entry.", what=portion.text
                        )
                    )
                    continue
                worth += portion.amount
            portions.append(portion)
        found, waiting = invoicing._gendan_with_deposits(left + portions, [one for one in opens if one.is_deposit])
        return found, notes + waiting

    def _gendan_held_beside(self):
        """What he took off the whole and nobody has decided for him: lines of his answer, of no line of ours.

        What he says he paid is no matter of the goods.
        """
        self.ensure_one()
        if self.state not in AGREED or self.answer_id.result != "agreed_other":
            return self.answer_id.line_ids.browse()
        return self.answer_id.line_ids.filtered(
            lambda said: not said.line_id
            and said.difference < 0
            and said.reason != "paid"
            and said.difference_id.state in ("open", "charged_back")
            and not said.difference_id._gendan_has_paper()
        )

    def _gendan_is_later(self, line):
        """Whether what he has more of a line is not invoiced now: our figure holds, or it comes with a delivery."""
        found = self.answer_id.line_ids.filtered(lambda said: said.line_id == line).difference_id
        return bool(found) and (found[0].state == "charged_back" or found[0].settled_how == LATER)

    def _gendan_more_beside(self, first):
        """What he confirms that stands on no line of ours, and we accept: lines of their own.

        :param first: sale.order.line whose taxes they have
        :return: (list of Portion, sentences about what nobody has decided)
        """
        self.ensure_one()
        if self.state not in AGREED or self.answer_id.result != "agreed_other":
            return [], []
        about = first or self.line_ids.sale_line_id.filtered("price_total")[:1]
        portions, notes = [], []
        for said in self.answer_id.line_ids:
            found = said.difference_id
            if said.line_id or said.difference <= 0 or found.settled_how == LATER:
                continue
            words = {
                "what": said.name,
                "amount": formatLang(self.env, said.difference, currency_obj=self.currency_id),
            }
            if found.state == "open":
                notes.append(
                    self.env._(
                        "“%(what)s”: %(amount)s that he confirms and we did not state is not invoiced yet. Accept the"
                        " difference to invoice it, or say that a delivery was missed.",
                        **words,
                    )
                )
            elif found.state == "accepted" and about:
                portions.append(
                    Portion("more", about, None, 0.0, said.difference, self._gendan_text("more", None, said.name))
                )
            elif found.state == "accepted":
                notes.append(self.env._("“%(what)s” has no order to be invoiced with: invoice it by hand.", **words))
        return portions, notes

    def _gendan_hold(self, line, held, cut, portions):
        """Keep back what the customer has not agreed to of a line, for the next statement.

        :param float held: what he agreed to less, below zero: more
        :param dict cut: {order line: list of Portion}, changed in place
        :param list portions: gets the line that takes the difference off
        :return: list of sentences
        """
        of_line = cut.get(line.sale_line_id, [])
        at = next((number for number, portion in enumerate(of_line) if portion.statement_line == line), None)
        if at is None:
            at = 0 if of_line and of_line[0].kind == "goods" else None
        if line.kind not in STANDING or at is None:
            return [
                self.env._(
                    "“%(line)s” was agreed at another figure, but it is not to be invoiced: settle it by an entry.",
                    line=line.name or line.note_number or "",
                )
            ]
        portion = of_line[at]
        quantity = line._gendan_explaining_quantity(held, portion.quantity)
        if quantity:
            of_line[at] = portion._replace(
                quantity=portion.quantity - quantity, amount=self.currency_id.round(portion.amount - held)
            )
            if self.env["gendan.invoicing"]._gendan_is_nothing(of_line[at].quantity):
                del of_line[at]
            return []
        about, kind = portion.statement_line or line, "difference" if held > 0 else "more"
        portions.append(Portion(kind, line.sale_line_id, about, 0.0, -held, self._gendan_text(kind, line)))
        return []

    def _gendan_amounts_made(self):
        """The shares that are amounts only and stand on invoices, of this statement in all its versions. Superuser."""
        self.ensure_one()
        versions = self.search([("name", "=", self.name), ("company_id", "=", self.company_id.id)])
        return versions.invoice_share_ids.filtered(
            lambda share: share.kind in AMOUNTS and share.move_id.state != "cancel"
        )._gendan_stands()

    def _gendan_not_made(self, portions, agreed):
        """What of these amounts stands on no invoice yet, by what they are about: words and kinds change meanwhile.

        What was taken off a line that he agrees to in full now is charged after all.

        :param list portions: of amounts only
        :param dict agreed: {statement line: amount}
        """
        self.ensure_one()
        money = self.currency_id
        made = {}
        for share in self._gendan_amounts_made():
            place = share.statement_line_id._gendan_place() if share.statement_line_id else ""
            made.setdefault(place, []).append(money.round(share.amount))
        rest = []
        for portion in portions:
            of_place = made.get(portion.statement_line._gendan_place() if portion.statement_line else "", [])
            amount = money.round(portion.amount)
            if amount in of_place:
                of_place.remove(amount)
            else:
                rest.append((portion._replace(amount=amount), of_place))
        result = []
        for portion, of_place in rest:
            done = sum(of_place)
            if portion.amount * done > 0:
                done = max(portion.amount, done) if done < 0 else min(portion.amount, done)
                of_place.append(-done)
                portion = portion._replace(amount=money.round(portion.amount - done))
            if not money.is_zero(portion.amount):
                result.append(portion)
        places = {line._gendan_place(): line for line in self.line_ids if line.sale_line_id}
        for place, amounts in made.items():
            line, done = places.get(place), money.round(sum(amounts))
            if line and done < 0 and money.is_zero(line.amount_total - agreed[line]):
                text = self._gendan_text("settled", line)
                result.append(Portion("difference", line.sale_line_id, line, 0.0, -done, text))
        return result

    def _gendan_text(self, kind, line, reason=""):
        """What the invoice calls it, in the customer's language."""
        env = self.with_context(lang=self.lang).env if self.lang else self.env
        note = line.note_number or line.our_order or line.name or "" if line else ""
        if kind == "settled":
            return env._("Difference of %(note)s, agreed after all", note=note)
        if kind == "more":
            return env._("Confirmed beyond the statement: %(note)s", note=note or reason)
        if kind == "deduction":
            return env._("Deduction: %(reason)s", reason=" ".join(filter(None, (reason, note))))
        return env._("Difference of %(note)s, left for the next statement", note=note or reason)


class GendanStatementLine(models.Model):
    """What invoices took of a line."""

    _inherit = "gendan.statement.line"

    invoice_share_ids = fields.One2many("gendan.invoice.share", "statement_line_id", readonly=True)

    def _gendan_explaining_quantity(self, held, most):
        """How many fewer make up a difference, to the cent and in whole units as the line counts; 0.0 where none do.

        :param float held: the difference, with tax
        :param float most: not more than so many
        """
        self.ensure_one()
        if held <= 0 or not self.quantity or not self.amount_total:
            return 0.0
        unit = self.amount_total / self.quantity
        text = f"{self.quantity:.6f}".rstrip("0").rstrip(".")
        decimals = len(text.partition(".")[2])
        quantity = round(held / unit, decimals)
        if not 0 < quantity <= most or not self.currency_id.is_zero(unit * quantity - held):
            return 0.0
        return quantity
