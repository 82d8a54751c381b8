from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

from .sample import XLSX


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
        name = f"{statement.name.replace('/', '-')}.xlsx"
        return request.make_response(
            statement._gendan_workbook(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )
