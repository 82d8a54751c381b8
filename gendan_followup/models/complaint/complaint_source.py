"""What a complaint is about: order, transfer, invoice, and what is known through them."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from ..common.opening import open_document
from .complaint import SLACK


class GendanComplaint(models.Model):
    """The documents, and that they fit together."""

    _inherit = "gendan.complaint"

    product_ids = fields.Many2many(
        "product.product",
        string="Goods of These Documents",
        compute="_compute_product_ids",
        compute_sudo=True,
    )
    about_order_ids = fields.Many2many(
        "sale.order", string="Orders of These Documents", compute="_compute_about_order_ids", compute_sudo=True
    )
    has_several_orders = fields.Boolean(compute="_compute_about_order_ids", compute_sudo=True)
    orders_note = fields.Char("Which Order", compute="_compute_orders_note", compute_sudo=True)

    # ------------------------------------------------------------ compute

    @api.depends("order_id", "picking_id", "invoice_id")
    def _compute_about_order_ids(self):
        for complaint in self:
            orders = complaint._gendan_document_orders() or complaint.order_id._origin
            complaint.about_order_ids = orders
            complaint.has_several_orders = len(orders) > 1

    def _gendan_document_orders(self):
        """The orders whose goods went with the transfer, or stand on the invoice, sudo: one truck may serve several."""
        self.ensure_one()
        documents = self.sudo()  # sudo: the links only
        if documents.picking_id:
            return documents.picking_id._origin._gendan_served_orders()
        return documents.invoice_id._origin.line_ids.sale_line_ids.order_id

    @api.depends("about_order_ids", "order_id", "line_ids.order_line_id")
    def _compute_orders_note(self):
        for complaint in self:
            orders = complaint.about_order_ids._origin
            # sudo: the names of orders whose documents are read
            own = complaint.sudo().line_ids.order_line_id.order_id
            if complaint.order_id or len(orders) < 2:
                complaint.orders_note = False
            elif len(own) > 1:
                complaint.orders_note = self.env._(
                    "The goods are of %(orders)s.", orders=format_list(self.env, own.mapped("name"))
                )
            else:
                complaint.orders_note = self.env._(
                    "%(document)s has goods of %(orders)s: choose the order, or say which goods.",
                    document=complaint.picking_id.name or complaint.invoice_id.name,
                    orders=format_list(self.env, orders.mapped("name")),
                )

    @api.depends("picking_id", "invoice_id")
    def _compute_order_id(self):
        for complaint in self:
            orders = complaint._gendan_document_orders()
            # of several one is chosen, or the goods say which
            complaint.order_id = complaint.order_id.id or (orders.id if len(orders) == 1 else False)

    def _gendan_complained_orders(self):
        """The orders these complaints are about: the one chosen, else those of the goods. With the caller's rights."""
        return self.order_id | self.filtered(lambda one: not one.order_id).line_ids.order_line_id.order_id

    def _gendan_take_order(self):
        """Where the documents leave a choice of orders and all goods are of one, it is about that order."""
        for complaint in self:
            own = complaint.sudo().line_ids.order_line_id.order_id  # sudo: the link only
            if not complaint.order_id and len(own) == 1 and own in complaint._gendan_document_orders():
                complaint._gendan_keep({"order_id": own.id})

    @api.depends("order_id", "picking_id", "invoice_id")
    def _compute_partner_id(self):
        for complaint in self:
            documents = complaint.sudo()  # sudo: whose they are
            # of several orders: who ordered them
            person = (documents.order_id or complaint._gendan_document_orders())[:1].partner_id
            person = person or documents.picking_id.partner_id or documents.invoice_id.partner_id
            if not person:
                complaint.partner_id = complaint.partner_id
                complaint.contact_id = complaint.contact_id
                continue
            customer = person.commercial_partner_id
            complaint.partner_id = customer.id
            if complaint.contact_id.commercial_partner_id != customer:
                # an address of his takes goods in, a person of his complains
                is_person = person != customer and person.type == "contact"
                complaint.contact_id = person.id if is_person else False

    @api.depends("order_id", "picking_id", "invoice_id")
    def _compute_company_id(self):
        for complaint in self:
            documents = complaint.sudo()  # sudo: whose they are
            company = (
                documents.order_id.company_id or documents.picking_id.company_id or documents.invoice_id.company_id
            )
            complaint.company_id = company or complaint.company_id or self.env.company

    @api.depends("order_id", "picking_id", "invoice_id", "company_id")
    def _compute_currency_id(self):
        for complaint in self:
            documents = complaint.sudo()  # sudo: which currency
            order = documents.order_id or complaint._gendan_document_orders()[:1]
            complaint.currency_id = (
                order.currency_id or documents.invoice_id.currency_id or documents.company_id.currency_id
            )

    @api.depends("order_id", "picking_id", "invoice_id")
    def _compute_product_ids(self):
        for complaint in self:
            picking, order, invoice = complaint.picking_id, complaint.order_id, complaint.invoice_id
            if picking:
                moves = picking.move_ids.filtered(lambda move: move.state == "done")
                # of a kit both the kit and its parts may be complained about
                found = moves.product_id | moves.sale_line_id.product_id
            elif order:
                lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
                found = lines.product_id
            else:
                found = invoice.invoice_line_ids.product_id
            complaint.product_ids = found

    @api.depends("order_id", "picking_id", "invoice_id")
    def _compute_objection_days(self):
        # sudo: what was agreed, not the paper
        about = {
            complaint: complaint.order_id._origin.sudo() or complaint._gendan_document_orders() for complaint in self
        }
        days = self.env["sale.order"].sudo().union(*about.values())._gendan_objection_days()  # sudo: as above
        for complaint, orders in about.items():
            agreed = {days.get(order, 0) for order in orders}
            # of several orders: where all say the same
            complaint.objection_days = agreed.pop() if len(agreed) == 1 else 0

    @api.depends("objection_days", "picking_id", "order_id", "received_at")
    def _compute_objection(self):
        for complaint in self:
            start = complaint._gendan_reached_on()
            days = complaint.objection_days
            until = start + timedelta(days=days) if start and days > 0 else False
            complaint.objection_until = until
            if not until or not complaint.received_at:
                complaint.objection = "unknown"
            else:
                day = complaint.company_id._gendan_to_day(complaint.received_at)
                complaint.objection = "in" if day <= until else "out"

    def _gendan_reached_on(self):
        """The day on which what is complained about reached the customer, as far as known: the last one of an order.

        :rtype: date | False
        """
        self.ensure_one()
        complaint = self.sudo()  # sudo: a day
        pickings = complaint.picking_id._origin or complaint.order_id._origin.picking_ids
        days = [day for day in pickings._gendan_reached_on().values() if day]
        return max(days, default=False)

    # ------------------------------------------------------------ onchange

    @api.onchange("order_id", "picking_id", "invoice_id")
    def _onchange_documents(self):
        """The goods, where the documents leave no choice."""
        if len(self.product_ids) == 1 and not self.line_ids:
            self.line_ids = [Command.create({"product_id": self.product_ids._origin.id})]

    @api.onchange("line_ids")
    def _onchange_goods(self):
        """The order, where only the goods say which of several it is."""
        own = self.sudo().line_ids.order_line_id.order_id._origin  # sudo: the link only
        if not self.order_id and len(own) == 1 and own in self._gendan_document_orders():
            self.order_id = own.id

    # ------------------------------------------------------------ guards

    @api.model
    def _gendan_parties(self, document):
        """The companies whose complaint about a document it can be: who ordered, not who took the goods in or pays.

        :param document: order, transfer, invoice or contact, sudo
        :return: res.partner
        """
        if document._name == "res.partner":
            return document.commercial_partner_id
        if document._name == "stock.picking":
            orders = document._origin._gendan_served_orders()
        elif document._name == "account.move":
            orders = document.line_ids.sale_line_ids.order_id
        else:
            orders = document
        return (orders or document).partner_id.commercial_partner_id

    @api.model
    def _gendan_check_documents(self, vals):
        """Complaints are made about documents one may read.

        :raise AccessError: Odoo's own
        """
        for name in ("order_id", "picking_id", "invoice_id"):
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    def _gendan_check(self):
        """:raise UserError: what a complaint says of customer, documents and time does not fit"""
        for complaint in self:
            if sentence := complaint._gendan_error():
                raise UserError(sentence)

    def _gendan_error(self):
        """The sentence why this complaint cannot be so, or False. Hook: ``return super()... or`` one's own."""
        self.ensure_one()
        complaint = self.sudo()  # sudo: whether documents fit together does not depend on who looks
        words = {"complaint": self.display_name}
        if complaint.received_at > fields.Datetime.now() + SLACK:
            return self.env._("%(complaint)s cannot have been received at a time to come.", **words)
        customer = complaint.partner_id
        if not customer and complaint.state not in ("new", "cancelled"):
            return self._gendan_take_error()
        for document in (complaint.order_id, complaint.picking_id, complaint.invoice_id, complaint.contact_id):
            parties = complaint._gendan_parties(document)
            if parties and customer and customer.commercial_partner_id not in parties:
                return self.env._(
                    "%(complaint)s is of %(customer)s, but %(document)s belongs to %(other)s.",
                    customer=customer.name,
                    document=document.display_name,
                    other=format_list(self.env, parties.mapped("name")),
                    **words,
                )
            company = "company_id" in document and document.company_id
            if company and company != complaint.company_id:
                return self.env._(
                    "%(complaint)s is of %(company)s, but %(document)s is of %(other)s.",
                    company=complaint.company_id.name,
                    document=document.display_name,
                    other=company.name,
                    **words,
                )
        picking, order = complaint.picking_id, complaint.order_id
        if picking and picking.state != "done":
            return self.env._("%(transfer)s has not left yet: nobody can complain about it.", transfer=picking.name)
        if picking and not any(move._gendan_crossing() == "done" for move in picking.move_ids):
            return self.env._("%(transfer)s took nothing to a customer.", transfer=picking.name)
        served = picking._gendan_served_orders() if picking else order.browse()
        if order and served and order not in served:
            return self.env._(
                "%(transfer)s did not deliver %(order)s, but %(served)s.",
                transfer=picking.name,
                order=order.name,
                served=format_list(self.env, served.mapped("name")),
            )
        return False

    # ------------------------------------------------------------ doors

    def action_open_order(self):
        """Button: the order."""
        self.ensure_one()
        return open_document(self.order_id)

    def action_open_picking(self):
        """Button: the transfer."""
        self.ensure_one()
        return open_document(self.picking_id)

    def action_open_invoice(self):
        """Button: the invoice."""
        self.ensure_one()
        return open_document(self.invoice_id)
