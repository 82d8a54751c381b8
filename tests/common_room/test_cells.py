"""Cells of our papers, pages and mails stay in the row when they have nothing to say."""

from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path
from odoo.tests import BaseCase, tagged

SAID_BY = ("t-out", "t-field", "t-esc", "t-raw")


@tagged("post_install", "-at_install")
class TestCells(BaseCase):
    def test_no_cell_goes_away_with_its_value(self):
        # QWeb leaves out an element whose own t-out or t-field says False or None and which has no body to say
        # instead: a cell that is left out pulls those after it below the wrong heading. `<td><t t-out="x"/></td>`
        # stays. Templates of the client (static/) are OWL's, which keeps the cell.
        folder = Path(get_module_path("gendan_followup"))
        cells, lost = 0, []
        for path in sorted(folder.rglob("*.xml")):
            if "static" in path.relative_to(folder).parts:
                continue
            for cell in etree.parse(path).iter("td", "th"):
                cells += 1
                if any(said in cell.attrib for said in SAID_BY) and not len(cell) and not (cell.text or "").strip():
                    lost.append(f"{path.relative_to(folder)}:{cell.sourceline}")
        self.assertGreater(cells, 500)
        self.assertFalse(lost, 'Write <td><t t-out="..."/></td>:\n' + "\n".join(lost))
