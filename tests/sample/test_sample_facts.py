"""What an order shows of samples and tooling; events that reach databases of before."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import format_date

from ..common import MONDAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRepeatFacts(SampleCase):
    def make_set(self, name, **values):
        return self.env["gendan.tooling"].create(
            {
                "name": name,
                "partner_id": self.customer.id,
                "product_ids": [Command.set(self.bag.ids)],
                "arrived_on": date(2026, 1, 5),
                **values,
            }
        )

    def make_artwork(self, version, day):
        return self.env["gendan.sample.artwork"].create(
            {
                "name": "nut_bag.ai",
                "version": version,
                "partner_id": self.customer.id,
                "product_id": self.bag.id,
                "received_on": day,
            }
        )

    def facts(self, order):
        """{label: (text, record)}; other rooms have facts of their own."""
        return {label: (text, record) for label, text, record in order._gendan_repeat_facts()[order]}

    def test_a_repeat_names_its_last_approval_and_its_age_and_its_set(self):
        sample = self.make_sample()
        self.judge(self.send(sample, date(2026, 5, 1)), day=date(2026, 5, 4))
        tooling = self.make_set("V4", place="A-12", life_limit=1000, life_unit="m", used_before=400)
        order = self.make_order([(self.bag, 100)])
        facts = self.facts(order)
        (first, record), (second, set_record) = facts["Last approved sample"], facts["Tooling set"]
        day = format_date(self.env, date(2026, 5, 4))
        self.assertIn(f"{sample.display_name}, round A, approved on {day} (6 months ago); holds until", first)
        self.assertIn("V4 · A-12 · 600 m left (60%) (In house)", second)
        self.assertEqual((record, set_record), (sample.sudo(), tooling))

    def test_an_approval_that_no_longer_holds_says_so_and_none_as_well(self):
        order = self.make_order([(self.bag, 100)])
        self.assertIn("none", self.facts(order)["Last approved sample"][0])
        sample = self.make_sample()
        self.judge(self.send(sample, date(2026, 10, 1)), day=date(2026, 10, 20))
        sample.valid_until = date(2026, 11, 1)
        text, _record = self.facts(order)["Last approved sample"]
        self.assertIn(f"(13 days ago); held until {format_date(self.env, date(2026, 11, 1))} only", text)

    def test_a_changed_artwork_names_the_new_colours_or_that_there_is_no_set_yet(self):
        v4, v5 = self.make_artwork("V4", date(2026, 1, 1)), self.make_artwork("V5", date(2026, 10, 20))
        old = self.make_set("V4", artwork_id=v4.id)
        order = self.make_order([(self.bag, 100)])
        facts = self.facts(order)
        day = format_date(self.env, date(2026, 10, 20))
        self.assertIn(f"nut_bag.ai (version V5) of {day} has no set yet", facts["Changed artwork"][0])
        self.make_set("V5K", artwork_id=v5.id, replaces_id=old.id, new_colours="K", arrived_on=False)
        facts = self.facts(order)
        self.assertNotIn("Changed artwork", facts)
        self.assertEqual(facts["New colours"][0], "V5K against V4, by nut_bag.ai (version V5): K")

    def test_many_lines_take_no_more_queries(self):
        self.make_set("V4", life_limit=1000)
        few, many = self.make_order([(self.bag, 1)]), self.make_order([(self.bag, 1)] * 12)

        def queries(order):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order._gendan_repeat_facts()
            return self.env.cr.sql_log_count - before

        queries(many)
        self.assertEqual(queries(many), queries(few))

    def test_the_orders_button_shows_its_sets_as_the_list_behind_it(self):
        order = self.make_order([(self.bag, 100), (self.carton, 5)])
        self.make_set("V4")
        own = self.make_set("NEW", product_ids=[], order_id=order.id, arrived_on=False)
        self.make_set("FOREIGN", partner_id=self.foreign_customer.id)
        order = order.with_user(self.clerk)
        self.assertEqual(order.gendan_tooling_count, 2)
        action = order.action_gendan_tooling()
        found = self.env["gendan.tooling"].with_user(self.clerk).search(action["domain"])
        self.assertEqual(sorted(found.mapped("name")), ["NEW", "V4"])
        self.assertIn(own, found)


@tagged("post_install", "-at_install")
class TestEvents(SampleCase):
    def test_shipped_kinds_learn_their_event_unless_somebody_has_edited_them(self):
        proof, plates, colour = (
            self.env.ref(f"gendan_followup.{name}")
            for name in ("kind_proof_approved", "kind_cylinders_in", "kind_colour_approved")
        )
        self.assertEqual((proof.event, plates.event), ("sample_approved", "plates_in"))
        # a database from before the room: never edited, edited by the supervisor, with an event of its own
        root = self.env.ref("base.user_root")
        proof.with_user(root).event = False
        plates.with_user(self.supervisor).event = False
        colour.with_user(root).event = "mo_done"
        events = {
            "kind_proof_approved": "sample_approved",
            "kind_cylinders_in": "plates_in",
            "kind_colour_approved": "sample_approved",
            "kind_that_was_deleted": "sample_sent",
        }
        self.env["gendan.milestone.kind"].with_user(root)._gendan_link_events(events)
        self.assertEqual(
            (proof.event, plates.event, colour.event), ("sample_approved", False, "mo_done")
        )
