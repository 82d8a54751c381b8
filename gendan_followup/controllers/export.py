from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

from .sample import XLSX


class GendanExportWorkbook(Controller):
    """Commercial invoice and packing list as a workbook."""

    @route("/gendan/export/<int:shipment_id>/xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def export_xlsx(self, shipment_id, **_kwargs):
        """Download the papers that hold.

        :raise NotFound: no such shipment
        :raise AccessError: the user may not read it, or no prices
        """
        shipment = request.env["gendan.export.shipment"].browse(shipment_id).exists()
        if not shipment:
            raise NotFound
        content = shipment._gendan_workbook()
        return request.make_response(
            content,
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(f"{shipment.name}.xlsx"))],
        )
