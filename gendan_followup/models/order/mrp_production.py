from markupsafe import Markup

from odoo import fields, models


class MrpProduction(models.Model):
    """What the floor makes the goods by: the specification agreed with the customer. No prices."""

    _inherit = "mrp.production"

    # sudo: the floor has no access to orders; the specification carries no money
    gendan_spec_html = fields.Html(
        string="Specification", compute="_compute_gendan_spec_html", compute_sudo=True, sanitize=False
    )

    def _compute_gendan_spec_html(self):
        specs = self._gendan_specifications()
        for production in self:
            blocks = [production._gendan_spec_block(spec) for spec in specs.get(production, ())]
            production.gendan_spec_html = Markup("").join(blocks) or False

    def _gendan_spec_block(self, spec):
        """One line's specification for the screen; texts are escaped."""
        rows = Markup("").join(
            Markup(
                '<div class="row g-0 border-bottom py-1"><div class="col-5 col-md-3 text-muted">%s</div>'
                '<div class="col">%s</div></div>'
            )
            % tuple(row)
            for row in spec["rows"]
        )
        return Markup('<div class="mb-3"><strong>%s</strong><div class="mt-1">%s</div></div>') % (
            self._gendan_spec_heading(spec),
            rows,
        )

    def _gendan_spec_heading(self, spec):
        """Which order and version a specification is of, for screen and paper."""
        if not spec["version"]:
            return f"{spec['order']} · {spec['product']}"
        return self.env._(
            "%(order)s · %(product)s · version %(version)s",
            order=spec["order"],
            product=spec["product"],
            version=spec["version"],
        )

    def _gendan_specifications(self):
        """The specification of what each production makes, in the language of the context. Batch, for any room.

        The order line it was made for; where it is not known, the order's lines of the same product, and for parts
        and half-made goods the lines of what they go into.

        :return: {production: [{"order", "product", "version", "rows": [[name, text]]}]}
        """
        if not self.env["gendan.spec.attribute"]._gendan_by_category():
            return {}
        lines_of = {}
        for production in self.sudo():  # sudo: see the field
            lines = production.sale_line_id
            if not lines or lines.product_id != production.product_id:
                served = (production._gendan_served_orders() | lines.order_id).order_line
                same = served.filtered(lambda line, production=production: line.product_id == production.product_id)
                lines = same or lines or served
            lines_of[production] = lines
        # sudo: see the field
        rows = self.env["sale.order.line"].sudo().union(*lines_of.values())._gendan_spec_rows()
        return {
            production: [
                {
                    "order": line.order_id.name,
                    "product": line.product_id.display_name,
                    "version": line.gendan_spec_version,
                    "rows": [list(row) for row in rows[line]],
                }
                for line in lines
                if line in rows and line.state == "sale"
            ]
            for production, lines in lines_of.items()
        }
