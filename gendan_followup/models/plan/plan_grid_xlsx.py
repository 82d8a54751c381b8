from datetime import date

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.xlsx import Sheet

# rows read and written at once; the file itself is written row after row
BATCH = 500

# more rows than anybody reads; a worker that writes them would be ended for taking too long (limit_time_cpu)
MOST_ROWS = 10_000

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
        :raise UserError: more rows than ``MOST_ROWS``
        """
        if sentence := self._gendan_grid_xlsx_error(domain):
            raise UserError(sentence)
        _templates, template = self._gendan_grid_templates(domain, template)
        # papers and money depend on the customers: columns for all rows, not for the first batch
        columns = self._gendan_grid_all_columns(domain, template, money)
        head = self._gendan_grid_xlsx_head(self.env.user.has_group("sales_team.group_sale_salesman"))
        sheet = Sheet(
            self.env._("Grid"),
            [(label, width) for _key, label, width in head]
            + [(column["name"], 12) for column in columns]
            + [(self.env._("More steps"), 40), (self.env._("Remarks"), 50)],
            frozen_columns=2,
            styles=STYLES,
        )
        labels = {
            key: dict(self._fields[name]._description_selection(self.env))
            for key, name in (("health", "delivery_health"), ("money", "money_health"))
        }
        # all ids once: searched page by page, each page would sort and skip all those before it
        plans, groups = self._gendan_grid_page(domain, list(groupby), order, 0, None)
        starts, first = {}, 0
        for group in groups:
            starts[first] = f"{' / '.join(group['label'])} ({group['count']})"
            first += group["rows"]
        for start in range(0, len(plans), BATCH):
            rows, _kinds = self.browse(plans.ids[start : start + BATCH])._gendan_grid_rows()
            self._gendan_grid_place(rows, columns, money)
            for number, row in enumerate(rows, start):
                if number in starts:
                    sheet.row([starts[number]] + [""] * (len(head) - 1), ["group"] * len(head))
                self._gendan_grid_xlsx_row(sheet, head, row, columns, labels)
            # what is written is forgotten: the cache would grow with the rows
            self.env.invalidate_all()
        return sheet.close()

    @api.model
    def _gendan_grid_xlsx_error(self, domain):
        """The sentence why these plans do not go into one workbook, or False."""
        number = self.search_count(domain)
        if number <= MOST_ROWS:
            return False
        return self.env._(
            "%(number)s rows are too many for one workbook, which takes %(most)s. Filter the grid first, by clerk,"
            " customer or week for example.",
            number=number,
            most=MOST_ROWS,
        )

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
    def _gendan_grid_xlsx_row(self, sheet, head, row, columns, labels):
        """Write one row of the grid, as ``_gendan_grid_place`` has left it.

        :param dict labels: the words of the lights
        """
        to_date = date.fromisoformat  # the ORM's own takes ten times as long
        values, styles = [], []
        for key, _label, _width in head:
            value = row[key]
            style = ""
            if key in ("day", "forecast"):
                value = value and to_date(value)
            elif key == "buffer":
                value = None if value is False else value
                style = f"buffer_{row['health']}" if f"buffer_{row['health']}" in STYLES else ""
            elif key in ("health", "money") and value:
                value = labels[key].get(value)
            values.append(value)
            styles.append(style)
        days, codes = [None] * len(columns), [""] * len(columns)
        more, remarks = row["more"], []
        for number, (cell, column) in enumerate(zip(row["cells"], columns, strict=True)):
            if not cell:
                continue
            days[number] = to_date(cell["d"]) if cell.get("d") else ("–" if cell["c"] in ("skipped", "na") else None)
            codes[number] = cell["c"]
            if text := cell.get("r") or cell.get("y"):
                remarks.append(f"{column['name']}: {text}")
        remarks += [f"{cell['n']}: {cell['r']}" for cell in more if cell.get("r")]
        texts = [f"{cell['n']} {cell.get('d', '')}".strip() for cell in more]
        sheet.row(values + days + ["; ".join(texts), "; ".join(remarks)], styles + codes + ["", ""])
