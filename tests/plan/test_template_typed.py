"""A plan template with the links of its lines in one go: typed by number in the column "After"."""

import re

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestTemplateTyped(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = [cls.make_kind(name) for name in ("first", "second", "third", "fourth")]
        cls.Template = cls.env["gendan.plan.template"].with_user(cls.supervisor)

    def new(self, *afters, **values):
        """A template saved in one go; a line for each text."""
        return self.Template.create(
            {
                "name": "In one go",
                "line_ids": [
                    Command.create({"kind_id": kind.id, "duration": 2, "after": after, "sequence": sequence, **values})
                    for sequence, (kind, after) in enumerate(zip(self.kinds, afters, strict=False), start=1)
                ],
            }
        )

    def links(self, template):
        return sorted(
            (link.line_id.number, link.predecessor_id.number, link.link_type, link.lag, link.holds_finish)
            for link in template.line_ids.link_ids
        )

    def test_form_links_lines_that_are_not_saved_yet(self):
        with Form(self.Template) as form:
            form.name = "In one go"
            for kind, after in zip(self.kinds, ("", "1", "1+2", "2, 3SS+1"), strict=True):
                with form.line_ids.new() as line:
                    line.kind_id = kind
                    line.duration = 2
                    line.after = after
            # shown before anything is saved: names, and the length with the links
            with form.line_ids.edit(3) as line:
                self.assertEqual(line.number, 4)
                self.assertEqual(line.link_summary, "Second, start of Third + 1 d")
            self.assertEqual(form.length, 7)
        template = form.save()
        self.assertEqual(template.line_ids.mapped("number"), [1, 2, 3, 4])
        self.assertEqual(template.line_ids.mapped("after"), ["", "1", "1+2", "2, 3SS+1"])
        self.assertEqual(
            self.links(template),
            [(2, 1, "fs", 0, True), (3, 1, "fs", 2, True), (4, 2, "fs", 0, True), (4, 3, "ss", 1, True)],
        )
        self.assertEqual(template.length, 7)

    def test_form_tells_at_once_what_is_wrong(self):
        form = Form(self.new("", "1", "2"))
        self.assertFalse(form.network_error)
        for after, expected in (
            ("3", "In one go: the milestones wait for each other in a circle"),
            ("1", "line First: a milestone cannot wait for itself"),
            ("9", "line 1 First: this template has no line 9"),
            ("second", "line 1 First: “second” cannot be read"),
            ("2, 2+1", "line 1 First: “2+1” names a milestone that is named already"),
        ):
            with self.subTest(after=after):
                with form.line_ids.edit(0) as line:
                    line.after = after
                self.assertIn(expected, form.network_error)
                with self.assertRaisesRegex(ValidationError, re.escape(expected)), self.env.cr.savepoint():
                    form.save()

    def test_text_and_links_are_two_sides_of_one_thing(self):
        template = self.new("", "1", "1, 2SS+3~")
        third = template.line_ids[2]
        self.assertEqual(third.link_ids.mapped("holds_finish"), [True, False])
        third.link_ids.filtered(lambda link: link.link_type == "ss").lag = 5
        self.assertEqual(third.after, "1, 2SS+5~")
        kept = third.link_ids.filtered(lambda link: link.predecessor_id.number == 1)
        third.after = "1"
        self.assertEqual(third.link_ids, kept)
        third.after = False
        self.assertFalse(third.link_ids)

    def test_a_template_with_its_delivery_can_be_edited(self):
        template = self.template.with_user(self.supervisor)
        self.assertTrue(template.line_ids.filtered("is_target"))
        length = template.length
        with Form(template) as form:
            with form.line_ids.edit(0) as line:
                line.duration += 3
            self.assertEqual(form.length, length + 3, "while it is being edited")
        self.assertEqual(template.length, length + 3)

    def test_saving_lines_without_touching_after_keeps_the_links(self):
        template = self.new("", "1", "2")
        before = template.line_ids.link_ids
        with Form(template) as form, form.line_ids.edit(1) as line:
            line.duration = 5
        self.assertEqual(template.line_ids.link_ids, before)

    def test_a_saved_line_may_wait_for_a_new_one(self):
        template = self.new("", "1")
        with Form(template) as form:
            with form.line_ids.new() as line:
                line.kind_id = self.kinds[2]
            with form.line_ids.edit(0) as line:
                line.after = "3"
        self.assertEqual(self.links(template), [(1, 3, "fs", 0, True), (2, 1, "fs", 0, True)])

    def test_two_lines_change_places_in_one_go(self):
        template = self.new("", "1", "2")
        first, second, third = template.line_ids
        template.write(
            {
                "line_ids": [
                    Command.update(first.id, {"after": "2"}),
                    Command.update(second.id, {"after": ""}),
                    Command.update(third.id, {"after": "1"}),
                ]
            }
        )
        self.assertEqual(self.links(template), [(1, 2, "fs", 0, True), (3, 1, "fs", 0, True)])

    def test_numbers_stay_when_lines_move_and_after_a_copy(self):
        template = self.new("", "1", "2")
        template.line_ids[2].sequence = 0
        template.invalidate_recordset(["line_ids"])
        self.assertEqual(template.line_ids.mapped("number"), [3, 1, 2])
        self.assertEqual(template.line_ids.mapped("after"), ["2", "", "1"])
        copy = template.copy()
        copy.invalidate_recordset(["line_ids"])
        self.assertEqual(copy.line_ids.mapped("number"), [3, 1, 2])
        self.assertEqual(copy.line_ids.mapped("after"), ["2", "", "1"])
        self.assertFalse(copy.line_ids.link_ids & template.line_ids.link_ids)

    def test_a_line_that_goes_takes_its_links_along(self):
        template = self.new("", "1", "1, 2")
        template.line_ids[1].unlink()
        self.assertEqual(template.line_ids.mapped("after"), ["", "1"])

    def test_negative_duration_and_lag_name_the_line(self):
        with self.assertRaisesRegex(ValidationError, "line Second: the lag behind First cannot be negative"):
            self.new("", "1-2")
        with self.assertRaisesRegex(ValidationError, "line First: the duration cannot be negative"):
            self.new("", "1", duration=-1)

    def test_what_is_there_twice_is_refused_by_its_name(self):
        line, other = self.template.line_ids[1], self.template.line_ids[0]
        twice = {"line_ids": [Command.create({"kind_id": line.kind_id.id})]}
        with self.assertRaisesRegex(ValidationError, f"{line.display_name} is in it already"):
            self.template.write(twice)
        with self.assertRaisesRegex(ValidationError, f"{line.display_name} is in it already"):
            other.kind_id = line.kind_id
        line.link_ids.unlink()
        link = {"line_id": line.id, "predecessor_id": other.id}
        self.env["gendan.plan.template.link"].create(link)
        with self.assertRaisesRegex(ValidationError, f"{line.display_name}: it waits for {other.display_name} already"):
            self.env["gendan.plan.template.link"].create(link)

    def test_shipped_templates_read_as_they_are_linked(self):
        lines = {line.kind_id.code: line for line in self.env.ref("gendan_followup.template_garment").line_ids}
        self.assertEqual(lines["linking"].after, f"{lines['knitting'].number}SS+3")
        for template in self.env["gendan.plan.template"].search([]):
            texts = {line: line.after for line in template.line_ids}
            links = template.line_ids.link_ids
            template.line_ids._gendan_link_as_typed(texts)
            self.assertEqual(template.line_ids.link_ids, links)

    def test_several_templates_at_once_each_with_its_own_lines(self):
        one, two = self.Template.create(
            [
                {
                    "name": name,
                    "line_ids": [
                        Command.create({"kind_id": self.kinds[0].id}),
                        Command.create({"kind_id": self.kinds[1].id, "after": after}),
                    ],
                }
                for name, after in (("One", "1"), ("Two", "1+4"))
            ]
        )
        self.assertEqual(self.links(one), [(2, 1, "fs", 0, True)])
        self.assertEqual(self.links(two), [(2, 1, "fs", 4, True)])
