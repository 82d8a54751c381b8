"""Commercial invoice and packing list as one workbook of two sheets."""

from odoo import models

from ...tools.xlsx_form import FormBook

BOX = {"border": 1, "text_wrap": True}
STYLES = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "firm": {"bold": True, "font_size": 13, "text_wrap": True},
    "text": {"text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "head": {**BOX, "bold": True, "align": "center", "bg_color": "#E9ECEF"},
    "cell": BOX,
    "centre": {**BOX, "align": "center"},
    "sum": {**BOX, "bold": True},
}
MONEY, PRICE, PIECES, WEIGHT, ROOM = "#,##0.00", "#,##0.00####", "#,##0.####", "#,##0.00", "#,##0.000"
INVOICE = [
    ("no", 5, None),
    ("code", 18, None),
    ("goods", 40, None),
    ("hs", 14, None),
    ("origin", 14, None),
    ("quantity", 12, PIECES),
    ("unit", 9, None),
    ("price", 12, PRICE),
    ("amount", 15, MONEY),
]
PACKING = [
    ("carton_numbers", 12, None),
    ("cartons", 9, PIECES),
    ("code", 18, None),
    ("goods", 36, None),
    ("each", 10, PIECES),
    ("quantity", 12, PIECES),
    ("unit", 9, None),
    ("net", 12, WEIGHT),
    ("gross", 12, WEIGHT),
    ("size", 16, None),
    ("volume", 10, ROOM),
]


class GendanExportShipment(models.Model):
    """The workbook."""

    _inherit = "gendan.export.shipment"

    def _gendan_workbook(self):
        """Invoice and packing list that hold.

        :return: bytes of the xlsx file
        :raise AccessError: prices are not for the user
        """
        self.ensure_one()
        self.check_access("read")
        self._gendan_check_money()
        book = FormBook(STYLES)
        for kind, columns in (("commercial_invoice", INVOICE), ("packing_list", PACKING)):
            if said := self._gendan_printed(kind):
                self._gendan_form_sheet(book, said, columns)
        return book.close()

    def _gendan_form_sheet(self, book, said, columns):
        labels, content = said["labels"], said["content"]
        last = len(columns) - 1
        money = MONEY if content["decimals"] else "#,##0"
        columns = [(key, width, money if style is MONEY else style) for key, width, style in columns]
        sheet = book.sheet(labels[said["kind"]].title(), [width for _key, width, _style in columns], landscape=True)
        row = self._gendan_form_head(sheet, said, last)
        for column, (key, _width, _style) in enumerate(columns):
            label = labels[key]
            if key in ("price", "amount"):
                label = f"{label} ({content['currency']})"
            sheet.put(row, column, label, "head")
        sheet.height(row, 2 if len(said["langs"]) == 1 else 4)
        sheet.repeat(row)
        row += 1
        invoice = said["kind"] == "commercial_invoice"
        for values in self._gendan_invoice_rows(content) if invoice else self._gendan_packing_rows(content):
            for column, (key, _width, style) in enumerate(columns):
                sheet.put(row, column, values.get(key), "cell", number=style)
            sheet.height(row, str(values.get("goods") or "").count("\n") + 1)
            row += 1
        row = self._gendan_form_totals(sheet, row, said, columns)
        for text in said["words"]:
            sheet.put(row, 0, text, "label", to=last)
            row += 1
        if invoice and content["bank"]:
            row += 1
            for key in ("holder", "bank", "account", "swift"):
                if content["bank"].get(key):
                    sheet.put(row, 0, labels[key], "label", to=1)
                    sheet.put(row, 2, content["bank"][key], "text", to=last)
                    row += 1
        sheet.put(row + 1, 0, f"{labels['signed']} {content['seller']['name'].splitlines()[0]}", "label", to=last)

    def _gendan_form_head(self, sheet, said, last):
        """The head of a sheet.

        :return: the first row below it
        """
        labels, content = said["labels"], said["content"]
        seller = content["seller"]
        sheet.put(0, 0, seller["name"], "firm", to=last)
        sheet.height(0, seller["name"].count("\n") * 1.2 + 1.4)
        phones = [f"{labels[key]} {seller[name]}" for key, name in (("tel", "phone"), ("fax", "fax")) if seller[name]]
        sheet.put(1, 0, " · ".join(filter(None, (seller["address"], *phones))), "text", to=last)
        sheet.put(2, 0, labels[said["kind"]], "title", to=last)
        sheet.height(2, 2)
        facts = [("number", said["number"]), ("date", said["day"]), *said["head"]]
        blocks = [
            (key, content[key])
            for key in ("buyer", "consignee", "notify", "marks")
            if content[key] and not (key == "buyer" and content["buyer"] == content["consignee"])
        ]
        row, middle = 4, last // 2
        for number in range(max(len(facts), len(blocks))):
            lines = 1
            if number < len(blocks):
                key, text = blocks[number]
                sheet.put(row, 0, labels[key], "label", to=1)
                sheet.put(row, 2, text, "text", to=middle - 1 if middle > 2 else 2)
                lines = sum(1 + len(part) // 45 for part in text.split("\n"))
            if number < len(facts):
                key, text = facts[number]
                sheet.put(row, middle, labels[key], "label", to=middle + 1)
                sheet.put(row, middle + 2, text, "text", to=last)
            sheet.height(row, max(lines, 1 if len(said["langs"]) == 1 else 2))
            row += 1
        return row + 1

    def _gendan_invoice_rows(self, content):
        """Lines of the invoice: dicts by key of the column."""
        for number, line in enumerate(content["lines"], start=1):
            yield {
                **line,
                "no": number,
                "code": " / ".join(filter(None, (line["code"], line["part"]))),
                "goods": "\n".join(filter(None, (line["name"], line["free"]))),
            }
        for charge in content["charges"]:
            yield {"goods": charge["name"], "amount": charge["amount"]}

    def _gendan_packing_rows(self, content):
        """Lines of the packing list, one for each run of equal cartons: dicts by key of the column.

        For the workbook and the print; ``line`` is that of the content in its first row.
        """
        for line in content["lines"]:
            for number, run in enumerate(line["runs"]):
                first, last = run["first"], run["last"]
                # cartons shared with other lines are counted where they are named first
                follows = run.get("mixed") == "follows"
                is_packed = bool(first) and not follows
                yield {
                    **run,
                    "line": None if number else line,
                    "carton_numbers": f"{first}-{last}" if last > first else str(first or ""),
                    "cartons": last - first + 1 if is_packed else None,
                    "code": "" if number else " / ".join(filter(None, (line["code"], line["part"]))),
                    "goods": "" if number else "\n".join(filter(None, (line["name"], line["free"]))),
                    "quantity": line["quantity"] if run["quantity"] is None else run["quantity"],
                    "unit": line["unit"] if run["quantity"] is None else line["packed_unit"],
                    "size": run.get("size", line["size"]),
                    "volume": None if follows else run["volume"],
                }

    def _gendan_form_totals(self, sheet, row, said, columns):
        """The sums.

        :return: the first row below them
        """
        labels, content = said["labels"], said["content"]
        last = len(columns) - 1
        if said["kind"] == "packing_list":
            for column, (key, _width, style) in enumerate(columns):
                value = content["packed"].get(key) if column else labels["total"]
                sheet.put(row, column, value, "sum", number=style)
            return row + 1
        sums = [(labels["total"], content["total"], "sum")]
        if content["customs"]:
            sums.append((labels["customs"], content["customs"], "cell"))
        for label, amount, style in sums:
            sheet.put(row, 0, label, style, to=last - 1)
            sheet.put(row, last, amount, style, number=columns[last][2])
            row += 1
        return row
