from odoo import fields, models

GATES = [
    ("plates", "Ordering plates and tooling"),
    ("production", "Starting production"),
    ("delivery", "Delivering the goods"),
]


class GendanSampleKind(models.Model):
    """What is put before the customer: artwork, proof, lab dip, pre-production sample, a catalogue.

    Says which milestones its rounds tick, how long the customer has and how long an approval holds. Supervisors keep
    the list, everybody inside reads it.
    """

    _name = "gendan.sample.kind"
    _description = "Sample kind"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "This code already belongs to another kind of sample.")
    _days_positive = models.Constraint(
        "CHECK(answer_days >= 0 AND valid_months >= 0)", "Days and months cannot be negative."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and reports.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    needs_verdict = fields.Boolean(
        string="Needs Approval", default=True, help="Off: only sent, such as a catalogue; what came back is noted."
    )
    gate = fields.Selection(
        GATES, string="Must Be Approved before", help="What waits until the customer has approved."
    )
    answer_days = fields.Integer(
        string="Days for the Answer", default=3, help="Working days after sending until the customer is asked again."
    )
    valid_months = fields.Integer(string="Approval Holds (Months)", help="0: without end. Colours age.")
    department_id = fields.Many2one("gendan.department", string="Made by", index="btree_not_null")
    sent_kind_id = fields.Many2one(
        "gendan.milestone.kind", string="Milestone When Sent", index="btree_not_null", ondelete="set null"
    )
    approved_kind_id = fields.Many2one(
        "gendan.milestone.kind", string="Milestone When Approved", index="btree_not_null", ondelete="set null"
    )
