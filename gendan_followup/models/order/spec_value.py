from odoo import api, fields, models
from odoo.exceptions import UserError

# Identity of this object lets our own methods set the specification of confirmed orders; a context flag could be sent
# by anybody over RPC.
SPEC_IS_SET = object()


class GendanSpecValue(models.Model):
    """What one order line says about one attribute. No prices in here: departments read it, too.

    Nobody has rights to write values: they are set through `sale.order.line.gendan_set_specification`, by whoever may
    write the order. With the order's confirmation they are part of its version; from then on not even the superuser
    changes them by another way.
    """

    _name = "gendan.spec.value"
    _description = "Specification of an Order Line"
    _order = "line_id, set_sequence, attribute_sequence, id"
    _rec_name = "attribute_id"

    _line_attribute_uniq = models.UniqueIndex(
        "(line_id, attribute_id)", "An order line has one value for each attribute."
    )

    line_id = fields.Many2one("sale.order.line", required=True, readonly=True, ondelete="cascade")
    order_id = fields.Many2one(related="line_id.order_id", string="Order", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    attribute_id = fields.Many2one(
        "gendan.spec.attribute", required=True, readonly=True, ondelete="restrict", index=True
    )
    # the order in which papers and screens show them
    set_sequence = fields.Integer(
        related="attribute_id.set_id.sequence", string="Sequence of the set", store=True, aggregator=None
    )
    attribute_sequence = fields.Integer(related="attribute_id.sequence", store=True, aggregator=None)
    kind = fields.Selection(related="attribute_id.kind")
    value = fields.Text(string="As typed", readonly=True, help="Without the unit; empty where a choice was taken.")
    number = fields.Float(digits=False, readonly=True, aggregator=None)
    choice_id = fields.Many2one("gendan.spec.choice", readonly=True, ondelete="restrict", index="btree_not_null")
    text = fields.Char(string="Value", compute="_compute_text")

    @api.depends("value", "choice_id.name", "attribute_id.kind", "attribute_id.unit")
    @api.depends_context("lang")
    def _compute_text(self):
        for entry in self:
            # sudo: whoever may read the value reads it in words
            entry.text = entry.attribute_id.sudo()._gendan_in_words(entry.value, entry.choice_id)

    @api.depends("attribute_id.name", "text")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.attribute_id.name}: {entry.text}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Called by the order line only.

        :raise UserError: the line is part of a version of its order
        """
        values = super().create(vals_list)
        values._gendan_check_frozen()
        return values

    def write(self, vals):
        """Called by the order line only.

        :raise UserError: as in ``create``
        """
        if vals.keys() & {"line_id", "attribute_id", "value", "number", "choice_id"}:
            self._gendan_check_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._gendan_check_frozen()

    def _gendan_check_frozen(self):
        if self.env.context.get("gendan_spec_is_set") is SPEC_IS_SET:
            return
        # sudo: frozen is frozen, whoever asks
        if frozen := self.sudo().line_id.filtered("gendan_spec_version")[:1]:
            raise UserError(frozen._gendan_spec_frozen_sentence())
