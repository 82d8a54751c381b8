"""What closed periods say otherwise now: the corrections with which the next statement begins."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, format_date

from .statement_books import Balance


class GendanStatement(models.Model):
    """Corrections: what the books say of the time before a period, less what the statements sent have said of it."""

    _inherit = "gendan.statement"

    @api.model
    def _gendan_corrections(self, scope, before, goods, balances, langs):
        """What the books say otherwise, before the period, than the statements that were sent: {key: [dict]}.

        :param before: {key: the last statement that was sent}
        """
        result = defaultdict(list)
        if not before:
            return result
        words = self._gendan_words(list(before), langs)
        stated = self._gendan_stated(before)
        for key, line in self._gendan_changed_entries(scope, before, stated, words):
            result[key].append(line)
        for key, statement in before.items():
            balance = balances.get(key, Balance())
            rest = balance.opening - statement.amount_a - sum(line["amount_a"] for line in result[key])
            if not statement.currency_id.is_zero(rest):
                first = min(stated["first"].get(key) or statement.date_from, statement.date_from)
                lang = langs.get(key[0])
                day = format_date(self.with_context(lang=lang).env if lang else self.env, first)
                result[key].append(
                    self._gendan_line(
                        "correction", statement.date_to, name=words[key]["older"] % {"day": day}, amount_a=rest
                    )
                )
            result[key].extend(self._gendan_changed_goods(statement, goods.get(key), words[key]))
        return result

    @api.model
    def _gendan_join_corrections(self, corrected, langs):
        """Corrections that say one thing together become one line. Hook, batch; changes ``corrected`` in place.

        :param dict corrected: {key: [dict]}, from ``_gendan_corrections``
        :param dict langs: {partner's id: language}
        """

    @api.model
    def _gendan_stated(self, before):
        """What these statements and those they begin with say of entries: sums by entry and by reconciliation.

        Each begins with the balance of the one before it: one of a period inside another's (the 1st to the 22nd, then
        the whole month) stands beside them and says the same entries once more.

        :return: dict ``first`` {key: first day}, ``ledger`` and ``partial`` {(key, id): amount}
        """
        found = {"first": {}, "ledger": {}, "partial": {}}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE chain AS (
                       SELECT one.id AS head, one.id, one.date_from, one.previous_id
                         FROM gendan_statement one WHERE one.id IN %s
                        UNION
                       SELECT chain.head, one.id, one.date_from, one.previous_id
                         FROM gendan_statement one JOIN chain ON chain.previous_id = one.id)
                   SELECT head, MIN(date_from), ARRAY_AGG(id) FROM chain GROUP BY head""",
                tuple(one.id for one in before.values()) or (0,),
            )
        )
        keys = {one.id: key for key, one in before.items()}
        found["first"] = {keys[head]: first for head, first, _ids in rows}
        key_of = {one: keys[head] for head, _first, ids in rows for one in ids}
        Line = self.env["gendan.statement.line"]
        for name in ("ledger", "partial"):
            field = f"{name}_ref"
            for statement, ref, amount in Line._read_group(
                [("statement_id", "in", list(key_of)), (field, "not in", (0, False))],
                ["statement_id", field],
                ["amount_a:sum"],
            ):
                key = key_of[statement.id]
                found[name][key, ref] = found[name].get((key, ref), 0.0) + amount
        return found

    @api.model
    def _gendan_changed_entries(self, scope, before, stated, words):
        """Entries before the period that are not, or not like that, on the statements that were sent.

        :return: generator of (key, line)
        """
        books = self.env["gendan.statement.books"]
        first = min(stated["first"].get(key) or one.date_from for key, one in before.items())
        until = scope._replace(first=first, last=scope.first - timedelta(days=1))
        now = {"ledger": {}, "partial": {}}
        for entry in books._gendan_entries(until):
            now["ledger"][(entry["partner_id"], entry["currency_id"]), entry["move_id"]] = entry
        for crossing in books._gendan_read(until, ["crossing"]).crossings:
            if crossing["date"] < first:
                continue
            key = crossing["partner_id"], crossing["currency_id"]
            old = now["partial"].get((key, crossing["partial_id"]))
            amount = crossing["amount"] + (old["amount"] if old else 0.0)
            now["partial"][key, crossing["partial_id"]] = {**crossing, "amount": amount}
        gone = {ref for (_key, ref) in stated["ledger"]} - {ref for (_key, ref) in now["ledger"]}
        names = {move.id: move.name for move in self.env["account.move"].browse(gone).exists()}
        for name in ("ledger", "partial"):
            for key, ref in dict.fromkeys((*now[name], *stated[name])):
                statement = before.get(key)
                if not statement:
                    continue
                entry = now[name].get((key, ref))
                if entry and entry["date"] < (stated["first"].get(key) or statement.date_from) and (
                    (key, ref) not in stated[name]
                ):
                    continue  # before the first statement: in its opening balance
                rest = (entry["amount"] if entry else 0.0) - stated[name].get((key, ref), 0.0)
                if statement.currency_id.is_zero(rest):
                    continue
                what = (entry or {}).get("name") or names.get(ref) or f"#{ref}"
                yield key, self._gendan_line(
                    "correction",
                    entry["date"] if entry else statement.date_to,
                    name=words[key]["corrected"] % {"what": what},
                    amount_a=rest,
                    move_id=ref if name == "ledger" and (entry or ref in names) else None,
                    **{f"{name}_ref": ref},
                )

    @api.model
    def _gendan_changed_goods(self, statement, goods, words):
        """Order lines of which something else was open than the statement before said."""
        said = {int(line): amount for line, (_quantity, amount) in (statement.open_goods or {}).items()}
        result = []
        for line in goods.lines if goods else ():
            rest = line.opening - said.pop(line.row["id"], 0.0)
            if not statement.currency_id.is_zero(rest):
                what = " · ".join(
                    filter(None, (line.row["order_name"], (line.row["text"] or "").partition("\n")[0]))
                )
                result.append(
                    self._gendan_line(
                        "correction",
                        statement.date_to,
                        name=words["corrected"] % {"what": what},
                        amount_b=rest,
                        order_id=line.row["order_id"],
                        our_order=line.row["order_name"],
                        order_number=line.row["order_number"],
                        sale_line_id=line.row["id"],
                    )
                )
        # cancelled or deleted since
        for line_id, amount in said.items():
            if not statement.currency_id.is_zero(amount):
                result.append(
                    self._gendan_line(
                        "correction",
                        statement.date_to,
                        name=words["corrected"] % {"what": f"#{line_id}"},
                        amount_b=-amount,
                    )
                )
        return result
