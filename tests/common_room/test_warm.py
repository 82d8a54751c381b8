"""What the tests' own base keeps in the caches from one test to the next."""

import sys
from datetime import datetime
from types import ModuleType
from unittest.mock import patch

from freezegun import api, freeze_time

from odoo.tests import BaseCase, tagged

from ..common import MONDAY
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

    def test_a_cache_says_whether_it_was_emptied(self):
        cache = NotedCache(8)
        cache.restore({"a": 1})
        cache["b"] = 2
        self.assertFalse(cache.cleared)
        cache.clear()
        self.assertTrue(cache.cleared)
        cache.restore({"a": 1})
        self.assertFalse(cache.cleared)

    def test_a_restored_cache_is_none_of_its_source(self):
        known = {"a": 1}
        cache = NotedCache(8)
        cache.restore(known)
        cache["b"] = 2
        cache.clear()
        self.assertEqual(known, {"a": 1})

    def test_too_much_is_left_out_as_ever(self):
        cache = NotedCache(2)
        cache.restore({"a": 1, "b": 2})
        cache["c"] = 3
        self.assertEqual(cache.snapshot, {"b": 2, "c": 3})

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


@tagged("post_install", "-at_install")
class TestCachesFromClassToClass(WarmCachesCase):
    """What a class tells those that begin alike, where its own set-up has emptied one of the caches."""

    common = {"default": {}, "stable": {}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.begin_with(cls.common)
        cls.registry.clear_cache("default")

    def told(self):
        return {key[1].__name__ for pairs in self.common.values() for key in pairs}

    def test_only_what_the_set_up_left_alone_is_told(self):
        self.assertEqual(list(self._common), ["stable"])
        self.env["res.lang"]._get_data(code="en_US")  # "stable"
        self.env["ir.default"]._get_model_defaults("res.partner")  # "default"
        self.doCleanups()
        self.assertIn("_get_active_by", self.told())
        self.assertNotIn("_get_model_defaults", self.told())


@tagged("post_install", "-at_install")
class TestQuickFreezing(BaseCase):
    """`quick_freezing` in conftest.py."""

    def test_a_module_that_is_given_a_clock_later_stops_with_the_others(self):
        module = ModuleType("t_module")
        module.first = datetime
        with patch.dict(sys.modules, {module.__name__: module}):
            for name in ("first", "second"):
                setattr(module, name, datetime)
                with freeze_time(MONDAY):
                    self.assertEqual(getattr(module, name).now(), MONDAY)
                self.assertIs(getattr(module, name), datetime)

    def test_modules_that_come_while_it_is_stopped_and_those_that_go(self):
        with patch.dict(sys.modules):
            for name in ("t_one", "t_two"):
                module = ModuleType(name)
                with freeze_time(MONDAY):
                    module.clock = sys.modules["datetime"].datetime
                    sys.modules[name] = module
                self.assertIs(module.clock, datetime)
                for _again in range(2):
                    with freeze_time(MONDAY):
                        self.assertEqual(module.clock.now(), MONDAY)
                    self.assertIs(module.clock, datetime)
                del sys.modules[name]

    def test_only_modules_that_tell_the_time_are_gone_through(self):
        for _twice in range(2):
            with freeze_time(MONDAY):
                pass
        names = [name for name, module in api.sys.modules.items()]
        self.assertIn(__name__, names)
        self.assertLess(len(names), len(sys.modules) / 5)
