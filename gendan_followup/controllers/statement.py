from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from .workbook import workbook_response


class GendanStatementWorkbook(Controller):
    """A statement as a workbook."""

    @route("/gendan/statement/<int:statement_id>/xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def statement_xlsx(self, statement_id, **_kwargs):
        """Download it.

        :raise NotFound: no such statement
        :raise AccessError: the user may not read it
        """
        statement = request.env["gendan.statement"].browse(statement_id).exists()
        if not statement:
            raise NotFound
        return workbook_response(statement._gendan_workbook(), statement.name)
