"""Print of commercial invoices and packing lists."""

from odoo import api, models


class ReportCommercialInvoice(models.AbstractModel):
    """The invoices of export shipments that hold; prices are shown to sales and accounting only."""

    _name = "report.gendan_followup.report_commercial_invoice"
    _description = "Print of Commercial Invoices"

    _gendan_kind = "commercial_invoice"

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints.

        :param docids: ids of gendan.export.shipment
        :raise AccessError: the user may not read them, or no prices
        """
        shipments = self.env["gendan.export.shipment"].browse(docids or []).exists()
        shipments.check_access("read")
        if self._gendan_kind == "commercial_invoice":
            shipments._gendan_check_money()
        sheets = [shipment._gendan_printed(self._gendan_kind) for shipment in shipments]
        return {
            "doc_ids": shipments.ids,
            "doc_model": shipments._name,
            "docs": shipments,
            "sheets": [sheet for sheet in sheets if sheet],
        }


class ReportPackingList(models.AbstractModel):
    """The packing lists of export shipments that hold."""

    _name = "report.gendan_followup.report_packing_list"
    _inherit = "report.gendan_followup.report_commercial_invoice"
    _description = "Print of Packing Lists"

    _gendan_kind = "packing_list"
