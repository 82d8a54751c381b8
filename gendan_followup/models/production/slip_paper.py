"""The printed slip: A5, a sheet for each department, with boxes to fill in by hand."""

from odoo import api, models
from odoo.tools import format_date

from .slip_department import WAITING

KIND = "slip"


class GendanSlip(models.Model):
    """Its copies are papers of the house's own: no customer sees one, a scan that comes back is filed by its code."""

    _inherit = "gendan.slip"

    def action_print(self):
        """Button: the sheets of these slips. Whoever reads a slip prints it.

        :return: action of the report
        """
        self.check_access("read")
        self._gendan_copies()
        return self.env.ref("gendan_followup.action_report_slip").report_action(self, config=False)

    def _gendan_copies(self):
        """The papers of these slips, made where there are none: {line: gendan.document (sudo)}. Drafts have none."""
        # sudo: departments print theirs, too, and read no papers
        Document = self.env["gendan.document"].sudo()
        lines = self.sudo().line_ids.filtered(lambda line: line.state != "new")  # sudo: as above
        known = Document.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("voided_at", "=", False)]
        )
        copies = {paper.slip_line_id: paper for paper in known.sorted("id")}
        missing = [line for line in lines if line not in copies and line.slip_id.state != "cancelled"]
        made = Document.create([line._gendan_prepare_copy_vals() for line in missing])
        return {**copies, **dict(zip(missing, made, strict=True))}

    def _gendan_void_papers(self, reason, line=None):
        """Sheets handed out no longer hold."""
        # sudo: as above
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("voided_at", "=", False)]
        if line:
            domain.append(("slip_line_id", "in", line.ids))
        self.env["gendan.document"].sudo().search(domain)._gendan_void(reason)

    def _gendan_sheets(self, only=None):
        """What the report prints: list of dicts, one a department, in the reader's language.

        :param only: id of the one paper that is wanted
        """
        copies = self._gendan_copies()
        sheets = []
        for slip in self:
            # sudo: who may read the slip prints who wrote it and what the others are asked
            slip_sudo = slip.sudo()
            lines = slip_sudo.line_ids
            if only:
                lines = lines.filtered(lambda line: line in copies and copies[line].id == only)
            for line in lines:
                sheets.append(
                    {
                        "slip": slip_sudo,
                        "line": line,
                        "paper": copies.get(line),
                        "day": format_date(self.env, slip.company_id._gendan_to_day(slip.issued_at)),
                        "due": slip._gendan_time(line.due_at) if line.due_at else "",
                        "copies_to": ", ".join(slip_sudo.cc_ids.mapped("name")),
                        "facts": (slip.facts or "").splitlines(),
                        "waiting": line.state in ("new", *WAITING),
                        "acknowledged": slip._gendan_time(line.acknowledged_at) if line.acknowledged_at else "",
                        "answered": slip._gendan_time(line.answered_at) if line.answered_at else "",
                        "finished": slip._gendan_time(line.finished_at) if line.finished_at else "",
                        "told": slip._gendan_time(slip.customer_told_at) if slip.customer_told_at else "",
                    }
                )
        return sheets


class GendanSlipDepartment(models.Model):
    """Its own copy."""

    _inherit = "gendan.slip.department"

    def _gendan_prepare_copy_vals(self):
        """Values of the department's sheet. It belongs to the house, not to the customer, who must not see it."""
        self.ensure_one()
        slip = self.slip_id
        return {
            "kind": KIND,
            "version": self.round,
            "copy_name": self.department_id.name,
            "res_model": slip._name,
            "res_id": slip.id,
            "slip_line_id": self.id,
            "company_id": slip.company_id.id,
            "partner_id": slip.company_id.partner_id.id,
        }

    def action_print(self):
        """Button: the whole slip on paper."""
        return self.slip_id.action_print()


class ReportSlip(models.AbstractModel):
    """Sheets of liaison slips."""

    _name = "report.gendan_followup.report_slip"
    _description = "Liaison slip"

    @api.model
    def _get_report_values(self, docids, data=None):
        slips = self.env["gendan.slip"].browse(docids)
        slips.check_access("read")
        only = int((data or {}).get("gendan_copy") or 0)
        return {"doc_ids": docids, "doc_model": slips._name, "docs": slips, "sheets": slips._gendan_sheets(only)}
