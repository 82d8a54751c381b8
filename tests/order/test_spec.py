"""What has to be specified, typing it, and taking it over."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .spec_common import SpecCase

NAMES = {"quantity": "Quantity", "price": "Unit price", "date": "Delivery date"}


@tagged("post_install", "-at_install")
class TestSpec(SpecCase):
    def new_order(self, **values):
        return self.make_order(promised=date(2027, 1, 15), **{"gendan_order_kind": "new", **values})

    # === what is required ===

    def test_attributes_of_the_categories_above_come_first(self):
        found = self.env["gendan.spec.attribute"]._gendan_of_categories(self.bags | self.packaging)
        self.assertEqual(found[self.bags].mapped("name")[:3], ["Standard", "Structure", "Size"])
        self.assertEqual(found[self.packaging].mapped("name"), ["Standard"])

    def test_a_set_that_is_taken_away_or_archived_asks_nothing_any_more(self):
        line = self.new_order().order_line
        self.assertTrue(line.gendan_is_specified)
        self.own["size"].set_id.active = False
        self.packaging.gendan_spec_set_ids = False
        line.invalidate_recordset()
        self.assertFalse(line.gendan_is_specified)

    def test_only_products_of_such_a_category_are_specified(self):
        order = self.new_order(lines=[(self.carton, 10)])
        self.assertFalse(order.gendan_is_specified)
        self.assertFalse(order._gendan_review_spec_missing())

    def test_each_kind_of_order_has_its_own_requirements(self):
        order = self.new_order()
        line = order.order_line
        self.assertEqual(self.missing(line), ["Structure", "Size", "Zip", "Cylinder set"])
        for kind, names in (
            ("repeat", ["Structure"]),
            ("repeat_change", ["Structure", "Size"]),
            ("makeup", []),
        ):
            order.gendan_order_kind = kind
            self.assertEqual(self.missing(line), names, kind)

    def test_name_price_quantity_and_date_count_as_required(self):
        order = self.make_order(lines=[(self.bag, 0, {"price_unit": 0})], gendan_order_kind="repeat")
        line = order.order_line
        self.assertEqual(self.missing(line), [NAMES["quantity"], NAMES["date"], NAMES["price"], "Structure"])
        self.assertEqual(line.gendan_spec_percent, 20, "the name is there, one of five")
        line.write({"product_uom_qty": 5, "price_unit": 0.0004})
        order.gendan_requested_date = date(2027, 1, 15)
        self.assertEqual(self.missing(line), ["Structure"])
        order.gendan_order_kind = "sample"
        line.price_unit = 0
        self.assertEqual(self.missing(line), [], "a sample needs no price")

    def test_the_order_is_as_complete_as_its_lines(self):
        order = self.new_order(lines=[(self.bag, 10), (self.bag, 20), (self.carton, 5)])
        first, second, _carton = order.order_line
        self.assertEqual(order.gendan_spec_percent, 50)
        self.specify_all(first)
        order.invalidate_recordset()
        self.assertEqual((first.gendan_spec_percent, second.gendan_spec_percent), (100, 50))
        self.assertEqual(order.gendan_spec_percent, 75)
        self.assertEqual(order.gendan_spec_missing.count("\n"), 0, "one line says what it misses")

    def test_the_review_names_what_is_missing_and_passes_what_is_complete(self):
        order, other = self.new_order(), self.new_order()
        self.specify_all(other.order_line)
        found = (order | other)._gendan_review_spec_missing()
        self.assertEqual(list(found), [order])
        self.assertIn("Structure, Size, Zip, Cylinder set", found[order][0])
        self.assertIn(order.name, found[order][0])

    def test_where_orders_are_reviewed_a_new_product_waits_for_its_specification(self):
        self.company.gendan_review = True
        self.env["gendan.review.point"].search([("code", "!=", "spec_missing")]).active = False
        order = self.new_order()
        repeat = self.new_order(gendan_order_kind="repeat")
        with self.assertRaisesRegex(UserError, "Structure, Size, Zip, Cylinder set"):
            order.with_user(self.clerk).action_confirm()
        repeat.with_user(self.clerk).action_confirm()
        self.assertEqual(repeat.state, "sale", "a repeat does not wait")
        self.specify_all(order.order_line)
        order.with_user(self.clerk).action_confirm()
        self.assertEqual(order.state, "sale")

    # === typing ===

    def test_answers_are_kept_in_one_way_however_they_are_typed(self):
        line = self.new_order().order_line
        errors = self.specify(
            line,
            size="１８０X260 + 80 mm +/- 2",
            thickness="1,095.50µm",
            zip=" slider",
            needle="yes",
            structure=" PET ",
        )
        self.assertFalse(errors)
        self.assertEqual(
            self.texts(line),
            {
                "Size": "180×260+80 ±2 mm",
                "Thickness": "1095.5 µm",
                "Zip": "Slider",
                "Needle detection": "Yes",
                "Structure": "PET",
            },
        )
        number = line.gendan_spec_value_ids.filtered(lambda value: value.kind == "number")
        self.assertEqual(number.number, 1095.5)

    def test_what_cannot_be_read_is_told_by_attribute_and_nothing_is_saved(self):
        line = self.new_order().order_line
        errors = self.specify(line, structure="PET", size="big", thickness="thin", needle="perhaps")
        self.assertEqual(set(errors), {"size", "thickness", "needle"})
        self.assertIn("“big”", errors["size"])
        self.assertFalse(self.texts(line))

    def test_other_answers_only_where_they_are_allowed(self):
        line = self.new_order().order_line
        self.assertFalse(self.specify(line, zip="Velcro"))
        self.assertEqual(self.texts(line), {"Zip": "Velcro"})
        self.attributes["zip"].allow_other = False
        self.assertEqual(set(self.specify(line, zip="Button")), {"zip"})
        foreign = self.make_set("Other", self.packaging, hole=dict(name="Hole", kind="choice", choices=("Round",)))
        answer = {"attribute_id": self.attributes["zip"].id, "choice_id": foreign["hole"].choice_ids.id}
        self.assertTrue(line.gendan_set_specification([answer]), "a choice of another attribute")

    def test_an_empty_answer_takes_the_value_back(self):
        line = self.new_order().order_line
        self.specify(line, structure="PET", zip="None")
        self.specify(line, structure=" ", zip="")
        self.assertFalse(self.texts(line))

    def test_attributes_of_other_categories_are_refused(self):
        category = self.env["product.category"].create({"name": "Cartons"})
        foreign = self.make_set("Cartons", category, flute=dict(name="Flute"))
        line = self.new_order().order_line
        with self.assertRaises(UserError):
            line.gendan_set_specification([{"attribute_id": foreign["flute"].id, "value": "BC"}])

    def test_what_has_been_used_is_archived_and_keeps_its_kind(self):
        line = self.new_order().order_line
        self.specify(line, thickness="95")
        with self.assertRaises(UserError):
            self.attributes["thickness"].unlink()
        with self.assertRaises(UserError):
            self.attributes["thickness"].kind = "char"
        self.attributes["thickness"].active = False
        shown = [row for section in line.gendan_get_specification()["sections"] for row in section["attributes"]]
        self.assertIn("Thickness", [row["name"] for row in shown], "what was said stays to be seen")

    def test_the_dialog_shows_the_attributes_in_order_with_what_is_required(self):
        order = self.new_order(lines=[(self.bag, 10), (self.carton, 5), (self.bag, 20)])
        first, _carton, last = order.order_line
        self.specify(first, structure="PET")
        shown = first.with_user(self.clerk).gendan_get_specification()
        self.assertEqual([section["name"] for section in shown["sections"]], ["General", "Bags"])
        rows = shown["sections"][1]["attributes"]
        self.assertEqual([row["name"] for row in rows if row["required"]], ["Structure", "Size", "Zip", "Cylinder set"])
        self.assertEqual(rows[0]["value"], "PET")
        self.assertEqual(shown["line_ids"], [first.id, last.id])
        self.assertFalse(shown["error"])

    def test_every_kind_of_order_is_in_the_list(self):
        kinds = dict(self.env["sale.order"]._fields["gendan_order_kind"]._description_selection(self.env))
        self.assertEqual(set(self.kind_of), set(kinds))
        self.assertEqual(self.kind_of["repeat"].display_name, kinds["repeat"])

    # === taking over ===

    def test_a_repeat_begins_with_what_the_customers_last_order_said(self):
        old = self.new_order()
        self.specify_all(old.order_line, thickness="90")
        old.action_confirm()
        latest = self.new_order()
        self.specify(latest.order_line, thickness="95")
        latest.action_confirm()
        repeat = self.make_order(promised=date(2027, 2, 1))
        self.assertEqual(self.texts(repeat.order_line)["Thickness"], "95 µm")
        self.assertEqual(repeat.order_line.gendan_spec_percent, 100)
        self.assertEqual(repeat.order_line.gendan_get_specification()["taken_from"], latest.name)

    def test_nothing_is_taken_from_another_customer_or_an_open_quotation(self):
        foreign = self.new_order(partner_id=self.foreign_customer.id)
        self.assertFalse(self.specify(foreign.order_line, user=self.supervisor, structure="PET"))
        foreign.action_confirm()
        self.specify_all(self.new_order().order_line)
        order = self.make_order(promised=date(2027, 2, 1))
        self.assertFalse(self.texts(order.order_line))
        self.assertEqual(self.missing(order.order_line), ["Structure", "Size", "Zip", "Cylinder set"], "judged as new")

    def test_a_copied_order_carries_its_own_values(self):
        order = self.new_order()
        self.specify_all(order.order_line, thickness="90")
        copy = order.with_user(self.clerk).copy()
        self.assertEqual(self.texts(copy.order_line), self.texts(order.order_line))
        self.specify(copy.order_line, thickness="70")
        self.assertEqual(self.texts(order.order_line)["Thickness"], "90 µm")

    def test_nobody_copies_from_a_line_that_is_closed_to_him(self):
        foreign = self.make_order(
            partner_id=self.foreign_customer.id, user_id=self.other_rep.id, gendan_order_kind="new"
        )
        self.specify_all_as(self.other_clerk, foreign.order_line)
        with self.assertRaises(AccessError):
            self.new_order().order_line.with_user(self.clerk).gendan_get_specification_of(foreign.order_line.id)
        order = self.env["sale.order"].with_user(self.clerk).create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "order_line": [
                    Command.create({"product_id": self.bag.id, "gendan_spec_from_id": foreign.order_line.id})
                ],
            }
        )
        self.assertFalse(self.texts(order.order_line))

    def specify_all_as(self, user, line):
        self.assertFalse(self.specify(line, user=user, structure="secret film"))

    def test_the_dialog_offers_the_orders_other_lines_and_the_customers_last_ones(self):
        old = self.new_order()
        self.specify_all(old.order_line)
        order = self.new_order(lines=[(self.bag, 10), (self.bag, 20)])
        first, second = order.order_line
        self.specify(second, structure="PET")
        sources = first.with_user(self.clerk).gendan_get_specification()["sources"]
        self.assertEqual([source["id"] for source in sources], [second.id, old.order_line.id])
        found = first.with_user(self.clerk).gendan_get_specification_of(old.order_line.id)
        self.assertEqual(found[self.attributes["size"].id]["value"], "180×260")

    def test_another_product_drops_what_was_taken_over_and_keeps_what_was_typed(self):
        old = self.new_order()
        self.specify_all(old.order_line)
        old.action_confirm()
        pouch = self.make_product("BG-1826 pouch", categ_id=self.bags.id)
        order = self.new_order()
        order.order_line.product_id = pouch
        self.assertFalse(self.texts(order.order_line), "the other product's")
        self.specify(order.order_line, structure="BOPP")
        order.order_line.product_id = self.carton
        self.assertFalse(self.texts(order.order_line), "cartons have no structure")
        self.specify_pouch_again(order, pouch)

    def specify_pouch_again(self, order, pouch):
        order.order_line.product_id = pouch
        self.specify(order.order_line, structure="BOPP")
        other = self.make_product("BG-1827 pouch", categ_id=self.bags.id)
        order.order_line.product_id = other
        self.assertEqual(self.texts(order.order_line), {"Structure": "BOPP"}, "typed for this line, and it fits")

    # === cost ===

    def test_without_a_set_no_query_is_added(self):
        self.env["gendan.spec.set"].search([]).categ_ids = False
        vals = {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.bag.id})]}
        Line = self.env["sale.order.line"]
        self.env["sale.order"].create(vals)
        lines = self.env["sale.order"].create(vals).order_line
        self.env["gendan.spec.attribute"]._gendan_by_category()
        with self.assertQueryCount(0):
            lines._gendan_spec_take_over()
            lines._gendan_spec_states()
            lines.order_id._gendan_spec_confirmed()
            lines._gendan_spec_rows()
            lines.copy_data()
            Line.browse()._gendan_spec_take_over()

    def test_ten_lines_cost_as_many_queries_as_two(self):
        products = [self.make_product(f"BG-{number}", categ_id=self.bags.id) for number in range(10)]
        old = self.new_order(lines=[(product, 10) for product in products])
        for line in old.order_line:
            self.specify(line, structure="PET", thickness="95")
        old.action_confirm()

        def cost(count):
            order = self.new_order(lines=[(product, 10) for product in products[:count]])
            order.order_line.gendan_spec_from_id = False
            order.order_line.gendan_spec_value_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.order_line._gendan_spec_take_over()
            order.order_line._gendan_spec_states()
            order._gendan_freeze_version()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        few = cost(2)
        self.assertLessEqual(cost(10), few + 1)
