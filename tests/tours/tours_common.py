"""What every tour and every suite of browser unit tests needs."""

from odoo.tests import HttpCase

from tests.common import GendanCase

TOUR_TIMEOUT = 300
"""Seconds for one tour."""
HOOT_TIMEOUT = 60000
"""Milliseconds for one browser unit test: a busy machine is no failure."""


class TourCase(GendanCase, HttpCase):
    """A clerk, orders and a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # made here: a browser that waits for them while others ask, too, runs into time-outs
        for name in ("web.assets_web", "web.assets_tests"):
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name)
            bundle.js()
            bundle.css()
        cls.clerk.password = cls.clerk.login

    def start_tour(self, url_path, tour_name, **kwargs):
        """Play a tour; a busy machine is no failure."""
        super().start_tour(url_path, tour_name, **{"timeout": TOUR_TIMEOUT, **kwargs})


class HootCase(HttpCase):
    """Runs the browser unit tests of static/tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests_setup").js()

    def run_suite(self, name):
        """Play one test file, named without ``.test.js``."""
        suite = suite_hash(f"@gendan_followup/{name}")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout={HOOT_TIMEOUT}&id={suite}",
            "",
            "",
            login="admin",
            timeout=400,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )


def suite_hash(name):
    """The id HOOT gives to a suite or test: its filter in the address of the runner."""
    number = 0
    for char in name:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"
