"""The review list: who is asked, and what of it must be asked again when the order changes."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .review_item import QUOTATION, WAITING

_logger = logging.getLogger(__name__)

CHANGED = "gendan_followup.review_changed"
ORDER_FIELDS = frozenset(
    {
        "gendan_order_kind",
        "partner_id",
        "partner_shipping_id",
        "commitment_date",
        "gendan_requested_date",
        "payment_term_id",
        "note",
        "require_payment",
        "prepayment_percent",
        "incoterm",
        "incoterm_location",
        "carrier_id",
        "currency_id",
        "pricelist_id",
        "fiscal_position_id",
    }
)
LINE_FIELDS = frozenset(
    {
        "product_id",
        "name",
        "product_uom_qty",
        "product_uom_id",
        "price_unit",
        "discount",
        "tax_ids",
        "gendan_own_date",
        "order_id",
    }
)


class SaleOrder(models.Model):
    """A review is started by the clerk once the quotation is complete; by itself when it is sent or accepted.

    From then on its list follows the order. Orders that are not under review cost nothing here.
    """

    _inherit = "sale.order"

    gendan_review_at = fields.Datetime(
        string="Review started",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Since when departments and customer are asked what the review list says.",
    )
    gendan_review_item_ids = fields.One2many(
        "gendan.review.item", "order_id", string="Review", copy=False, readonly=True, groups="base.group_user"
    )
    gendan_review_shown = fields.Boolean(compute="_compute_gendan_review", groups="base.group_user")
    gendan_review_startable = fields.Boolean(compute="_compute_gendan_review", groups="base.group_user")
    gendan_review_html = fields.Html(
        string="Judged by the system", compute="_compute_gendan_review", sanitize=False, groups="base.group_user"
    )

    # ------------------------------------------------------------ compute

    # No depends: what a point looks at lies anywhere. The form asks anew with each load.
    @api.depends_context("uid", "lang")
    def _compute_gendan_review(self):
        self.gendan_review_shown = False
        self.gendan_review_startable = False
        self.gendan_review_html = False
        for company, orders in self._origin._gendan_reviewed().grouped("company_id").items():
            points = self.env["gendan.review.point"]._gendan_points(company).with_env(self.env)
            quotations = orders.filtered(lambda order: order.state in QUOTATION)
            problems = quotations._gendan_problems_of_review()
            waived = quotations._gendan_waived("confirm") if quotations else set()
            for order in orders:
                record = self.filtered(lambda record, order=order: record._origin == order)
                record.gendan_review_shown = True
                if order not in quotations:
                    continue
                fitting = points.filtered(lambda point, order=order: point._gendan_fits(order))
                # sudo: which points are on the list
                there = order.sudo().gendan_review_item_ids.point_id
                asked = fitting.filtered(lambda point: point.judge != "system")
                record.gendan_review_startable = bool(asked - there)
                rules = {problem.code: problem for problem in problems.get(order, [])}
                record.gendan_review_html = order._gendan_review_table(fitting, rules, waived)

    def _gendan_problems_of_review(self):
        """As `_gendan_judge`, for a screen: a broken check must not keep anybody from opening the order."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._gendan_judge()
        except Exception:
            _logger.exception("The review of %s broke", self)
            return {}

    def _gendan_review_table(self, points, rules, waived):
        """The system's points with a word each; their sentences are in the banner above the order.

        :param rules: {code of the gate: problem} of this order
        :param waived: {(order id, code of the gate)}
        """
        rows = []
        for point in points.filtered(lambda point: point.judge == "system"):
            rule = point._gendan_rule()
            if rule not in rules:
                word, look = self.env._("in order"), "text-bg-success"
            elif (self.id, rule) in waived:
                word, look = self.env._("waived"), "text-bg-info"
            elif rules[rule].blocks:
                word, look = self.env._("stops, see above"), "text-bg-danger"
            else:
                word, look = self.env._("warns, see above"), "text-bg-warning"
            rows.append(
                Markup('<span class="me-4 text-nowrap d-inline-block"><span class="badge %s me-1">%s</span>%s</span>')
                % (look, word, point.name)
            )
        return Markup("").join(rows) or False

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: a quotation that is born sent has been sent
        orders = super().create(vals_list)
        if self.env["res.company"]._gendan_reviewing_ids():
            orders.filtered(lambda order: order.state == "sent")._gendan_start_review()
        return orders

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if self.env["res.company"]._gendan_reviewing_ids():
            if vals.get("state") == "sent":
                self._gendan_start_review()
            if vals.get("state") or not ORDER_FIELDS.isdisjoint(vals):
                self._gendan_note_changed()
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_start_review(self):
        """Button: ask the departments, and note with the customer what is to be confirmed.

        :raise UserError: the order is confirmed or cancelled
        """
        self.check_access("write")
        for order in self:
            if order.state not in QUOTATION:
                raise UserError(
                    self.env._("%(order)s is no quotation any more: there is nothing to review.", order=order.name)
                )
        self._gendan_start_review()
        return True

    def action_gendan_review_meeting(self):
        """Button: the points of these orders that are still open, to be answered all at once."""
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_review")
        action["domain"] = [("order_id", "in", self.ids), ("state", "!=", "off")]
        action["context"] = {}
        return action

    # ------------------------------------------------------------ business

    def _gendan_start_review(self):
        """Put the points that apply on these orders' lists and ask the departments. Batch; may be called again."""
        # sudo: who sends, signs or pays need not have rights on the list
        orders = self._gendan_reviewed().sudo().filtered(lambda order: order.state in QUOTATION)
        fresh = orders.filtered(lambda order: not order.gendan_review_at)
        if fresh:
            fresh.with_context(tracking_disable=True).write({"gendan_review_at": fields.Datetime.now()})
        orders._gendan_sync_review()

    def _gendan_hold(self, action, sentences):
        # EXTENDS gendan_followup: the customer waits now, whoever must be asked is asked
        held = super()._gendan_hold(action, sentences)
        if action == "confirm" and held:
            held._gendan_start_review()
        return held

    def _gendan_judge(self):
        # EXTENDS gendan_followup: accepted, and changed since
        found = super()._gendan_judge()
        for order in self.sudo().filtered("gendan_held_at"):  # sudo: its content is compared, not shown
            if order._gendan_changed_since_accepted():
                problem = self.env["gendan.review.point"]._gendan_accepted_before(order)
                found[order.with_env(self.env)].append(problem)
        return found

    def _gendan_aspects_now(self):
        """{aspect: digest} of this order (sudo inside: compared, not shown)."""
        self.ensure_one()
        order = self.sudo()  # sudo: see above
        return order._gendan_aspects()[order]

    def _gendan_gate_changed(self):
        # EXTENDS gendan_followup: what was waived need not be answered any more
        result = super()._gendan_gate_changed()
        self._gendan_note_changed()
        return result

    def _gendan_note_changed(self):
        """These orders changed: those under review bring their list in line before the commit. No query."""
        # sudo: the customer on the portal may not read the field
        ids = [order.id for order in self.sudo() if order.gendan_review_at]
        if not ids:
            return
        precommit = self.env.cr.precommit
        changed = precommit.data.setdefault(CHANGED, set())
        if not changed:
            env = self.env(context={}, su=True)  # sudo: the list follows the order, whoever changes it
            precommit.add(lambda: env["sale.order"]._gendan_sync_changed())
        changed.update(ids)

    @api.model
    def _gendan_sync_changed(self):
        """Bring the lists of all orders in line that changed in this transaction. Never fails."""
        ids = self.env.cr.precommit.data.get(CHANGED)
        if not ids:
            return
        taken = sorted(ids)
        ids.clear()
        # sudo: see `_gendan_note_changed`
        orders = self.env(su=True)["sale.order"].browse(taken).exists()
        try:
            with self.env.cr.savepoint():
                orders._gendan_sync_review()
        except Exception:
            # the gate looks at the order itself, so nothing slips through
            _logger.exception("The review lists of %s could not be brought in line", orders)

    def _gendan_sync_review(self):
        """Items in line with what applies now and with what changed since their answers. Call with sudo. Batch."""
        Item = self.env["gendan.review.item"]
        orders = self.filtered("gendan_review_at")
        quotations = orders.filtered(lambda order: order.state in QUOTATION)
        vals_list, states = [], {}
        for company, group in quotations.grouped("company_id").items():
            points = self.env["gendan.review.point"]._gendan_points(company)
            asked = points.filtered(lambda point: point.judge != "system")
            today = company._gendan_today()
            for order, aspects in group._gendan_aspects().items():
                fitting = asked.filtered(lambda point, order=order: point._gendan_fits(order))
                there = order.gendan_review_item_ids
                for item in there:
                    state = item._gendan_state_now(aspects) if item.point_id in fitting else ("off", False)
                    if (item.state, item.changed) != state:
                        states.setdefault((*state, company, item.point_id.answer_days, item.state), []).append(item.id)
                vals_list += [
                    {
                        "order_id": order.id,
                        "point_id": point.id,
                        "company_id": company.id,
                        "due": company._gendan_add_workdays(today, point.answer_days),
                    }
                    for point in fitting - there.point_id
                ]
        for (state, changed, company, days, before), ids in states.items():
            values = {"state": state, "changed": changed}
            if state in WAITING and before not in WAITING:
                values["due"] = company._gendan_add_workdays(company._gendan_today(), days)
            Item.browse(ids).write(values)
        Item.create(vals_list)
        orders.gendan_review_item_ids._gendan_sync_todos()
        orders._gendan_sync_todos()


class SaleOrderLine(models.Model):
    """A changed line is a changed order."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        lines = super().create(vals_list)
        if self.env["res.company"]._gendan_reviewing_ids():
            lines.order_id._gendan_note_changed()
        return lines

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if self and not LINE_FIELDS.isdisjoint(vals) and self.env["res.company"]._gendan_reviewing_ids():
            self.order_id._gendan_note_changed()
        return result

    def unlink(self):
        # EXTENDS sale
        orders = self.order_id
        result = super().unlink()
        if self.env["res.company"]._gendan_reviewing_ids():
            orders._gendan_note_changed()
        return result
