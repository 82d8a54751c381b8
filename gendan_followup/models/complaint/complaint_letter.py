"""The quality letter (質量投訴函): the complaint put to the quality department on paper."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.image import image_process

KIND = "complaint_letter"
# photos printed, and how wide they may be
PHOTOS = 6
WIDTH = 700


class GendanComplaint(models.Model):
    """Printed for the department and signed there; its number and code lead back here. Prices are never on it."""

    _inherit = "gendan.complaint"

    letter_at = fields.Datetime("Put to the Department on", readonly=True, copy=False)
    letter_by_id = fields.Many2one("res.users", string="Put by", readonly=True, copy=False)

    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"letter_at", "letter_by_id"}

    # ------------------------------------------------------------ actions

    def action_letter(self):
        """Button of the clerk: the letter goes to the department: it has its to-do, the letter is printed.

        :return: action of the report
        :raise UserError: the sentence why not
        """
        self.check_access("write")
        self._gendan_raise_role()
        for complaint in self:
            if sentence := complaint._gendan_letter_error():
                raise UserError(sentence)
        for complaint in self:
            if complaint.state == "new":
                complaint._gendan_step("take")
            # sudo: the paper is made for whoever may put it
            paper = complaint.sudo()._gendan_letter_paper()
            if not complaint.letter_at:
                complaint._gendan_keep({"letter_at": fields.Datetime.now(), "letter_by_id": self.env.uid})
                paper._gendan_issue("hand", to=complaint.department_id.name)
                complaint._message_log(
                    body=self.env._(
                        "Quality letter %(letter)s put to %(department)s.",
                        letter=paper.name,
                        department=complaint.department_id.name,
                    )
                )
        self._gendan_sync_todos()
        return self.action_print_letter()

    def _gendan_letter_error(self):
        """The sentence why the letter cannot go to the department, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if self.state not in ("new", "work"):
            return self.env._("%(complaint)s has been looked into already. Print the letter instead.", **words)
        if self.track != "full":
            return self.env._("%(complaint)s goes the light way. Choose the full track first.", **words)
        if not self.department_id:
            return self.env._("%(complaint)s: choose under “Put to” which department looks into it.", **words)
        if not self.department_id._gendan_responsible():
            return self.env._(
                "%(complaint)s: nobody belongs to %(department)s. A supervisor adds its people.",
                department=self.department_id.name,
                **words,
            )
        return self._gendan_take_error()

    def action_print_letter(self):
        """Button: the letter as it stands, for whoever may read the complaint.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_complaint_letter").report_action(self, config=False)

    # ------------------------------------------------------------ paper

    def _gendan_letter_paper(self):
        """The letter's paper, made where there is none. Call with sudo.

        :rtype: gendan.document
        """
        self.ensure_one()
        Document = self.env["gendan.document"]
        known = Document.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", KIND)], order="id desc", limit=1
        )
        return known or Document.create(
            {
                "kind": KIND,
                "res_model": self._name,
                "res_id": self.id,
                "order_id": self.order_id.id,
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _gendan_letter_page(self):
        """What the letter says, in the reader's language: dict for the template. No prices."""
        self.ensure_one()
        self.check_access("read")
        complaint = self.sudo()  # sudo: names on the paper; whoever may read the complaint prints it
        number = self.env["gendan.complaint.line"]._gendan_number
        label = complaint._gendan_label
        paper = complaint.env["gendan.document"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", KIND)], order="id desc", limit=1
        )
        dues = [due for due in (complaint.d3_due, complaint.d5_due) if due]
        return {
            "complaint": complaint,
            "paper": paper,
            "received": complaint._gendan_moment(complaint.received_at),
            "channel": label("channel"),
            "severity": label("severity"),
            "found_where": label("found_where"),
            "wished": " · ".join(filter(None, (label("wished"), complaint.wished_note))),
            "replacement_by": complaint.replacement_by,
            "put": complaint._gendan_moment(complaint.letter_at),
            "due": complaint._gendan_moment(min(dues)) if dues else "",
            "lines": [
                {
                    "product": line.product_id.display_name,
                    "lot": line.lot_id.name or "",
                    "transfer": line.picking_id.name or "",
                    "delivered": number(line.delivered) if line.is_delivered_known else "",
                    "bad": number(line.bad),
                    "checked": number(line.checked) if line.checked else "",
                    "blocked": number(line.blocked) if line.blocked else "",
                    "unit": line.uom_id.name,
                    "defect": " · ".join(filter(None, (line.defect_id.display_name, line.description))),
                }
                for line in complaint.line_ids
            ],
            "photos": complaint._gendan_photos(),
            "evidence": complaint.evidence_ids,
            "whys": complaint.why_ids.filtered("answer"),
            "actions": complaint.action_ids,
            "show_day": self.env["gendan.message"]._gendan_format_day,
        }

    # ------------------------------------------------------------ helpers of the papers

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

    def _gendan_photos(self, extra=None):
        """Pictures of the complaint and its goods as data URLs, small enough to print. Call with sudo.

        :param extra: ``ir.attachment``, more of them
        """
        self.ensure_one()
        photos = self.photo_ids | self.line_ids.photo_ids
        if extra:
            photos |= extra
        pictures = photos.filtered(lambda photo: (photo.mimetype or "").startswith("image/") and photo.raw)
        urls = []
        for photo in pictures[:PHOTOS]:
            try:
                raw = image_process(photo.raw, size=(WIDTH, WIDTH), output_format="JPEG", quality=80)
            except (UserError, ValueError, OSError):
                continue  # no picture after all
            urls.append(f"data:image/jpeg;base64,{base64.b64encode(raw).decode()}")
        return urls


class GendanDocument(models.Model):
    """Quality letters among the papers."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "Quality Letter"), ("other",)], ondelete={KIND: "set default"})

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if self.kind != KIND:
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_complaint_letter", [self.res_id]
        )[0]


class ResUsers(models.Model):
    """What customers do not hear of."""

    _inherit = "res.users"

    def _gendan_inside_papers(self):
        # EXTENDS gendan_followup
        return [*super()._gendan_inside_papers(), KIND]
