"""A customer files a complaint on the portal, by login."""

import secrets

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.gendan_followup.models.complaint.complaint_filing import KEY, ROWS
from odoo.addons.gendan_followup.models.complaint.complaint_said import PICTURES
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .paper import _HEADERS


class GendanComplaintFiling(CustomerPortal):
    """Choose an order or delivery, fill in the form, send it. Rules: ``gendan.complaint``, ``_gendan_filing_*``."""

    @route(
        ["/my/complaints/new", "/my/complaints/new/page/<int:page>"],
        type="http", auth="user", website=True, methods=["GET"],
    )  # fmt: skip
    def portal_new_complaint(self, page=1, order=None, picking=None, delivery=None, search="", **_kwargs):
        """The form about an order, or a delivery without one, or the list of them to choose from."""
        complaints = request.env["gendan.complaint"]
        if order or delivery:
            data = {"picking": picking, "key": secrets.token_hex(16)}
            return self._gendan_render_filing(self._gendan_filing_about(order, delivery), data)
        step = self._items_per_page
        orders, count = complaints._gendan_filing_orders(request.env.user, search, step, (page - 1) * step)
        return request.render(
            "gendan_followup.portal_choose_order",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_complaints",
                "facts": None,
                "is_new": True,
                "orders": [
                    {
                        "id": one.id,
                        "numbers": complaints._gendan_filing_numbers(one),
                        "goods": [product.display_name for product in complaints._gendan_filing_goods(one)],
                        "deliveries": [
                            (picking.id, complaints._gendan_filing_delivery_name(picking))
                            for picking in complaints._gendan_filing_deliveries(one)
                        ],
                    }
                    for one in orders
                ],
                # without an order: few, the newest, beside the first orders
                "deliveries": [
                    {
                        "id": one.id,
                        "numbers": complaints._gendan_filing_numbers(one),
                        "goods": [product.display_name for product in complaints._gendan_filing_goods(one)],
                    }
                    for one in complaints._gendan_filing_pickings(request.env.user, search)
                    if page == 1
                ],
                "search": search,
                "pager": portal_pager(
                    url="/my/complaints/new", url_args={"search": search}, total=count, page=page, step=step
                ),
            },
        )

    @route("/my/complaints/new", type="http", auth="user", website=True, methods=["POST"])
    def portal_file_complaint(self, **posted):
        """Take it, once; refused, it is shown again with all that was typed and the photos sent."""
        user, environ = request.env.user, request.httprequest
        data = request.env["gendan.answer"]._gendan_clean(posted)
        about = self._gendan_filing_about(data.get("order"), data.get("delivery"))
        # sudo: customers have no rights on the model; whose it is was asked above
        complaints = request.env["gendan.complaint"].sudo()
        key = data.get("key") or ""
        if not KEY.fullmatch(key):
            key = data["key"] = secrets.token_hex(16)
        elif complaints._gendan_filed(user, key):
            return request.redirect(f"/my/complaints/filed/{key}?again=1")
        uploads = request.env["gendan.complaint.upload"]
        uploads._gendan_of(user, key).filtered(lambda one: data.get(f"drop_{one.id}")).unlink()
        errors = {}
        for row in range(ROWS + 1):
            name = f"photos_{row}"
            if sentence := uploads._gendan_take(user, key, row, environ.files.getlist(name)):
                errors[name] = sentence
        rows = set(uploads._gendan_of(user, key).mapped("row"))
        values, wrong = complaints._gendan_filing_read(about, data, rows)
        errors.update(wrong)
        if not errors:
            try:
                complaints._gendan_file(user, about, values, key)
            except UserError as error:
                errors[""] = str(error)
        if errors:
            return self._gendan_render_filing(about, data, errors)
        # looked up again: another request with the same form may have been the one that filed it
        return request.redirect(f"/my/complaints/filed/{key}")

    @route("/my/complaints/filed/<string:key>", type="http", auth="user", website=True, methods=["GET"])
    def portal_filed_complaint(self, key, again=None, **_kwargs):
        """Go to what was filed with this form."""
        complaint = request.env["gendan.complaint"]._gendan_filed(request.env.user, key)
        if not complaint:
            return request.redirect("/my/complaints")
        return request.redirect(f"/my/complaints/{complaint.id}?{'again' if again else 'filed'}=1")

    @route("/my/complaints/sent/<int:upload_id>", type="http", auth="user", methods=["GET"])
    def portal_complaint_upload(self, upload_id, **_kwargs):
        """A photo of the form that is being written."""
        # sudo: nobody has rights; shown to who sent it
        upload = request.env["gendan.complaint.upload"].sudo().browse(upload_id).exists()
        if not upload or upload.user_id != request.env.user:
            raise NotFound
        return self._gendan_picture(upload.attachment_id)

    # ------------------------------------------------------------ helpers

    def _gendan_filing_about(self, order_id, delivery_id):
        """The order, or the delivery without one, a form is about (sudo).

        :raise NotFound: it is another's, or none one can complain about
        """
        complaints, user = request.env["gendan.complaint"], request.env.user
        find = complaints._gendan_filing_order if order_id else complaints._gendan_filing_picking_of
        typed = str(order_id or delivery_id or "")
        number = int(typed) if typed.isascii() and typed.isdigit() else 0
        about = find(user, min(number, 2**31 - 1))
        if not about:
            raise NotFound
        return about

    def _gendan_picture(self, attachment, size=320):
        """A small picture of a photo that was checked to be the user's, else the file itself."""
        # sudo: who calls has checked whose it is
        binary, attachment = request.env["ir.binary"].sudo(), attachment.sudo()
        if attachment.mimetype in PICTURES:
            try:
                response = binary._get_image_stream_from(attachment, width=size, height=size).get_response()
            except (UserError, ValueError, OSError):
                response = binary._get_stream_from(attachment).get_response(as_attachment=True)
        else:
            # never a page under our address
            response = binary._get_stream_from(attachment).get_response(as_attachment=True)
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _gendan_render_filing(self, about, data, errors=None):
        uploads = request.env["gendan.complaint.upload"]._gendan_of(request.env.user, data["key"])
        sent = {}
        for upload in uploads:
            sent.setdefault(upload.row, []).append((upload.id, upload.attachment_id.name))
        # sudo: customers have no rights on the model; whose it is was asked
        complaints = request.env["gendan.complaint"].sudo()
        response = request.render(
            "gendan_followup.portal_new_complaint",
            {
                **self._prepare_portal_layout_values(),
                **complaints._gendan_filing_values(about),
                "page_name": "gendan_complaints",
                "facts": None,
                "is_new": True,
                "data": data,
                "sent": sent,
                "errors": errors or {},
            },
        )
        response.headers.extend(_HEADERS)
        return response
