"""Where plans would head if documents came on other days: the expectation providers, asked with other days."""

from odoo import api, models
from odoo.tools import SQL

from .sale_order_line_links import LinksMemo


class GendanPlan(models.Model):
    """What if a document came on another day (P7).

    No second engine: the events' own expectation providers answer with ``overrides``, and
    ``_gendan_outlook`` plans with the answers. So what it says is what the plan will say once the
    day is really entered on the purchase line or the production.
    """

    _inherit = "gendan.plan"

    @api.model
    def _gendan_what_if(self, overrides):
        """How the running plans would move. Writes nothing.

        :param dict overrides: {(model, id): date}, of ``purchase.order.line`` (its planned arrival)
            and ``mrp.production`` (its planned end); ("mrp.production", id, "start") plans its begin, too,
            and ``mrp.workorder`` its planned end
        :return: {plan: (:class:`Outlook` as things stand, :class:`Outlook` with the other days)} of
            all running plans the documents can reach, sudo; a caller shows those its user may read
        """
        # sudo: what a document moves does not depend on who asks; the memo: chains are walked once
        env = self.env(context={"lang": self.env.lang, "gendan_links": LinksMemo()}, su=True)
        orders = env["sale.order"]._gendan_what_if_orders(overrides)
        plans = orders.gendan_plan_ids.filtered(
            lambda plan: plan.is_running and plan.delivery_health not in ("delivered", "cancelled")
        )
        if not plans:
            return {}
        now, then = plans._gendan_expectations({}), plans._gendan_expectations(overrides)
        days = [day for answers in (now, then) for day in answers.values() if day]
        calendars = plans._gendan_calendars(*days)
        today = {company: company._gendan_today() for company in plans.company_id}
        return {
            plan: tuple(
                plan._gendan_outlook(calendars[plan], today[plan.company_id], expected) for expected in (now, then)
            )
            for plan in plans
        }

    def _gendan_expectations(self, overrides):
        """What documents expect of these plans' milestones: {milestone: day or False}.

        :param dict overrides: see :meth:`_gendan_what_if`
        """
        result = {}
        waiting = self.milestone_ids.filtered(lambda m: m.event and m.light == "delivery" and not m.event_date)
        for kind, milestones in waiting.grouped("kind_id").items():
            lines = milestones.plan_id.part_ids.line_id
            if provider := getattr(lines, f"_gendan_expected_{kind.event}", None):
                expected = provider(kind, overrides)
                result.update((milestone, milestone._gendan_news(expected)[0]) for milestone in milestones)
        return result


class SaleOrder(models.Model):
    """From documents that what-if moves to the orders they reach."""

    _inherit = "sale.order"

    @api.model
    def _gendan_what_if_orders(self, overrides):
        """Followed orders whose forecasts these documents can move: ``sale.order``, sudo.

        Those that a change of the document marks (``_gendan_orders`` of its model), however many
        they are: looking leaves nothing to the next scheduled run, and writes nothing.

        :param dict overrides: {(model, id): date}
        """
        # sudo: whose orders a document serves does not depend on who asks
        Move, Order = self.env["stock.move"].sudo(), self.env["sale.order"].sudo()

        def records(name):
            # sudo: as above; who may ask about a document is checked by the dialog
            return self.env[name].sudo().browse([key[1] for key in overrides if key[0] == name]).exists()

        lines, productions = records("purchase.order.line"), records("mrp.production")
        orders = Order.browse()
        if lines:
            lines.flush_recordset(["move_dest_ids"])
            Move.flush_model(["purchase_line_id"])
            orders |= Move._gendan_orders_downstream(
                SQL(
                    """purchase_line_id IN %(ids)s OR id IN (
                        SELECT move_id FROM stock_move_created_purchase_line_rel
                         WHERE created_purchase_line_id IN %(ids)s)""",
                    ids=tuple(lines.ids),
                )
            )
            if "sale_line_id" in lines._fields:  # sale_purchase installs itself with sale and purchase
                orders |= Order._gendan_followed(lines.sale_line_id.order_id.ids)
        if productions:
            orders |= Move._gendan_orders_downstream(SQL("production_id IN %s", tuple(productions.ids)))
            orders |= Order._gendan_followed(productions.sale_line_id.order_id.ids)
        # what they bring to stock, whoever waits for it there
        confirmed = lines.filtered(lambda line: line.state == "purchase")
        for products, companies in (
            (confirmed.product_id, confirmed.company_id),
            (productions.move_finished_ids.product_id, productions.company_id),
        ):
            orders |= Move._gendan_orders_consuming(products, companies)
        return orders
