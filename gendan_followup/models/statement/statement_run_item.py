from odoo import fields, models


class GendanStatementRunItem(models.Model):
    """One customer and currency of a run, and what became of it.

    Kept by the program; read by whoever sees the customer.
    """

    _name = "gendan.statement.run.item"
    _description = "Customer of a Run of Statements"
    _inherit = ["gendan.todo.mixin"]
    _order = "run_id desc, state, partner_id, id"
    _rec_name = "partner_id"

    _one_each = models.UniqueIndex("(run_id, partner_id, currency_id)", "This customer is in the run already.")
    _todo_idx = models.Index("(run_id, id) WHERE state = 'todo'")

    run_id = fields.Many2one("gendan.statement.run", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade", index=True
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id",
        string="Clerk",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("todo", "To Do"), ("made", "Made"), ("skipped", "Left out"), ("failed", "Failed")],
        required=True,
        default="todo",
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    statement_id = fields.Many2one("gendan.statement", readonly=True, ondelete="set null", index="btree_not_null")

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: somebody looks after what failed
        values = super()._gendan_todo_values()
        for item in self.filtered(lambda one: one.state == "failed"):
            values.setdefault(item, []).append(
                {
                    "kind": "statement_failed",
                    "name": self.env._(
                        "The statement of %(customer)s could not be made: %(reason)s",
                        customer=item.partner_id.display_name,
                        reason=item.reason or "",
                    ),
                    "urgency": "1",
                }
            )
        return values
