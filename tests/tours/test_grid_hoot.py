from odoo.tests import tagged

from .tours_common import HootCase


@tagged("post_install", "-at_install")
class TestGridHoot(HootCase):
    """The unit tests of the grid, in the browser: dates, keys, clipboard, the view."""

    def test_grid(self):
        for name in ("grid_dates", "grid_view"):
            with self.subTest(suite=name):
                self.run_suite(name)
