from odoo.tests import HttpCase, tagged

HOOT_TIMEOUT = 60000
"""Milliseconds for one browser unit test: a busy machine is no failure."""


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """The browser unit tests of static/tests; one page for all, as half a minute goes into opening it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave_out_other_addons_tests("web.assets_unit_tests")
        cls.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests_setup").js()
        cls.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests").js()

    @classmethod
    def leave_out_other_addons_tests(cls, bundle):
        """Building and reading the thousands of tests that are not ours to run takes longer than ours.

        Their helpers stay.
        """
        paths = [path for path, *_rest in cls.env["ir.asset"]._get_asset_paths(bundle, {})]
        addons = {path.lstrip("/").split("/")[0] for path in paths if path.endswith(".test.js")}
        cls.env["ir.asset"].create(
            [
                {
                    "name": f"No tests of {addon}",
                    "bundle": bundle,
                    "directive": "remove",
                    "path": f"{addon}/static/tests/**/*.test.js",
                }
                for addon in sorted(addons - {"gendan_followup"})
            ]
        )

    def test_units_of_the_web_client(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout={HOOT_TIMEOUT}&id={suite_hash('@gendan_followup')}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )


def suite_hash(name):
    """The id HOOT gives to a suite or test: its filter in the address of the runner."""
    number = 0
    for char in name:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"
