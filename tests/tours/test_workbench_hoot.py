from odoo.tests import HttpCase, tagged

from .test_timeline_hoot import suite_hash


@tagged("post_install", "-at_install")
class TestWorkbenchHoot(HttpCase):
    """The unit tests of the workbench and the bulk dialog, in the browser."""

    def test_workbench(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests_setup")
        bundle.js()
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite_hash('@gendan_followup/workbench')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
