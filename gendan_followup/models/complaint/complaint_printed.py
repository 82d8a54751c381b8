"""What the quality letter and the 8D report share: whose paper it is, moments, labels, goods and photos."""

import base64

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.image import image_process

# photos printed of one complaint, and how wide they may be, in pixels; more than that make a file no mail takes
PHOTOS = 30
WIDTH = 700
# so long a text may break over a page; a shorter one stays in one piece
LONG = 700


class GendanComplaint(models.Model):
    """Helpers of the papers; none of them checks access, the pages do."""

    _inherit = "gendan.complaint"

    def _gendan_paper_head(self):
        """Whose paper it is: dict of our name, the name in the other language, and how we are reached. Call with sudo.

        By usage of the trade both names stand on it; simplified and traditional characters are one language here.
        """
        self.ensure_one()
        company = self.company_id
        house = company.partner_id
        name = company._gendan_called()
        is_chinese = (self.env.lang or "").startswith("zh")
        other = "en_US" if is_chinese else house.lang or "zh_CN"
        abroad = company.with_context(lang=other)
        second = abroad._gendan_called()
        address = company.gendan_paper_address or ", ".join(
            filter(None, (part.strip(" ,") for part in house._display_address(without_company=True).splitlines()))
        )
        reached = [(self.env._("Phone"), house.phone), (self.env._("Fax"), house.gendan_fax)]
        return {
            "name": name,
            "second": second if second != name else "",
            "reached": " · ".join(filter(None, (address, *(f"{label} {value}" for label, value in reached if value)))),
        }

    def _gendan_paper_rows(self):
        """The goods as the papers show them. Call with sudo.

        :return: list of dicts of texts
        """
        self.ensure_one()
        number = self.env["gendan.complaint.line"]._gendan_number
        parts = self.env["gendan.customer.part"]._gendan_of(
            self.partner_id.commercial_partner_id, self.line_ids.product_id
        )
        return [
            {
                "product": line.product_id.display_name,
                "part": parts[line.product_id].code if line.product_id in parts else "",
                "lot": line.lot_id.name or "",
                "transfer": line.picking_id.name or "",
                "delivered": number(line.delivered) if line.is_delivered_known else "",
                "checked": number(line.checked) if line.checked else "",
                "bad": number(line.bad),
                "blocked": number(line.blocked) if line.blocked else "",
                "unit": line.uom_id.name,
                "defect": " · ".join(filter(None, (line.defect_id.display_name, line.description))),
            }
            for line in self.line_ids
        ]

    def _gendan_paper_deliveries(self):
        """The deliveries complained about: (numbers of notes or transfers, days), as texts. Call with sudo."""
        self.ensure_one()
        pickings = self.picking_id | self.line_ids.picking_id
        show = self.env["gendan.message"]._gendan_format_day
        names = [picking.gendan_note_id.name or picking.name for picking in pickings]
        days = {self.company_id._gendan_to_day(picking.date_done) for picking in pickings if picking.date_done}
        return ", ".join(names), ", ".join(show(day) for day in sorted(days))

    def _gendan_paper_whys(self, whys):
        """Chains of whys for the papers: [(name of the chain, [why])], without empty ones."""
        branches = dict(whys._fields["branch"]._description_selection(self.env))
        chains = [
            (label, whys.filtered(lambda why, branch=branch: why.branch == branch and why.answer))
            for branch, label in branches.items()
        ]
        return [(label, list(chain)) for label, chain in chains if chain]

    def _gendan_keep_together(self, *texts):
        """The style that keeps a box of the paper in one piece; empty where it is too long for that."""
        size = sum(len(text) + 40 * text.count("\n") for text in texts if text)
        return "" if size > LONG else "page-break-inside: avoid;"

    def _gendan_moment(self, moment):
        """A moment as the reader writes it, on the company's clock; empty without one."""
        if not moment:
            return ""
        zone = self.company_id.resource_calendar_id.tz or self.env.user.tz or "UTC"
        return format_datetime(self.env, moment, tz=zone, dt_format="yyyy-MM-dd HH:mm")

    def _gendan_label(self, name):
        """The words of a selection field; empty without a value."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _gendan_photos(self, files=None):
        """Pictures as data URLs, small enough to print. Call with sudo.

        :param files: ``ir.attachment``; those of the complaint and of its goods where left out
        :return: (rows of up to three URLs, how many more there are)
        """
        self.ensure_one()
        photos = self.photo_ids | self.line_ids.photo_ids if files is None else files
        pictures = photos.filtered(lambda photo: (photo.mimetype or "").startswith("image/") and photo.raw)
        urls = []
        for photo in pictures[:PHOTOS]:
            try:
                raw = image_process(photo.raw, size=(WIDTH, WIDTH), output_format="JPEG", quality=80)
            except (UserError, ValueError, OSError):
                continue  # no picture after all
            urls.append(f"data:image/jpeg;base64,{base64.b64encode(raw).decode()}")
        return [urls[start : start + 3] for start in range(0, len(urls), 3)], len(pictures[PHOTOS:])
