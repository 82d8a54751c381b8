from odoo import api, fields, models
from odoo.exceptions import UserError

# Identity of this object lets the dialog's method write what a request changes of a specification; a context flag could
# be sent by anybody over RPC.
SPEC_IS_TYPED = object()


class GendanOrderChangeSpec(models.Model):
    """One attribute of a line's specification in a change request: as it is agreed, and as it is to be.

    Typed in the specification's dialog only (``gendan.order.change.line.gendan_set_specification``), by whoever may
    type the request: nobody has rights to write these rows. Read with the request. No prices in here.
    """

    _name = "gendan.order.change.spec"
    _inherit = ["gendan.parent.access.mixin"]
    _description = "Specification in an Order Change"
    _order = "change_line_id, set_sequence, attribute_sequence, id"
    _rec_name = "attribute_id"
    _gendan_parent = "change_line_id"

    _attribute_uniq = models.UniqueIndex(
        "(change_line_id, attribute_id)", "This attribute of the line is in the request already."
    )

    change_line_id = fields.Many2one("gendan.order.change.line", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="change_line_id.company_id", store=True, index=True)
    attribute_id = fields.Many2one(
        "gendan.spec.attribute", required=True, readonly=True, ondelete="restrict", index=True
    )
    # the order in which the dialog and the papers show them
    set_sequence = fields.Integer(
        related="attribute_id.set_id.sequence", string="Sequence of the set", store=True, aggregator=None
    )
    attribute_sequence = fields.Integer(related="attribute_id.sequence", store=True, aggregator=None)
    old_value = fields.Text(string="Typed so far", readonly=True)
    old_choice_id = fields.Many2one("gendan.spec.choice", string="Choice so far", readonly=True, ondelete="restrict")
    value = fields.Text(string="Typed from now on", readonly=True, help="Empty, and no choice: taken back.")
    number = fields.Float(digits=False, readonly=True, aggregator=None)
    choice_id = fields.Many2one("gendan.spec.choice", string="Choice from now on", readonly=True, ondelete="restrict")
    old_text = fields.Char(string="So far", compute="_compute_texts")
    text = fields.Char(string="From now on", compute="_compute_texts")

    @api.depends("old_value", "old_choice_id.name", "value", "choice_id.name", "attribute_id.kind", "attribute_id.unit")
    @api.depends_context("lang")
    def _compute_texts(self):
        for entry in self:
            # sudo: whoever may read the request reads it in words
            attribute = entry.attribute_id.sudo()
            entry.old_text = attribute._gendan_in_words(entry.old_value, entry.old_choice_id)
            entry.text = attribute._gendan_in_words(entry.value, entry.choice_id)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Called by the line of the request only.

        :raise UserError: otherwise
        """
        self._gendan_check_by_dialog()
        return super().create(vals_list)

    def write(self, vals):
        """Called by the line of the request only; other columns follow what they are copied from.

        :raise UserError: otherwise
        """
        if vals.keys() - {"company_id", "set_sequence", "attribute_sequence"}:
            self._gendan_check_by_dialog()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_typed(self):
        self._gendan_check_by_dialog()

    def _gendan_check_by_dialog(self):
        if self.env.context.get("gendan_spec_is_typed") is not SPEC_IS_TYPED:
            raise UserError(
                self.env._("A changed specification is typed in its dialog, from the line of the change request.")
            )

    # ------------------------------------------------------------ business

    def _gendan_new_vals(self):
        """What the order line's specification is to say: values of gendan.spec.value, or None to take it back."""
        self.ensure_one()
        if not self.value and not self.choice_id:
            return None
        return {"value": self.value, "number": self.number, "choice_id": self.choice_id.id}

    def _gendan_is_change(self):
        """Whether it differs from what was agreed."""
        self.ensure_one()
        return (self.value or "", self.choice_id) != (self.old_value or "", self.old_choice_id)
