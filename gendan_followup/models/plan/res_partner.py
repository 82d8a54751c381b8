from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """From the customer to her open orders."""

    _inherit = "res.partner"

    gendan_open_order_count = fields.Integer(
        string="Orders under way",
        compute="_compute_gendan_open_order_count",
        groups="sales_team.group_sale_salesman",
        help="Followed orders of the customer that are not delivered and settled yet, as far as you may see them.",
    )

    def _compute_gendan_open_order_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                self._gendan_open_order_domain(), ["partner_id.commercial_partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.gendan_open_order_count = counts.get(partner.commercial_partner_id, 0)

    def _gendan_open_order_domain(self):
        """Domain of the followed orders of these customers that are under way."""
        return Domain(
            [
                ("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
                ("state", "=", "sale"),
                ("gendan_delivery_health", "!=", False),
                ("gendan_is_done", "=", False),
            ]
        )

    def action_gendan_open_orders(self):
        """Button: the customer's followed orders under way, ranked as agreed with her.

        For everybody who reads orders; each sees her own.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of %(customer)s under Way", customer=self.commercial_partner_id.name),
            "res_model": "sale.order",
            "views": [
                (self.env.ref("gendan_followup.sale_order_view_list_customer").id, "list"),
                (self.env.ref("sale.view_order_form").id, "form"),
            ],
            "search_view_id": [self.env.ref("gendan_followup.sale_order_view_search_followup").id, "search"],
            "domain": list(self._gendan_open_order_domain()),
            "context": {"create": False},
        }

    def _gendan_notice_days(self, company):
        """Working days before an arrival at which it is announced: the customer's own, else the company's.

        :param company: res.company that would write
        """
        self.ensure_one()
        return self.commercial_partner_id.gendan_arrival_notice_days or company.gendan_message_arrival_days
