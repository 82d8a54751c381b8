"""Phrases: the record's data in the customer's language, to mail or chat; the record may object."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestPhrase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order([(cls.carton, 10)])
        cls.order.client_order_ref = "PO-778"
        cls.phrase = cls.env.ref("gendan_followup.phrase_order_delay")

    def use(self, user, record=None, **values):
        record = record or self.order
        dialog = self.env["gendan.phrase.use"].with_user(user)
        form = Form(dialog.with_context(active_model=record._name, active_id=record.id))
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_phrase_has_the_records_data_and_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.phrase.with_context(lang="zh_CN").subject = "订单 {{ object.client_order_ref }}：交期"
        self.order.partner_id.lang = "zh_CN"
        dialog = self.use(self.clerk, template_id=self.phrase)
        self.assertEqual((dialog.lang, dialog.subject), ("zh_CN", "订单 PO-778：交期"))
        self.assertIn("PO-778", dialog.text)
        self.assertNotIn("<", dialog.text)

    def test_no_quotation_is_late(self):
        quotation = self.make_order()
        with self.assertRaisesRegex(UserError, "cannot be late"):
            self.use(self.clerk, quotation, template_id=self.phrase).action_mail()
        usable = self.use(self.clerk, quotation).template_id
        self.assertEqual(usable.gendan_stage, "refusal", "the first that fits")

    def test_another_language_renders_anew(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.phrase.with_context(lang="zh_CN").subject = "订单 {{ object.client_order_ref }}：交期"
        self.order.partner_id.lang = "zh_CN"
        dialog = self.use(self.clerk, template_id=self.phrase, lang="en_US")
        self.assertEqual(dialog.subject, "Your order PO-778: delivery")

    def test_what_the_clerk_changed_goes_into_the_composer(self):
        dialog = self.use(self.clerk, template_id=self.phrase, text="Soon more.")
        action = dialog.action_mail()
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertIn("Soon more.", action["context"]["default_body"])
        self.assertEqual(action["context"]["default_partner_ids"], self.order.partner_id.ids)

    def test_what_was_said_in_a_chat_is_kept_with_the_order(self):
        self.use(self.clerk, template_id=self.phrase, text="<b>Soon</b> more.").action_copied()
        note = self.order.message_ids[0]
        self.assertEqual(note.author_id, self.clerk.partner_id)
        self.assertIn("&lt;b&gt;Soon", note.body, "typed text is text")

    def test_only_phrases_of_the_documents_model_are_offered(self):
        phrases = self.env["mail.template"]._gendan_phrases_for("account.move")
        self.assertEqual(set(phrases.mapped("gendan_stage")), {"payment"})

    def test_a_record_may_object(self):
        refused = patch.object(
            self.env.registry["sale.order"], "_gendan_phrase_error", lambda order, phrase: "Not yet.", create=True
        )
        dialog = self.use(self.clerk, template_id=self.phrase)
        with refused, self.assertRaisesRegex(UserError, "Not yet"):
            dialog.action_mail()
        with refused, self.assertRaisesRegex(UserError, "Not yet"):
            dialog.action_copied()

    def test_who_may_not_read_the_order_learns_nothing_of_it(self):
        dialog = self.use(self.quality_user, template_id=self.phrase)
        self.assertFalse(dialog.text)
        with self.assertRaises(UserError):
            dialog.action_mail()
