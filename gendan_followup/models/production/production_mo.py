from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..common.document import FLOOR_KINDS


class MrpProduction(models.Model):
    """What the floor reads beside the work itself: whose order, by when, which papers are about. No prices, no promise.

    What stands on the production notice comes from ``_gendan_floor_facts``; rooms add theirs.
    """

    _inherit = "mrp.production"

    gendan_floor_papers_html = fields.Html(
        string="Floor Papers",
        compute="_compute_gendan_floor_papers_html",
        # sudo: the floor has no rights on papers; what they are called and who has them only
        compute_sudo=True,
        sanitize=False,
    )

    # ------------------------------------------------------------ customer

    def _compute_gendan_followed(self):
        # EXTENDS gendan_followup (plan): the customer's code only, where the company wants it so
        result = super()._compute_gendan_followed()
        for production in self.filtered(lambda production: production.company_id.gendan_floor_code_only):
            if production.gendan_customer_names:
                # sudo: as the field
                customers = production.sudo()._gendan_served_orders().partner_id
                production.gendan_customer_names = ", ".join(map(production._gendan_floor_code, customers))
        return result

    def _gendan_floor_code(self, customer):
        """The customer's code: the reference, else a number that says nothing to strangers.

        :param customer: ``res.partner`` (sudo)
        """
        return customer.ref or customer.commercial_partner_id.ref or f"#{customer.commercial_partner_id.id}"

    def _gendan_floor_customer(self, customer):
        """The customer as the floor may read it: name and code, or the code only.

        :param customer: ``res.partner`` (sudo)
        """
        self.ensure_one()
        if self.company_id.gendan_floor_code_only:
            return self._gendan_floor_code(customer)
        code = customer.ref or customer.commercial_partner_id.ref
        return f"{customer.display_name} ({code})" if code else customer.display_name

    # ------------------------------------------------------------ notice

    def _gendan_floor_facts(self):
        """What stands on the production notice beside product and quantity. Hook, batch: rooms add theirs.

        :return: {production: [(label, text, whether it is printed in bold)]}, texts in the language of the context
        """
        result = {}
        # sudo: as below; read for all at once
        every = self.env["sale.order"].sudo().union(
            *(production.sudo()._gendan_served_orders() for production in self)  # sudo: as below
        )
        every.order_line.fetch(["product_id", "product_uom_qty", "product_uom_id", "order_id"])
        every.partner_id.fetch(["ref", "name"])
        kinds = dict(self.env["sale.order"]._fields["gendan_order_kind"]._description_selection(self.env))
        for production in self:
            # sudo: the floor has no access to orders; customer, kind and quantity, and no money
            orders = production.sudo()._gendan_served_orders()
            lines = orders.order_line.filtered(
                lambda line, production=production: line.product_id == production.product_id
            )
            ordered = [
                f"{self._gendan_floor_quantity(sum(found.mapped('product_uom_qty')), unit)} {unit.name}"
                for unit, found in lines.grouped("product_uom_id").items()
            ]
            result[production] = [
                (label, text, False)
                for label, text in (
                    (
                        self.env._("Customer"),
                        ", ".join(production._gendan_floor_customer(partner) for partner in orders.partner_id),
                    ),
                    (
                        self.env._("Kind"),
                        ", ".join(kinds[kind] for kind in dict.fromkeys(orders.mapped("gendan_order_kind")) if kind),
                    ),
                    (self.env._("Ordered quantity"), ", ".join(ordered)),
                )
                if text
            ]
        return result

    @api.model
    def _gendan_floor_quantity(self, quantity, unit):
        """A quantity as a paper shows it: as many decimals as it needs.

        :param unit: ``uom.uom``, in which it is
        """
        text = f"{unit.round(quantity):,.6f}"
        return text.rstrip("0").rstrip(".")

    def _gendan_card_steps(self):
        """The rows of the process card: operation, machine, standard. Hook: productions without work orders.

        :return: list of (operation, work centre, standard), texts
        """
        self.ensure_one()
        return [
            (
                workorder.name,
                workorder.workcenter_id.name,
                self.env._("%(minutes)s min", minutes=round(workorder.duration_expected))
                if workorder.duration_expected >= 1
                else "",
            )
            for workorder in self.workorder_ids
            if workorder.state != "cancel"
        ]

    def _gendan_floor_picture(self):
        """What the goods look like, for the notice. Hook: base64 of a picture, or False."""
        self.ensure_one()
        return self.product_id.image_256

    # ------------------------------------------------------------ papers

    def _compute_gendan_floor_papers_html(self):
        papers_of = self._gendan_floor_papers()
        for production in self:
            rows = Markup("").join(map(production._gendan_floor_paper_row, papers_of[production]))
            production.gendan_floor_papers_html = rows and Markup("<table>%s</table>") % rows

    def _gendan_floor_papers(self):
        """The floor's papers of each production, newest first: {production: gendan.document (sudo)}. Batch.

        Its own, and those that were handed out from an order it serves.
        """
        # sudo: see the field
        orders_of = {production: production.sudo()._gendan_served_orders() for production in self}
        found = self.env["gendan.document"].sudo().search(  # sudo: as above
            [
                ("kind", "in", FLOOR_KINDS),
                "|",
                "&",
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                "&",
                ("res_model", "=", "sale.order"),
                ("res_id", "in", self.env["sale.order"].union(*orders_of.values()).ids),
            ],
            order="id desc",
        )
        return {
            production: found.filtered(
                lambda paper, production=production, orders=orders: (
                    paper.res_id == production.id if paper.res_model == self._name else paper.res_id in orders._ids
                )
            )
            for production, orders in orders_of.items()
        }

    def _gendan_floor_paper_row(self, paper):
        """One paper on the screen: what it is, of which version, who has it since when.

        :param paper: ``gendan.document`` (sudo)
        """
        issue = paper.issue_ids[:1]
        state = dict(paper._fields["state"]._description_selection(self.env))[paper.state]
        since = issue and format_date(self.env, paper.company_id._gendan_to_day(issue.issued_at))
        cells = (
            paper.display_name,
            self.env._("version %(number)s, copy %(copy)s", number=paper.version, copy=paper.copy_number or 1),
            " · ".join(filter(None, (issue.to, since))),
            state,
        )
        return Markup("<tr>%s</tr>") % Markup("").join(Markup("<td class='pe-3'>%s</td>") % cell for cell in cells)

    def action_gendan_hand_out(self):
        """Button: the dialog that hands papers out to the floor.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_floor_paper_production")
        return {**action, "context": {"active_model": self._name, "active_id": self.id}}
