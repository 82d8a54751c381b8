from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from .match_line import MATCHING

# what one recognises a line by when the list comes again
CONTENT = ("date", "receipt_number", "note_number", "order_number", "part", "quantity", "currency_id", "amount")


class GendanMatchEntry(models.Model):
    """A line of either list, as it was when it was matched. Written by the program only; seen with the match."""

    _name = "gendan.match.entry"
    _description = "Line of a List"
    _inherit = ["gendan.parent.access.mixin"]
    _gendan_parent = "match_id"
    _order = "match_id, side, row, id"
    _rec_name = "note_number"

    match_id = fields.Many2one("gendan.match", required=True, ondelete="cascade", index=True)
    line_id = fields.Many2one(
        "gendan.match.line", string="Stands in Line", required=True, ondelete="cascade", index=True
    )
    side = fields.Selection([("ours", "Our Statement"), ("theirs", "The Customer's List")], required=True)
    # the line of the statement; drafts make theirs anew
    statement_line_id = fields.Many2one("gendan.statement.line", ondelete="set null", index="btree_not_null")
    row = fields.Integer(
        string="Row No.", aggregator=None, help="In the customer's list, as Excel counts; in our statement its line."
    )
    date = fields.Date(string="Day")
    receipt_number = fields.Char(string="Receipt No.")
    note_number = fields.Char(string="Delivery Note No.")
    order_number = fields.Char(string="Customer's Order No.")
    part = fields.Char(string="Customer's Part No.")
    name = fields.Char(string="Goods or Text")
    quantity = fields.Float(digits="Product Unit", aggregator=None)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    amount = fields.Monetary()
    # content and which of those that are equal: the same when the list comes again
    fingerprint = fields.Char(required=True)
    apart = fields.Boolean(string="Split by Hand", help="Stays by itself when the lists are matched again.")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: by code only
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: as above
        self._gendan_check_code()
        return super().write(vals)

    def _gendan_check_code(self):
        """:raise UserError: somebody else than the match writes"""
        if self.env.context.get("gendan_match") is not MATCHING:
            raise UserError(self.env._("Lines of a list are as they came: take the customer's list over again."))

    @api.model
    def _gendan_fingerprints(self, vals_list, digits):
        """Write what each of these lines is recognised by into its values.

        :param vals_list: values of one side's lines
        :param dict digits: {id of currency: decimal places}
        """
        seen = {}
        for vals in vals_list:
            texts = [str(vals.get(name) or "") for name in CONTENT[:-1]]
            texts.append(float_repr(vals["amount"], digits[vals["currency_id"]]))
            content = "|".join([vals["side"], *texts])
            number = seen[content] = seen.get(content, 0) + 1
            vals["fingerprint"] = f"{content}|{number}"

    def _gendan_text(self):
        """How the line is called in a sentence."""
        self.ensure_one()
        return self.note_number or self.receipt_number or self.order_number or self.name or str(self.row)
