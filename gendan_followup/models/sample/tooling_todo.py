"""A set that wears out, or need not be kept any longer, says so."""

from odoo import api, fields, models
from odoo.tools import format_date

from ..common.nightly import in_batches

WATCHED = frozenset(
    {
        "partner_id", "product_ids", "arrived_on", "scrapped_on", "life_limit", "used_before", "factor", "count_by",
        "operation_kind_id", "warn_percent", "keep_until", "name", "owner",
    }
)  # fmt: skip


class GendanTooling(models.Model):
    """To-dos of a set in house."""

    _name = "gendan.tooling"
    _inherit = ["gendan.todo.mixin", "gendan.tooling"]

    _warn_percent_range = models.Constraint(
        "CHECK(warn_percent BETWEEN 0 AND 100)", "A set is warned about between 0 and 100 percent of its life."
    )

    warn_percent = fields.Integer(
        string="Warn at",
        default=85,
        help="Percent of the life worn at which the clerk hears of it, so that a new set is agreed and made in time.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        # the new one on order settles what was asked about the old
        (sets | sets.replaces_id)._gendan_sync_todos()
        return sets

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._gendan_sync_todos()
        if "replaces_id" in vals:
            # as in create
            self.replaces_id._gendan_sync_todos()
        return result

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        ready = self.filtered(lambda tooling: tooling.state == "ready")
        # a whole new set on order or in house is the answer to a worn one
        renewed = self.search(
            [("replaces_id", "in", ready.ids), ("new_colours", "=", False), ("state", "!=", "scrapped")]
        ).replaces_id
        for tooling in ready:
            todos = []
            if tooling._gendan_is_worn() and tooling not in renewed:
                todos.append(
                    {
                        "kind": "tooling_worn",
                        "name": self.env._(
                            "Set %(set)s is %(percent)s percent worn, %(left)s %(unit)s are left: have a new one agreed"
                            " and made",
                            set=tooling.name,
                            percent=round(tooling.used_percent),
                            left=self.env["uom.uom"]._gendan_number(round(tooling.remaining)),
                            unit=tooling.life_unit or "",
                        ),
                        "role": "clerk",
                    }
                )
            if tooling.keep_until and tooling.keep_until <= tooling.company_id._gendan_today():
                todos.append(
                    {
                        "kind": "tooling_keep",
                        "name": self.env._(
                            "Set %(set)s was to be kept until %(day)s: ask the customer whether it may be scrapped",
                            set=tooling.name,
                            day=format_date(self.env, tooling.keep_until),
                        ),
                        "due": tooling.keep_until,
                        "role": "clerk",
                    }
                )
            result[tooling] = [*result.get(tooling, []), *todos]
        return result

    def _gendan_is_worn(self):
        """Whether so little of its life is left that somebody should hear of it."""
        self.ensure_one()
        return bool(self.life_limit and self.used_percent >= self.warn_percent)

    @api.model
    def _cron_gendan_tooling(self, batch_size=200):
        """Scheduled action, nightly: production wears sets and days pass without anybody touching them."""
        sets = self.search(
            [("state", "=", "ready"), "|", ("life_limit", ">", 0), ("keep_until", "!=", False)]
        )
        in_batches(sets, type(self)._gendan_sync_todos, batch_size)
