from odoo import fields, models

from .plan import DELIVERY_HEALTH


class GendanFollowedMixin(models.AbstractModel):
    """Documents behind followed orders (production, transfer, purchase): their way to the plan.

    The extending model says which orders it serves in ``_gendan_served_orders``. Names and days
    are shown to whoever reads the document; the plans themselves open by their own access rules.
    """

    _name = "gendan.followed.mixin"
    _description = "Document behind followed orders"

    # sudo: a shop-floor or purchase user reads names and counts of orders closed to him
    gendan_plan_count = fields.Integer(
        string="Plans", compute="_compute_gendan_followed", compute_sudo=True
    )
    # sudo: as above
    gendan_order_names = fields.Char(
        string="Followed orders", compute="_compute_gendan_followed", compute_sudo=True
    )
    # sudo: as above
    gendan_customer_names = fields.Char(
        string="Customers", compute="_compute_gendan_followed", compute_sudo=True
    )
    # the light tells production what burns; the days left over are the clerk's alone
    gendan_plan_health = fields.Selection(
        DELIVERY_HEALTH, string="Delivery of the orders", compute="_compute_gendan_followed", compute_sudo=True
    )

    def _compute_gendan_followed(self):
        worst_first = [key for key, _label in DELIVERY_HEALTH]
        for document, plans in self._gendan_served_plans().items():
            orders = plans.order_id
            document.gendan_plan_count = len(plans)
            healths = set(plans.mapped("delivery_health"))
            document.gendan_plan_health = next((key for key in worst_first if key in healths), False)
            document.gendan_order_names = ", ".join(orders.mapped("name")) or False
            document.gendan_customer_names = ", ".join(plans.partner_id.mapped("display_name")) or False

    def _gendan_served_orders(self):
        """The orders this document serves; extended by each model.

        :return: ``sale.order``
        """
        self.ensure_one()
        return self.env["sale.order"]

    def _gendan_served_plans(self):
        """The plans of the orders each document serves: {document: gendan.plan}, sudo, in batch."""
        documents = self.sudo()  # see the fields above
        orders_of = {document: document._gendan_served_orders() for document in documents}
        orders = self.env["sale.order"].sudo().union(*orders_of.values())  # sudo: see the fields above
        orders.fetch(["gendan_plan_ids"])
        # all at once: filtered below they would be read order by order
        orders.gendan_plan_ids.mapped("delivery_health")
        return {
            document: orders_of[document.sudo()].gendan_plan_ids.filtered(  # sudo: see the fields above
                lambda plan: plan.delivery_health != "cancelled"
            )
            for document in self
        }

    def _gendan_whose_served(self, names):
        """Whose work a document is that serves orders and names no customer: the first followed order's.

        :param tuple names: as found without it, of ``mail.thread._gendan_whose_names``
        :return: (sale.order, commercial res.partner, res.company)
        """
        order, _partner, company = names
        served = self._gendan_served_orders().filtered("gendan_clerk_id").sorted("id")[:1]
        if order or not served:
            return names
        return served, served.partner_id.commercial_partner_id, company

    def action_gendan_view_plans(self):
        """Smart button: the plans of the orders this document serves.

        :return: action; one plan opens as a form
        """
        self.ensure_one()
        plans = self._gendan_served_plans()[self]
        return plans._get_records_action(name=self.env._("Plans behind %(document)s", document=self.display_name))
