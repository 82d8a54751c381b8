import base64

from odoo import api, models
from odoo.exceptions import UserError

SEALED_BY = "gendan.promise"
# what changes nothing about the paper: links to it, search text, pictures made of it
FREE = frozenset({"access_token", "index_content", "thumbnail", "mimetype"})


class IrAttachment(models.Model):
    """The proof of a promise is as immutable as the promise: for everybody, by every path.

    ``gendan.promise`` takes its screenshots over (``res_model``); what belongs to a promise is
    neither changed nor deleted. Other attachments cost no query.
    """

    _inherit = "ir.attachment"

    def write(self, vals):
        """Write, but not on the proof of a promise.

        :raise UserError: one of them proves a promise and would become another
        """
        if vals.keys() - FREE:
            for attachment in self._gendan_sealed():
                if attachment._gendan_is_changed_by(vals):
                    raise UserError(attachment._gendan_sealed_error())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        for attachment in self._gendan_sealed():
            raise UserError(attachment._gendan_sealed_error())

    def _gendan_sealed(self):
        """Those of these that prove a promise."""
        # sudo: whether it is sealed does not hang on who asks
        return self.sudo().filtered(lambda attachment: attachment.res_model == SEALED_BY and attachment.res_id)

    def _gendan_sealed_error(self):
        """The sentence that says what the paper proves."""
        self.ensure_one()
        promise = self.env[SEALED_BY].browse(self.res_id)
        return self.env._(
            "%(paper)s proves a promise to the customer of order %(order)s and can be neither changed nor deleted."
            " Make a new promise with the right paper instead.",
            paper=self.name,
            order=promise.order_id.name,
        )

    def _gendan_is_changed_by(self, vals):
        """Whether the values are others than it has; moving the same content to another storage is none."""
        self.ensure_one()
        for name, value in vals.items():
            if name in FREE or name not in self._fields:
                continue
            if name in ("raw", "datas"):
                content = base64.b64decode(value or b"") if name == "datas" else value or b""
                if isinstance(content, str):
                    content = content.encode()
                if self._compute_checksum(content) != self.checksum:
                    return True
            elif name not in ("checksum", "store_fname", "file_size"):  # Odoo's own write drops these
                current = self[name].id if isinstance(self[name], models.BaseModel) else self[name]
                if (value or False) != (current or False):
                    return True
        return False
