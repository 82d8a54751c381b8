"""Applying a change request: what Odoo can do is done at once, the rest is left to people as to-dos."""

from markupsafe import Markup

from odoo import Command, models
from odoo.exceptions import UserError

from .order_change import HEADER_FIELDS

REASON_LENGTH = 200


class GendanOrderChange(models.Model):
    """From a proposed change to the order's next version."""

    _inherit = "gendan.order.change"

    def action_apply(self):
        """Button: change the order.

        Unlocks it, writes head and lines (Odoo procures, enlarges and lowers transfers as ever), promises new days with
        their reason, keeps the next version, locks again, takes back the papers issued so far, leaves to-dos.

        :raise UserError: the order has moved on, or Odoo refuses the new values
        """
        for change in self:
            change.order_id.check_access("write")
            if sentence := change._gendan_apply_error():
                raise UserError(sentence)
            change._gendan_apply()
        self.touch_ids._gendan_sync_todos()
        self._gendan_sync_todos()
        return True

    def _gendan_apply_error(self):
        """The sentence why this cannot be applied now, or False."""
        self.ensure_one()
        order = self.order_id
        if self.base_version != order.gendan_version:
            return self.env._(
                "Order %(order)s is at version %(version)s by now; %(change)s was proposed for version %(base)s. Take"
                " it back to draft to see what is different.",
                order=order.name,
                version=order.gendan_version,
                change=self.display_name,
                base=self.base_version,
            )
        return self._gendan_propose_error()

    def _gendan_apply(self):
        """Apply one change. Rights were checked by the caller."""
        self.ensure_one()
        order = self.order_id
        # worked out anew: production may have begun since the change was proposed
        self._gendan_find_touches()
        papers = self._gendan_papers_of_before()
        held = order._gendan_through_lock()
        if order.locked:
            # Odoo launches no stock rules for a locked order
            held.locked = False
        self._gendan_write_header(held)
        self._gendan_write_lines(held)
        self.line_ids._gendan_write_spec()
        order._gendan_settle()
        self._gendan_write_days(held)
        order._gendan_settle()
        self._gendan_move("applied", **self._prepare_decided_vals())
        summary = self._gendan_differences_text().replace("\n", "; ")
        reason = f"{self.name}: {summary}"
        versions = order._gendan_freeze_version(
            reason if len(reason) <= REASON_LENGTH else f"{reason[: REASON_LENGTH - 1]}…"
        )
        self._gendan_moved().version_id = versions[order].id
        if order._should_be_locked():
            held.locked = True
        self._gendan_take_papers_back(papers)
        self._gendan_log_applied()
        order._gendan_changed(self)

    def _gendan_write_header(self, held):
        """The head of the order; an address is the open transfers', too."""
        values = {}
        changes = self._gendan_header_changes()
        if "pricelist_id" in changes:
            changes.remove("pricelist_id")
            held._gendan_put_on_pricelist(self.new_pricelist_id)
        for name in changes:
            value = self[HEADER_FIELDS[name]]
            values[name] = value.id if isinstance(value, models.BaseModel) else value
        if not values:
            return
        address = held.partner_shipping_id
        # Odoo would put an activity on each transfer, that somebody look after the address: it is done below
        held.with_context(mail_activity_automation_skip=True).write(values)
        if "partner_shipping_id" in values:
            # sudo: the warehouse's transfers go where the order goes, whoever follows it
            transfers = held.sudo().picking_ids.filtered(
                lambda transfer: transfer.state not in ("done", "cancel") and transfer.partner_id == address.sudo()
            )
            transfers.partner_id = values["partner_shipping_id"]

    def _gendan_write_lines(self, held):
        """Quantities, prices, texts, new lines. Through the order: Odoo then notes on the transfers what it lowers."""
        commands = []
        for line in self.line_ids:
            vals = line._gendan_changed() and line._prepare_order_line_vals()
            if vals and "product_uom_id" in vals and not line.is_added:
                # past the order: Odoo would note a hundred boxes instead of a thousand pieces as so much less
                self._gendan_write_unit(line, held, vals)
            elif vals:
                commands.append(Command.create(vals) if line.is_added else Command.update(line.line_id.id, vals))
        if not commands:
            return
        before = held.order_line
        held.write({"order_line": commands})
        # the new lines in the order in which they were made
        made = (held.order_line - before).sorted("id")
        asked = self.line_ids.filtered("is_added")
        for line, order_line in zip(asked, made, strict=True):
            line.with_context(**self._gendan_moved().env.context).line_id = order_line

    def _gendan_write_unit(self, line, held, vals):
        """One line counted in another unit, its part deliveries with it."""
        order_line = held.order_line.filtered(lambda entry: entry == line.line_id)
        # sudo: parts are read-only for everybody; the only part of a line follows its quantity by itself
        parts = order_line.sudo().gendan_part_ids
        for part in parts if len(parts) > 1 else parts.browse():
            part.quantity = line.old_uom_id._compute_quantity(part.quantity, line.uom_id, rounding_method="HALF-UP")
        order_line.write(vals)

    def _gendan_write_days(self, held):
        """New days are promises; a line that has none yet is wished for its day."""
        promises = []
        for line in self.line_ids:
            if "date" not in line._gendan_changed() or line.is_cancelled or line.is_added:
                continue
            parts = line.line_id.gendan_part_ids.filtered(lambda part: part.plan_id.delivery_health != "delivered")
            if parts:
                promises += [(part, None, line.date) for part in parts]
            else:
                line.line_id.gendan_own_date = line.date
        if promises:
            self.order_id.action_gendan_promise(
                promises,
                self.date_reason or "order_change",
                note=self.name,
                agreed_by=self.asked_person if self.asked_side == "customer" else False,
                agreed_how=self.channel,
                evidence=self.evidence,
                attachment_ids=[Command.set(self.attachment_ids.ids)],
            )

    def _gendan_log_applied(self):
        """Tell it in the order's chatter, with what changed."""
        order = self.order_id
        # the log speaks the company's language
        change = self.with_context(lang=order.company_id.partner_id.lang or self.env.lang)
        order._message_log(
            body=Markup("<p>%s</p>%s")
            % (
                change.env._(
                    "%(change)s applied: version %(version)s.",
                    change=change._gendan_link(),
                    version=change.version_id.number,
                ),
                change._gendan_differences_html() or "",
            ),
            author_id=self.env.user.partner_id.id,
        )
