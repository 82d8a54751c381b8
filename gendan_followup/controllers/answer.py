"""The page of one question, reached by its token."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

_HEADERS = [
    # the token is in the address: keep it out of caches, search engines and other sites' logs
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
    # no other host, no script, no frame: what a chat's browser lets through, and nothing that could be slipped in
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
]


class GendanAnswerController(http.Controller):
    """Shows a question and takes its answer. The rules are in `gendan.answer` and the target's hooks."""

    @http.route("/gendan/a/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def answer_show(self, token, **_kwargs):
        """Show the question. Changes nothing: chats and mail scanners open links by themselves to make previews."""
        answer = self._answer_from_token(token)
        if not answer:
            return self._render_closed("unknown")
        document = answer._gendan_target()
        if document is None:
            return self._render_closed("unknown")
        if answer.state != "open" and not (
            answer.state == "used" and document._gendan_answer_stays(answer)
        ):
            return self._render_closed(answer.state, answer)
        return self._render_question(answer, document)

    # CSRF is off on purpose. Odoo's token is bound to the session cookie, which the browsers inside chat programs drop
    # or do not send back, so honest answers would be refused. There is nothing to forge: the request carries no rights
    # of a logged-in user (the session is not looked at), the unguessable single-use token in the address is the right.
    @http.route(
        "/gendan/a/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        sitemap=False,
        save_session=False,
    )
    def answer_take(self, token, **data):
        """Take the answer, once."""
        answer = self._answer_from_token(token)
        if not answer:
            return self._render_closed("unknown")
        environ = request.httprequest
        document = answer._gendan_target()
        takes_photos = (
            document is not None and answer.state == "open" and document._gendan_answer_takes_photos(answer)
        )
        try:
            photos = answer._gendan_photos(environ.files.getlist("photos")) if takes_photos else ()
            taken, sentence = answer._gendan_take(
                data, ip=environ.remote_addr, user_agent=environ.user_agent.string, photos=photos
            )
        except UserError as error:
            return self._render_question(answer, document, data=data, error=str(error))
        if not taken:
            answer.invalidate_recordset()
            return self._render_closed("used" if answer.state == "open" else answer.state, answer)
        return self._render("gendan_followup.answer_thanks", answer, {"sentence": sentence})

    @http.route("/gendan/a/<string:token>/<int:file_id>", type="http", auth="public", methods=["GET"], sitemap=False)
    def answer_file(self, token, file_id, **_kwargs):
        """A file the question is about, as long as its page can be looked at."""
        answer = self._answer_from_token(token)
        document = answer._gendan_target() if answer else None
        if document is None or answer.state != "open" and not (
            answer.state == "used" and document._gendan_answer_stays(answer)
        ):
            raise NotFound
        attachment = document._gendan_answer_files(answer).filtered(lambda file: file.id == file_id)
        if not attachment:
            raise NotFound
        # sudo: the document has named it as part of the question
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment.sudo())
        # a download, never a page: what a customer's browser shows under our address must be ours
        response = stream.get_response(as_attachment=True)
        response.headers.update(dict(_HEADERS))
        return response

    # ------------------------------------------------------------ helpers

    def _answer_from_token(self, token):
        answer = request.env["gendan.answer"]._gendan_from_token(token)
        if answer:
            partner = answer.partner_id
            lang = request.env["res.lang"]._get_code(partner.lang or "") or request.env.context.get("lang")
            request.update_context(lang=lang, tz=partner.tz or answer.company_id._gendan_tz().zone)
            answer = answer.with_context(**request.env.context)
        return answer

    def _render_question(self, answer, document, data=None, error=None):
        template, values = document._gendan_answer_render(answer)
        if not template:
            return self._render_closed("unknown")
        is_open = answer.state == "open"
        return self._render(
            "gendan_followup.answer_page",
            answer,
            {
                "submit": None,
                **values,
                "question_template": template,
                "document": document,
                "is_open": is_open,
                "takes_photos": document._gendan_answer_takes_photos(answer),
                "data": data or {},
                "error": error,
                "action_url": f"/gendan/a/{answer._gendan_token()}",
                # one sentence to translate: its full stop is the language's own
                "foot": request.env._(
                    "You can answer once. Your answer goes straight to your contact at %(company)s.",
                    company=answer.company_id._gendan_called(),
                ),
            },
        )

    def _render_closed(self, reason, answer=None):
        """The neutral page: it does not tell a stranger whether there ever was such a question."""
        status = NotFound.code if reason == "unknown" else 410
        return self._render("gendan_followup.answer_closed", answer, {"reason": reason}, status)

    def _render(self, template, answer, values, status=200):
        company = answer.company_id if answer else None
        # sudo: the public visitor may read no template; it shows only what the kind's handler put into `values`
        html = request.env["ir.qweb"].sudo()._render(
            template,
            {
                "answer": answer,
                "company": company,
                "lang": (request.env.context.get("lang") or "en_US").replace("_", "-"),
                **values,
            },
            minimal_qcontext=True,
        )
        return request.make_response(
            f"<!DOCTYPE html>\n{html}",
            headers=[("Content-Type", "text/html; charset=utf-8"), *_HEADERS],
            status=status,
        )
