from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare

from odoo.addons.gendan_followup.tools.costing import MOST_DIGITS

from .feasible_source import FeasibleSource
from .moq import Known

# what a minimum and its surcharge hang on
WATCHED = frozenset({"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount"})


class SaleOrderLine(models.Model):
    """What minimums count on a line, and the line that bears a surcharge."""

    _inherit = "sale.order.line"

    gendan_moq_consent_id = fields.Many2one(
        "gendan.moq.consent",
        string="Surcharge Agreed",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
        help="The line bears a surcharge for less than the minimum; its price follows the quantities.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: another line may fill up to the minimum
        for vals in vals_list:
            self._gendan_check_moq_consent(vals)
        lines = super().create(vals_list)
        if lines._gendan_moq_bearing() and not self.env.su:
            # a default in the context is somebody's word, too
            lines._gendan_check_moq_consent({"gendan_moq_consent_id": True})
        if self.env["gendan.moq"]._gendan_is_used():
            # deposits and freight that come onto a confirmed order change nothing of it
            lines._gendan_moq_counted().order_id._gendan_moq_refresh()
        return lines

    def write(self, vals):
        """Write lines; surcharges follow.

        :raise UserError: a surcharge is to be another one than agreed
        """
        # EXTENDS gendan_followup
        self._gendan_check_moq_consent(vals)
        # nothing is written on, too: Odoo's own modules do it for each move that is cleaned up
        if not self or WATCHED.isdisjoint(vals):
            return super().write(vals)
        if not self.env.su and (bearing := self._gendan_moq_bearing()._gendan_moq_changed(vals)):
            raise UserError(
                self.env._(
                    "%(surcharge)s on %(order)s was agreed with the customer and follows the quantities. Delete the"
                    " line, or have the minimum waived.",
                    surcharge=bearing[0].product_id.display_name,
                    order=bearing[0].order_id.name,
                )
            )
        result = super().write(vals)
        self.order_id._gendan_moq_refresh()
        return result

    def unlink(self):
        # EXTENDS sale
        orders = self.order_id
        result = super().unlink()
        orders.exists()._gendan_moq_refresh()
        return result

    def _gendan_check_moq_consent(self, vals):
        """Only the noted answer makes a line bear a surcharge.

        :raise AccessError: somebody else says so
        """
        if "gendan_moq_consent_id" in vals and not self.env.su and (vals["gendan_moq_consent_id"] or self):
            raise AccessError(self.env._("A surcharge comes onto the order by noting the customer's answer."))

    def _gendan_moq_bearing(self):
        """Those of these lines that bear a surcharge (sudo)."""
        if not self.env["gendan.moq"]._gendan_is_used():
            return self.sudo().browse()  # sudo: nothing
        # sudo: whoever works on the order, its surcharges are known
        return self.sudo().filtered("gendan_moq_consent_id")

    def _gendan_moq_changed(self, vals):
        """Those of these lines that values would change in what is watched."""
        return self.filtered(
            lambda line: any(
                (line[name].id if isinstance(line[name], models.BaseModel) else line[name]) != vals[name]
                for name in WATCHED & vals.keys()
            )
        )

    def _gendan_is_batch(self):
        # EXTENDS gendan_followup: also where the work itself is a service
        # sudo: as above
        return super()._gendan_is_batch() and not self.sudo().gendan_moq_consent_id

    def _gendan_moq_counted(self):
        """Those of these lines whose quantity minimums look at: goods, no surcharges, deposits or free texts."""
        return self.filtered(
            lambda line: (
                line.product_id.type == "consu"
                and not line.display_type
                and not line.is_downpayment
                and line.product_uom_id
                and line.product_uom_id.compare(line.product_uom_qty, 0.0) > 0
            )
        )

    def _gendan_moq_designs(self):
        """Which design each line is printed or cut from. Hook, batch: who knows the set of plates names that.

        :return: {line: (key, label)}; lines with one key are counted together
        """
        templates = {line: line.product_id.product_tmpl_id for line in self}
        return {line: (f"template {template.id}", template.display_name) for line, template in templates.items()}

    def _gendan_moq_known(self, rules):
        """What rules need to know of these lines besides what stands on them. Batch.

        :param rules: ``gendan.moq``
        :rtype: Known
        """
        scopes = set(rules.mapped("scope"))
        if scopes & {"colour", "lot"}:
            # for all at once: the lines of one order, filtered, know only of themselves
            self._origin.fetch(["product_no_variant_attribute_value_ids"])
        return Known(
            self._gendan_moq_designs() if "design" in scopes else {},
            self._gendan_moq_bills() if "lot" in scopes else {},
        )

    def _gendan_moq_groups(self, rule, known):
        """By what a rule counts these lines. Batch.

        :param rule: ``gendan.moq``
        :param Known known: of these lines
        :return: {line: (key, label)}, the same for all lines that are counted together
        """
        if rule.scope == "design":
            return {line: known.designs[line] for line in self}
        if rule.scope == "colour":
            return {line: line._gendan_moq_colour(rule.attribute_id) for line in self}
        if rule.scope == "lot":
            group = f"material {rule.material_id.id}", rule.material_id.display_name
        else:
            goods = rule.product_tmpl_id or rule.categ_id
            group = "order", goods.display_name or self.env._("All products")
        return dict.fromkeys(self, group)

    def _gendan_moq_colour(self, attribute):
        """Key and label of a line's colour, whatever its size.

        :param attribute: the ``product.attribute`` that is the colour; empty: each variant is one
        """
        self.ensure_one()
        product = self.product_id
        if not attribute:
            return f"variant {product.id}", product.display_name
        chosen = product.product_template_attribute_value_ids | self.product_no_variant_attribute_value_ids
        value = chosen.filtered(lambda value: value.attribute_id == attribute).product_attribute_value_id[:1]
        template = product.product_tmpl_id
        return f"colour {template.id} {value.id}", f"{template.display_name}, {value.name or '–'}"

    def _gendan_moq_quantity(self, rule, unit, known):
        """What this line adds to what a rule counts.

        :param rule: ``gendan.moq``
        :param unit: ``uom.uom`` of the answer
        :param Known known: of this line
        """
        self.ensure_one()
        if rule.scope != "lot":
            return self.product_uom_id._compute_quantity(self.product_uom_qty, unit, round=False)
        quantity = self.product_uom_id._compute_quantity(self.product_uom_qty, self.product_id.uom_id, round=False)
        material = rule.material_id
        values = self.product_no_variant_attribute_value_ids
        used = known.bills[self].uses(self.product_id, values, quantity, material)
        return material.uom_id._compute_quantity(used, unit, round=False)

    def _gendan_moq_bills(self):
        """The bills of materials behind these lines. Batch.

        :return: {line: ``FeasibleSource`` that has read them}
        """
        result = {}
        for (company, warehouse), lines in self.grouped(
            lambda line: (line.order_id.company_id, line.order_id.warehouse_id)
        ).items():
            # sudo: how much material is used decides, not who may read bills of materials
            source = FeasibleSource(lines.sudo().with_company(company).env, company, warehouse)
            source.read_bills(lines.sudo().product_id)  # sudo: as above
            result |= dict.fromkeys(lines, source)
        return result

    def _gendan_moq_price_at(self, factor):
        """What the lines would cost at their quantities times ``factor``, in the order's currency, discounts off.

        The price list's price for that quantity where the line has its price from the list, else the line's own.
        """
        total = 0.0
        for line in self:
            quantity = line.product_uom_qty * factor
            price = line.price_unit
            pricelist = line.order_id.pricelist_id
            if pricelist:
                ask = {
                    "uom": line.product_uom_id,
                    "date": line.order_id.date_order,
                    "currency": line.currency_id,
                }
                now = pricelist._get_product_price(line.product_id, line.product_uom_qty, **ask)
                if float_compare(now, price, precision_digits=MOST_DIGITS) == 0:
                    price = pricelist._get_product_price(line.product_id, quantity, **ask)
            total += price * quantity * (1 - line.discount / 100)
        return self.currency_id.round(total) if self else 0.0
