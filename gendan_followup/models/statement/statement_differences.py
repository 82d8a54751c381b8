"""What became of the differences: from answers and matches, on to the next statement, to-dos."""

from odoo import fields, models
from odoo.tools import format_date, formatLang

from .statement_line import GOODS_KINDS

# more than this nobody goes through on paper; the rest is a number
MOST = 60


class GendanStatement(models.Model):
    """One list of differences a statement, fed by answers and by finished matches."""

    _inherit = "gendan.statement"

    difference_ids = fields.One2many(
        "gendan.statement.difference", "statement_id", string="Differences Found", readonly=True
    )
    difference_count = fields.Integer(string="Differences Not Settled", compute="_compute_difference_count")

    def _compute_difference_count(self):
        # sudo: a number, seen with the statement
        counts = dict(
            self.env["gendan.statement.difference"]
            .sudo()
            ._read_group([("statement_id", "in", self.ids), ("state", "!=", "settled")], ["statement_id"], ["__count"])
        )
        by_id = {statement.id: count for statement, count in counts.items()}
        for statement in self:
            statement.difference_count = by_id.get(statement.id, 0)

    def action_gendan_differences(self):
        """Button: the differences, with cause, owner and how they were settled."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_statement_difference")
        return {**action, "domain": [("statement_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------ from answers

    def _gendan_answer_differences(self, answer, rows, keep_others):
        """Bring the differences in line with an answer. Superuser.

        One that is known, of the same line or named by the clerk, is brought up to date and keeps cause and owner.
        """
        self.ensure_one()
        Difference = self.env["gendan.statement.difference"]._gendan_as_found()
        alive = self.difference_ids.filtered(lambda one: one.state != "settled")._gendan_as_found()
        by_line = {one.line_id.id: one for one in alive if one.line_id}
        by_id = {one.id: one for one in alive}
        of_row, taken, new = [], set(), []
        for row in rows:
            known = by_id.get(row["difference_id"]) or by_line.get(row["found"]["line_id"])
            if known and known.id not in taken:
                known.write({name: value for name, value in row["found"].items() if value or name != "reason"})
                taken.add(known.id)
                of_row.append(known)
            else:
                of_row.append(len(new))
                new.append({**row["found"], "statement_id": self.id})
        created = Difference.create(new)
        of_row = [created[one] if isinstance(one, int) else one for one in of_row]
        for line, difference in zip(answer.line_ids.sorted("id"), of_row, strict=True):
            line.difference_id = difference
        used = Difference.union(*of_row)
        used._gendan_default_due()
        used._gendan_tell_match()
        accepted = Difference.union(
            *(one for one, row in zip(of_row, rows, strict=True) if row.get("is_accepted") and one.state == "open")
        )
        accepted._gendan_move("accepted")
        others = alive - used
        if answer.result == "withdrawn":
            # what he takes back is no longer said; what the match found still is
            others.filtered(lambda one: not one.match_line_id)._gendan_move("settled", settled_how="withdrawn")
        elif not keep_others:
            others._gendan_move("settled", settled_how="withdrawn")
        used._gendan_sync_todos()

    # ------------------------------------------------------------ from matches

    def _gendan_match_done(self, match):
        # EXTENDS gendan_followup: from now on its differences are followed up here
        result = super()._gendan_match_done(match)
        self.sudo()._gendan_take_match(match.sudo())  # sudo: who finishes the match has been asked there
        return result

    def _gendan_take_match(self, match):
        """The differences of a finished match. Superuser; idempotent."""
        self.ensure_one()
        Difference = self.env["gendan.statement.difference"]._gendan_as_found()
        lines = match.line_ids.filtered("is_open")
        alive = self.difference_ids.filtered(lambda one: one.state != "settled")._gendan_as_found()
        by_match = {one.match_line_id.id: one for one in alive if one.match_line_id}
        by_line = {one.line_id.id: one for one in alive if one.line_id}
        used, new = Difference.browse(), []
        for line in lines:
            values = self._gendan_prepare_match_vals(line)
            known = by_match.get(line.id) or by_line.get(values["line_id"])
            if known and known not in used:
                # what the customer said of it himself counts more than what his list says
                if known.answer_line_ids:
                    values = {name: values[name] for name in ("cause_id", "owner_id", "due", "word", "match_line_id")}
                known.write({name: value for name, value in values.items() if value})
                used |= known
            else:
                new.append({**values, "statement_id": self.id})
        used |= Difference.create(new)
        used._gendan_default_due()
        gone = (alive - used).filtered(lambda one: not one.answer_line_ids and one.state == "open")
        gone._gendan_move("settled", settled_how="withdrawn")
        used._gendan_sync_todos()
        match.line_ids._gendan_sync_todos()
        self._gendan_sync_todos()

    def _gendan_prepare_match_vals(self, line):
        """Values of the difference a line of a match is: with tax, as the statement counts."""
        self.ensure_one()
        money = self.currency_id
        ours = line.entry_ids.statement_line_id
        listed, adds = sum(ours.mapped("amount")), sum(ours.mapped("amount_total"))
        if line.match_id.compare == "total":
            factor = 1.0
        elif listed:
            factor = adds / listed
        else:
            goods = self.line_ids.filtered(lambda one: one.kind in GOODS_KINDS)
            amount = sum(goods.mapped("amount"))
            factor = sum(goods.mapped("amount_total")) / amount if amount else 1.0
        is_same = line.currency_id == line.their_currency_id == money
        our_amount = money.round(adds if ours else 0.0)
        their_amount = money.round(our_amount + line.difference * factor) if is_same else our_amount
        reason = {"only_ours": "not_received", "only_theirs": "missing", "duplicate": "twice"}.get(line.state)
        return {
            "match_line_id": line.id,
            "line_id": ours.id if len(ours) == 1 else False,
            "name": ours[:1]._gendan_about() if len(ours) == 1 else line.display_name,
            "order_number": line.order_number,
            "part": line.part,
            "currency_id": money.id,
            "our_amount": our_amount,
            "their_amount": their_amount,
            "difference": money.round(their_amount - our_amount),
            "reason": reason or False,
            "cause_id": line.cause_id.id,
            "owner_id": line.owner_id.id,
            "due": line.due,
            "word": line.note,
        }

    # ------------------------------------------------------------ to the next statement

    def _gendan_new_version(self):
        # EXTENDS gendan_followup: what is not settled goes with what was issued anew; what it corrects is settled
        new = super()._gendan_new_version()
        alive = self.difference_ids.filtered(lambda one: one.state != "settled")._gendan_as_found()
        alive.write({"statement_id": new.id})
        corrected = new._gendan_place_differences()
        # what the new version puts right stays with the old one
        corrected._gendan_as_found().write({"statement_id": self.id})
        self._gendan_sync_todos()
        return new

    def _gendan_refresh(self):
        # EXTENDS gendan_followup: the lines are others, what was said of them is not
        result = super()._gendan_refresh()
        self._gendan_place_differences()
        return result

    def _gendan_place_differences(self):
        """Differences of drafts find their lines again; what our own figure puts right is settled. Batch, superuser.

        :return: gendan.statement.difference that were settled by it
        """
        Difference = self.env["gendan.statement.difference"]._gendan_as_found()
        alive = Difference.search([("statement_id", "in", self.ids), ("state", "!=", "settled")])
        corrected = Difference.browse()
        for statement, differences in alive.grouped("statement_id").items():
            places = {}
            for line in statement.line_ids:
                places.setdefault(line._gendan_place(), []).append(line)
            for difference in differences.filtered("place"):
                found = places.get(difference.place, [])
                ours = found[0].amount_total if len(found) == 1 else 0.0
                if len(found) > 1:
                    # several alike: nobody knows which; our figure stays as it was said
                    ours = difference.our_amount
                values = {"line_id": found[0].id if len(found) == 1 else False, "our_amount": ours}
                if statement.currency_id.is_zero(difference.difference):
                    # said in words, without a figure: what is ours now corrects nothing he has named
                    difference.write({**values, "their_amount": ours})
                    continue
                left = statement.currency_id.round(difference.their_amount - ours)
                difference.write({**values, "difference": left})
                if statement.currency_id.is_zero(left):
                    corrected |= difference
        corrected._gendan_move("settled", settled_how="reissue")
        alive._gendan_sync_todos()
        self._gendan_sync_todos()
        return corrected

    def _gendan_statement_extras(self):
        # EXTENDS gendan_followup: what was different before, and what became of it
        extras = super()._gendan_statement_extras()
        told = self._gendan_differences_to_tell()
        for statement in self:
            if differences := told[statement]:
                extras[statement].append(statement._gendan_difference_block(differences))
        return extras

    def _gendan_differences_to_tell(self):
        """Differences of the statements before these that are open, or were settled since the last one went out.

        :return: {statement: gendan.statement.difference}; one query for all
        """
        sent = {statement: statement.previous_id.sent_on for statement in self}
        since = {
            statement: statement.company_id._gendan_to_day(moment) if moment else statement.date_from
            for statement, moment in sent.items()
        }
        found = self.env["gendan.statement.difference"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                "|",
                ("state", "!=", "settled"),
                ("settled_on", ">=", min(since.values(), default=False)),
            ],
            order="date_to, statement_id, id",
        )
        of_key = found.grouped(lambda one: (one.company_id, one.partner_id, one.currency_id))
        result = {}
        for statement in self:
            key = statement.company_id, statement.partner_id, statement.currency_id
            result[statement] = of_key.get(key, found.browse()).filtered(
                lambda one, statement=statement: (
                    one.date_to < statement.date_to
                    and (one.state != "settled" or one.settled_on >= since[statement])
                )
            )
        return result

    def _gendan_difference_block(self, differences):
        """The differences of before, in the statement's language."""
        env = self.with_context(lang=self.lang).env
        labels = dict(differences._fields["state"]._description_selection(env))
        ways = dict(differences._fields["settled_how"]._description_selection(env))

        def money(amount):
            return formatLang(env, amount, digits=self.currency_id.decimal_places)

        rows = []
        for one in differences[:MOST]:
            state = ways.get(one.settled_how, labels[one.state]) if one.state == "settled" else labels[one.state]
            paper = one.settled_move_id.name or one.settled_note if one.state == "settled" else ""
            rows.append(
                [
                    one.statement_id.name,
                    one.name,
                    money(one.our_amount),
                    money(one.their_amount),
                    money(one.difference),
                    " ".join(filter(None, (state, paper))),
                    one.word or "",
                ]
            )
        if len(differences) > MOST:
            rows.append([env._("and %(count)s more", count=len(differences) - MOST), *[""] * 6])
        return {
            "code": "differences",
            "title": env._(
                "Differences with earlier statements, as of %(day)s",
                day=format_date(env, self.company_id._gendan_today()),
            ),
            "columns": [
                env._("Statement"),
                env._("About"),
                env._("Our figure"),
                env._("Your figure"),
                env._("Difference"),
                env._("How it stands"),
                env._("Remark"),
            ],
            "rows": rows,
        }

    def _gendan_close_error(self):
        # EXTENDS gendan_followup: what nobody has decided about is not done with
        if sentence := super()._gendan_close_error():
            return sentence
        undecided = self.sudo().difference_ids.filtered(lambda one: one.state == "open")  # sudo: how many there are
        if undecided:
            return self.env._(
                "%(statement)s: differences not decided yet: %(count)s. Accept them, or charge them back.",
                statement=self.display_name,
                count=len(undecided),
            )
        return False

    # ------------------------------------------------------------ to-dos

    def _gendan_difference_due(self):
        """By when a difference is to be settled: with the next statement, or tomorrow."""
        self.ensure_one()
        tomorrow = fields.Date.add(self.company_id._gendan_today(), days=1)
        if self.state in ("agreed", "agreed_other"):
            return max(fields.Date.add(self.date_to, months=1), tomorrow)
        return max(self.reconcile_by or tomorrow, tomorrow)

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: what nobody owns is the clerk's
        values = super()._gendan_todo_values()
        found = self.env["gendan.statement.difference"]._read_group(
            [("statement_id", "in", self.ids), ("state", "!=", "settled"), ("owner_id", "=", False)],
            ["statement_id"],
            ["__count", "difference:sum"],
        )
        for statement, count, amount in found:
            statement = statement.with_env(self.env)
            if statement.state == "replaced":
                continue
            values.setdefault(statement, []).append(
                {
                    "kind": "statement_differences",
                    "name": self.env._(
                        "%(statement)s of %(customer)s: differences to be settled: %(count)s, together %(amount)s.",
                        statement=statement.name,
                        customer=statement.partner_id.name,
                        count=count,
                        amount=formatLang(self.env, amount, currency_obj=statement.currency_id),
                    ),
                    "due": statement._gendan_difference_due(),
                }
            )
        # disputed in words only: nothing else waits
        for statement in self.filtered(lambda one: one.state == "disputed"):
            if not any(todo["kind"] == "statement_differences" for todo in values.get(statement, ())):
                if statement.sudo().difference_ids.filtered(lambda one: one.state != "settled"):  # sudo: whether any
                    continue
                values.setdefault(statement, []).append(
                    {
                        "kind": "statement_differences",
                        "name": self.env._(
                            "%(statement)s is disputed by %(customer)s: clear it up and take down the answer.",
                            statement=statement.name,
                            customer=statement.partner_id.name,
                        ),
                        "due": statement._gendan_difference_due(),
                    }
                )
        return values


class GendanStatementLine(models.Model):
    """How a line is found again in the next version."""

    _inherit = "gendan.statement.line"

    def _gendan_place(self):
        """What stays of a line when its statement is worked out anew, as text."""
        self.ensure_one()
        parts = (
            self.kind, self.sale_line_id.id, self.stock_ref, self.ledger_ref, self.partial_ref, self.note_number,
            self.date, self.move_id.id,
        )  # fmt: skip
        return "|".join(str(part or "") for part in parts)
