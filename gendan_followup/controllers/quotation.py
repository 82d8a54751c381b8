from contextlib import nullcontext, suppress

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.sale_management.controllers.portal import CustomerPortal


class QuotationClosedError(AccessError):
    """The quotation's page is closed: its prices are not approved, or no longer the approved ones."""


class GendanQuotationPortal(CustomerPortal):
    """Every route of an order's page asks first whether the page is open."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        # EXTENDS portal: page, PDF, signature, refusal, payment, documents and options all come through here
        document_sudo = super()._document_check_access(model_name, document_id, access_token=access_token)
        if model_name == "sale.order" and document_sudo._gendan_is_closed_to_customer():
            # not our reasons: the customer reads it
            raise QuotationClosedError(
                request.env._("We are preparing this quotation. You will hear from us as soon as it is ready.")
            )
        return document_sudo

    @http.route()
    def portal_order_page(self, order_id, report_type=None, access_token=None, message=False, download=False, **kw):
        # EXTENDS sale
        order_sudo = None
        # another refusal than ours is answered by Odoo itself
        with suppress(AccessError, MissingError):
            try:
                order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
            except QuotationClosedError:
                return request.render("gendan_followup.sale_order_portal_closed")
        if order_sudo and report_type and order_sudo._gendan_needs_own_confirmation():
            return self._gendan_own_paper(order_sudo, report_type, download)
        return super().portal_order_page(
            order_id, report_type=report_type, access_token=access_token, message=message, download=download, **kw
        )

    def _gendan_own_paper(self, order_sudo, report_type, download):
        """Our contract or confirmation instead of Odoo's print of an order; a neutral page where there is none yet."""
        if paper_sudo := order_sudo._gendan_ready_contract():
            user = request.env.user
            if not user._is_internal():
                # the customer fetches it: with that it is out
                reader = order_sudo.partner_id if user._is_public() else user.partner_id.sudo()  # sudo: her own name
                copies = paper_sudo._gendan_mailed_copies().filtered(lambda copy: copy.state == "new")
                copies._gendan_issue("portal", to=reader.name)
            return self._show_report(
                model=paper_sudo,
                report_type=report_type,
                report_ref="gendan_followup.action_report_contract_mail",
                download=download,
            )
        values = {"order_url": order_sudo.get_portal_url()}
        return request.render("gendan_followup.sale_order_portal_no_paper", values)

    @http.route()
    def portal_quote_option_update(self, order_id, line_id, access_token=None, **kwargs):
        # EXTENDS sale_management: the customer chooses among optional lines; the offer stays the approved one
        # sudo: whether its prices are approved; access to the page is checked by super
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        is_customer = order and not request.env.user._is_internal()
        with order._gendan_customer_choosing() if is_customer else nullcontext():
            return super().portal_quote_option_update(order_id, line_id, access_token=access_token, **kwargs)

    def _prepare_quotations_domain(self, partner):
        # EXTENDS sale: the list tells amounts
        domain = super()._prepare_quotations_domain(partner)
        # sudo: which of the customer's own quotations are closed
        orders = request.env["sale.order"].sudo()
        switched_on = Domain("company_id.gendan_price_approval", "=", True)
        closed = [
            order.id for order in orders.search(Domain(domain) & switched_on) if order._gendan_is_closed_to_customer()
        ]
        return Domain(domain) & Domain("id", "not in", closed) if closed else domain
