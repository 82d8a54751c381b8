from odoo import api, models


class GendanComplaint(models.Model):
    """What the customer may see of his complaints: pages of the portal and by link show this and nothing else."""

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_of_customer(self, user, complaint_id=None):
        """The complaints of a portal user's company, sudo: its pages have asked nobody else.

        :param user: res.users
        :param int complaint_id: only this one, if it is among them
        """
        customer = user.partner_id.commercial_partner_id
        domain = [("partner_id", "=", customer.id), ("company_id", "in", user.company_ids.ids)]
        if complaint_id is not None:
            domain.append(("id", "=", complaint_id))
        # sudo: customers have no rights on the model; the domain is his own company, in the companies he deals with
        return self.sudo().search(domain)

    def _gendan_customer_values(self):
        """What the customer sees of one complaint. Call with sudo. Hook: add what he may see, nothing internal.

        :rtype: dict
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        # one truck may have brought the goods of several
        orders = self._gendan_complained_orders()
        return {
            "number": self.name,
            "customer_ref": self.customer_ref or "",
            "subject": self.subject,
            "description": self.description or "",
            "received_at": self.received_at,
            "state": self.state,
            "state_name": states[self.state],
            "order": ", ".join(orders.mapped("name")),
            "order_ref": ", ".join(dict.fromkeys(filter(None, orders.mapped("client_order_ref")))),
            # as it stands on the paper he has
            "transfer": self.picking_id.gendan_note_id.name or self.picking_id.name or "",
            "proposal": self.proposal or "" if self.proposed_at else "",
            "lines": [
                {
                    "product": line.product_id.display_name,
                    "lot": line.lot_id.name or "",
                    "bad": line.bad,
                    "quantity": f"{line.uom_id._gendan_number(line.bad)} {line.uom_id.name}" if line.bad else "",
                    "unit": line.uom_id.name,
                    "defect": line.defect_id.display_name or "",
                }
                for line in self.line_ids
            ],
        }
