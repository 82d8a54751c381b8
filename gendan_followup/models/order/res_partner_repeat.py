from odoo import models


class ResPartner(models.Model):
    """From a customer to the last batch of everything she orders."""

    _inherit = "res.partner"

    def action_gendan_batches(self):
        """Button: the last batch of each product this customer ordered; one click repeats one, or several together.

        :return: action
        """
        self.ensure_one()
        customer = self.commercial_partner_id
        newest = self.env["sale.order.line"]._gendan_newest(
            [
                ("state", "=", "sale"),
                ("display_type", "=", False),
                ("is_downpayment", "=", False),
                ("company_id", "in", self.env.companies.ids),
                ("order_partner_id", "child_of", customer.ids),
                "|",
                ("product_id.type", "!=", "service"),
                ("order_id.gendan_order_kind", "=", "processing"),
            ]
        )
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_batches"),
            "name": self.env._("Last batches of %s", customer.display_name),
            "domain": [("id", "in", [line.id for line in newest.values()])],
        }
