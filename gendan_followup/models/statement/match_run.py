"""How a match is worked out: both lists as plain lines, ``tools/ledger_match.py``, and what people decided kept."""

import base64
import hashlib
from collections import Counter, defaultdict

from odoo import models
from odoo.tools import float_round

from ...tools import ledger_match
from .match_line import DIFFERENCES, SEQUENCES
from .statement_line import GOODS_KINDS

SHOWN = 3
ANNOTATIONS = ("cause_id", "owner_id", "due", "note")
# fields of an entry that are taken along when the lists are matched again
ENTRY = (
    *("side", "row", "date", "receipt_number", "note_number", "order_number", "part", "name", "quantity"),
    *("currency_id", "amount", "statement_line_id", "fingerprint", "apart"),
)
# and of them what may differ while the content is the same
PLACE = ("row", "statement_line_id", "apart")


class GendanMatch(models.Model):
    """Taking a list over, and matching."""

    _inherit = "gendan.match"

    def _gendan_take_list(self, entries, data, file_name):
        """Keep the customer's list and match it. Callers have asked for the right to write.

        :param entries: values of ``gendan.match.entry``: row, date, numbers, part, name, quantity, currency_id, amount
        :param bytes data: the file, or what was pasted, as it came
        :param str file_name: its name
        """
        self.ensure_one()
        self._gendan_check_open()
        match = self.sudo()._gendan_as_matching()  # sudo: people do not write what the program keeps
        attachment = match.env["ir.attachment"].create(
            {
                "name": file_name,
                "datas": base64.b64encode(data),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        theirs = [{"side": "theirs", "apart": False, "statement_line_id": False, **vals} for vals in entries]
        match.write(
            {
                "state": "open",
                "attachment_id": attachment.id,
                "file_name": file_name,
                "checksum": hashlib.sha256(data).hexdigest(),
                "listed_on": self.env.cr.now(),
                "listed_by_id": self.env.uid,
                "compare": match._gendan_find_compare(theirs),
            }
        )
        self._gendan_match_again(theirs)
        self.message_post(
            body=self.env._(
                "%(file)s taken over. Lines: %(count)s, differences: %(open)s.",
                file=file_name,
                count=len(theirs),
                open=self.count_open,
            ),
            attachment_ids=attachment.ids,
        )

    def _gendan_find_compare(self, theirs):
        """Which of our amounts the customer's list shows."""
        self.ensure_one()
        listed = Counter(self.currency_id.round(vals["amount"]) for vals in theirs)
        agree = {}
        for key, name in (("amount", "amount"), ("total", "amount_total")):
            ours = Counter(self.currency_id.round(line[name]) for line in self._gendan_our_lines())
            agree[key] = (ours & listed).total()
        return "total" if agree["total"] > agree["amount"] else "amount"

    def _gendan_our_lines(self):
        """What the customer can have on his list."""
        return self.statement_id.line_ids.filtered(lambda line: line.kind in GOODS_KINDS)

    def _gendan_our_vals(self):
        """Our side, as values of entries."""
        name = "amount" if self.compare == "amount" else "amount_total"
        return [
            {
                "side": "ours",
                "row": number,
                "date": line.date,
                "receipt_number": line.receipt_number,
                "note_number": line.note_number,
                "order_number": line.order_number,
                "part": line.customer_part,
                "name": line.name,
                "quantity": line.quantity,
                "currency_id": line.currency_id.id,
                "amount": line[name],
                "statement_line_id": line.id,
                "apart": False,
            }
            for number, line in enumerate(self._gendan_our_lines(), start=1)
        ]

    def _gendan_match_again(self, theirs=None):
        """Match the statement as it is with the list that was taken over, or another one. Idempotent.

        What was joined or split by hand stays as long as all its lines are still there; what was noted about a
        difference stays with its lines.

        :param theirs: values of the customer's lines, of a list that came again
        """
        self.ensure_one()
        match = self.sudo()._gendan_as_matching()  # sudo: people do not write what the program keeps
        Entry, Line = match.env["gendan.match.entry"], match.env["gendan.match.line"]
        entries = Entry.search_fetch([("match_id", "=", match.id)], [*ENTRY, "line_id"])
        lines = Line.search([("match_id", "=", match.id)])
        ours = match._gendan_our_vals()
        if theirs is None:
            theirs = [entry._gendan_as_vals() for entry in entries if entry.side == "theirs"]
        # by id: lists of before are in currencies nobody uses any more
        named = {match.currency_id.id, *(vals["currency_id"] for vals in (*ours, *theirs))}
        digits = {currency.id: currency.decimal_places for currency in match.env["res.currency"].browse(named)}
        for side in (ours, theirs):
            Entry._gendan_fingerprints(side, digits)
        by_print = {vals["fingerprint"]: vals for vals in (*ours, *theirs)}

        groups = match._gendan_groups_by_hand(lines, entries, by_print)
        used = {vals["fingerprint"] for group in groups for vals in (*group["ours"], *group["theirs"])}
        groups += match._gendan_groups_by_rule(
            [vals for vals in ours if vals["fingerprint"] not in used],
            [vals for vals in theirs if vals["fingerprint"] not in used],
            digits,
        )
        match._gendan_write_groups(groups, lines, entries)
        match._gendan_count()
        Line.search([("match_id", "=", match.id), ("owner_id", "!=", False)])._gendan_sync_todos()
        match._gendan_sync_todos()

    def _gendan_groups_by_hand(self, lines, entries, by_print):
        """What people joined or split, where all of it is still there."""
        of_line = defaultdict(list)
        for entry in entries:
            of_line[entry.line_id].append(entry.fingerprint)
        groups = []
        for line in lines.filtered("by_hand"):
            prints = of_line[line]
            if not all(text in by_print for text in prints):
                continue
            group = {"ours": [], "theirs": [], "state": line.state, "code": "hand", "by_hand": True}
            for text in prints:
                vals = by_print[text]
                vals["apart"] = line.state != "joined"
                group[vals["side"]].append(vals)
            groups.append(group)
        return groups

    def _gendan_groups_by_rule(self, ours, theirs, digits):
        """What the rules find among the rest."""
        names = {currency.id: currency.name for currency in self.env["res.currency"].browse(digits)}
        sides = []
        for side in (ours, theirs):
            sides.append(
                [
                    ledger_match.Line(
                        key,
                        int(float_round(vals["amount"] * 10 ** digits[vals["currency_id"]], precision_digits=0)),
                        names[vals["currency_id"]],
                        vals["receipt_number"] or "",
                        vals["note_number"] or "",
                        vals["order_number"] or "",
                        vals["part"] or "",
                        vals["date"] or None,
                        vals["quantity"] or None,
                    )
                    for key, vals in enumerate(side)
                ]
            )
        units = int(float_round(self.tolerance * 10 ** digits[self.currency_id.id], precision_digits=0))
        result = ledger_match.match(*sides, days=max(self.days, 0), tolerance=max(units, 0))
        self.cut_short = result.cut_short
        return [
            {
                "ours": [ours[key] for key in group.ours],
                "theirs": [theirs[key] for key in group.theirs],
                "state": group.state,
                "code": group.code,
                "value": group.value,
                "days": group.days,
                "repeats_row": theirs[group.of]["row"] if group.of is not None else 0,
            }
            for group in result.groups
        ]

    def _gendan_write_groups(self, groups, lines, entries):
        """Bring lines and entries in line with what was found: lines with the same content stay the same."""
        Line, Entry = self.env["gendan.match.line"], self.env["gendan.match.entry"]
        known = {line.key: line for line in lines}
        noted = {
            entry.fingerprint: entry.line_id for entry in entries if any(entry.line_id[name] for name in ANNOTATIONS)
        }
        to_create, places = [], []
        for group in groups:
            vals = self._gendan_prepare_line_vals(group)
            line = known.get(vals["key"])
            places.append(line or len(to_create))
            if line:
                _write_changed(line, vals)
                continue
            if vals["state"] in DIFFERENCES:
                vals |= self._gendan_notes_of(group, noted)
            to_create.append(vals)
        created = Line.create(to_create)
        there = {entry.fingerprint: entry for entry in entries}
        new = []
        for place, group in zip(places, groups, strict=True):
            line = created[place] if isinstance(place, int) else place
            for vals in (*group["ours"], *group["theirs"]):
                entry = there.pop(vals["fingerprint"], None)
                if entry:
                    # the content is the same: what may have changed is where it stands
                    _write_changed(entry, {name: vals[name] for name in PLACE} | {"line_id": line.id})
                else:
                    new.append({**vals, "match_id": self.id, "line_id": line.id})
        self.env.flush_all()
        Entry.browse(entry.id for entry in there.values()).unlink()
        kept = {line.id for line in places if not isinstance(line, int)}
        lines.filtered(lambda line: line.id not in kept).unlink()
        Entry.create(new)

    def _gendan_notes_of(self, group, noted):
        """What was noted about a difference with some of the same lines."""
        for vals in (*group["ours"], *group["theirs"]):
            if line := noted.get(vals["fingerprint"]):
                return {
                    name: line[name].id if line._fields[name].type == "many2one" else line[name]
                    for name in ANNOTATIONS
                }
        return {}

    def _gendan_prepare_line_vals(self, group):
        """Values of a line from the entries that stand in it."""
        ours, theirs = group["ours"], group["theirs"]
        both = [*ours, *theirs]
        currency = (ours or theirs)[0]["currency_id"]
        their_currency = (theirs or ours)[0]["currency_id"]
        money = self.env["res.currency"].browse(currency)
        our_amount = money.round(sum(vals["amount"] for vals in ours))
        their_amount = self.env["res.currency"].browse(their_currency).round(sum(vals["amount"] for vals in theirs))
        prints = "\n".join(sorted(vals["fingerprint"] for vals in both))
        return {
            "match_id": self.id,
            "key": hashlib.sha256(prints.encode()).hexdigest(),
            "state": group["state"],
            "sequence": SEQUENCES[group["state"]],
            "code": group["code"],
            "value": group.get("value") or False,
            "days": group.get("days", 0),
            "repeats_row": group.get("repeats_row", 0),
            "by_hand": group.get("by_hand", False),
            "our_count": len(ours),
            "their_count": len(theirs),
            "date": min((vals["date"] for vals in (ours or theirs) if vals["date"]), default=False),
            "our_numbers": _some(vals["note_number"] or vals["receipt_number"] for vals in ours),
            "their_numbers": _some(vals["note_number"] or vals["receipt_number"] for vals in theirs),
            "their_rows": _some(str(vals["row"]) for vals in theirs),
            "order_number": _some(vals["order_number"] for vals in both),
            "part": _some(vals["part"] for vals in both),
            "currency_id": currency,
            "their_currency_id": their_currency,
            "our_amount": our_amount,
            "their_amount": their_amount,
            "difference": money.round(their_amount - our_amount) if currency == their_currency else 0.0,
        }


class GendanMatchEntry(models.Model):
    """A line as values."""

    _inherit = "gendan.match.entry"

    def _gendan_as_vals(self):
        """Its values, as for a new one."""
        self.ensure_one()
        return {
            name: self[name].id if self._fields[name].type == "many2one" else self[name] for name in ENTRY
        }


class GendanMatchLine(models.Model):
    """Joining and splitting by hand."""

    _inherit = "gendan.match.line"

    def _gendan_join(self):
        """Put these lines of one match together. Callers have asked for rights and reasons."""
        match = self.match_id.sudo()._gendan_as_matching()  # sudo: people do not write what the program keeps
        lines = self.sudo().with_context(**match.env.context)  # sudo: as above
        vals_list = [entry._gendan_as_vals() for entry in lines.entry_ids]
        group = {side: [vals for vals in vals_list if vals["side"] == side] for side in ("ours", "theirs")}
        vals = match._gendan_prepare_line_vals({**group, "state": "joined", "code": "hand", "by_hand": True})
        first = lines[0]
        for name in ANNOTATIONS:
            vals[name] = next((line[name] for line in lines if line[name]), first[name])
            if first._fields[name].type == "many2one":
                vals[name] = vals[name].id
        lines.entry_ids.write({"line_id": first.id, "apart": False})
        (lines - first).unlink()
        first.write({**vals, "is_settled": False})
        match._gendan_count()
        first._gendan_sync_todos()
        match._gendan_sync_todos()

    def _gendan_split(self):
        """Let each line of both lists in these stand by itself. Callers as above."""
        for match, group in self.grouped("match_id").items():
            match = match.sudo()._gendan_as_matching()  # sudo: people do not write what the program keeps
            lines = group.filtered(lambda line: line.our_count + line.their_count > 1).sudo()  # sudo: as above
            lines = lines.with_context(**match.env.context)
            entries = lines.entry_ids
            alone = self.env["gendan.match.line"].with_env(match.env).create(
                [
                    match._gendan_prepare_line_vals(
                        {
                            "ours": [vals] if vals["side"] == "ours" else [],
                            "theirs": [vals] if vals["side"] == "theirs" else [],
                            "state": f"only_{vals['side']}",
                            "code": "hand",
                            "by_hand": True,
                        }
                    )
                    for vals in (entry._gendan_as_vals() for entry in entries)
                ]
            )
            for entry, line in zip(entries, alone, strict=True):
                entry.write({"line_id": line.id, "apart": True})
            lines.invalidate_recordset(["entry_ids"])
            lines.unlink()
            match._gendan_count()
            match._gendan_sync_todos()

    def action_release(self):
        """Button: what was joined or split by hand here is the rules' again.

        :raise UserError: nothing was
        """
        self.check_access("write")
        self.match_id._gendan_check_open()
        lines = self.sudo().with_context(**self.match_id._gendan_as_matching().env.context)  # sudo: as above
        lines.write({"by_hand": False})
        lines.entry_ids.write({"apart": False})
        for match in self.match_id:
            match._gendan_match_again()


def _write_changed(record, vals):
    """Write those values that differ."""
    fresh = {
        name: value
        for name, value in vals.items()
        if (record[name].id if record._fields[name].type == "many2one" else record[name]) != value
    }
    if fresh:
        record.write(fresh)


def _some(texts):
    """The first few different texts."""
    found = list(dict.fromkeys(text for text in texts if text))
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" +{more}" if more > 0 else "") or False
