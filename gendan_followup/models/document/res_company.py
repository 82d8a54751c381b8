from odoo import fields, models

from .document import MISSING


class ResCompany(models.Model):
    """Whether papers are judged when they come back."""

    _inherit = "res.company"

    gendan_judge_papers = fields.Boolean(
        "Judge Signed Papers",
        help="What comes back counts when it is found valid by the rules, not when it is there.",
    )
    gendan_judge_since = fields.Date(
        "Judged since", help="Papers that came back before this day count as they did. Empty: all are judged."
    )

    def write(self, vals):
        """Write; papers that are back already are not judged when a company begins to judge."""
        if vals.get("gendan_judge_papers") and "gendan_judge_since" not in vals:
            for company in self.filtered(lambda company: not company.gendan_judge_papers):
                super(ResCompany, company).write({"gendan_judge_since": company._gendan_today()})
        changes = {"gendan_judge_papers", "gendan_judge_since"} & vals.keys()
        judging = self.filtered("gendan_judge_papers") if changes else self.browse()
        result = super().write(vals)
        if judging:
            judging._gendan_judging_changed()
        return result

    def _gendan_judging_changed(self):
        """These companies judge other papers than before, or none: what waits follows."""
        # sudo: what waits by the setting follows it
        papers = (
            self.env["gendan.document"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.ids),
                    ("must_return", "=", True),
                    ("state", "in", (*MISSING, "returned")),
                ]
            )
        )
        papers._gendan_counts_changed()
        papers._gendan_sync_todos()
