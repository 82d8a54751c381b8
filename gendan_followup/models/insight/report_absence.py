"""What is printed of an absence."""

from odoo import api, models


class ReportAbsenceSheet(models.AbstractModel):
    """The hand-over sheet: a section for each colleague who stands in, in her language."""

    _name = "report.gendan_followup.report_absence_sheet"
    _description = "Print of the Hand-over Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints: what the user may see.

        :param docids: ids of gendan.absence
        :raise AccessError: the user may not read them
        """
        absences = self.env["gendan.absence"].browse(docids or []).exists()
        absences.check_access("read")
        return {
            "doc_ids": absences.ids,
            "doc_model": absences._name,
            "docs": absences,
            "sheets": [sheet for absence in absences for sheet in absence._gendan_sheets()],
        }


class ReportAbsenceDigest(models.AbstractModel):
    """What happened during an absence."""

    _name = "report.gendan_followup.report_absence_digest"
    _description = "Print of What Happened During an Absence"

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints: what the user may see.

        :param docids: ids of gendan.absence
        :raise AccessError: the user may not read them
        """
        absences = self.env["gendan.absence"].browse(docids or []).exists()
        absences.check_access("read")
        return {
            "doc_ids": absences.ids,
            "doc_model": absences._name,
            "docs": absences,
            "digests": [absence._gendan_digest() for absence in absences],
        }
