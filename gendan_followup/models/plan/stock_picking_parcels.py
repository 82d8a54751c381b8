import json
import re

from odoo import models

# what people type between several numbers; a space, too: no carrier's number has one
_BETWEEN = re.compile(r"[,;，；、/\s]+")


class StockPicking(models.Model):
    """The parcels of a delivery: a number and the carrier's page about it each."""

    _inherit = "stock.picking"

    def _gendan_numbers(self):
        """The waybill or B/L numbers, each once, as typed: list of str."""
        self.ensure_one()
        return list(dict.fromkeys(filter(None, _BETWEEN.split(self.carrier_tracking_ref or ""))))

    def _gendan_parcels(self):
        """Numbers and the carrier's pages about them, only web addresses: {number: address or False}."""
        self.ensure_one()
        url = self.carrier_tracking_url
        try:
            # integrations give several links at once
            links = json.loads(url)
        except (TypeError, ValueError):
            numbers = self._gendan_numbers()
            page = self.carrier_id.tracking_url
            links = [
                (number, page.replace("<shipmenttrackingnumber>", number) if page and len(numbers) > 1 else url)
                for number in numbers
            ]
        return {
            name: link if isinstance(link, str) and link.startswith(("https://", "http://")) else False
            for name, link in links
        }
