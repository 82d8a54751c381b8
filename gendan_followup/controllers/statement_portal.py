"""Statements on the portal, by login or by their link."""

from werkzeug.exceptions import BadRequest, NotFound

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .paper import _HEADERS
from .workbook import XLSX


class GendanStatementPortal(CustomerPortal):
    """A customer's statements: read, agree, dispute, download.

    What may be shown is decided by ``gendan.statement._gendan_portal_domain``, what an answer does by
    ``_gendan_take_page``.
    """

    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "gendan_statement_count" in counters:
            statements = request.env["gendan.statement"]
            # sudo: bound to the user's own company by the domain
            values["gendan_statement_count"] = statements.sudo().search_count(
                statements._gendan_portal_domain(request.env.user), limit=100
            )
        return values

    @route(["/my/statements", "/my/statements/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_statements(self, page=1, **_kwargs):
        """The list, the newest first."""
        domain = request.env["gendan.statement"]._gendan_portal_domain(request.env.user)
        statements = request.env["gendan.statement"].sudo()  # bound to the user's own company by the domain
        pager = portal_pager(
            url="/my/statements", total=statements.search_count(domain), page=page, step=self._items_per_page
        )
        return request.render(
            "gendan_followup.portal_my_statements",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "gendan_statements",
                "statements": statements.search(domain, limit=self._items_per_page, offset=pager["offset"]),
                "pager": pager,
                "default_url": "/my/statements",
                "statement": None,
            },
        )

    @route("/my/statements/<int:statement_id>", type="http", auth="public", website=True, methods=["GET"])
    def portal_my_statement(self, statement_id, access_token=None, **kwargs):
        """One statement with its form; opening it is noted. A version that was replaced leads to the new one."""
        try:
            statement = self._gendan_statement(statement_id, access_token)
        except NotFound:
            return request.redirect("/my")
        newest = statement._gendan_newest()
        if newest != statement:
            if newest._gendan_is_frozen():
                more = "&replaced=1" if kwargs.get("replaced") else ""
                return request.redirect(newest.get_portal_url() + more)
            return self._gendan_render(statement, access_token, template="gendan_followup.portal_statement_revised")
        # previews of chats and mail scanners are nobody's eyes
        if not request.env.user._is_internal() and not request.env["ir.http"].is_a_bot():
            statement._gendan_opened()
        message = request.env._("Thank you: your answer has reached us.") if kwargs.get("done") else None
        error = statement._gendan_replaced_text() if kwargs.get("replaced") else None
        return self._gendan_render(statement, access_token, message=message, error=error)

    # CSRF: asked of logins below. Odoo's token is bound to the session cookie, which the browsers inside chat programs
    # drop; who comes by the link holds an unguessable token that is the right itself, as on the answer pages.
    @route("/my/statements/<int:statement_id>", type="http", auth="public", website=True, methods=["POST"], csrf=False)
    def portal_answer_statement(self, statement_id, access_token=None, **data):
        """Take the answer, once; or show other lines of a long one, with what is typed already."""
        statement = self._gendan_statement(statement_id, access_token)
        self._gendan_check_form(access_token, data)
        data = self._gendan_posted(data)
        if data.get("turn"):
            # other lines are turned to, or one is looked for: nothing is taken yet
            return self._gendan_render(statement, access_token, data)
        user = request.env.user
        if user._is_internal():
            return self._gendan_render(statement, access_token, data, request.env._("Only the customer answers here."))
        environ = request.httprequest
        person = {
            "login_id": user.id if not user._is_public() else False,
            "address": environ.remote_addr,
            "user_agent": environ.user_agent.string[:500],
        }
        try:
            files = statement._gendan_page_files(environ.files.getlist("files"))
            with request.env.cr.savepoint():
                statement._gendan_take_page(data, files, person)
        except UserError as error:
            statement.invalidate_recordset()
            if statement.state == "replaced":
                return request.redirect(self._gendan_address(statement, access_token, "replaced=1"))
            sentence = str(error)
            if any(file.filename for file in environ.files.getlist("files")):
                # browsers send a file once: nobody is to believe it came along
                sentence += " " + request.env._("Then please choose your files again.")
            return self._gendan_render(statement, access_token, data, sentence)
        return request.redirect(self._gendan_address(statement, access_token, "done=1"))

    @route(
        "/my/statements/<int:statement_id>/sign", type="http", auth="public", website=True, methods=["POST"], csrf=False
    )
    def portal_sign_statement(self, statement_id, access_token=None, **data):
        """Go to the page on which the statement's paper is signed by hand; it is put up there now."""
        statement = self._gendan_statement(statement_id, access_token)
        self._gendan_check_form(access_token, data)
        url = statement._gendan_signing_url() if not request.env.user._is_internal() else ""
        return request.redirect(url or self._gendan_address(statement, access_token))

    @route("/my/statements/<int:statement_id>/pdf", type="http", auth="public", methods=["GET"])
    def portal_statement_pdf(self, statement_id, access_token=None, **_kwargs):
        """The statement as it was printed."""
        statement = self._gendan_statement(statement_id, access_token)
        # sudo: the report asks for rights of its own; whose statement it is was checked
        content = request.env["ir.actions.report"].sudo()._render_qweb_pdf(
            "gendan_followup.action_report_statement", statement.ids
        )[0]
        return self._gendan_file(statement, content, "application/pdf", "pdf")

    @route("/my/statements/<int:statement_id>/xlsx", type="http", auth="public", methods=["GET"], readonly=True)
    def portal_statement_xlsx(self, statement_id, access_token=None, **_kwargs):
        """All its lines as a workbook."""
        statement = self._gendan_statement(statement_id, access_token)
        return self._gendan_file(statement, statement._gendan_workbook(), XLSX, "xlsx")

    # ------------------------------------------------------------ helpers

    def _gendan_statement(self, statement_id, access_token):
        """The statement (superuser), if it went out and is the user's own company's, or the token is its own.

        :raise NotFound: otherwise; a stranger does not hear whether there is such a number
        """
        # sudo: only shown when one of the checks below holds
        statement = request.env["gendan.statement"].sudo().browse(statement_id).exists()
        if not statement or not statement._gendan_is_frozen():
            raise NotFound
        user = request.env.user
        if access_token:
            # as bytes: whoever forges one types what he likes
            allowed = consteq((statement.access_token or "").encode(), str(access_token).encode())
        elif user._is_public():
            allowed = False
        elif user._is_internal():
            allowed = statement.with_user(user).has_access("read")
        else:
            # one that was replaced leads to the new one
            allowed = statement.partner_id == user.commercial_partner_id
        if not allowed:
            raise NotFound
        if user._is_public():
            # who came by the link reads the language the statement was written in
            lang = request.env["res.lang"]._get_code(statement.lang or "") or request.env.context.get("lang")
            request.update_context(lang=lang, tz=statement.company_id._gendan_tz().zone)
        return statement.with_context(**request.env.context)

    def _gendan_check_form(self, access_token, data):
        """:raise BadRequest: a login's form is not from our page"""
        if not access_token and not request.validate_csrf(data.get("csrf_token")):
            raise BadRequest

    def _gendan_posted(self, data):
        """The posted fields as plain text of bounded length; how many there may be the server bounds."""
        return {str(key)[:60]: value[:5000] for key, value in data.items() if isinstance(value, str)}

    def _gendan_address(self, statement, access_token, more=""):
        token = f"access_token={access_token}" if access_token else ""
        query = "&".join(filter(None, (token, more)))
        return f"/my/statements/{statement.id}" + (f"?{query}" if query else "")

    def _gendan_file(self, statement, content, mimetype, ending):
        version = f"-v{statement.version}" if statement.version > 1 else ""
        name = f"{statement.name.replace('/', '-')}{version}.{ending}"
        headers = [("Content-Type", mimetype), ("Content-Disposition", content_disposition(name)), *_HEADERS]
        return request.make_response(content, headers=headers)

    def _gendan_render(self, statement, access_token, data=None, error=None, message=None, template=None):
        user = request.env.user
        response = request.render(
            template or "gendan_followup.portal_my_statement",
            {
                **self._prepare_portal_layout_values(),
                **statement._gendan_portal_values(data),
                "page_name": "gendan_statements",
                "statement": statement,
                "may_be_signed": statement._gendan_may_be_signed(),
                "is_house": user._is_internal(),
                "login": user if not user._is_public() else user.browse(),
                "access_token": access_token,
                "query": f"?access_token={access_token}" if access_token else "",
                "data": data or {},
                "error": error,
                "message": message,
            },
        )
        response.headers.extend(_HEADERS)
        return response
