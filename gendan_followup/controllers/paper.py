"""Papers on the portal: read, signed, kept by the customer."""

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import consteq

from odoo.addons.gendan_followup.tools.page_codes import Pile, PileError
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

# Pages drawn on the page; the rest is in the PDF.
DRAWN = 30
# the token is in the address: keep it out of caches and other sites' logs
_HEADERS = [("Cache-Control", "no-store"), ("Referrer-Policy", "same-origin"), ("X-Robots-Tag", "noindex, nofollow")]


class GendanPaperPortal(CustomerPortal):
    """A paper by its link or after a login: its pages as they are signed, the signature, the signed PDF.

    What may be shown and signed is decided by ``gendan.document._gendan_shown`` and ``_gendan_sign``.
    """

    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "gendan_paper_count" in counters:
            papers = request.env["gendan.document"]
            # sudo: bound to the user's own company by the domain
            values["gendan_paper_count"] = papers.sudo().search_count(
                papers._gendan_portal_domain(request.env.user), limit=100
            )
        return values

    @route(["/my/papers", "/my/papers/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_papers(self, page=1, **_kwargs):
        """The list, the newest first."""
        domain = request.env["gendan.document"]._gendan_portal_domain(request.env.user)
        papers = request.env["gendan.document"].sudo()  # bound to the user's own company by the domain
        pager = portal_pager(
            url="/my/papers", total=papers.search_count(domain), page=page, step=self._items_per_page
        )
        found = papers.search(domain, limit=self._items_per_page, offset=pager["offset"])
        return request.render(
            "gendan_followup.portal_my_papers",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_papers",
                "papers": found,
                "to_sign": found._gendan_to_sign(),
                "pager": pager,
                "default_url": "/my/papers",
                "paper": None,
            },
        )

    @route("/my/papers/<int:paper_id>", type="http", auth="public", website=True, methods=["GET"])
    def portal_my_paper(self, paper_id, access_token=None, **kwargs):
        """One paper: what is to be signed, or what was."""
        try:
            paper = self._gendan_paper(paper_id, access_token)
        except NotFound:
            return request.redirect("/my")
        signing = paper._gendan_shown()
        count = self._gendan_page_count(signing)
        user = request.env.user
        login = user if not user._is_public() else user.browse()
        response = request.render(
            "gendan_followup.portal_my_paper",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_papers",
                "paper": paper,
                "signing": signing,
                "signed": (paper.signing_ids - signing).filtered(lambda one: one.state == "signed"),
                "count": min(count, DRAWN),
                "has_more": count > DRAWN,
                "is_house": user._is_internal(),
                "login": login,
                "access_token": access_token,
                "query": f"shown={signing.checksum}" + (f"&access_token={access_token}" if access_token else ""),
                "is_done": kwargs.get("done"),
            },
        )
        response.headers.extend(_HEADERS)
        return response

    @route("/my/papers/<int:paper_id>/page/<int:number>", type="http", auth="public", methods=["GET"], readonly=True)
    def portal_paper_page(self, paper_id, number, shown="", access_token=None, **_kwargs):
        """A picture of one page of the PDF: read on any phone."""
        signing = self._gendan_shown(paper_id, shown, access_token)
        if not 0 < number <= DRAWN:
            raise NotFound
        try:
            with Pile(signing.attachment_id.raw) as pile:
                if number > len(pile):
                    raise NotFound
                picture = pile.thumbnail(number - 1, width=1240, mode="RGB")
        except PileError as error:
            raise NotFound from error
        return request.make_response(picture, [("Content-Type", "image/jpeg"), *_HEADERS])

    @route("/my/papers/<int:paper_id>/pdf", type="http", auth="public", methods=["GET"], readonly=True)
    def portal_paper_pdf(self, paper_id, shown="", access_token=None, signed=None, **_kwargs):
        """The PDF as it is shown, or with ``signed`` as it was sealed."""
        signing = self._gendan_shown(paper_id, shown, access_token)
        file = signing.sealed_id if signed else signing.attachment_id
        if not file:
            raise NotFound
        # sudo: a file of a paper that was put up for whoever has the link
        stream = request.env["ir.binary"].sudo()._get_stream_from(file)
        response = stream.get_response(as_attachment=bool(signed))
        response.headers["Cache-Control"] = "no-store"
        return response

    @route("/my/papers/<int:paper_id>/sign", type="jsonrpc", auth="public", website=True)
    def portal_sign_paper(self, paper_id, name=None, signature=None, **_kwargs):
        """Take the signature, once. Token, checksum and function are in the address, as Odoo's form posts no more."""
        arguments = request.httprequest.args
        access_token = arguments.get("access_token")
        user = request.env.user
        try:
            paper = self._gendan_paper(paper_id, access_token)
        except NotFound:
            return {"error": request.env._("This paper is not open to you.")}
        if user._is_internal():
            return {"error": request.env._("Only the customer signs here.")}
        try:
            with request.env.cr.savepoint():
                paper.with_context(lang=request.env.lang)._gendan_sign(
                    name,
                    arguments.get("function"),
                    signature,
                    arguments.get("shown") or "",
                    request.httprequest.remote_addr,
                    user if not user._is_public() else user.browse(),
                )
        except UserError as error:
            return {"error": str(error)}
        url = f"/my/papers/{paper.id}?done=1" + (f"&access_token={access_token}" if access_token else "")
        return {"force_refresh": True, "redirect_url": url}

    def _gendan_paper(self, paper_id, access_token):
        """The paper (superuser), if the user or the token may see it and it is or was put up.

        :raise NotFound: otherwise
        """
        try:
            paper = self._document_check_access("gendan.document", paper_id, access_token=access_token)
        except (AccessError, MissingError) as error:
            raise NotFound from error
        user = request.env.user
        has_token = access_token and consteq(paper.access_token or "", access_token)
        if user._is_internal() or has_token:
            allowed = bool(paper._gendan_shown())
        else:
            domain = paper._gendan_portal_domain(user) & Domain("id", "=", paper.id)
            allowed = bool(paper.search_count(domain) and paper._gendan_shown())
        if not allowed:
            raise NotFound
        return paper

    def _gendan_shown(self, paper_id, checksum, access_token):
        """What is shown under this checksum, sudo.

        :raise NotFound: it is not, or the paper is not the user's
        """
        signing = self._gendan_paper(paper_id, access_token)._gendan_shown(checksum)
        if not signing:
            raise NotFound
        return signing

    def _gendan_page_count(self, signing):
        try:
            with Pile(signing.attachment_id.raw) as pile:
                return len(pile)
        except PileError:
            return 0
