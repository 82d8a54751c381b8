"""A change request changes what a line is specified by: typed in the specification's dialog, applied with the rest."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .spec_common import SpecCase
from .test_order_change import ChangeCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestChangeSpec(ChangeCase, SpecCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(promised=date(2026, 11, 20), gendan_order_kind="new")
        cls.line = cls.order.order_line
        agreed = dict(structure="PET12/PE70", size="180x260", zip="Slider", cylinders="V-118", thickness="95")
        cls.line.gendan_set_specification(
            [{"attribute_id": cls.attributes[key].id, "value": text} for key, text in agreed.items()]
        )
        cls.order.action_confirm()
        cls.settle(cls.order)

    def type_spec(self, change, line=None, user=None, **answers):
        """Answer as the dialog of the request does: {attribute id: sentence} of what cannot be read."""
        return (line or change.line_ids).with_user(user or self.clerk).gendan_set_specification(
            [{"attribute_id": self.attributes[key].id, "value": text} for key, text in answers.items()]
        )

    def test_applied_it_is_the_orders_specification_and_its_next_version(self):
        change = self.request()
        self.assertFalse(self.type_spec(change, size="200x300", cylinders="", needle="yes"))
        self.assertTrue(change.line_ids.is_changed)
        self.assertEqual(self.texts(self.line)["Size"], "180×260 mm", "asked for, not changed yet")
        for text in ("Size", "180×260 mm", "200×300 mm", "Needle detection"):
            self.assertIn(text, change.difference_html)
        change.action_propose()
        change.action_apply()
        texts = self.texts(self.line)
        self.assertEqual((texts["Size"], texts["Needle detection"]), ("200×300 mm", "Yes"))
        self.assertNotIn("Cylinder set", texts)
        self.assertEqual(texts["Thickness"], "95 µm", "what was not typed stays")
        self.assertEqual(self.order.gendan_version_ids.mapped("number"), [2, 1], "one version for all of it")
        self.assertEqual(self.line.gendan_spec_version, 2)
        self.assertIn("200×300 mm", self.order.gendan_version_ids[0].html)
        self.assertIn("180×260 mm", self.order.gendan_version_ids[1].html)
        self.assertIn("180×260 mm", change.difference_html, "what was stays to be read")
        self.assertIn("200×300 mm", self.order.message_ids[0].body)
        self.assertTrue(self.order.locked)

    def test_whoever_makes_the_goods_is_told_that_they_are_others(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        touched = self.env["gendan.order.touch"]._gendan_changed_lines(change)
        self.assertEqual(touched, {self.line: {"text"}})

    def test_the_dialog_shows_what_is_agreed_beside_what_is_typed(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        shown = change.line_ids.with_user(self.clerk).gendan_get_specification()
        by_id = {entry["id"]: entry for section in shown["sections"] for entry in section["attributes"]}
        size = by_id[self.attributes["size"].id]
        self.assertEqual((size["value"], size["agreed"]["text"]), ("200×300", "180×260 mm"))
        self.assertFalse(shown["error"])
        self.assertNotIn("agreed", by_id[self.attributes["standard"].id], "nothing was said about it")
        action = change.line_ids.with_user(self.clerk).action_gendan_specification()
        self.assertEqual(action["params"], {"line_id": change.line_ids.id, "model": "gendan.order.change.line"})

    def test_typed_back_it_is_no_change(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        self.type_spec(change, size="180 x 260")
        self.assertFalse(change.line_ids.is_changed)
        with self.assertRaisesRegex(UserError, "changes nothing"):
            change.action_propose()

    def test_what_cannot_be_read_is_said_and_nothing_is_kept(self):
        change = self.request()
        errors = self.type_spec(change, size="as before", thickness="100")
        self.assertEqual(list(errors), [self.attributes["size"].id])
        self.assertFalse(change.line_ids.spec_ids)
        foreign = self.make_set("Cartons", self.env["product.category"], flute=dict(name="Flute"))["flute"]
        with self.assertRaisesRegex(UserError, "no such attribute"):
            change.line_ids.with_user(self.clerk).gendan_set_specification(
                [{"attribute_id": foreign.id, "value": "BC"}]
            )

    def test_what_is_proposed_or_cancelled_is_not_specified(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        change.action_propose()
        self.assertIn("no draft any more", change.line_ids.gendan_get_specification()["error"])
        with self.assertRaisesRegex(UserError, "no draft any more"):
            self.type_spec(change, size="210x300")
        change.action_draft()
        change.line_ids.write({"is_cancelled": True, "quantity": 0})
        with self.assertRaisesRegex(UserError, "nothing to specify"):
            self.type_spec(change, size="210x300")
        self.assertNotIn("Size", change.difference_html)

    def test_what_was_agreed_meanwhile_is_looked_at_again(self):
        first, second = self.request(), self.request()
        self.type_spec(first, size="200x300")
        self.type_spec(second, size="200x300", thickness="100")
        second.action_propose()
        first.action_propose()
        first.action_apply()
        with self.assertRaisesRegex(UserError, "is at version 2"):
            second.action_apply()
        second.action_draft()
        self.assertEqual(second.line_ids.spec_ids.attribute_id, self.attributes["thickness"])
        second.action_propose()
        second.action_apply()
        self.assertEqual(self.texts(self.line)["Thickness"], "100 µm")

    def test_a_new_line_comes_with_its_specification(self):
        change = self.request(added=[{"product_id": self.bag.id, "quantity": 5000, "price": 0.2, "text": "Bag B"}])
        added = change.line_ids.filtered("is_added")
        self.assertFalse(self.type_spec(change, added, structure="PET12/PE90", size="100x150"))
        change.action_propose()
        change.action_apply()
        texts = self.texts(added.line_id)
        self.assertEqual((texts["Structure"], texts["Size"]), ("PET12/PE90", "100×150 mm"))
        self.assertEqual(added.line_id.gendan_spec_version, 2)

    def test_the_customer_does_not_read_what_is_only_ours(self):
        change = self.request()
        self.type_spec(change, size="200x300", cylinders="V-119")
        change.action_propose()
        change.action_apply()
        text = change.action_copy_text()["params"]["text"]
        self.assertIn("200×300 mm", text)
        self.assertNotIn("V-119", text)
        self.assertIn("V-119", change.difference_html)

    def test_goods_without_attributes_have_no_dialog(self):
        order = self.confirm_order(lines=[(self.carton, 10)], promised=date(2026, 11, 20))
        change = self.request(order)
        self.assertFalse(change.line_ids.is_specified)
        with self.assertRaisesRegex(UserError, "has no specification"):
            change.line_ids.action_gendan_specification()

    def test_who_reads_and_who_types_it(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        row = change.line_ids.spec_ids
        for user in (self.rep, self.supervisor):
            self.assertEqual(row.with_user(user).text, "200×300 mm")
        for user in (self.other_clerk, self.quality_user):
            self.assertFalse(row.with_user(user).has_access("read"))
        for user in (self.rep, self.other_clerk):
            with self.assertRaises(AccessError):
                self.type_spec(change, user=user, size="210x300")

    def test_nobody_writes_it_past_the_dialog(self):
        change = self.request()
        self.type_spec(change, size="200x300")
        row = change.line_ids.spec_ids
        values = {"change_line_id": change.line_ids.id, "attribute_id": self.attributes["zip"].id, "value": "Slider"}
        with self.assertRaisesRegex(UserError, "typed in its dialog"):
            row.with_user(self.supervisor).write({"value": "1×1"})
        forged = row.sudo().with_context(gendan_spec_is_typed=True)
        for work in (lambda: forged.write({"value": "1×1"}), lambda: forged.create(values), lambda: forged.unlink()):
            with self.assertRaisesRegex(UserError, "typed in its dialog"), self.env.cr.savepoint():
                work()
