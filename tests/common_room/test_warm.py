"""What the tests' own base keeps in the caches from one test to the next."""

from odoo.tests import tagged

from ..warm import NotedCache, WarmCachesCase


@tagged("post_install", "-at_install")
class TestWarmCaches(WarmCachesCase):
    def test_what_was_looked_up_before_the_first_emptying_is_known(self):
        cache = NotedCache(8)
        cache.restore({"a": 1})
        cache["b"] = 2
        self.assertEqual(cache.before_cleared(), {"a": 1, "b": 2})
        cache.clear()
        cache["c"] = 3
        cache.clear()
        self.assertFalse(cache.snapshot)
        self.assertEqual(cache.before_cleared(), {"a": 1, "b": 2})
        cache.restore({"a": 1})
        self.assertEqual(cache.snapshot, {"a": 1})
        self.assertEqual(cache.before_cleared(), {"a": 1})

    def look_up_and_change(self):
        parameters = self.env["ir.config_parameter"]
        self.assertFalse(parameters.get_param("gendan.test"))
        parameters.set_param("gendan.test", "on")
        self.assertEqual(parameters.get_param("gendan.test"), "on")
        self.assertRaises(ValueError, self.env.ref, "gendan_followup.test_partner")
        partner = self.env["res.partner"].create({"name": "Named"})
        self.env["ir.model.data"].create(
            {"module": "gendan_followup", "name": "test_partner", "model": "res.partner", "res_id": partner.id}
        )
        self.assertEqual(self.env.ref("gendan_followup.test_partner"), partner)

    def test_what_a_test_changes_the_next_does_not_find(self):
        self.look_up_and_change()

    def test_nor_does_the_one_before(self):
        self.look_up_and_change()
