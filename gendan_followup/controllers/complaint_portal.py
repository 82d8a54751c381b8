"""A customer's complaints on the portal, by login."""

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.gendan_followup.models.complaint.complaint_said import PICTURES
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .complaint_filing import GendanComplaintFiling
from .paper import _HEADERS


class GendanComplaintPortal(GendanComplaintFiling):
    """Read one's own, write about it, agree to what is proposed or not, go to the page of the last word.

    Whose they are says ``gendan.complaint._gendan_of_customer``, what is shown ``_gendan_customer_values``.
    """

    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "gendan_complaint_count" in counters:
            values["gendan_complaint_count"] = len(self._gendan_own_complaints())
        return values

    @route(["/my/complaints", "/my/complaints/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_complaints(self, page=1, **_kwargs):
        """The list, the newest first."""
        complaints = self._gendan_own_complaints()
        pager = portal_pager(url="/my/complaints", total=len(complaints), page=page, step=self._items_per_page)
        shown = complaints[pager["offset"] : pager["offset"] + self._items_per_page]
        return request.render(
            "gendan_followup.portal_my_complaints",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_complaints",
                "entries": [(complaint.id, complaint._gendan_customer_values()) for complaint in shown],
                "facts": None,
                "pager": pager,
                "default_url": "/my/complaints",
            },
        )

    @route("/my/complaints/<int:complaint_id>", type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def portal_my_complaint(self, complaint_id, **kwargs):
        """One complaint, with the form as long as a proposal waits for his word."""
        complaint = self._gendan_own_complaint(complaint_id)
        words = {
            "done": request.env._("Thank you: your answer has reached us."),
            "filed": request.env._(
                "Thank you. Your complaint has reached us under number %(number)s; your contact looks after it and"
                " will answer you.",
                number=complaint.name,
            ),
            "again": request.env._(
                "We have this complaint already. If there is more to say, please write it below."
            ),
            "sent": request.env._("Thank you. Your message has reached your contact."),
        }
        message = next((sentence for name, sentence in words.items() if kwargs.get(name)), None)
        return self._gendan_render_complaint(complaint, message=message)

    @route("/my/complaints/<int:complaint_id>", type="http", auth="user", website=True, methods=["POST"])
    def portal_answer_complaint(self, complaint_id, **data):
        """Take his word on the proposal."""
        complaint = self._gendan_own_complaint(complaint_id)
        data = request.env["gendan.answer"]._gendan_clean(data)
        try:
            with request.env.cr.savepoint():
                complaint._gendan_customer_says(data)
        except UserError as error:
            complaint.invalidate_recordset()
            return self._gendan_render_complaint(complaint, data, str(error))
        return request.redirect(f"/my/complaints/{complaint_id}?done=1")

    @route("/my/complaints/<int:complaint_id>/message", type="http", auth="user", website=True, methods=["POST"])
    def portal_complaint_message(self, complaint_id, **posted):
        """Take a message and photos: they change nothing, the clerk sees them."""
        complaint = self._gendan_own_complaint(complaint_id)
        answers = request.env["gendan.answer"]
        text = answers._gendan_clean(posted).get("text")
        try:
            photos = answers._gendan_photos(request.httprequest.files.getlist("photos"))
            complaint._gendan_customer_writes(text, photos)
        except UserError as error:
            return self._gendan_render_complaint(complaint, {"text": text}, text_error=str(error))
        return request.redirect(f"/my/complaints/{complaint_id}?sent=1")

    @route("/my/complaints/<int:complaint_id>/file/<int:file_id>", type="http", auth="user", methods=["GET"])
    def portal_complaint_file(self, complaint_id, file_id, small=None, **_kwargs):
        """A photo or paper of his own, or one he got with an answer."""
        files = self._gendan_own_complaint(complaint_id)._gendan_customer_files()
        file = files.filtered(lambda file: file.id == file_id)
        if not file:
            raise NotFound
        return self._gendan_picture(file, 320 if small else 1600)

    @route("/my/complaints/<int:complaint_id>/verdict", type="http", auth="user", website=True, methods=["POST"])
    def portal_complaint_verdict(self, complaint_id, **_data):
        """Go to the page on which he says that it is settled, or opens it again."""
        complaint = self._gendan_own_complaint(complaint_id)
        if sentence := complaint._gendan_spoken_error():
            return self._gendan_render_complaint(complaint, error=sentence)
        return request.redirect(complaint._gendan_verdict_url() or f"/my/complaints/{complaint_id}")

    # ------------------------------------------------------------ helpers

    def _gendan_own_complaints(self):
        """Those of the user's company (sudo); colleagues of ours have none."""
        complaints = request.env["gendan.complaint"]
        user = request.env.user
        return complaints._gendan_of_customer(user) if user.share else complaints

    def _gendan_own_complaint(self, complaint_id):
        """:raise NotFound: it is another's; a stranger does not hear whether there is such a number"""
        complaints, user = request.env["gendan.complaint"], request.env.user
        complaint = complaints._gendan_of_customer(user, complaint_id) if user.share else complaints
        if not complaint:
            raise NotFound
        return complaint

    def _gendan_render_complaint(self, complaint, data=None, error=None, message=None, text_error=None):
        response = request.render(
            "gendan_followup.portal_my_complaint",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_complaints",
                "complaint_id": complaint.id,
                "facts": complaint._gendan_customer_values(),
                "data": {"name": request.env.user.name, **(data or {})},
                "error": error,
                "text_error": text_error,
                "pictures": PICTURES,
                "message": message,
            },
        )
        response.headers.extend(_HEADERS)
        return response
