from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """Orders paid by letter of credit: it says by when their goods must leave."""

    _inherit = "sale.order"

    gendan_lc_id = fields.Many2one(
        "gendan.letter.of.credit",
        string="Letter of Credit",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id), ('partner_id', 'parent_of', partner_id)]",
    )
    gendan_lc_health = fields.Selection(related="gendan_lc_id.health", string="Letter of Credit's Light")
    gendan_lc_offered = fields.Boolean(compute="_compute_gendan_lc_offered")

    @api.depends("partner_id", "company_id.gendan_export", "gendan_lc_id")
    def _compute_gendan_lc_offered(self):
        for order in self:
            abroad = order.company_id.gendan_export and order.partner_id.gendan_is_export
            order.gendan_lc_offered = bool(abroad or order.gendan_lc_id)

    @api.constrains("gendan_lc_id", "partner_id", "company_id")
    def _check_gendan_credit(self):
        self._gendan_check_credit()

    def _gendan_check_credit(self):
        """Refuse another customer's or company's letter of credit.

        :raise ValidationError: it is
        """
        for order in self.filtered("gendan_lc_id"):
            credit = order.gendan_lc_id.sudo()  # sudo: whose it is
            if credit.partner_id != order.partner_id.commercial_partner_id or credit.company_id != order.company_id:
                raise ValidationError(
                    self.env._(
                        "Letter of credit %(credit)s is not of the customer of order %(order)s.",
                        credit=credit.name,
                        order=order.name,
                    )
                )

    def write(self, vals):
        # EXTENDS sale: who pays by letter of credit needs its papers, and leaves in time
        before = self.gendan_lc_id if "gendan_lc_id" in vals else self.env["gendan.letter.of.credit"]
        result = super().write(vals)
        if "gendan_lc_id" in vals:
            # sudo: follows what was decided on the order
            shipments = self.sudo().gendan_export_ids
            shipments.write({"payment": "lc" if vals["gendan_lc_id"] else "tt"})
            self._gendan_mark("lc_checked", "papers_presented")
            (before | self.gendan_lc_id)._gendan_sync_todos()
        return result

    def _gendan_last_departure(self, day):
        # EXTENDS gendan_followup: no later than the latest shipment
        latest = self.sudo().gendan_lc_id.latest_shipment  # sudo: a day
        return super()._gendan_last_departure(min(day, latest) if latest else day)

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: a plan that moved may pass a limit
        result = super()._gendan_derive(marks)
        if credits := self.gendan_lc_id:
            credits.invalidate_recordset(["ships_on", "present_by", "presents_on", "health", "problems"])
            credits._gendan_sync_todos()
        return result

    def _gendan_papers_since(self, codes, states):
        """The last day on which one of these papers came, when all that are needed are there; else False.

        :param codes: of gendan.export.paper.kind
        :param states: in which a paper counts
        """
        shipments = self.gendan_export_ids.filtered(lambda shipment: shipment.state != "cancel")
        papers = shipments.paper_ids.filtered(
            lambda paper: (
                paper.kind_id.code in codes and paper.state != "not_needed" and paper._gendan_is_followed()
            )
        )
        if not papers or any(paper.state not in states or not paper.received_on for paper in papers):
            return False
        return max(papers.mapped("received_on"))


class SaleOrderLine(models.Model):
    """The events of the plan that letters of credit and export papers tell."""

    _inherit = "sale.order.line"

    def _gendan_actual_lc_checked(self, kind):
        """The day the order's letter of credit was found good; orders without one are ticked by hand."""
        return self._gendan_of_goods(lambda order: order.gendan_lc_id.checked_on)

    def _gendan_actual_papers_presented(self, kind):
        """The day the papers were presented under the letter of credit."""
        return self._gendan_of_goods(lambda order: order.gendan_lc_id.presented_on)

    def _gendan_actual_export_papers_ready(self, kind):
        """The day invoice, packing list and declaration of all the order's shipments were ready."""
        return self._gendan_of_goods(lambda order: order._gendan_papers_since(("ci", "pl", "customs"), ("ready",)))

    def _gendan_actual_lading_received(self, kind):
        """The day the bill of lading or air waybill of all the order's shipments was here."""
        return self._gendan_of_goods(
            lambda order: order._gendan_papers_since(("bl", "awb"), ("received", "compared", "ready"))
        )

    def _gendan_of_goods(self, function):
        """The same day for all goods of an order; None for what is no goods.

        :param function: order (sudo) -> date or False
        """
        # sudo: plans follow facts, whoever noted them
        days = {order: function(order.sudo()) or False for order in self.order_id}
        return {
            line: None
            if line.display_type or line.is_downpayment or line.product_id.type != "consu"
            else days[line.order_id]
            for line in self
        }
