"""The issue log of a paper."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanDocumentIssue(models.Model):
    """One time a copy went out. Append-only, for everybody and on every path; who logged it is set here.

    Read with the paper; who may change the paper may add a line.
    """

    _name = "gendan.document.issue"
    _description = "Paper Went Out"
    _order = "issued_at desc, id desc"
    _rec_name = "document_id"

    document_id = fields.Many2one("gendan.document", string="Paper", required=True, ondelete="restrict", index=True)
    issued_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    how = fields.Selection(
        [
            ("mail", "Mail"),
            ("courier", "Courier"),
            ("fax", "Fax"),
            ("email", "E-mail"),
            ("chat", "Chat"),
            ("portal", "Portal"),
            ("hand", "By hand"),
            ("driver", "With our driver"),
            ("carrier", "With the carrier"),
        ],
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    to = fields.Char(help="Person, fax number, address or account it went to; which driver or carrier has it.")
    note = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        # who writes the line is who logged it, whatever the caller sends
        return super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])

    def write(self, vals):
        raise UserError(self.env._("What went out is not changed afterwards: add a line instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What went out is not deleted: add a line instead."))

    def copy(self, default=None):
        raise UserError(self.env._("What went out is not copied: log it when it goes out again."))
