"""One way to open the mail composer about a record."""

from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import tagged
from odoo.tools import html_sanitize

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

    def test_colours_of_templates_survive_the_composer(self):
        # it keeps `background-color` and drops `background`: white words on nothing
        self.assertNotIn("background:", html_sanitize('<p style="background: red">x</p>', sanitize_style=True))
        data = Path(get_module_path("gendan_followup"))
        files = [path for path in data.glob("data/**/*.xml") if 'model="mail.template"' in path.read_text()]
        self.assertGreater(len(files), 5)
        self.assertFalse([path.name for path in files if "background:" in path.read_text()])
