from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.message import KNOWN, UNTOLD


class SaleOrder(models.Model):
    """The order's side of telling its customer: Odoo's own confirmation mail, and the text for a chat."""

    _inherit = "sale.order"

    gendan_message_ids = fields.One2many(
        "gendan.message",
        "order_id",
        string="Messages to the customer",
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    gendan_confirmation_mailed_at = fields.Datetime(copy=False, readonly=True, groups="base.group_user")

    # ------------------------------------------------------------ Odoo's own mail

    def _send_order_notification_mail(self, mail_template, **options):
        # EXTENDS sale: who got Odoo's confirmation does not hear of it once more
        result = super()._send_order_notification_mail(mail_template, **options)
        self._gendan_confirmation_mailed(mail_template)
        return result

    def _gendan_confirmation_mailed(self, mail_template):
        """Note that Odoo's confirmation went out, by itself or from the composer: the customer knows.

        :param mail_template: ``mail.template`` that was sent; another than the confirmation's is no news
        """
        if not mail_template:
            return
        orders = self.filtered(
            lambda order: order.state == "sale" and mail_template == order._get_confirmation_template()
        ).sudo()  # the portal confirms, too
        if not orders:
            return
        orders.gendan_confirmation_mailed_at = fields.Datetime.now()
        orders.gendan_message_ids.filtered(
            lambda m: m.kind_id.event == "order_confirmed" and m.state in UNTOLD and not m.is_forced
        ).write({"state": "held", "hold_reason": "odoo", "next_try_at": False})

    def _gendan_is_confirmation_mailed(self, day):
        """Whether Odoo itself mailed the confirmation of that day. Call with sudo."""
        self.ensure_one()
        mailed = self.company_id._gendan_to_day(self.gendan_confirmation_mailed_at)
        return bool(mailed and mailed >= day)

    def _gendan_message_state(self, day):
        """State and reason of a new row about this order: what is long past is not told, nor who wants to hear nothing.

        :param day: when it happened
        """
        self.ensure_one()
        company = self.company_id
        if day < company._gendan_today() - timedelta(days=company.gendan_message_old_days):
            return "held", "old"  # imported or replayed: nobody wants last month's news
        if not self.partner_id._gendan_wants_messages(company):
            return "held", "policy"
        return "pending", False

    # ------------------------------------------------------------ text for a chat

    def _gendan_customer_lang(self):
        """The language to write to the customer about these orders in: the latest order's contact's, else the
        company's he belongs to, else our own.

        :return: code of an active language, or None for the source language
        """
        order = self.sorted("id")[-1:]
        partner = order.partner_id
        codes = (partner.lang, partner.commercial_partner_id.lang, order.company_id.partner_id.lang)
        Lang = self.env["res.lang"]
        return next((code for code in codes if code and Lang._get_code(code)), None)

    def action_gendan_copy_text(self):
        """Button: what the customer has not heard yet, as text to paste into a chat; else how the order stands.

        :return: action of the dialog
        :raise UserError: orders of several customers
        """
        self.check_access("read")
        messages = self.sudo().gendan_message_ids  # sudo: the order's messages are the order's
        return self._gendan_copy_action(messages.filtered(lambda m: m.hold_reason not in KNOWN))

    def _gendan_copy_action(self, messages):
        """Action of the dialog that shows the text, copies it and marks the messages as sent by chat.

        :param messages: gendan.message of these orders; those already told are left out
        """
        self.check_access("write")
        orders = self.sudo()  # after the check: the text needs the plans and makes the link
        if not orders:
            raise UserError(self.env._("There is nothing to tell. Choose an order or a milestone of one."))
        if len(orders.partner_id.commercial_partner_id) > 1 or len(orders.company_id) > 1:
            raise UserError(self.env._("Copy the messages of one customer at a time."))
        untold = messages.sudo().filtered(lambda m: m.state in UNTOLD)  # sudo: after the check, as the orders
        lang = orders._gendan_customer_lang()
        if untold:
            text = untold.with_context(lang=lang)._gendan_plain_text()
        else:
            text = orders.with_context(lang=lang)._gendan_progress_text()
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Text for %s", orders.partner_id.commercial_partner_id.display_name),
            "params": {"text": text, "order_ids": orders.ids, "message_ids": untold.ids},
        }

    def action_gendan_mark_copied(self, message_ids, text):
        """The text was copied for a chat: its messages are told. Called by the dialog.

        :param message_ids: ids of gendan.message of these orders
        :param str text: the text as it was copied; noted on the orders
        :return: the number of messages that had been told otherwise in the meantime
        """
        self.check_access("write")
        orders = self.sudo()  # after the check; nobody has rights to write rows
        Message = orders.env["gendan.message"]
        asked = Message.search([("id", "in", message_ids), ("order_id", "in", orders.ids)])
        messages = asked.try_lock_for_update().filtered(lambda m: m.state in UNTOLD)
        text = (text or "").strip()[:5000]
        for order, rows in messages.grouped("order_id").items():
            key = Message._gendan_bundle_key(order.company_id, rows.partner_id)
            lang = order._gendan_customer_lang()
            rows.with_context(lang=lang)._gendan_snapshot()
            rows.write(
                {
                    "state": "copied",
                    "channel": "chat",
                    "hold_reason": False,
                    "lang": lang,
                    "bundle": key,
                    "sent_at": fields.Datetime.now(),
                    "sent_by": self.env.uid,
                    "error": False,
                    "next_try_at": False,
                }
            )
            rows._gendan_close_failed_todos()
        head = self.env._("Told the customer by chat:")
        messages._gendan_note(head, author=self.env.user.partner_id, text=text)
        for order in orders - messages.order_id:
            order._message_log(body=f"{head}\n{text}", author_id=self.env.user.partner_id.id)
        return len(asked - messages)
