from odoo import api, models

SHOWN = ("statement_id", "line_id", "difference_id")


class GendanStatementDialog(models.AbstractModel):
    """Dialogs about statements. What they show of them is read as superuser, as related fields are: so nobody has one
    about a statement that is not hers to read.
    """

    _name = "gendan.statement.dialog"
    _description = "Dialog about Statements"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: hers to read
        dialogs = super().create(vals_list)
        dialogs._gendan_check_shown(SHOWN)
        return dialogs

    def write(self, vals):
        # EXTENDS base: hers to read
        result = super().write(vals)
        self._gendan_check_shown(vals)
        return result

    def _gendan_check_shown(self, names):
        """:raise AccessError: what these fields lead to is not the user's to read"""
        for name in names:
            if name in SHOWN and name in self._fields and not self._fields[name].related:
                self[name].check_access("read")
