"""A customer's complaints on the portal, by login."""

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .paper import _HEADERS


class GendanComplaintPortal(CustomerPortal):
    """Read one's own, agree to what is proposed or not, go to the page of the last word.

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
        message = request.env._("Thank you: your answer has reached us.") if kwargs.get("done") else None
        return self._gendan_render_complaint(self._gendan_own_complaint(complaint_id), message=message)

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

    @route("/my/complaints/<int:complaint_id>/verdict", type="http", auth="user", website=True, methods=["POST"])
    def portal_complaint_verdict(self, complaint_id, **_data):
        """Go to the page on which he says that it is settled, or opens it again."""
        complaint = self._gendan_own_complaint(complaint_id)
        return request.redirect(complaint._gendan_verdict_url() or f"/my/complaints/{complaint_id}")

    # ------------------------------------------------------------ helpers

    def _gendan_own_complaints(self):
        """Those of the user's company (sudo); colleagues of ours have none."""
        complaints = request.env["gendan.complaint"]
        user = request.env.user
        return complaints._gendan_of_customer(user) if user.share else complaints

    def _gendan_own_complaint(self, complaint_id):
        """:raise NotFound: it is another's; a stranger does not hear whether there is such a number"""
        complaint = self._gendan_own_complaints().filtered(lambda complaint: complaint.id == complaint_id)
        if not complaint:
            raise NotFound
        return complaint

    def _gendan_render_complaint(self, complaint, data=None, error=None, message=None):
        response = request.render(
            "gendan_followup.portal_my_complaint",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_complaints",
                "complaint_id": complaint.id,
                "facts": complaint._gendan_customer_values(),
                "data": data or {"name": request.env.user.name},
                "error": error,
                "message": message,
            },
        )
        response.headers.extend(_HEADERS)
        return response
