from odoo.tests import tagged

from tests.delivery.export_common import ExportCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestExportTour(ExportCase, TourCase):
    """Export papers: listed by the rules, a foreign one compared, ours printed."""

    def test_from_the_list_to_ready_papers(self):
        clerk = self.shipment.clerk_id
        clerk.password = clerk.login
        self.shipment.mode = False
        self.start_tour("/odoo/gendan-export", "gendan_followup_export", login=clerk.login)
        papers = {paper.kind_id.code: paper for paper in self.shipment.paper_ids}
        self.assertEqual(
            {code: paper.state for code, paper in papers.items()},
            {"ci": "ready", "pl": "ready", "bl": "ready", "customs": "to_get", "co": "to_get"},
        )
        self.assertEqual((papers["bl"].number, papers["bl"].file_name), ("COSU6123", "COSU6123.pdf"))
        self.assertFalse(papers["bl"].difference_ids)
        self.assertEqual(self.shipment.progress, "3 / 5")
        self.assertEqual(
            set(self.shipment.document_ids.mapped("name")), {f"{self.shipment.name}-CI", f"{self.shipment.name}-PL"}
        )
