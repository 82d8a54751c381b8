from odoo import api, fields, models


class GendanSettlementLine(models.Model):
    """One paper or payment of a settlement profile, and how many calendar days after what it is due."""

    _name = "gendan.settlement.line"
    _description = "Paper or Payment of a Settlement Profile"
    _order = "profile_id, sequence, id"
    _rec_name = "kind_id"

    _profile_kind_uniq = models.UniqueIndex("(profile_id, kind_id)", "Each paper or payment stands once in a profile.")

    profile_id = fields.Many2one("gendan.settlement.profile", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one(
        "gendan.milestone.kind",
        string="Milestone",
        required=True,
        ondelete="restrict",
        domain=[("light", "=", "money")],
    )
    anchor = fields.Selection(
        [
            ("shipped", "goods have left"),
            ("arrived", "goods have arrived"),
            ("closing", "closing day"),
            ("previous", "line above"),
        ],
        string="Counted from",
        required=True,
        default="closing",
    )
    days = fields.Integer(help="Calendar days; below zero: before.")

    @api.depends("kind_id", "anchor", "days")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        anchors = dict(self._fields["anchor"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{line.kind_id.display_name} ({anchors.get(line.anchor)} {line.days:+d})"
