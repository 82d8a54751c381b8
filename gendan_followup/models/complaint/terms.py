from odoo import fields, models

LADDERS = [("complaint", "Usual ladder"), ("complaint_critical", "Ladder of serious complaints")]
# what a complaint takes over from its policy
TERMS = (
    "first_hours",
    "first_by_worktime",
    "same_day_until",
    "holding_counts",
    "resolution_days",
    "d3_days",
    "d5_days",
    "d8_days",
    "ladder",
)


class GendanComplaintTerms(models.AbstractModel):
    """Within what time complaints are answered: what a policy says and a complaint takes over."""

    _name = "gendan.complaint.terms"
    _description = "Times to Answer Complaints"

    first_hours = fields.Float(
        "First Answer within (hours)",
        default=24.0,
        help="From the receipt to the first answer that says something about the matter. 0: no such clock.",
    )
    first_by_worktime = fields.Boolean(
        "Working Hours Only",
        help="Counts the company's working hours. Off: round the clock, Sundays, too.",
    )
    same_day_until = fields.Float(
        "Same-Day Target until",
        default=16.0,
        help="What comes in until this hour of the company's clock should be answered, or held, on the same working"
        " day; what comes later, on the next.",
    )
    holding_counts = fields.Boolean(
        "A Holding Answer Is a First Answer",
        help="On: “we have it and are looking into it” stops the clock of the first answer. Off: only an answer that"
        " says something about the matter does. The findings' clock runs on either way.",
    )
    resolution_days = fields.Integer(
        "Settled within (working days)",
        default=10,
        help="From the receipt to the close. 0: no such clock.",
    )
    d3_days = fields.Integer(
        "D3 within (working days)",
        default=1,
        help="Full track: the goods concerned found and held. 0: no such clock.",
    )
    d5_days = fields.Integer(
        "D5 within (working days)",
        default=5,
        help="Full track: cause found, corrective action chosen. 0: no such clock.",
    )
    d8_days = fields.Integer(
        "D8 within (working days)",
        default=10,
        help="Full track: the whole 8D report. 0: no such clock.",
    )
    ladder = fields.Selection(LADDERS, default="complaint", help="Who is told when the time is over.")
