"""The checks that find exceptions, and what each looks at."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ..plan.sale_order_line_links import LinksMemo
from .exception_found import Fact

SWITCH = "gendan_find_exceptions"


class Detector(NamedTuple):
    """A check: what it looks at, and the kind of exception it opens."""

    scope: str  # order, production, workcenter or outside: whose rows of gendan.exception.look it takes
    kind: str
    model: str | None = None  # of the documents it judges as a whole; None: it judges plans


class GendanException(models.Model):
    """The checks. A check ``_gendan_detect_<key>(records)`` works in batch on what may have changed.

    It returns ``{document: Fact}``; ``_gendan_take_facts`` does the rest. Runs as superuser, from the scheduled
    action; a room adds a check with an entry in ``_gendan_detectors`` and its method.
    """

    _inherit = "gendan.exception"

    @api.model
    def _gendan_detectors(self):
        """The checks, in the order in which they are asked. Hook.

        :return: {key: :class:`Detector`}
        """
        return {
            "component": Detector("order", "shortage"),
            "transfer": Detector("order", "logistics"),
            "workcenter": Detector("workcenter", "machine", "mrp.workcenter"),
            "scrap": Detector("production", "quality", "mrp.production"),
            # last: what the others explain is no exception of its own
            "promise": Detector("order", "date"),
        }

    @api.model
    def _gendan_detect(self, scope, ids):
        """Ask all checks of a scope about these records.

        :param str scope: order, production, workcenter or outside
        :param ids: of its model
        """
        if scope == "order":
            self._gendan_detect_orders(ids)
            return
        for key, detector in self._gendan_detectors().items():
            if detector.scope == scope:
                self._gendan_judge(key, self.env[detector.model].browse(ids).exists())

    @api.model
    def _gendan_judge(self, key, documents):
        """Ask a check that judges documents as a whole; whose exceptions close, their orders are looked at again."""
        documents = documents.filtered(lambda document: document.company_id.id in self._gendan_finding_ids())
        if not documents:
            return
        facts = getattr(self, f"_gendan_detect_{key}")(documents)
        closed = self._gendan_take_facts(key, facts, documents=documents)
        self.env["gendan.exception.look"]._gendan_look_at("order", closed.effect_ids.order_id)

    @api.model
    def _gendan_detect_orders(self, ids):
        """Ask the checks about orders, and those about documents that hit these orders already."""
        # the memo: chains are walked once for all checks
        self = self.with_context(gendan_links=LinksMemo())  # noqa: PLW0642
        orders = self.env["sale.order"].browse(ids).exists()
        orders = orders.filtered(lambda order: order.company_id.id in self._gendan_finding_ids())
        plans = orders.gendan_plan_ids
        if not plans:
            return
        running = plans.filtered(lambda plan: plan._gendan_is_to_deliver())
        for key, detector in self._gendan_detectors().items():
            if detector.scope != "order" or key == "promise":
                continue
            self._gendan_take_facts(key, getattr(self, f"_gendan_detect_{key}")(running), plans=plans)
        rows = self.env["gendan.exception.effect"].search([("plan_id", "in", plans.ids), ("is_now", "=", True)])
        for key, detector in self._gendan_detectors().items():
            if detector.model:
                hit = rows.exception_id.filtered(lambda e, key=key: e.detector == key and e.state != "closed")
                self._gendan_judge(key, self.env[detector.model].browse(hit.mapped("res_id")).exists())
        self._gendan_refresh_effects(plans)
        self._gendan_take_facts("promise", self._gendan_detect_promise(running), plans=plans)

    @api.model
    def _gendan_finding_ids(self):
        """Ids of the companies that let the system look for exceptions."""
        return self.env["res.company"]._gendan_switched_on(SWITCH)

    @api.model
    def _gendan_texts(self, company):
        """An environment in which sentences come in the company's language."""
        return self.with_context(lang=company.partner_id.lang or "en_US").env

    @api.model
    def _gendan_plans_of(self, plans):
        """:return: {order line: those of ``plans`` it has parts in}, read together"""
        ids = defaultdict(list)
        for part in plans.part_ids:
            if part.plan_id.id not in ids[part.line_id]:
                ids[part.line_id].append(part.plan_id.id)
        return {line: plans.browse(found).with_prefetch(plans.ids) for line, found in ids.items()}

    # ------------------------------------------------------------ the checks

    @api.model
    def _gendan_detect_component(self, plans):
        """A component comes after the plan needs it, or nothing known covers it although it should be there.

        What brings what is said where the material's readiness and the plan's expectations read it, too:
        ``stock.move._gendan_component_shares``. One fact per purchase (production, transfer) that brings it, whichever
        products are late; a production whose components nothing covers is a fact of its own.
        """
        lines = plans.part_ids.line_id
        links = lines._gendan_open_links()
        supplies = self.env["stock.move"]._gendan_component_shares(
            {move: link.feeding[move] for link in links.values() for move in link.missing_components()}, {}
        )
        plans_of = self._gendan_plans_of(plans)
        found = defaultdict(lambda: defaultdict(list))  # document -> plan -> [(days late, need, day, product)]
        for line, link in links.items():
            company = line.company_id
            today = company._gendan_today()
            for move in link.missing_components():
                if move._gendan_is_in_stock(supplies[move]):
                    continue
                day, _label, source = move._gendan_last_supply(supplies[move], {}) or (None, None, None)
                production = move.raw_material_production_id
                document = source if source and source._name != "stock.move" else production
                for plan in plans_of[line]:
                    need = plan._gendan_component_needed(move)
                    # long before it begins, nothing need be bought yet
                    late = (day - need).days if day else (today - need).days
                    if late > (company.gendan_exception_slip_days if day else -1) and production.state != "done":
                        found[document][plan].append((late, need, day, move.product_id))
        return {document: self._gendan_component_fact(document, rows) for document, rows in found.items()}

    @api.model
    def _gendan_component_fact(self, document, rows):
        """:param dict rows: {plan: [(days late, need, day or None, product)]}"""
        plans = self.env["gendan.plan"].union(*rows)
        env = self._gendan_texts(plans.company_id[:1])
        products = self.env["product.product"].union(*(row[3] for found in rows.values() for row in found))
        names = ", ".join(products.sorted("id")[:3].mapped("display_name"))
        days = [row[2] for found in rows.values() for row in found if row[2]]
        is_shortage = len(days) < sum(len(found) for found in rows.values())
        if days and not is_shortage:
            title = env._(
                "%(document)s comes on %(day)s: %(products)s",
                document=document.display_name,
                day=format_date(env, max(days)),
                products=names,
            )
        else:
            title = env._("%(document)s: nothing covers %(products)s", document=document.display_name, products=names)
        notes = {}
        for plan, found in rows.items():
            _late, need, day, product = max(found, key=lambda row: row[0])
            words = {"product": product.display_name, "need": format_date(env, need)}
            notes[plan] = (
                env._("%(product)s: needed %(need)s, comes %(day)s", **words, day=format_date(env, day))
                if day
                else env._("%(product)s: needed %(need)s, on no purchase", **words)
            )
        return Fact(
            title=title,
            plans=plans,
            late={plan: max(row[0] for row in found) for plan, found in rows.items()},
            notes=notes,
            late_days=max(row[0] for found in rows.values() for row in found),
            cause="cause_material_short" if is_shortage else "cause_material_late",
        )

    @api.model
    def _gendan_detect_transfer(self, plans):
        """Goods that are there have not left by the day they had to, or are planned to leave after it.

        A transfer that waits for what comes before it is late by that: not a fact of its own.
        """
        lines = plans.part_ids.line_id.filtered(lambda line: line.state == "sale" and line.product_id.type == "consu")
        links = lines._gendan_links()
        crossings = lines._gendan_customer_moves({line: link.own for line, link in links.items()})
        plans_of = self._gendan_plans_of(plans)
        leaving = self.env["stock.move"].union(*(found.open | found.pending for found in crossings.values()))
        found = defaultdict(dict)
        for line, crossing in crossings.items():
            company = line.company_id
            today = company._gendan_today()
            # a union forgets what is read together: each line would be read alone
            for move in (crossing.open | crossing.pending).with_prefetch(leaving.ids).filtered("picking_id"):
                deadline = company._gendan_to_day(move.date_deadline)
                if not deadline or any(before.state not in ("done", "cancel") for before in move.move_orig_ids):
                    continue
                day = company._gendan_to_day(move.date)
                if move.state == "assigned":
                    day = max(day, today)
                late = (day - deadline).days
                if late <= company.gendan_exception_slip_days:
                    continue
                for plan in plans_of[line]:
                    found[move.picking_id][plan] = max(found[move.picking_id].get(plan, 0), late)
        facts = {}
        for picking, late in found.items():
            env = self._gendan_texts(picking.company_id)
            day = format_date(env, picking.company_id._gendan_to_day(min(picking.move_ids.mapped("date_deadline"))))
            facts[picking] = Fact(
                title=env._("%(transfer)s should have left by %(day)s", transfer=picking.name, day=day),
                plans=self.env["gendan.plan"].union(*late),
                late=late,
                late_days=max(late.values()),
            )
        return facts

    @api.model
    def _gendan_detect_workcenter(self, workcenters):
        """A work centre is blocked for longer than the company lets pass, and orders wait for it."""
        logs = self.env["mrp.workcenter.productivity"].search(
            [("workcenter_id", "in", workcenters.ids), ("date_end", "=", False)], order="date_start"
        )
        first = {}
        for log in logs.filtered(lambda log: log.loss_type not in ("productive", "performance")):
            first.setdefault(log.workcenter_id, log)
        facts = {}
        now = fields.Datetime.now()
        for workcenter, log in first.items():
            company = workcenter.company_id
            hours = company.gendan_exception_block_hours
            if now < log.date_start + timedelta(hours=hours):
                self.env["gendan.exception.look"]._gendan_look_at(
                    "workcenter", workcenter, log.date_start + timedelta(hours=hours)
                )
                continue
            # who waits for it changes by the day
            self.env["gendan.exception.look"]._gendan_look_at("workcenter", workcenter, now + timedelta(days=1))
            plans = workcenter._gendan_exception_plans()
            if not plans:
                continue
            env = self._gendan_texts(company)
            facts[workcenter] = Fact(
                title=env._(
                    "%(workcenter)s is blocked: %(reason)s", workcenter=workcenter.name, reason=log.loss_id.name or "–"
                ),
                plans=plans,
                late_days=(now - log.date_start).days,
                cause="cause_machine_breakdown",
            )
        return facts

    @api.model
    def _gendan_detect_scrap(self, productions):
        """More of a production was scrapped than the company's limit allows."""
        scrapped = defaultdict(lambda: defaultdict(float))
        for production, product, uom, quantity in self.env["stock.scrap"]._read_group(
            [("production_id", "in", productions.ids), ("state", "=", "done")],
            ["production_id", "product_id", "product_uom_id"],
            ["scrap_qty:sum"],
        ):
            scrapped[production][product] += uom._compute_quantity(quantity, product.uom_id, round=False)
        facts = {}
        for production, by_product in scrapped.items():
            if production.state == "cancel" or production._gendan_is_made_whole():
                continue
            limit = production.company_id.gendan_exception_scrap
            percent, product = max(
                ((production._gendan_share(product, quantity), product) for product, quantity in by_product.items()),
                key=lambda found: found[0],
            )
            if percent <= limit:
                continue
            env = self._gendan_texts(production.company_id)
            facts[production] = Fact(
                title=env._(
                    "%(production)s: %(percent)s %% of %(product)s scrapped, allowed are %(limit)s %%",
                    production=production.name,
                    percent=f"{percent:.1f}".rstrip("0").rstrip("."),
                    product=product.display_name,
                    limit=f"{limit:g}",
                ),
                plans=production._gendan_exception_plans(),
            )
        return facts

    @api.model
    def _gendan_detect_promise(self, plans):
        """The forecast lies past the promise, and no open exception says why."""
        late = plans.filtered(lambda plan: plan._gendan_days_after_promise())
        if not late:
            return {}
        explained = self._gendan_explained(late)
        facts = {}
        for order, group in (late - explained).grouped("order_id").items():
            worst = max(group, key=lambda plan: plan._gendan_days_after_promise())
            env = self._gendan_texts(order.company_id)
            behind = worst._gendan_behind()
            facts[order] = Fact(
                title=env._(
                    "%(order)s is promised for %(promise)s and expected on %(forecast)s",
                    order=order.name,
                    promise=format_date(env, worst.promise_date),
                    forecast=format_date(env, worst.forecast_date),
                ),
                plans=group,
                notes={plan: plan._gendan_behind().with_env(env).name for plan in group},
                department=behind.department_id if behind.role == "department" else None,
            )
        return facts

    @api.model
    def _gendan_explained(self, plans):
        """Those of these plans about whose lateness an open exception is already."""
        rows = self.env["gendan.exception.effect"].search(
            [("plan_id", "in", plans.ids), ("is_now", "=", True), ("exception_id.state", "!=", "closed")]
        )
        explained = self.env["gendan.plan"]
        for row in rows:
            exception = row.exception_id
            if exception.detector == "promise":
                continue
            if exception.detector in ("component", "transfer", "outside_late") and exception.is_found_by_system:
                # late by it, and not only hit by it: something else may hold the order longer
                name = exception.object_name.split(" · ")[0]
                if exception.res_model != "mrp.production" and name not in row.plan_id._gendan_names():
                    continue
            explained |= row.plan_id
        return explained
