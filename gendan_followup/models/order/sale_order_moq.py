from collections import defaultdict

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

from .moq import Shortfall
from .review_point import PREFIX, WAIVER_GROUPS

# the rule's name in waivers
REFUSED = "moq_refused"
# policies of which the gate speaks, and those of which the review does
REFUSING = frozenset({"refuse"})
SPEAKING = frozenset({"offer", "warn"})
# a sample or the rest of a short delivery is never a full lot
EXEMPT = ("sample", "makeup")
# what decides which minimums apply, besides the lines
WATCHED = frozenset({"partner_id", "gendan_order_kind", "pricelist_id", "currency_id"})


class SaleOrder(models.Model):
    """Orders below a minimum quantity: found, offered, answered, charged."""

    _inherit = "sale.order"

    gendan_moq_consent_ids = fields.One2many(
        "gendan.moq.consent",
        "order_id",
        string="Answers about Minimums",
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    gendan_moq_html = fields.Html(
        string="Below the minimum", compute="_compute_gendan_moq", sanitize=False, groups="base.group_user"
    )
    gendan_moq_is_open = fields.Boolean(
        string="Surcharge to be offered", compute="_compute_gendan_moq", groups="base.group_user"
    )

    @api.depends(
        "order_line.product_uom_qty", "order_line.product_id", "order_line.product_uom_id", "partner_id", "state",
        "gendan_order_kind", "order_line.gendan_moq_consent_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_gendan_moq(self):
        shortfalls = self.filtered(lambda order: order.state != "cancel")._gendan_moq_shortfalls()
        reviewed = self._gendan_moq_reviewed() if shortfalls else self.browse()
        for order in self:
            waiting = order._gendan_moq_unsettled(shortfalls.get(order, ()))
            if waiting and order.state == "sale":
                waiting = order._gendan_moq_still_open(waiting)
            order.gendan_moq_is_open = any(short.rule.policy == "offer" for short in waiting)
            # where the gate says so above the order, once is enough
            told = [short for short in waiting if not (order._origin and short.rule.policy == "refuse")]
            told = [] if order._origin and order in reviewed else told
            items = Markup("").join(Markup("<li>%s</li>") % order._gendan_moq_sentence(short) for short in told)
            order.gendan_moq_html = Markup('<ul class="mb-0 ps-3">%s</ul>') % items if items else False

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.filtered(lambda order: order.state in ("draft", "sent"))._gendan_moq_refresh()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        # sudo: the answer keeps the order whether or not the user may see it
        consent = self.env["gendan.moq.consent"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if consent:
            raise UserError(
                self.env._(
                    "The customer has answered about the minimum of %(goods)s on %(order)s, which cannot be deleted."
                    " Cancel it instead.",
                    goods=consent.label,
                    order=consent.order_id.name,
                )
            )

    def _get_copiable_order_lines(self):
        # EXTENDS sale: a surcharge is agreed upon anew with each order
        lines = super()._get_copiable_order_lines()
        return lines - lines._gendan_moq_bearing().with_env(self.env)

    def _get_update_prices_lines(self):
        # EXTENDS sale: no price list knows what a surcharge was agreed to be
        lines = super()._get_update_prices_lines()
        return lines - lines._gendan_moq_bearing().with_env(self.env)

    def _gendan_changeable_lines(self):
        # EXTENDS gendan_followup: surcharges follow the quantities by themselves
        lines = super()._gendan_changeable_lines()
        return lines - lines._gendan_moq_bearing().with_env(self.env)

    # ------------------------------------------------------------ gate

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup: what is refused is refused whether or not the company reviews its orders
        points = super()._gendan_checks(action)
        if action == "confirm" and self.env["gendan.moq"]._gendan_refusing_ids():
            points = [*points, GatePoint(REFUSED, type(self)._gendan_moq_refused, WAIVER_GROUPS["supervisor"])]
        return points

    def _gendan_waiver_aspects(self, code):
        # EXTENDS gendan_followup: less still, or other goods, needs another waiver
        return ("product", "quantity") if code == REFUSED else super()._gendan_waiver_aspects(code)

    def _gendan_moq_refused(self):
        """Gate "confirm": what is below a minimum and not accepted. Batch.

        :return: {order: list of sentences}, only orders that have any
        """
        refusing = self.env["gendan.moq"]._gendan_refusing_ids()
        result = {}
        for order, shortfalls in self.filtered(
            lambda order: order.company_id.id in refusing
        )._gendan_moq_shortfalls(REFUSING).items():
            refused = [short for short in shortfalls if short.rule.policy in REFUSING]
            if found := order._gendan_moq_unsettled(refused):
                result[order] = [order._gendan_moq_sentence(short) for short in found]
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_moq(self):
        """Button: the dialog to offer the minimum or the surcharge, and to note what the customer answered.

        :return: action
        :raise AccessError: the user may not write the order
        :raise UserError: nothing on the order is to be offered
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["gendan.moq.wizard"]._gendan_open(self)

    # ------------------------------------------------------------ what is short

    def _gendan_moq_shortfalls(self, policies=None):
        """Where the orders ask for less than a minimum, agreed upon or not.

        Batch; no query where nobody uses minimums. Whoever reads the orders may ask.

        :param policies: only by what minimums of these policies count by, as looking into materials and sets is dear
        :return: {order: list of ``Shortfall``}, only orders that have any
        """
        result = {}
        ids = self.env["gendan.moq"]._gendan_rule_ids()
        if not ids:
            return result
        asked = self.filtered(lambda order: order.gendan_order_kind not in EXEMPT)
        for company, orders in asked.grouped("company_id").items():
            # sudo: rules of the orders' own company, whoever asks; no price leaves
            rules = self.env["gendan.moq"].sudo().browse(ids.get(company.id, ()))
            if policies:
                # a rule of another policy may be closer to a line: all of the same scope are asked
                scopes = {rule.scope for rule in rules if rule.policy in policies}
                rules = rules.filtered_domain([("scope", "in", list(scopes))])
            known = orders.order_line._gendan_moq_counted()._gendan_moq_known(rules)
            for order in orders if rules else ():
                if found := order._gendan_moq_shortfalls_by(rules, known):
                    result[order] = found
        return result

    def _gendan_moq_shortfalls_by(self, rules, known):
        """One order's shortfalls by some rules. Of the rules that count by the same thing one counts for each line.

        :param Known known: what the rules need to know of the lines
        """
        self.ensure_one()
        lines = self.order_line._gendan_moq_counted()
        groups, labels = defaultdict(lambda: lines.browse()), {}
        for scope, by_scope in rules.grouped("scope").items():
            if scope == "lot" and self.gendan_order_kind == "processing":
                continue  # the material is the customer's own
            closest = defaultdict(lambda: lines.browse())
            for line in lines:
                ranks = {rule: rank for rule in by_scope if (rank := rule._gendan_rank(line))}
                if ranks:
                    closest[max(ranks, key=ranks.get)] |= line
            for rule, fitting in closest.items():
                for line, (key, label) in fitting._gendan_moq_groups(rule, known).items():
                    groups[rule, key] |= line
                    labels[rule, key] = label
        result = []
        for (rule, key), group in groups.items():
            quantity = sum(line._gendan_moq_quantity(rule, rule.uom_id, known) for line in group)
            # none of that material is used at all: the minimum is not about these goods
            if quantity and rule.uom_id.compare(quantity, rule.quantity) < 0:
                result.append(Shortfall(rule, key, labels[rule, key], group, quantity, rule.quantity - quantity))
        return result

    def _gendan_moq_unsettled(self, shortfalls):
        """Those of this order's shortfalls for which it bears no surcharge the customer has agreed to pay.

        :param shortfalls: list of ``Shortfall``
        """
        self.ensure_one()
        consents = self.order_line._gendan_moq_bearing().gendan_moq_consent_id if shortfalls else ()
        return [
            short
            for short in shortfalls
            if not any(
                consent.moq_id == short.rule
                and consent.answer == "surcharge"
                and consent.order_id.id == self._origin.id
                and (consent.key == short.key or short.lines._origin <= consent.line_ids.with_env(self.env))
                for consent in consents
            )
        ]

    def _gendan_moq_reviewed(self):
        """Those of these quotations whose review tells what is below a minimum."""
        points = self.env["gendan.review.point"]
        return self._gendan_reviewed().filtered(
            lambda order: (
                order.state in ("draft", "sent")
                and (point := points._gendan_point("below_moq", order.company_id))
                and point._gendan_fits(order)
            )
        )

    def _gendan_moq_still_open(self, shortfalls):
        """Those of this confirmed order's shortfalls a clerk still has to see to: a change may have led to them."""
        self.ensure_one()
        if (self._origin.id, f"{PREFIX}below_moq") in self._origin._gendan_waived("confirm"):
            return []
        return [
            short
            for short in shortfalls
            # what was agreed before there was a minimum stays as it is
            if short.rule.policy == "offer" and short.rule.create_date <= self.date_order
        ]

    def _gendan_moq_sentence(self, short):
        """One shortfall in words."""
        self.ensure_one()
        about = {
            "goods": short.label,
            "order": self.name,
            "quantity": short.rule._gendan_text(short.quantity),
            "minimum": short.rule._gendan_text(short.rule.quantity),
        }
        if short.rule.policy == "refuse":
            return self.env._(
                "%(goods)s on %(order)s: %(quantity)s is below the minimum of %(minimum)s, and less is not accepted."
                " Agree on more with the customer, or ask the supervisor to waive it.",
                **about,
            )
        if short.rule.policy == "warn":
            return self.env._("%(goods)s on %(order)s: %(quantity)s is below the minimum of %(minimum)s.", **about)
        return self.env._(
            "%(goods)s on %(order)s: %(quantity)s is below the minimum of %(minimum)s. Offer the customer the minimum"
            " or the surcharge, and note the answer.",
            **about,
        )

    def _gendan_review_below_moq(self):
        """System point of review: minimums not kept that nobody has agreed to pay for, but for those refused anyway."""
        result = {}
        for order, shortfalls in self._gendan_moq_shortfalls(SPEAKING).items():
            shortfalls = [short for short in shortfalls if short.rule.policy in SPEAKING]
            found = [
                GateProblem(
                    "below_moq",
                    order._gendan_moq_sentence(short),
                    severity="warn" if short.rule.policy == "warn" else "block",
                )
                for short in order._gendan_moq_unsettled(shortfalls)
            ]
            if found:
                result[order] = found
        return result

    # ------------------------------------------------------------ the answer and its line

    def _gendan_moq_answered(self, short, **values):
        """Note what the customer answered, and do it: the surcharge comes onto the order, or the minimum is ordered.

        Where several lines are counted together, which of them is to be more is left to the clerk.

        :param Shortfall short: of this order, as it is now
        :param values: answer, given_by, given_on, source, evidence, attachment_ids of ``gendan.moq.consent``
        :return: ``gendan.moq.consent``
        :raise UserError: no proof, or less is not accepted
        :raise AccessError: the user may not write the order
        """
        self.ensure_one()
        self.check_access("write")
        if short.rule.policy != "offer":
            raise UserError(self._gendan_moq_sentence(short))
        # sudo: nobody makes one by hand; the right to the order was checked, and what was offered is read from it
        Consent = self.env["gendan.moq.consent"].sudo()
        consent = Consent.create({**self._prepare_moq_consent_vals(short), **values})
        if consent.answer == "surcharge" and self._gendan_moq_unsettled([short]):
            # sudo: only this way leads to a surcharge; the right to the order was checked above
            order = self.sudo()._gendan_through_lock()
            order.order_line = [Command.create(self._prepare_moq_line_vals(short, consent))]
            if self.gendan_version:
                # the customer has agreed in writing: what is agreed now is the next version
                house = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
                house._gendan_freeze_version(house.env._("Surcharge agreed: %(goods)s", goods=short.label))
        elif consent.answer == "minimum" and len(short.lines) == 1 and not self.locked:
            quantity = short.lines.product_uom_qty * short.rule.quantity / short.quantity
            short.lines.product_uom_qty = short.lines.product_uom_id.round(quantity, "UP")
        return consent

    def _prepare_moq_consent_vals(self, short):
        """What was offered for a shortfall."""
        rule = short.rule
        return {
            "order_id": self.id,
            "moq_id": rule.id,
            "key": short.key,
            "label": short.label,
            "line_ids": [Command.set(short.lines.ids)],
            "quantity": short.quantity,
            "minimum": rule.quantity,
            "uom_id": rule.uom_id.id,
            "price_minimum": short.lines._gendan_moq_price_at(rule.quantity / short.quantity),
            "surcharge": rule._gendan_surcharge(rule, short.lines, short.missing),
            "surcharge_kind": rule.surcharge_kind,
            "surcharge_amount": rule.surcharge_amount,
        }

    def _prepare_moq_line_vals(self, short, consent):
        """The order line that bears the surcharge."""
        product = short.rule.surcharge_product_id.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            "product_id": product.id,
            "name": f"{product.name} ({short.label})",
            "product_uom_qty": 1,
            "price_unit": consent.surcharge,
            "sequence": max(short.lines.mapped("sequence")),
            "gendan_moq_consent_id": consent.id,
        }

    def _gendan_moq_refresh(self):
        """Bring the surcharges up to the quantities: higher, lower, or gone when the minimum is reached.

        At the terms agreed upon. What is invoiced stays as it was. Costs nothing where nobody uses minimums.
        """
        gone = self.env["sale.order.line"].sudo()  # sudo: as those below
        for bearing in self.order_line._gendan_moq_bearing().filtered(lambda line: not line.qty_invoiced):
            # what is written here brings up the others, too
            line = bearing.exists()
            if not line:
                continue
            order = line.order_id
            if order.state == "cancel":
                continue
            price = order._gendan_moq_price_now(line.gendan_moq_consent_id)
            if not price and order.state in ("draft", "sent"):
                gone |= line
                continue
            values = {"price_unit": price, "product_uom_qty": 1, "discount": 0}
            if changed := {name: value for name, value in values.items() if line[name] != value}:
                line.write(changed)
        if gone := gone.exists():
            gone.unlink()

    def _gendan_moq_price_now(self, consent):
        """What a surcharge is with the quantities of now; 0.0 when the minimum is reached, or nothing left of it.

        :param consent: ``gendan.moq.consent`` of this order, sudo
        """
        self.ensure_one()
        rule, unit = consent.moq_id, consent.uom_id
        fitting = self.order_line._gendan_moq_counted().filtered(rule._gendan_rank)
        known = fitting._gendan_moq_known(rule)
        groups = fitting._gendan_moq_groups(rule, known)
        # what it is counted by may be another one by now: then the same lines as then
        lines = fitting.filtered(lambda line: groups[line][0] == consent.key) or fitting & consent.line_ids
        quantity = sum(line._gendan_moq_quantity(rule, unit, known) for line in lines)
        if not quantity or self.gendan_order_kind in EXEMPT or unit.compare(quantity, consent.minimum) >= 0:
            return 0.0
        return rule._gendan_surcharge(consent, lines, consent.minimum - quantity)
