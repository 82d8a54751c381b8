import json

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .workbook import workbook_response


class GendanSamplePortal(CustomerPortal):
    """The customer's samples on the portal: those of her own company, each judged once.

    What she is shown is decided by ``gendan.sample.round._gendan_portal_domain``, what her verdict does by
    ``_gendan_take_verdict``.
    """

    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "gendan_sample_count" in counters:
            rounds = request.env["gendan.sample.round"]
            # sudo: bound to the user's own company by the domain
            values["gendan_sample_count"] = rounds.sudo().search_count(
                rounds._gendan_portal_domain(request.env.user), limit=100
            )
        return values

    @route(["/my/samples", "/my/samples/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_samples(self, page=1, **_kwargs):
        """The list, the newest first."""
        rounds = request.env["gendan.sample.round"]
        domain = rounds._gendan_portal_domain(request.env.user)
        rounds = rounds.sudo()  # bound to the user's own company by the domain
        pager = portal_pager(
            url="/my/samples", total=rounds.search_count(domain), page=page, step=self._items_per_page
        )
        found = rounds.search(
            domain, order="sent_on desc, id desc", limit=self._items_per_page, offset=pager["offset"]
        )
        return request.render(
            "gendan_followup.portal_my_samples",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_samples",
                "rounds": found,
                "pager": pager,
                "default_url": "/my/samples",
                "facts": None,
            },
        )

    @route("/my/samples/<int:round_id>", type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def portal_my_sample(self, round_id, **kwargs):
        """One round with its form."""
        message = request.env._("Your verdict has reached your contact.") if kwargs.get("done") else None
        return self._render_sample(self._sample_round(round_id), message=message)

    @route("/my/samples/<int:round_id>", type="http", auth="user", website=True, methods=["POST"])
    def portal_judge_sample(self, round_id, **data):
        """Take the verdict, once."""
        entry = self._sample_round(round_id)
        try:
            photos = request.env["gendan.answer"]._gendan_photos(request.httprequest.files.getlist("photos"))
            entry._gendan_take_verdict(request.env["gendan.answer"]._gendan_clean(data), photos, "portal")
        except UserError as error:
            return self._render_sample(entry, data=data, error=str(error))
        return request.redirect(f"/my/samples/{round_id}?done=1")

    @route("/my/samples/<int:round_id>/file/<int:file_id>", type="http", auth="user", methods=["GET"], readonly=True)
    def portal_sample_file(self, round_id, file_id, **_kwargs):
        """A file of the round."""
        _pictures, files = self._sample_round(round_id)._gendan_shown_files()
        file = files.filtered(lambda file: file.id == file_id)
        if not file:
            raise NotFound
        # sudo: a file of a round that was sent to the user's own company
        return request.env["ir.binary"].sudo()._get_stream_from(file).get_response(as_attachment=True)

    def _sample_round(self, round_id):
        """The round (sudo), if it was sent to the user's own company.

        :raise NotFound: for any other
        """
        rounds = request.env["gendan.sample.round"]
        domain = rounds._gendan_portal_domain(request.env.user) & fields.Domain("id", "=", round_id)
        # sudo: bound to the user's own company by the domain
        if found := rounds.sudo().search(domain):
            return found
        raise NotFound

    def _render_sample(self, entry, data=None, error=None, message=None):
        pictures, files = entry._gendan_shown_files()
        return request.render(
            "gendan_followup.portal_my_sample",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_samples",
                "entry": entry,
                "facts": entry._gendan_facts(),
                "pictures": pictures,
                "files": files,
                "is_open": not entry._gendan_judged_error(),
                "data": data or {},
                "judge": request.env.user,
                "error": error,
                "message": message,
            },
        )


class GendanSampleRegister(Controller):
    """The register of samples as a workbook."""

    @route("/gendan/samples/xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def register_xlsx(self, domain="[]", cids="", **_kwargs):
        """Download the register, all pages of what the list shows.

        :param str domain: JSON, as the list has it; the user's own rules come on top
        :param str cids: ids of the companies chosen, with commas
        """
        rounds = request.env["gendan.sample.round"]
        chosen = [int(number) for number in cids.split(",") if number.isdigit()]
        # only the user's own: an id beyond them would raise
        if companies := [number for number in chosen if number in request.env.user.company_ids.ids]:
            rounds = rounds.with_context(allowed_company_ids=companies)
        content = rounds._gendan_register_xlsx(json.loads(domain))
        name = request.env._("Register of samples %s", fields.Date.to_string(request.env.company._gendan_today()))
        return workbook_response(content, name)
