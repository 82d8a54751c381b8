from odoo import api, fields, models

from ..plan.plan_rule import ORDER_KINDS


class GendanOrderKind(models.Model):
    """A kind of order as a record, so that lists of points, attributes and the like can name several.

    One row for each key of ``sale.order.gendan_order_kind``; shipped, nobody adds or changes one. Everybody inside
    reads them.
    """

    _name = "gendan.order.kind"
    _description = "Kind of order"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "This kind of order is there already.")

    code = fields.Selection(ORDER_KINDS, required=True, readonly=True)
    sequence = fields.Integer(readonly=True)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for kind in self:
            kind.display_name = labels.get(kind.code, "")

    @api.model
    def _search_display_name(self, operator, value):
        # EXTENDS base: the label is what people type
        if operator not in ("ilike", "=ilike", "=", "like", "in"):
            return super()._search_display_name(operator, value)
        words = [value] if isinstance(value, str) else list(value)
        labels = dict(self._fields["code"]._description_selection(self.env))
        found = [
            code for code, label in labels.items() if any(str(word or "").lower() in label.lower() for word in words)
        ]
        return [("code", "in", found)]
