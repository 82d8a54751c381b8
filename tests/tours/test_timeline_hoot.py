from odoo.tests import tagged

from .tours_common import HootCase


@tagged("post_install", "-at_install")
class TestTimelineHoot(HootCase):
    """The unit tests of the timeline widget, in the browser."""

    def test_timeline_field(self):
        self.run_suite("timeline_field")
