from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanProgressEntry(models.Model):
    """What was told of an operation at noon or in the evening of a day: good pieces since the beginning.

    Written by departments for their work centres and by clerks, read with the operation. A word that cannot be right
    is refused with its reason; whoever told it is kept.
    """

    _name = "gendan.progress.entry"
    _description = "Word about the Progress"
    _inherit = ["gendan.parent.access.mixin"]
    _gendan_parent = "step_id"
    _order = "day desc, half desc, id desc"

    _half_uniq = models.UniqueIndex("(step_id, day, half)", "This half day was told of already: change that line.")
    _positive = models.Constraint("CHECK (quantity >= 0 AND scrap >= 0)", "A quantity cannot be below zero.")

    step_id = fields.Many2one("gendan.progress.step", string="Operation", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="step_id.company_id", store=True)
    # stored: record rules go by them
    department_id = fields.Many2one(related="step_id.department_id", store=True)
    partner_id = fields.Many2one(related="step_id.partner_id", store=True)
    clerk_id = fields.Many2one(related="step_id.clerk_id", store=True)
    order_id = fields.Many2one(related="step_id.order_id", store=True)
    day = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    # am sorts before pm
    half = fields.Selection([("am", "Noon"), ("pm", "Evening")], string="Half Day", required=True, default="am")
    quantity = fields.Float(string="Good so far", required=True, digits="Product Unit", aggregator=None)
    scrap = fields.Float(string="Scrap so far", digits="Product Unit", aggregator=None)
    source = fields.Selection(
        [("typed", "Typed"), ("pasted", "From a list")], string="How", required=True, default="typed", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Told by", readonly=True, default=lambda self: self.env.user)

    @api.depends("day", "half")
    def _compute_display_name(self):
        halves = dict(self._fields["half"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"{fields.Date.to_string(entry.day)} {halves.get(entry.half, '')}"

    @api.model_create_multi
    def create(self, vals_list):
        """Note what was told.

        :raise UserError: the operation is not typed, or the word cannot be right
        """
        entries = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        entries._gendan_check()
        return entries

    def write(self, vals):
        """Correct what was told: the last word counts, by whoever says it.

        :raise UserError: the operation is not typed, or the word cannot be right
        """
        if "step_id" in vals and any(entry.step_id.id != vals["step_id"] for entry in self):
            raise UserError(self.env._("What was told stays with its operation."))
        result = super().write({**vals, "user_id": self.env.uid})
        self._gendan_check()
        return result

    def unlink(self):
        # EXTENDS base: the plan hears of it
        productions = self.step_id.sudo().production_id  # sudo: only marked
        result = super().unlink()
        productions._gendan_progress_told()
        return result

    def _gendan_take_back(self):
        """What was told in the wrong place is as if it had not been told."""
        self.check_access("write")
        for step in self.step_id:
            if sentence := step._gendan_type_error():
                raise UserError(sentence)
        # sudo: who may correct a word may take it back
        self.sudo().unlink()

    def _gendan_check(self):
        """Whether these words can be right; then the plan hears of them.

        :raise UserError: the sentence names operation and day
        """
        for step in self.step_id:
            told = self.filtered(lambda entry, step=step: entry.step_id == step)
            if sentence := step._gendan_type_error() or step._gendan_told_error(told):
                raise UserError(sentence)
        # sudo: whoever tells need not have rights on productions, they are only marked
        self.step_id.sudo().production_id._gendan_progress_told()
