"""The example's scans and signatures: a pile that was filed, one with pages in the tray, a paper up for signing."""

import base64
import io

from PIL import Image

from odoo import api, models


class GendanDemoScenario(models.AbstractModel):
    """What clerks drop, and what customers are asked to sign on the portal."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_filing(self, company):
        """After the papers: one comes back with a pile, two pages want a look; one waits on the portal."""
        rules = self.env["gendan.validity.rule"]
        self._example_keep(
            "rule_portal",
            rules.create({"kind": "date_change", "company_id": company.id, "return_days": 5, "allows_portal": True}),
        )
        note = self._example("judged_2")
        clerk = note.clerk_id
        filed = self._example_drop(clerk, company, "签收单 一叠.pdf", [self._example_page(note)])
        self._example_keep("pile_filed", filed)
        void = self._example_portal_paper("v2", company)
        void._gendan_void("交期再改，见新版")
        blank = Image.new("L", (1190, 840), 245)
        sheets = [blank, self._example_page(void.sudo())]
        self._example_keep("pile_tray", self._example_drop(clerk, company, "传真 2 页.pdf", sheets))
        self._example_forget_todos(note | void.with_env(note.env))
        paper = self._example_portal_paper("k1", company)
        self._example_keep("paper_to_sign", paper)
        paper._gendan_put_up(self._example_pdf([self._example_page(paper.sudo(), is_signed=False)]))

    @api.model
    def _example_portal_paper(self, order, company):
        """A new date the customer has to agree to."""
        order = self._example(f"order_{order}")
        data = {"kind": "date_change", "copy": "客户联", "sent": []}
        return (
            self.env["gendan.document"]
            .with_user(order.gendan_clerk_id)
            .create(self._example_paper_vals(order, data, company))
        )

    @api.model
    def _example_drop(self, clerk, company, name, sheets):
        """A pile, as the clerk drops it."""
        upload = (
            self.env["ir.attachment"]
            .with_user(clerk)
            .create({"name": name, "raw": self._example_pdf(sheets), "res_model": "gendan.filing"})
        )
        filings = self.env["gendan.filing"].with_user(clerk).with_company(company)
        return self.env["gendan.filing"].browse(filings.gendan_drop(upload.ids)["id"])

    @api.model
    def _example_page(self, paper, is_signed=True):
        """A copy, twice as sharp as the picture on the paper."""
        # sudo: the example is written whatever rights its people have
        picture = Image.open(io.BytesIO(base64.b64decode(self._example_scan(paper.sudo(), is_signed))))
        return picture.resize((picture.width * 2, picture.height * 2))

    @api.model
    def _example_pdf(self, sheets):
        stream = io.BytesIO()
        sheets[0].save(stream, "PDF", resolution=144, save_all=True, append_images=sheets[1:])
        return stream.getvalue()
