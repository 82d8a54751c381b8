from odoo.tests import tagged

from .tours_common import HootCase


@tagged("post_install", "-at_install")
class TestWorkbenchHoot(HootCase):
    """The unit tests of the workbench and the bulk dialog, in the browser."""

    def test_workbench(self):
        self.run_suite("workbench")
