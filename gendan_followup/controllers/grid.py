import json

from werkzeug.exceptions import InternalServerError

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route, serialize_exception

from .workbook import workbook_response


class GendanGrid(Controller):
    """The grid orders x milestones as a file."""

    @route("/gendan/grid/xlsx", type="http", auth="user", methods=["POST"], readonly=True)
    def grid_xlsx(self, data):
        """Download what the grid shows, all pages of it.

        :param str data: JSON with domain, template, groupby, order, money and context, as the view has them
        :raise InternalServerError: with the sentence as JSON; what the sheet does not take is refused
        """
        asked = json.loads(data)
        plans = request.env["gendan.plan"]
        # the user's own rules and language decide; of the context only the companies he has chosen
        if companies := (asked.get("context") or {}).get("allowed_company_ids"):
            plans = plans.with_context(allowed_company_ids=companies)
        plans.check_access("read")
        try:
            content = plans._gendan_grid_xlsx(
                asked.get("domain") or [],
                template=asked.get("template") or False,
                groupby=asked.get("groupby") or [],
                order=asked.get("order") or None,
                money=bool(asked.get("money", True)),
            )
        except UserError as error:
            # the form in which the web client takes a sentence from a download, as Odoo's own export has it
            answer = {"code": 0, "message": "Odoo Server Error", "data": serialize_exception(error)}
            raise InternalServerError(json.dumps(answer)) from error
        name = request.env._("Orders and milestones %s", fields.Date.to_string(request.env.company._gendan_today()))
        return workbook_response(content, name)
