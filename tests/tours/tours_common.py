"""What every tour needs."""

from odoo.tests import HttpCase

from tests.common import GendanCase

TOUR_TIMEOUT = 300
"""Seconds for one tour."""


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
