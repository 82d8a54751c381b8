"""What the tests of messages share: a customer abroad and one at home, mails caught, the action run."""

from datetime import date, datetime
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server, MailDeliveryException
from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.mail.tests.common import MailCase

from ..common import GendanCase

PROMISED = date(2026, 11, 20)
TUESDAY = datetime(2026, 11, 3, 1, 0)


@tagged("post_install", "-at_install")
class MessageCase(MailCase, CronMixinCase, GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "zh_CN", "zh_TW"):
            cls.env["res.lang"]._activate_lang(code)
        cls.company.write({"email": "office@factory.example", "gendan_messages_domestic": False})
        cls.clerk.email = "chen@factory.example"
        cls.other_clerk.email = "wu@factory.example"
        cls.foreign_customer.lang = "en_US"
        cls.customer.lang = "zh_CN"
        cls.transit = cls.env["gendan.transit"].create(
            {"country_id": cls.env.ref("base.de").id, "days": 1, "unit": "work"}
        )

    @classmethod
    def abroad(cls, ref="NL-1", **values):
        """A confirmed order of the customer abroad, who is told by default."""
        return cls.confirm_order(promised=PROMISED, partner_id=cls.foreign_customer.id, client_order_ref=ref, **values)

    def tick(self, order, name):
        self.milestone(order, name).with_user(self.supervisor).action_tick()
        self.settle()

    def untick(self, order, name):
        self.milestone(order, name).with_user(self.supervisor).action_untick()
        self.settle()

    def message(self, order, name, occasion="done"):
        return order.gendan_message_ids.filtered(lambda m: m.kind_id == self.kinds[name] and m.occasion == occasion)

    def run_action(self):
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_messages").method_direct_trigger()
        self.env.invalidate_all()

    def run_and_catch(self):
        """Run the action; the mails it sent."""
        with self.mock_mail_gateway():
            self.run_action()
        return list(self._mails)

    def broken_server(self, *addresses):
        """A mail server that refuses mails to these addresses."""

        def send_email(server, message, *args, **kwargs):
            if any(address in message["To"] for address in addresses):
                raise MailDeliveryException("No route to host")
            return message["Message-Id"]

        return patch.object(IrMail_Server, "send_email", send_email)

    def run_with_broken_server(self, *addresses):
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            self.broken_server(*addresses),
            patch.object(IrMail_Server, "_disable_send", lambda server: False),
            patch.object(IrMail_Server, "_connect__", lambda server, *a, **k: None),
        ):
            self.run_action()

    def two_products(self):
        return [
            Command.create({"product_id": product.id, "product_uom_qty": 10}) for product in (self.bag, self.carton)
        ]
