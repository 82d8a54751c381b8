"""Telling the customer of an applied change: e-mail or chat, in her language, when the clerk says so."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..common.composing import open_composer


class GendanOrderChange(models.Model):
    """What the customer reads of a change."""

    _inherit = "gendan.order.change"

    def action_tell_by_mail(self):
        """Button: an e-mail to the customer about what was changed, to be looked over and sent.

        :return: action of the composer
        :raise UserError: nothing was applied
        """
        self.ensure_one()
        text = self._gendan_customer_text()
        order = self.order_id
        reference = order.client_order_ref or order.name
        change = self.with_context(lang=order._gendan_customer_lang())
        return open_composer(
            order,
            self.env._("Tell the customer"),
            partner_ids=order.partner_id.ids,
            subject=change.env._("Your order %(reference)s has been changed", reference=reference),
            body=Markup("%s") % plaintext2html(text),
        )

    def action_copy_text(self):
        """Button: the same as text, to paste into a chat.

        :return: action of the dialog that copies it
        :raise UserError: nothing was applied
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Text for %s", self.partner_id.commercial_partner_id.display_name),
            "params": {"text": self._gendan_customer_text(), "order_ids": self.order_id.ids, "message_ids": []},
        }

    def _gendan_customer_text(self):
        """What the customer reads, in her language.

        :raise UserError: the change is not applied
        """
        self.ensure_one()
        if self.state != "applied" or self.kind != "change":
            raise UserError(
                self.env._("%(change)s is not applied: there is nothing to tell yet.", change=self.display_name)
            )
        order = self.order_id
        change = self.with_context(lang=order._gendan_customer_lang())
        return "\n".join(
            [
                change.env._(
                    "Your order %(reference)s has been changed, it is version %(version)s now:",
                    reference=order.client_order_ref or order.name,
                    version=self.version_id.number,
                ),
                change._gendan_differences_text(customer=True),
                change.env._("Please tell us at once if anything of this is not as you asked for."),
            ]
        )
