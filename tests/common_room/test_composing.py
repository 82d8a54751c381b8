"""One way to open the mail composer about a record."""

from odoo.tests import tagged

from odoo.addons.gendan_followup.models.common.composing import open_composer

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestComposing(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()

    def composer(self, *args, **kwargs):
        action = open_composer(self.order.with_user(self.clerk), "Tell her", *args, **kwargs)
        self.assertEqual((action["name"], action["target"]), ("Tell her", "new"))
        return self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]).create({})

    def test_it_is_filled_in_and_sends_nothing_by_itself(self):
        before = self.order.message_ids
        composer = self.composer(partner_ids=self.customer.ids, subject="Offer", body="<p>Two ways</p>")
        self.assertEqual(
            (composer.model, composer.partner_ids, composer.subject), ("sale.order", self.customer, "Offer")
        )
        self.assertIn("Two ways", composer.body)
        self.assertEqual(composer.email_layout_xmlid, "mail.mail_notification_light")
        self.assertEqual(self.order.message_ids, before)

    def test_a_template_that_was_deleted_leaves_an_empty_mail(self):
        template = self.env.ref("gendan_followup.mail_template_spec")
        self.assertEqual(self.composer("gendan_followup.mail_template_spec").template_id, template)
        template.unlink()
        self.assertFalse(self.composer("gendan_followup.mail_template_spec").template_id)

    def test_a_caller_may_leave_a_mark(self):
        self.assertTrue(self.composer(context={"goes_out": True}).env.context["goes_out"])
