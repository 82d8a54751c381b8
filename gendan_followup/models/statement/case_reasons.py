"""What explains that an instalment is open: what was said, the statement it stands on, papers, deliveries."""

from collections import defaultdict

from odoo import models

from .case import Reason
from .statement import FROZEN_STATES, OPEN_STATES

AGREED = ("agreed", "agreed_other", "closed")
BACK = ("returned", "valid", "waived", "void")


class GendanReceivableCase(models.Model):
    """The room's own reasons, and those its neighbours' records give; each in a bounded number of queries."""

    _inherit = "gendan.receivable.case"

    def _gendan_case_reasons(self):
        # EXTENDS gendan_followup
        reasons = super()._gendan_case_reasons()
        orders = self._gendan_orders()
        for found in (
            self._gendan_reasons_said(),
            self._gendan_reasons_statement(),
            self._gendan_reasons_delivery(orders),
            self._gendan_reasons_paper(orders),
        ):
            for case, reason in found:
                reasons[case].append(reason)
        return reasons

    def _gendan_orders(self):
        """{case: the orders its invoice is for}."""
        # sudo: which orders they are
        return {case: case.sudo().move_id.invoice_line_ids.sale_line_ids.order_id for case in self}

    def _gendan_reasons_said(self):
        """What the customer said, and what happened to his payment."""
        for case in self:
            env = case.env
            if case.situation in ("promised", "broken", "paid", "disputed", "escalated"):
                yield case, Reason(case.situation, case._gendan_last_said()._gendan_text())
            if case.promise_count > 1:
                yield (
                    case,
                    Reason(
                        "other",
                        env._(
                            "Promised %(count)s times, %(broken)s of them broken",
                            count=case.promise_count,
                            broken=case.broken_count,
                        ),
                    ),
                )
            # sudo: which entry it is
            if case.sudo().move_id.statement_line_id:
                text = env._("The bank took money back, or we paid it back: %(entry)s", entry=case.name)
                yield case, Reason("reopened", text)
            elif case.reopened_count:
                day = case.company_id._gendan_to_day(case.reopened_at)
                yield (
                    case,
                    Reason("reopened", env._("Settled and open again since %(day)s", day=case._gendan_day_text(day))),
                )
            if not case.currency_id.is_zero(case.settled) and case.settled > 0:
                yield (
                    case,
                    Reason(
                        "part",
                        env._(
                            "%(paid)s of %(amount)s is settled",
                            paid=case._gendan_amount_text(case.settled),
                            amount=case._gendan_amount_text(case.amount),
                        ),
                    ),
                )

    # ------------------------------------------------------------ statements

    def _gendan_statements(self):
        """{case: the statements it stood on, the oldest first}. One query."""
        found = self.env["gendan.statement"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("state", "!=", "replaced"),
                ("date_to", ">=", min(case.invoice_date for case in self)),
            ],
            order="date_to, id",
        )
        by_key = found.grouped(lambda one: (one.company_id, one.partner_id, one.currency_id))
        return {
            case: by_key.get((case.company_id, case.partner_id, case.currency_id), found.browse()).filtered(
                lambda one, case=case: one.date_to >= case.invoice_date
            )
            for case in self
        }

    def _gendan_reasons_statement(self):
        """The statement it stands on: not sent, not confirmed, disputed; deductions and differences on it."""
        dated = self.filtered("invoice_date")
        if not dated:
            return
        statements = dated._gendan_statements()
        differences = self._gendan_differences(self.env["gendan.statement"].union(*statements.values()))
        for case, stood_on in statements.items():
            env = case.env
            sent = stood_on.filtered(lambda one: one.state in FROZEN_STATES)
            last = sent[-1:]
            if last.state == "disputed":
                yield (
                    case,
                    Reason("statement_disputed", env._("Statement %(number)s is disputed", number=last.name)),
                )
            elif last and not any(one.state in AGREED for one in sent):
                yield (
                    case,
                    Reason(
                        "statement_open",
                        env._(
                            "Statement %(number)s is not confirmed, due by %(day)s",
                            number=last.name,
                            day=case._gendan_day_text(last.reconcile_by),
                        )
                        if last.reconcile_by
                        else env._("Statement %(number)s is not confirmed", number=last.name),
                    ),
                )
            elif not sent and (draft := stood_on.filtered(lambda one: one.state in OPEN_STATES)[-1:]):
                yield (
                    case,
                    Reason("statement_missing", env._("Statement %(number)s has not gone out yet", number=draft.name)),
                )
            if last.amount_deduction:
                yield (
                    case,
                    Reason(
                        "deduction",
                        env._(
                            "Deductions of %(amount)s on statement %(number)s",
                            amount=case._gendan_amount_text(abs(last.amount_deduction)),
                            number=last.name,
                        ),
                    ),
                )
            if count := differences.get(last.id):
                yield (
                    case,
                    Reason(
                        "statement_disputed",
                        env._(
                            "Open differences with the customer's list of statement %(number)s: %(count)s",
                            count=count,
                            number=last.name,
                        ),
                    ),
                )

    def _gendan_differences(self, statements):
        """{statement's id: how many differences with the customer's list are not settled}. One query."""
        if not statements:
            return {}
        found = self.env["gendan.match.line"]._read_group(
            [("match_id.statement_id", "in", statements.ids), ("is_open", "=", True), ("match_id.state", "!=", "done")],
            ["match_id"],
            ["__count"],
        )
        result = defaultdict(int)
        for match, count in found:
            result[match.statement_id.id] += count
        return result

    # ------------------------------------------------------------ deliveries and papers

    def _gendan_reasons_delivery(self, orders):
        """What arrived short, damaged or was not accepted, and is not put right."""
        all_orders = self.env["sale.order"].union(*orders.values())
        if not all_orders:
            return
        arrivals = self.env["gendan.arrival"].search(
            [("order_id", "in", all_orders.ids), ("has_difference", "=", True), ("decision", "!=", "settled")]
        )
        by_order = arrivals.filtered(lambda one: one.decision != "returned").grouped("order_id")
        for case, own in orders.items():
            for order in own & self.env["sale.order"].union(*by_order):
                arrival = by_order[order][:1]
                yield (
                    case,
                    Reason(
                        "delivery",
                        case.env._(
                            "Delivery %(transfer)s was not accepted as it came",
                            transfer=arrival.note_id.name or arrival.picking_id.name,
                        ),
                    ),
                )

    def _gendan_reasons_paper(self, orders):
        """Papers of its orders that should be back signed and are not."""
        all_orders = self.env["sale.order"].union(*orders.values())
        if not all_orders:
            return
        papers = self.env["gendan.document"].search(
            [
                ("order_id", "in", all_orders.ids),
                ("returned_at", "=", False),
                ("voided_at", "=", False),
                ("state", "not in", BACK),
                # the return copy of a note left with the goods that are invoiced
                "|",
                ("note_returns", "=", True),
                "&",
                ("must_return", "=", True),
                ("state", "!=", "new"),
            ],
            order="id",
        )
        # a rep knows the delivery note, not the number of its copy
        with_note = papers.filtered(lambda paper: paper.res_model == "gendan.delivery.note")
        notes = self.env["gendan.delivery.note"].browse(with_note.mapped("res_id"))
        note_names = {note.id: note.name for note in notes.exists()}
        by_order = papers.grouped("order_id")
        for case, own in orders.items():
            missing = papers.browse().union(*(by_order[order] for order in own if order in by_order))
            if not missing:
                continue
            names = ", ".join(
                (paper in with_note and note_names.get(paper.res_id)) or paper.display_name
                for paper in missing[:3]
            )
            if len(missing) > 3:
                names = case.env._("%(papers)s and %(count)s more", papers=names, count=len(missing) - 3)
            yield case, Reason("paper", case.env._("Not back signed: %(papers)s", papers=names))
