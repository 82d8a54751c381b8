"""The specification of order lines: what it has to contain, what is missing, how it reads."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.names import join_names

from ..plan.sale_order import WORKED_OUT

# an order without a price is one for these
WITHOUT_PRICE = frozenset({"makeup", "sample", "own", "stock"})


@dataclass(slots=True)
class SpecState:
    """What one line's specification has to contain and what of it is there.

    `elements` are keys of ``_gendan_element_labels`` that are missing, `attributes` the required attributes without a
    value (sudo), `percent` of all required ones are there.
    """

    percent: int
    elements: list[str] = field(default_factory=list)
    attributes: Any = None

    @property
    def missing(self) -> bool:
        """Whether anything required is not there."""
        return bool(self.elements or self.attributes)


class SaleOrderLine(models.Model):
    """Lines whose category has attributes are specified. Elsewhere nothing here runs, no query is added."""

    _inherit = "sale.order.line"

    gendan_spec_value_ids = fields.One2many(
        "gendan.spec.value", "line_id", string="Specification", copy=False, groups="base.group_user"
    )
    gendan_spec_version = fields.Integer(
        string="Specified in version",
        aggregator=None,
        help="The version of the order this line's specification is part of; 0: not agreed yet.",
        **WORKED_OUT,
    )
    # own and not related: a product that goes to another category does not change what was agreed
    gendan_spec_categ_id = fields.Many2one(
        "product.category",
        string="Category when agreed",
        ondelete="set null",
        index="btree_not_null",
        **WORKED_OUT,
    )
    gendan_spec_from_id = fields.Many2one(
        "sale.order.line",
        string="Specification taken from",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="The line it was copied from: of the order that was repeated, or of the customer's last one.",
    )
    gendan_is_specified = fields.Boolean(
        string="Is specified", compute="_compute_gendan_spec", groups="base.group_user"
    )
    gendan_spec_percent = fields.Integer(
        string="Spec. %",
        compute="_compute_gendan_spec",
        aggregator=None,
        groups="base.group_user",
        help="How much of the required specification is there.",
    )
    gendan_spec_missing = fields.Char(
        string="Still missing", compute="_compute_gendan_spec", groups="base.group_user"
    )

    # ------------------------------------------------------------ compute

    @api.depends(
        "product_id",
        "name",
        "product_uom_qty",
        "price_unit",
        "gendan_own_date",
        "gendan_spec_value_ids",
        "order_id.gendan_order_kind",
        "order_id.commitment_date",
        "order_id.gendan_requested_date",
        "order_id.gendan_condition_days",
    )
    @api.depends_context("lang")
    def _compute_gendan_spec(self):
        states = self._gendan_spec_states()
        for line in self:
            state = states.get(line)
            line.gendan_is_specified = bool(state)
            line.gendan_spec_percent = state.percent if state else 0
            line.gendan_spec_missing = join_names(self.env, line._gendan_missing_names(state)) if state else False

    # ------------------------------------------------------------ what is required

    def _gendan_spec_attributes(self):
        """The attributes of each line that has any: by the category it was agreed in, else by the product's. Batch.

        :return: {line: gendan.spec.attribute (sudo)}, only lines that are specified
        """
        Attribute = self.env["gendan.spec.attribute"]
        if not Attribute._gendan_by_category():
            return {}
        lines = self.filtered(lambda line: line.product_id and not line.display_type and not line.is_downpayment)
        # sudo: the portal and the floor ask, too
        category_of = {line: line.sudo().gendan_spec_categ_id or line.product_id.sudo().categ_id for line in lines}
        of_category = Attribute._gendan_of_categories(set(category_of.values()))
        return {line: of_category[category] for line, category in category_of.items() if of_category[category]}

    def _gendan_spec_states(self):
        """What is missing on each specified line. Batch, a fixed number of queries.

        :return: {line: SpecState}, only lines that are specified
        """
        attributes_of = self._gendan_spec_attributes()
        if not attributes_of:
            return {}
        lines = self.browse().union(*attributes_of)
        known = lines._origin._gendan_spec_known()
        result, required_of = {}, {}
        for line, attributes in attributes_of.items():
            kind = line._gendan_spec_kind()
            key = (kind, attributes._ids)
            if key not in required_of:
                required_of[key] = attributes._gendan_required(kind)
            required = required_of[key]
            missing = required.filtered(lambda attribute, line=line: attribute.id not in known[line._origin.id])
            elements = line._gendan_spec_elements(kind)
            absent = [key for key, there in elements.items() if not there]
            total = len(required) + len(elements)
            there = total - len(missing) - len(absent)
            # rounded down: what is not complete never shows 100
            result[line] = SpecState(100 * there // total, absent, missing)
        return result

    def _gendan_spec_known(self):
        """{line id: ids of the attributes that have a value}, in one query."""
        # sudo: how complete an order is does not hang on who looks
        values = self.env["gendan.spec.value"].sudo()
        known = defaultdict(set)
        for line, ids in values._read_group(
            [("line_id", "in", self.ids)], ["line_id"], ["attribute_id:array_agg"]
        ):
            known[line.id] = set(ids)
        return known

    def _gendan_spec_kind(self):
        """The kind of order this line is judged by: the order's, else a repeat of what it was copied from, else new."""
        self.ensure_one()
        line = self.sudo()  # sudo: as in _gendan_spec_known
        return line.order_id.gendan_order_kind or ("repeat" if line.gendan_spec_from_id else "new")

    def _gendan_spec_elements(self, kind):
        """What every order must say beside the attributes: {key: whether it is there}. Hook: rooms may add some."""
        self.ensure_one()
        order = self.order_id
        line = self.sudo()  # sudo: as in _gendan_spec_known
        elements = {
            "name": bool((self.name or "").strip()),
            "quantity": self.product_uom_qty > 0,
            "date": bool(
                line.gendan_own_date
                or order.commitment_date
                or order.gendan_requested_date
                or line.order_id.gendan_condition_days
            ),
        }
        if kind not in WITHOUT_PRICE:
            # not rounded: a price of 0.0004 is one
            elements["price"] = bool(self.price_unit)
        return elements

    @api.model
    def _gendan_element_labels(self):
        """How the elements are called, in the language of the context."""
        return {
            "name": self.env._("Name of the goods"),
            "quantity": self.env._("Quantity"),
            "price": self.env._("Unit price"),
            "date": self.env._("Delivery date"),
        }

    def _gendan_missing_names(self, state):
        """What is missing, named in the language of the context."""
        labels = self._gendan_element_labels()
        attributes = state.attributes.with_env(self.env).sudo()  # sudo: names only
        return [labels.get(key, key) for key in state.elements] + attributes.mapped("name")

    # ------------------------------------------------------------ how it reads

    def _gendan_spec_rows(self, customer=False):
        """The specification in words, in the language of the context. Batch, for papers and screens.

        :param bool customer: without what is only ours
        :return: {line: [(name, text)]}, lines without a specification left out
        """
        if not self.ids or not self.env["gendan.spec.attribute"]._gendan_by_category():
            return {}
        # sudo: whoever prints the order or the production prints this with it; there is no money in it
        values = self.env["gendan.spec.value"].sudo().search([("line_id", "in", self.ids)])
        rows = defaultdict(list)
        for entry in values:
            if not (customer and entry.attribute_id.internal):
                rows[entry.line_id.id].append((entry.attribute_id.name, entry.text))
        return {line: rows[line.id] for line in self if line.id in rows}
