from odoo.tests import HttpCase, tagged


def suite_hash(name):
    """The id HOOT gives to a suite or test: its filter in the address of the runner."""
    number = 0
    for char in name:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestTimelineHoot(HttpCase):
    """The unit tests of the timeline widget, in the browser."""

    def test_timeline_field(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_unit_tests_setup")
        bundle.js()
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite_hash('@gendan_followup/timeline_field')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
