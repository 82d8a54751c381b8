from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class GendanPortal(CustomerPortal):
    """The order's progress on its own page of the portal."""

    def _get_page_view_values(self, document, access_token, values, session_history, no_breadcrumbs, **kwargs):
        # EXTENDS portal: `document` was checked by the route (login or the order's token)
        values = super()._get_page_view_values(
            document, access_token, values, session_history, no_breadcrumbs, **kwargs
        )
        if document._name == "sale.order":
            values["gendan_progress"] = document._gendan_progress()
            values["gendan_date_questions"] = document._gendan_portal_date_questions(request.env.user)
        return values
