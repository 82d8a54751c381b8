from odoo import fields, models


class MrpProduction(models.Model):
    """What the customer wants on and around the goods, and how much more or less is taken, for who makes them."""

    _inherit = "mrp.production"

    gendan_packing_wish = fields.Text(
        string="Packing and Marks",
        compute="_compute_gendan_packing_wish",
        # sudo: the floor has no access to orders; how to mark and pack only
        compute_sudo=True,
    )

    def _compute_gendan_packing_wish(self):
        for production in self:
            wishes = production._gendan_served_orders().mapped("gendan_packing_wish")
            production.gendan_packing_wish = "\n".join(dict.fromkeys(filter(None, wishes))) or False

    def _gendan_floor_facts(self):
        # EXTENDS gendan_followup (production)
        result = super()._gendan_floor_facts()
        # sudo: as the field
        lines_of = {
            production: production.sudo()._gendan_served_orders().order_line.filtered(  # sudo: as above
                lambda line, production=production: line.product_id == production.product_id
            )
            for production in self
        }
        tolerances = self.env["sale.order.line"].sudo().union(*lines_of.values())._gendan_tolerances()  # sudo: as above
        for production, lines in lines_of.items():
            texts = dict.fromkeys(
                f"+{tolerances[line].over * 100:.4g} % / -{tolerances[line].under * 100:.4g} %"
                for line in lines
                if line in tolerances
            )
            if texts:
                result[production].append((self.env._("Allowance"), ", ".join(texts), False))
            if production.gendan_packing_wish:
                result[production].append((self.env._("Packing and marks"), production.gendan_packing_wish, True))
        return result
