from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from .workbook import workbook_response


class GendanMatchWorkbook(Controller):
    """The result of a match as a workbook."""

    @route("/gendan/match/<int:match_id>/xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def match_xlsx(self, match_id, **_kwargs):
        """Download it.

        :raise NotFound: no such match
        :raise AccessError: the user may not read it
        """
        match = request.env["gendan.match"].browse(match_id).exists()
        if not match:
            raise NotFound
        return workbook_response(match._gendan_sheet(), match.statement_id.name)
