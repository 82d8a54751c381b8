from odoo.tests import HttpCase, tagged

from .test_timeline_hoot import suite_hash


@tagged("post_install", "-at_install")
class TestGridHoot(HttpCase):
    """The unit tests of the grid, in the browser: dates, keys, clipboard, the view."""

    def run_suite(self, name):
        """Play one test file."""
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=60000&id={suite_hash(f'@gendan_followup/{name}')}",
            "",
            "",
            login="admin",
            timeout=400,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def test_grid(self):
        self.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests_setup").js()
        for name in ("grid_dates", "grid_view"):
            with self.subTest(suite=name):
                self.run_suite(name)
