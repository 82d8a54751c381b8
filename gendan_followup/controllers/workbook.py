"""Workbooks as downloads."""

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(content, name):
    """The answer to a request: a workbook to keep.

    :param bytes content: the xlsx file
    :param str name: of the file, without its ending; numbers of documents may have slashes
    """
    disposition = content_disposition(f"{name.replace('/', '-')}.xlsx")
    return request.make_response(content, headers=[("Content-Type", XLSX), ("Content-Disposition", disposition)])
