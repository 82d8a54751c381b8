"""What checks have found becomes exceptions: opened, kept up to date, merged, closed."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models


@dataclass(slots=True)
class Fact:
    """Something a check has seen about a document."""

    title: str  # a sentence, in the company's language
    plans: models.BaseModel  # gendan.plan it hits, sudo
    late: dict = field(default_factory=dict)  # {plan: calendar days what it waits for comes too late}
    notes: dict = field(default_factory=dict)  # {plan: what it waits for}
    late_days: int = 0  # of the document itself
    cause: str = ""  # xmlid in this add-on
    department: models.BaseModel | None = None

    def take(self, other):
        """Take another fact about the same document in."""
        self.plans |= other.plans
        self.late_days = max(self.late_days, other.late_days)
        for plan, days in other.late.items():
            self.late[plan] = max(days, self.late.get(plan, days))
        for plan, note in other.notes.items():
            self.notes[plan] = "; ".join(filter(None, (self.notes.get(plan), note)))


class GendanException(models.Model):
    """The mechanism behind the checks. All of it runs as superuser.

    A check judges either plans, whose share in an exception it says, or documents as a whole. What it no longer says
    of what it judged is gone. So the same fact found twice, or by two checks, or in parts, ends in one exception.
    """

    _inherit = "gendan.exception"

    @api.model
    def _gendan_take_facts(self, detector, facts, plans=None, documents=None):
        """Bring the exceptions of one check in line with what it found.

        :param str detector: key of :meth:`_gendan_detectors`
        :param dict facts: {document: :class:`Fact`}
        :param plans: ``gendan.plan`` that were judged
        :param documents: records that were judged as a whole
        :return: exceptions that were closed
        """
        kind = self._gendan_detectors()[detector].kind
        facts = self._gendan_to_reported(kind, facts)
        known = self._gendan_known(detector, kind, facts, plans, documents)
        open_ones = {(e.res_model, e.res_id): e for e in known if e.state != "closed"}
        quiet_ones = {(e.res_model, e.res_id): e for e in known if e.state == "closed"}
        seen = {(document._name, document.id): (document, fact) for document, fact in facts.items()}
        closed = self.browse()
        for key, exception in open_ones.items():
            if key in seen:
                exception._gendan_freshen(detector, seen[key][1], plans)
            elif exception.detector == detector and exception._gendan_release(plans):
                closed |= exception
        closed._gendan_gone()
        for key, exception in quiet_ones.items():
            if key not in seen and exception._gendan_release(plans):
                exception._gendan_keep({"is_fact_on": False})
        new = []
        for key, (document, fact) in seen.items():
            if key in open_ones:
                continue
            if (quiet := quiet_ones.get(key)) and not quiet._gendan_is_worse(fact):
                continue
            if quiet:
                quiet._gendan_keep({"is_fact_on": False})
            new.append((detector, kind, document, fact))
        self._gendan_open_facts(new)
        return closed.filtered(lambda e: e.state == "closed")

    @api.model
    def _gendan_to_reported(self, kind, facts):
        """What people have reported about the one order a fact hits is that fact: theirs takes it.

        :param dict facts: {document: :class:`Fact`}
        :return: the same, some of them about the order
        """
        single = {
            document: fact
            for document, fact in facts.items()
            if document._name != "sale.order" and len(fact.plans.order_id) == 1
        }
        orders = self.env["sale.order"].union(*(fact.plans.order_id for fact in single.values()))
        reported = self.search(
            [("kind", "=", kind), ("state", "!=", "closed"), ("is_found_by_system", "=", False)]
            + [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids)]
        )
        if not reported:
            return facts
        result = {}
        for document, fact in facts.items():
            order = fact.plans.order_id
            if document in single and order.id in reported.mapped("res_id"):
                # unless it has one of its own, from before it was reported
                document = document if self._gendan_open_about(document, kind) else order
            if document in result:
                result[document].take(fact)
            else:
                result[document] = fact
        return result

    @api.model
    def _gendan_known(self, detector, kind, facts, plans, documents):
        """Open exceptions (and those closed by hand while the fact is still seen) that the judgement is about."""
        ids_of = defaultdict(set)
        for document in facts:
            ids_of[document._name].add(document.id)
        known = self.browse()
        alive = ["|", ("state", "!=", "closed"), ("is_fact_on", "=", True)]
        for model, ids in ids_of.items():
            known |= self.search([("kind", "=", kind), ("res_model", "=", model), ("res_id", "in", list(ids)), *alive])
        if documents:
            known |= self.search(
                [("detector", "=", detector), ("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
                + alive
            )
        if plans:
            rows = self.env["gendan.exception.effect"].search([("plan_id", "in", plans.ids), ("is_now", "=", True)])
            known |= rows.exception_id.filtered(
                lambda e: e.detector == detector and (e.state != "closed" or e.is_fact_on)
            )
        return known

    @api.model
    def _gendan_open_facts(self, found):
        """Open an exception for each of these.

        :param found: list of (detector, kind, document, :class:`Fact`)
        """
        for detector, kind, document, fact in found:
            company = document.company_id or fact.plans.company_id[:1]
            texts = self.with_company(company).with_context(lang=company.partner_id.lang or "en_US")
            cause = self.env.ref(f"gendan_followup.{fact.cause}", raise_if_not_found=False) if fact.cause else None
            before = self.search(
                [("kind", "=", kind), ("res_model", "=", document._name), ("res_id", "=", document.id)],
                order="id desc",
                limit=1,
            )
            vals = {
                "title": fact.title,
                "kind": kind,
                "cause_id": cause.id if cause else False,
                "company_id": company.id,
                "res_model": document._name,
                "res_id": document.id,
                "detector": detector,
                "is_found_by_system": True,
                "is_fact_on": True,
                "late_days": fact.late_days,
                "previous_id": before.id,
            }
            if fact.department:
                vals["department_id"] = fact.department.id
            exception = texts._gendan_machine().create(vals).with_env(self.env)
            exception._gendan_hit(fact.plans, fact)

    @api.model
    def _gendan_machine(self):
        """In the context in which the program writes: rows without followers and welcome notes."""
        from .exception import KEEPING

        return self.with_context(
            gendan_exception=KEEPING, mail_create_nosubscribe=True, mail_auto_subscribe_no_notify=True
        )

    def _gendan_freshen(self, detector, fact, plans):
        """Take a fact over into an open exception, the system's own or one that people found first."""
        self.ensure_one()
        if not self.is_fact_on or self.detector != detector:
            self._gendan_keep({"detector": detector, "is_fact_on": True})
            if not self.is_found_by_system:
                self._message_log(body=self.env._("The system sees it, too: %(fact)s", fact=fact.title))
        if self.is_found_by_system and self.title != fact.title and self.state == "open":
            self._gendan_keep({"title": fact.title})
        self._gendan_hit(fact.plans, fact, plans)

    def _gendan_release(self, plans):
        """Nothing is found about it any more, as far as it was judged.

        :param plans: those judged, or None when all of it was
        :return: whether nothing of it is left
        """
        self.ensure_one()
        rows = self.effect_ids.filtered("is_now")
        gone = rows if plans is None else rows.filtered(lambda row: row.plan_id in plans)
        if self.state == "closed":
            return not rows - gone
        gone.write({"is_now": False})
        if rows - gone:
            self._gendan_count_hit()
            return False
        return True

    def _gendan_gone(self):
        """The fact is gone: what the system found closes with a note, what people found waits for them."""
        by_people = self.filtered(lambda e: not e.is_found_by_system or e.cannot_meet)
        for exception in by_people:
            exception._gendan_keep({"is_fact_on": False, "detector": False})
            exception._message_log(
                body=self.env._("The system no longer sees it. Close it with what was done, if it is settled.")
            )
        for company, exceptions in (self - by_people).grouped("company_id").items():
            exceptions._gendan_keep({"is_fact_on": False})
            env = exceptions.with_context(lang=company.partner_id.lang or "en_US").env
            exceptions._gendan_close("gone", env._("Closed by itself: what it was about is no longer so."))

    def _gendan_is_worse(self, fact):
        """Whether what was closed by hand is worse now than it was then."""
        self.ensure_one()
        days = max((plan._gendan_days_after_promise() for plan in fact.plans), default=0)
        return days > self.days or fact.late_days > self.late_days

    def _gendan_hit(self, plans, fact=None, judged=None):
        """Say which plans an exception hits now.

        :param plans: ``gendan.plan`` it hits
        :param fact: :class:`Fact`, or None for what people found
        :param judged: those of its plans that were judged; None: all of them
        """
        self.ensure_one()
        Effect = self.env["gendan.exception.effect"]
        rows = self.effect_ids.grouped("plan_id")
        new = []
        for plan in plans:
            vals = {**Effect._gendan_prepare_vals(plan), "is_now": True}
            if fact:
                vals.update(late_days=fact.late.get(plan, fact.late_days), note=fact.notes.get(plan) or False)
            row = rows.get(plan)
            if not row:
                new.append({**vals, "exception_id": self.id, "plan_id": plan.id})
            elif changed := {name: value for name, value in vals.items() if row[name] != value}:
                row.write(changed)
        Effect.create(new)
        left = Effect.union(
            *(row for plan, row in rows.items() if plan not in plans and (judged is None or plan in judged))
        ).filtered("is_now")
        left.write({"is_now": False})
        self._gendan_count_hit(fact)

    def _gendan_count_hit(self, fact=None):
        """Days and number of orders from the rows; what has become worse is noted."""
        self.ensure_one()
        rows = self.effect_ids.filtered("is_now")
        vals = {
            "days": max(rows.mapped("days"), default=0),
            "order_count": len(rows.order_id),
            "late_days": max([*rows.mapped("late_days"), fact.late_days if fact and not rows else 0], default=0),
        }
        changed = {name: value for name, value in vals.items() if self[name] != value}
        if not changed:
            return
        worse = self.order_count and changed.get("order_count", 0) > self.order_count
        before = self.order_count
        self._gendan_keep(changed)
        if worse:
            texts = self.with_context(lang=self.company_id.partner_id.lang or "en_US").env
            self._message_log(
                body=texts._("It hits %(now)s orders now; before: %(before)s.", now=self.order_count, before=before)
            )

    @api.model
    def _gendan_refresh_effects(self, plans):
        """Promise, forecast and value of these plans where open exceptions hit them; who has arrived, leaves."""
        Effect = self.env["gendan.exception.effect"]
        rows = Effect.search(
            [("plan_id", "in", plans.ids), ("is_now", "=", True), ("exception_id.state", "!=", "closed")]
        )
        for row in rows:
            plan = row.plan_id
            if not plan._gendan_is_to_deliver():
                row.is_now = False
                continue
            vals = Effect._gendan_prepare_vals(plan)
            if changed := {name: value for name, value in vals.items() if row[name] != value}:
                row.write(changed)
        for exception in rows.exception_id:
            exception._gendan_count_hit()
