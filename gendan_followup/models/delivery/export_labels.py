"""What is written beside the figures of invoice and packing list, and figures as text; shared by print and workbook."""

from num2words import num2words

from odoo import models
from odoo.tools import format_date, formatLang


class GendanExportShipment(models.Model):
    """Labels in all languages of the paper, and what its lines read."""

    _inherit = "gendan.export.shipment"

    def _gendan_labels(self, langs):
        """{key: label}, a text of all the languages."""
        labels = [self.with_context(lang=lang)._gendan_labels_of_lang() for lang in langs]
        return {key: " / ".join(dict.fromkeys(each[key] for each in labels)) for key in labels[0]}

    def _gendan_labels_of_lang(self):
        return {
            "commercial_invoice": self.env._("COMMERCIAL INVOICE"),
            "packing_list": self.env._("PACKING LIST"),
            "number": self.env._("Invoice no."),
            "date": self.env._("Date"),
            "seller": self.env._("Shipper / Exporter"),
            "buyer": self.env._("Sold to"),
            "consignee": self.env._("Consignee"),
            "notify": self.env._("Notify party"),
            "references": self.env._("Your order no."),
            "orders": self.env._("Our order no."),
            "incoterm": self.env._("Delivery terms"),
            "terms": self.env._("Payment terms"),
            "credit": self.env._("L/C no., bank"),
            "from": self.env._("From"),
            "to": self.env._("To"),
            "vessel": self.env._("Vessel / Flight"),
            "container": self.env._("Container / Seal no."),
            "country": self.env._("Country of destination"),
            "marks": self.env._("Shipping marks"),
            "no": self.env._("No."),
            "goods": self.env._("Description of goods"),
            "code": self.env._("Part no. (ours / yours)"),
            "hs": self.env._("HS code"),
            "origin": self.env._("Country of origin"),
            "quantity": self.env._("Quantity"),
            "unit": self.env._("Unit"),
            "price": self.env._("Unit price"),
            "amount": self.env._("Amount"),
            "total": self.env._("TOTAL"),
            "customs": self.env._("Value for customs only, not charged"),
            "carton_numbers": self.env._("Carton no."),
            "cartons": self.env._("Cartons"),
            "each": self.env._("In each"),
            "size": self.env._("Carton size (cm)"),
            "net": self.env._("Net weight (kg)"),
            "gross": self.env._("Gross weight (kg)"),
            "volume": self.env._("Volume (m³)"),
            "holder": self.env._("Account holder"),
            "bank": self.env._("Bank"),
            "account": self.env._("Account number"),
            "swift": self.env._("BIC / SWIFT"),
            "signed": self.env._("For and on behalf of"),
            "tel": self.env._("Tel."),
            "fax": self.env._("Fax"),
        }

    def _gendan_printed(self, kind):
        """What template and workbook need of the paper that holds.

        :param str kind: commercial_invoice or packing_list
        :return: dict, or None where there is no such paper
        """
        self.ensure_one()
        paper = self._gendan_paper(kind)
        if not paper:
            return None
        content = paper.export_content
        langs = [lang for lang in content["langs"] if self.env["res.lang"]._get_code(lang)] or [self.env.lang]
        # sudo: archived or not, its name and its digits
        currency = (
            self.env["res.currency"]
            .sudo()
            .with_context(active_test=False)
            .search([("name", "=", content["currency"])], limit=1)
        )
        first = self.with_context(lang=langs[0])
        return {
            "shipment": self.sudo(),  # sudo: the caller asked for the right to read it
            "paper": paper,
            "kind": kind,
            "number": paper.name.rpartition("-")[0],
            "langs": langs,
            "day": first._gendan_paper_day(self.company_id._gendan_to_day(paper.create_date)),
            "content": content,
            "rows": list(self._gendan_packing_rows(content)) if kind == "packing_list" else [],
            "labels": self._gendan_labels(langs),
            "head": first._gendan_head(content),
            "words": self._gendan_sheet_words(kind, langs, content, currency),
            "written": first._gendan_written,
        }

    def _gendan_paper_day(self, day):
        """A day nobody abroad reads with day and month exchanged."""
        is_english = (self.env.lang or "en").startswith("en")
        return format_date(self.env, day, date_format="dd MMM yyyy" if is_english else False)

    def _gendan_sheet_words(self, kind, langs, content, currency):
        """The total of the paper in words: the sum of the invoice, the cartons of the packing list."""
        if kind == "commercial_invoice":
            return self._gendan_words(langs, content["total"], currency) if currency else []
        count = content["packed"]["cartons"]
        if not count or not any(lang.startswith("en") for lang in langs):
            return []
        return [f"SAY TOTAL {num2words(count, lang='en').upper()} ({count}) CARTON{'S' if count > 1 else ''} ONLY"]

    def _gendan_head(self, content):
        """The box of particulars: list of (key of the label, text), those that say something."""
        rows = [
            ("references", ", ".join(content["references"])),
            ("orders", ", ".join(content["orders"])),
            ("incoterm", content["incoterm"]),
            ("terms", content["terms"]),
            ("credit", content["credit"]),
            ("from", content["from"]),
            ("to", content["to"]),
            ("vessel", content["vessel"]),
            ("container", content["container"]),
            ("country", content["country"]),
        ]
        return [(key, text) for key, text in rows if text]

    def _gendan_written(self, value, most=2, least=None):
        """A figure in the paper's first language: as many decimals as it has, between ``least`` and ``most``."""
        if value is None:
            return ""
        decimals = len(f"{value:.{most}f}".partition(".")[2].rstrip("0"))
        return formatLang(self.env, value, digits=max(decimals, most if least is None else least))
