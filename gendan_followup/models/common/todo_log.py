"""Which step of the ladder has spoken for which to-do."""

from odoo import fields, models


class GendanTodoLog(models.Model):
    """One step that spoke (or was passed over) for one to-do. Written by the ladder only, read with the to-do."""

    _name = "gendan.todo.log"
    _inherit = ["gendan.parent.access.mixin"]
    _description = "Ladder Step Spoken"
    _order = "spoken_at desc, id desc"
    _gendan_parent = "todo_id"

    _once = models.UniqueIndex("(todo_id, step_id, round)", "This step has spoken already.")

    todo_id = fields.Many2one("gendan.todo", required=True, readonly=True, ondelete="cascade")
    step_id = fields.Many2one(
        "gendan.ladder.step", required=True, readonly=True, ondelete="cascade", index=True
    )
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    to = fields.Char(readonly=True)
    how = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Told", readonly=True, help="Empty: nobody fills that role, or passed over."
    )
    spoken_at = fields.Datetime(required=True, readonly=True)
