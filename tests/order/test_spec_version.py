"""What is agreed is kept: versions at confirmation, the guard afterwards."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .spec_common import SpecCase


@tagged("post_install", "-at_install")
class TestSpecVersion(SpecCase):
    def agreed(self, **values):
        order = self.make_order(promised=date(2027, 1, 15), gendan_order_kind="new", **values)
        self.specify_all(order.order_line[0])
        order.action_confirm()
        return order

    def test_confirming_keeps_the_order_as_it_was_agreed(self):
        order = self.agreed(lines=[(self.bag, 50000, {"price_unit": 0.086512})])
        version = order.gendan_version_ids
        self.assertEqual((version.number, order.order_line.gendan_spec_version), (1, 1))
        (line,) = version.content["lines"]
        agreed = (line["price"], line["quantity"], line["day"])
        self.assertEqual(agreed, (order.order_line.price_unit, 50000, "2027-01-15"))
        self.attributes["size"].name = "Renamed"
        self.assertIn("180×260 mm", version.html)
        self.assertNotIn("Renamed", version.html)

    def test_orders_without_specified_lines_get_no_version(self):
        order = self.confirm_order(lines=[(self.carton, 10)])
        self.assertFalse(order.gendan_version_ids)

    def test_an_order_born_confirmed_has_its_version_too(self):
        order = self.make_order(promised=date(2027, 1, 15), state="sale")
        self.assertEqual(order.gendan_version_ids.number, 1)

    def test_after_confirmation_the_clerk_is_refused_with_a_sentence(self):
        order = self.agreed()
        with self.assertRaisesRegex(UserError, f"version 1 of order {order.name}"):
            self.specify(order.order_line, size="200x300")
        shown = order.order_line.with_user(self.clerk).gendan_get_specification()
        self.assertIn("Ask your supervisor", shown["error"])
        self.assertEqual(self.texts(order.order_line)["Size"], "180×260 mm")

    def test_values_are_closed_by_every_other_path_even_to_the_superuser(self):
        order = self.agreed()
        value = order.order_line.gendan_spec_value_ids[0]
        forged = value.with_context(gendan_spec_is_set=True)
        for change in (
            lambda: forged.write({"value": "other"}),
            lambda: forged.unlink(),
            lambda: forged.copy({"attribute_id": self.attributes["thickness"].id}),
            lambda: forged.create(
                {"line_id": order.order_line.id, "attribute_id": self.attributes["thickness"].id, "value": "95"}
            ),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                change()
        loaded = value.load([".id", "value"], [[str(value.id), "other"]])
        self.assertFalse(loaded["ids"])

    def test_the_supervisors_change_is_a_version_with_a_note(self):
        # the log speaks the company's language
        self.company.partner_id.lang = "en_US"
        order = self.agreed()
        self.specify(order.order_line, user=self.supervisor, size="200x300", thickness="95", cylinders="")
        self.assertEqual(order.gendan_version_ids.mapped("number"), [2, 1])
        self.assertEqual(order.order_line.gendan_spec_version, 2)
        note = order.message_ids[0].body
        for text in ("version 2", "180×260 mm → 200×300 mm", "– → 95 µm", "V-118 → –"):
            self.assertIn(text, note)
        before = self.env["gendan.order.version"].search([("order_id", "=", order.id), ("number", "=", 1)])
        self.assertIn("180×260 mm", before.html)
        self.assertNotIn("200×300", before.html)

    def test_saving_the_same_again_makes_no_version(self):
        order = self.agreed()
        self.specify(order.order_line, user=self.supervisor, size="180 x 260")
        self.assertEqual(order.gendan_version_ids.mapped("number"), [1])
        self.assertEqual(order._gendan_freeze_version("again")[order].number, 1)

    def test_versions_are_never_changed_deleted_or_copied(self):
        version = self.agreed().gendan_version_ids
        with self.assertRaises(UserError):
            version.write({"content": {"lines": []}})
        with self.assertRaises(UserError):
            version.unlink()
        with self.assertRaises(UserError):
            version.copy()
        with self.assertRaises(UserError):
            version.web_save({"reason": "x"}, {})
        loaded = version.load([".id", "reason"], [[str(version.id), "other"]])
        self.assertFalse(loaded["ids"])
        with self.assertRaises(AccessError):
            version.with_user(self.supervisor).create({"order_id": version.order_id.id, "number": 9, "content": {}})

    def test_an_agreed_order_cannot_be_deleted(self):
        self.company.gendan_follow_new_orders = False
        order = self.agreed()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "was agreed with the customer"):
            order.unlink()

    def test_a_quotation_again_may_be_changed_and_is_agreed_anew(self):
        order = self.agreed()
        order._action_cancel()
        with self.assertRaises(UserError):
            self.specify(order.order_line, size="200x300")
        order.action_draft()
        self.specify(order.order_line, size="200x300")
        order.action_confirm()
        self.assertEqual(order.gendan_version_ids.mapped("number"), [2, 1])

    def test_a_product_that_changes_its_category_changes_no_agreed_line(self):
        order = self.agreed()
        self.bag.categ_id = self.env["product.category"].create({"name": "Elsewhere"})
        line = order.order_line
        self.assertEqual(line._gendan_spec_attributes()[line].mapped("name")[:2], ["Standard", "Structure"])
        self.assertFalse(self.make_order().order_line.gendan_is_specified)

    def test_a_line_added_later_may_be_specified_once(self):
        order = self.agreed()
        self.env["sale.order.line"].create({"order_id": order.id, "product_id": self.bag.id, "product_uom_qty": 10})
        line = order.order_line[-1]
        self.assertFalse(line.gendan_spec_version)
        self.specify(line, thickness="70")
        self.assertEqual(line.gendan_spec_version, 2)
        with self.assertRaises(UserError):
            self.specify(line, thickness="80")

    # === who ===

    def test_nobody_writes_values_past_the_dialog(self):
        line = self.make_order(gendan_order_kind="new").order_line
        Value = self.env["gendan.spec.value"]
        for user in (self.clerk, self.supervisor, self.rep, self.quality_user):
            with self.assertRaises(AccessError):
                Value.with_user(user).create(
                    {"line_id": line.id, "attribute_id": self.attributes["size"].id, "value": "1×1"}
                )

    def test_values_and_versions_are_read_by_those_who_follow_the_order(self):
        order = self.agreed()
        foreign = self.make_order(
            partner_id=self.foreign_customer.id, user_id=self.other_rep.id, promised=date(2027, 1, 15)
        )
        self.specify(foreign.order_line, user=self.supervisor, structure="PET")
        foreign.action_confirm()
        own_values, own_version = order.order_line.gendan_spec_value_ids, order.gendan_version_ids
        their_values, their_version = foreign.order_line.gendan_spec_value_ids, foreign.gendan_version_ids
        table = {
            self.clerk: (True, False, True, False),
            self.other_clerk: (False, True, False, True),
            self.supervisor: (True, True, True, True),
            self.rep: (True, False, True, False),
            self.quality_user: (True, True, False, False),
            self.portal_user: (False, False, False, False),
        }
        for user, expected in table.items():
            found = tuple(
                records.with_user(user).has_access("read")
                for records in (own_values, their_values, own_version, their_version)
            )
            self.assertEqual(found, expected, user.name)

    def test_others_neither_read_nor_set_the_specification(self):
        line = self.make_order(gendan_order_kind="new").order_line
        line.order_id.action_quotation_sent()
        for call in (
            lambda: line.with_user(self.other_clerk).gendan_get_specification(),
            lambda: self.specify(line, user=self.other_clerk, structure="PET"),
            lambda: self.specify(line, user=self.quality_user, structure="PET"),
            lambda: self.specify(line, user=self.portal_user, structure="PET"),
            lambda: line.with_user(self.portal_user).gendan_get_specification(),
            lambda: line.with_user(self.portal_user).gendan_get_specification_of(line.id),
        ):
            with self.assertRaises(AccessError):
                call()
