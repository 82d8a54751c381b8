from odoo import api, fields, models

from ...tools.xlsx import Sheet

# rows read and written at once; the file itself is written row after row
BATCH = 500

# the screen's colours, for paper and Excel: light enough to read on, told apart when printed grey
STYLES = {
    "done": {"bg_color": "#D1E7DD"},
    "done_late": {"bg_color": "#D1E7DD", "font_color": "#B02A37"},
    "late": {"bg_color": "#F1AEB5", "bold": True},
    "overdue": {"bg_color": "#FFDA6A"},
    "risk": {"bg_color": "#FFF3CD"},
    "soon": {"bg_color": "#CFE2FF"},
    "open": {},
    "skipped": {"font_color": "#6C757D", "font_strikeout": True},
    "na": {"bg_color": "#E9ECEF", "font_color": "#ADB5BD"},
    "buffer_late": {"bg_color": "#F1AEB5", "bold": True},
    "buffer_at_risk": {"bg_color": "#FFDA6A", "bold": True},
    "buffer_on_track": {"bg_color": "#D1E7DD"},
    "group": {"bold": True, "bg_color": "#DEE2E6"},
}

# widths of the row's head, in characters
HEAD = (
    ("buffer", 8),
    ("order", 12),
    ("customer", 24),
    ("ref", 16),
    ("products", 32),
    ("day", 12),
    ("forecast", 12),
    ("health", 12),
    ("money", 12),
    ("clerk", 14),
)


class GendanPlan(models.Model):
    """The grid as a workbook, with the colours of the screen."""

    _inherit = "gendan.plan"

    @api.model
    def _gendan_grid_xlsx(self, domain, template=False, groupby=(), order=None, money=True):
        """Every row of the grid as the user sees it, not only the page on screen.

        :param domain, template, groupby, order, money: as for ``gendan_grid``
        :return: bytes of the xlsx file
        """
        page = self.gendan_grid(domain, template, groupby, order, limit=BATCH, money=money)
        if page["total"] > BATCH:
            # papers and money depend on the customers: columns for all rows, not for the first batch
            page["columns"] = self._gendan_grid_all_columns(domain, page["template"], money)
        columns = page["columns"]
        head = self._gendan_grid_xlsx_head(page["sees_promise"])
        sheet = Sheet(
            self.env._("Grid"),
            [(label, width) for _key, label, width in head]
            + [(column["name"], 12) for column in columns]
            + [(self.env._("More steps"), 40), (self.env._("Remarks"), 50)],
            frozen_columns=2,
            styles=STYLES,
        )
        position = {column["id"]: number for number, column in enumerate(columns)}
        offset, last = 0, None
        while page["rows"]:
            starts, first = {}, 0
            for group in page["groups"]:
                starts[first] = f"{' / '.join(group['label'])} ({group['count']})"
                first += group["rows"]
            for number, row in enumerate(page["rows"]):
                # a group cut by the batch is not headed twice
                if starts.get(number, last) != last:
                    last = starts[number]
                    sheet.row([last] + [""] * (len(head) - 1), ["group"] * len(head))
                self._gendan_grid_xlsx_row(sheet, head, row, page["columns"], position)
            offset += BATCH
            if offset >= page["total"]:
                break
            page = self.gendan_grid(domain, template, groupby, order, offset=offset, limit=BATCH, money=money)
        return sheet.close()

    @api.model
    def _gendan_grid_all_columns(self, domain, template, money):
        """The columns of all found plans, whatever page they are on."""
        groups = self.env["gendan.milestone"]._read_group([("plan_id", "any", domain)], ["kind_id"])
        kinds = self._gendan_grid_kinds([kind for (kind,) in groups])
        return self._gendan_grid_columns(template, kinds, money)

    @api.model
    def _gendan_grid_xlsx_head(self, follows):
        """The columns of the row's head: (key, label, width)."""
        labels = {
            "order": self.env._("Order"),
            "customer": self.env._("Customer"),
            "ref": self.env._("Customer's order number"),
            "products": self.env._("Products"),
            "health": self.env._("Delivery"),
            "clerk": self.env._("Clerk"),
            "day": self.env._("In-house date"),
        }
        if follows:
            labels |= {
                "buffer": self.env._("Buffer"),
                "day": self.env._("Promised"),
                "forecast": self.env._("Expected"),
                "money": self.env._("Papers and money"),
            }
        return [(key, labels[key], width) for key, width in HEAD if key in labels]

    @api.model
    def _gendan_grid_xlsx_row(self, sheet, head, row, columns, position):
        """Write one row; cells stand under the sheet's columns, which may be more than the page's."""
        to_date = fields.Date.to_date
        values, styles = [], []
        for key, _label, _width in head:
            value = row[key]
            style = ""
            if key in ("day", "forecast"):
                value = to_date(value)
            elif key == "buffer":
                value = None if value is False else value
                style = f"buffer_{row['health']}" if f"buffer_{row['health']}" in STYLES else ""
            elif key in ("health", "money") and value:
                name = "delivery_health" if key == "health" else "money_health"
                value = dict(self._fields[name]._description_selection(self.env)).get(value)
            values.append(value)
            styles.append(style)
        days, codes = [None] * len(position), [""] * len(position)
        more, remarks = list(row["more"]), []
        for cell, column in zip(row["cells"], columns, strict=True):
            if not cell:
                continue
            number = position.get(column["id"])
            if number is None:
                more.append({**cell, "n": cell.get("n") or column["name"]})
                continue
            days[number] = to_date(cell.get("d")) or ("–" if cell["c"] in ("skipped", "na") else None)
            codes[number] = cell["c"]
            if text := cell.get("r") or cell.get("y"):
                remarks.append(f"{column['name']}: {text}")
        remarks += [f"{cell['n']}: {cell['r']}" for cell in more if cell.get("r")]
        texts = [f"{cell['n']} {cell.get('d', '')}".strip() for cell in more]
        sheet.row(values + days + ["; ".join(texts), "; ".join(remarks)], styles + codes + ["", ""])
