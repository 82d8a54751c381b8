"""What is printed as a delivery note: on A4 each copy, on continuous paper one sheet that prints through."""

from odoo import api, models


class ReportDeliveryNoteA4(models.AbstractModel):
    """A sheet for each copy, each with its own number and QR code; with prices where the copy carries them."""

    _name = "report.gendan_followup.report_delivery_note_a4"
    _description = "Print of Delivery Notes, A4"

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints.

        :param docids: ids of gendan.delivery.note
        :param dict data: ``gendan_copy``: id of the one copy to print, instead of all
        :raise AccessError: the user may not read them
        """
        notes = self.env["gendan.delivery.note"].browse(docids or []).exists()
        notes.check_access("read")
        sheets = [sheet for note in notes for sheet in self._gendan_sheets(note)]
        if copy := (data or {}).get("gendan_copy"):
            sheets = [sheet for sheet in sheets if sheet["paper"].id == copy]
        return {
            "doc_ids": notes.ids,
            "doc_model": notes._name,
            "docs": notes,
            "sheets": sheets,
        }

    @api.model
    def _gendan_sheets(self, note):
        """The sheets of one note: dicts for the template."""
        copies = note._gendan_copies()
        printed = note._gendan_printed()
        return [
            {
                **printed,
                "note": note.sudo(),  # sudo: the caller asked for the right to read it
                "paper": copy,
                "number": number,
                "copy": note.with_context(lang=note.lang).env._(
                    "Copy %(number)s: %(copy)s", number=number, copy=copy.copy_name
                ),
                "names": [copy.copy_name],
                "with_prices": copy.note_prices,
            }
            for number, copy in enumerate(copies, start=1)
        ]


class ReportDeliveryNoteForm(models.AbstractModel):
    """One sheet a note for the dot-matrix printer. All parts read the same, the code is that of the copy to come back.

    Prices only when every copy may carry them: they print through.
    """

    _name = "report.gendan_followup.report_delivery_note_form"
    _inherit = "report.gendan_followup.report_delivery_note_a4"
    _description = "Print of Delivery Notes, Continuous Paper"

    @api.model
    def _gendan_sheets(self, note):
        # EXTENDS gendan_followup
        sheets = super()._gendan_sheets(note)
        if not sheets:
            return []
        back = note._gendan_return_copy()[:1]
        sheet = next((sheet for sheet in sheets if sheet["paper"] == back), sheets[0])
        return [
            {
                **sheet,
                "number": 0,
                "names": [each["paper"].copy_name for each in sheets],
                "with_prices": all(each["with_prices"] for each in sheets),
            }
        ]
