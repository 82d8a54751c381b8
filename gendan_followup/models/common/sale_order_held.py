"""Orders that customers accepted and a rule holds go on by themselves."""

import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    """A held order is asked again whenever something may have met what held it, and by a scheduled action.

    It goes on only as the customer accepted it: what was changed since needs the customer once more, and a person who
    confirms it.
    """

    _inherit = "sale.order"

    _gendan_held_idx = models.Index("(gendan_held_at, id) WHERE gendan_held_at IS NOT NULL")

    gendan_held_at = fields.Datetime(
        string="Accepted and Held since",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The customer has signed, paid or ordered; rules of ours hold the confirmation.",
    )
    gendan_held_content = fields.Json(copy=False, readonly=True, groups="base.group_user")

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS sale: confirmed or cancelled, nothing is held any more
        if vals.get("state") in ("sale", "cancel") and self._gendan_checks("confirm"):
            vals = {**vals, "gendan_held_at": False, "gendan_held_content": False}
        return super().write(vals)

    # ------------------------------------------------------------ business

    def _gendan_hold(self, action, sentences):
        # EXTENDS gendan_followup: what the customer accepted is remembered
        held = super()._gendan_hold(action, sentences)
        if action == "confirm" and held:
            # sudo: a customer on the portal accepts, nobody writes these by hand
            orders = held.sudo().with_context(tracking_disable=True)
            for order, content in orders._gendan_aspects().items():
                order.write({"gendan_held_at": fields.Datetime.now(), "gendan_held_content": content})
        return held

    def _gendan_changed_since_accepted(self):
        """Whether a held order says something else than what the customer accepted. Call with sudo."""
        self.ensure_one()
        return bool(self.gendan_held_at) and self.gendan_held_content != self._gendan_aspects()[self]

    def _gendan_customer_is_done(self):
        """Whether nothing more is expected from the customer before confirming. Call with sudo."""
        self.ensure_one()
        transaction = self.get_portal_last_transaction()
        if transaction.state == "pending" and transaction.provider_id.custom_mode == "cash_on_delivery":
            return True
        return not self._has_to_be_signed() and not self._has_to_be_paid()

    def _gendan_gate_changed(self):
        # EXTENDS gendan_followup
        result = super()._gendan_gate_changed()
        # sudo: whoever answers or waives sets it off
        if self.sudo().filtered("gendan_held_at"):
            self.env.ref("gendan_followup.ir_cron_held").sudo()._trigger()  # sudo: as above
        return result

    @api.model
    def _cron_gendan_held(self, batch_size=50):
        """Confirm held orders whose gate is open now, as the signature or payment would have done.

        Each order in a savepoint of its own: one that cannot be confirmed does not keep the others. Nothing is written
        where nothing has changed. Two workers share the orders by row locks.
        """
        cron = self.env["ir.cron"]
        domain = [("gendan_held_at", "!=", False), ("state", "in", ("draft", "sent"))]
        ids = self.search(domain, order="gendan_held_at, id").ids
        if not ids:
            return
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), batch_size):
            chunk = ids[start : start + batch_size]
            orders = self.browse(chunk).try_lock_for_update().filtered_domain(domain)
            free = orders._gendan_free_now()
            for order in free:
                order._gendan_go_on()
            if not cron._commit_progress(len(chunk)):
                return
            if free:
                self.env.invalidate_all()

    def _gendan_free_now(self):
        """Those of these held orders that nothing holds any more."""
        ready = self.filtered(
            lambda order: order._gendan_customer_is_done() and not order._gendan_changed_since_accepted()
        )
        try:
            with self.env.cr.savepoint():
                gate = ready._gendan_gate("confirm")
        except Exception:
            _logger.exception("The gate “confirm” broke on held orders %s", ready)
            return self.browse()
        return ready.filtered(lambda order: not any(problem.blocks for problem in gate[order]))

    def _gendan_go_on(self):
        """Confirm one held order; what fails is logged and tried again."""
        self.ensure_one()
        order = self.with_company(self.company_id).with_context(
            lang=self.company_id.partner_id.lang or self.env.lang, allowed_company_ids=self.company_id.ids
        )
        try:
            with self.env.cr.savepoint():
                order._message_log(
                    body=order.env._("Nothing holds this order any more: it goes on as the customer accepted it.")
                )
                order._validate_order()
        except Exception:
            _logger.exception("The held order %s could not be confirmed", self.name)
