"""The example's papers: what went out how, what came back."""

import base64
import io

from PIL import Image, ImageDraw

from odoo import Command, api, models

from .story_data import PAPERS


class GendanDemoScenario(models.AbstractModel):
    """Copies to be sent, sent, awaited, long overdue and back, on the orders they belong to."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_papers(self, company):
        """Made and sent by the order's clerk."""
        stamps, logged = {}, {}
        for number, data in enumerate(PAPERS, start=1):
            order = self._example(f"order_{data['order']}")
            clerk = order.gendan_clerk_id
            paper = self.env["gendan.document"].with_user(clerk).create(self._example_paper_vals(order, data, company))
            self._example_keep(f"paper_{number}", paper)
            moments = [self._example_moment(day, 11, 15) for day, *_how in data["sent"]]
            made = moments[0] if moments else self._example_moment(-1, 17)
            stamps[paper] = {"create_date": made, "write_date": made}
            logged |= {line: {"create_date": line.issued_at} for line in paper.issue_ids}
            if back := data.get("back"):
                # sudo: the example is written whatever rights its people have
                self._example_paper_back(paper.sudo(), *back)
        self._example_stamp(stamps)
        self._example_stamp(logged)

    @api.model
    def _example_paper_vals(self, order, data, company):
        return {
            "company_id": company.id,
            "kind": data["kind"],
            "copy_name": data["copy"],
            "version": data.get("version", 1),
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "res_model": "sale.order",
            "res_id": order.id,
            "must_return": data.get("must_return", True),
            "issue_ids": [
                Command.create(
                    {"issued_at": self._example_moment(day, 11, 15), "how": how, "to": to, "note": note or False}
                )
                for day, how, to, note in data["sent"]
            ],
        }

    @api.model
    def _example_paper_back(self, paper, day, how, is_scanned=False):
        """A copy came back, by a way, with a scan where there is one."""
        paper.write({"returned_at": self._example_moment(day, 16, 5), "returned_how": how})
        if is_scanned:
            paper.scan_ids = [
                Command.create(
                    {
                        "name": f"{paper.name}.png",
                        "datas": self._example_scan(paper),
                        "res_model": paper._name,
                        "res_id": paper.id,
                    }
                )
            ]

    @api.model
    def _example_scan(self, paper, is_signed=True):
        """Picture of a copy: its number, its code, lines of text; once signed a line by hand and a round chop."""
        page = Image.new("L", (595, 420), 250)
        draw = ImageDraw.Draw(page)
        draw.text((30, 24), f"{paper.name}   {paper.qr_reference}", fill=30)
        for row in range(9):
            draw.line([(30, 80 + row * 26), (380 - row * 11 % 90, 80 + row * 26)], fill=150, width=3)
        page.paste(Image.open(io.BytesIO(paper._gendan_qr_png(size=110))).convert("L"), (455, 20))
        if is_signed:
            draw.ellipse([(400, 250), (530, 380)], outline=90, width=4)
            draw.line([(60, 370), (120, 330), (150, 380), (210, 335), (290, 365)], fill=40, width=3)
        file = io.BytesIO()
        page.save(file, "PNG")
        return base64.b64encode(file.getvalue())
