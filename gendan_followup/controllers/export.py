from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from .workbook import workbook_response


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
        return workbook_response(shipment._gendan_workbook(), shipment.name)
