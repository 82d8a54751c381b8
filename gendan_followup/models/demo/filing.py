"""The example's scans and signatures: a pile filed, one with pages in the tray, a paper up for signing, one signed."""

import base64
import io

from PIL import Image, ImageDraw

from odoo import api, models
from odoo.exceptions import UserError


class GendanDemoScenario(models.AbstractModel):
    """What clerks drop, and what customers are asked to sign on the portal."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_filing(self, company):
        """After the papers: one comes back with a pile, two pages want a look; one is up on the portal, one signed."""
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
        self._example_put_up(paper)
        signed = self._example_portal_paper("r2", company)
        self._example_keep("paper_signed_here", signed)
        self._example_put_up(signed)
        self._example_have_signed(signed)

    @api.model
    def _example_put_up(self, paper):
        paper._gendan_put_up(self._example_pdf([self._example_page(paper.sudo(), is_signed=False)]))

    @api.model
    def _example_have_signed(self, paper):
        """The buyer has signed it on the portal. Where no PDFs can be made it waits for her signature.

        :return: whether it was signed
        """
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() not in ("ok", "workers"):
            return False
        # sudo: she signs with her page's rights; the evidence is printed also while tests run
        paper = paper.sudo().with_context(force_report_rendering=True)
        buyer = self._example("contact_lin")
        try:
            with self.env.cr.savepoint():
                paper._gendan_sign(
                    buyer.name,
                    "采购",
                    self._example_signature(),
                    paper.signing_ids[:1].checksum,
                    "203.0.113.7",
                    buyer.user_ids[:1],
                )
        except UserError:
            return False
        paper.with_user(paper.clerk_id).action_gendan_as_expected()
        self._example_forget_todos(paper.with_env(self.env))
        return True

    @api.model
    def _example_signature(self):
        """A name in one stroke, as the page sends it."""
        picture = Image.new("RGBA", (320, 110), (0, 0, 0, 0))
        pen = ImageDraw.Draw(picture)
        points = [(20, 80), (55, 25), (75, 90), (110, 40), (140, 85), (175, 30), (200, 80), (245, 55), (300, 60)]
        pen.line(points, fill=(20, 30, 90, 255), width=4, joint="curve")
        stream = io.BytesIO()
        picture.save(stream, "PNG")
        return base64.b64encode(stream.getvalue()).decode()

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
