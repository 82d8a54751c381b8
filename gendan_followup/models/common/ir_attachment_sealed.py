"""Papers that prove something stay as they are."""

import base64

from odoo import api, models
from odoo.exceptions import UserError

PROOF = "gendan.proof.mixin"
# what changes nothing about the paper: links to it, search text, pictures made of it
FREE = frozenset({"access_token", "index_content", "thumbnail", "mimetype"})


class IrAttachment(models.Model):
    """The papers of a proof (``gendan.proof.mixin``) are as immutable as the proof: for everybody, by every path.

    Other attachments cost no query.
    """

    _inherit = "ir.attachment"

    def write(self, vals):
        """Write, but not on what is sealed.

        :raise UserError: one of them is sealed and would become another
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
        """Those of these that nobody may change: papers of proofs. Hook for others.

        :return: ``ir.attachment``, sudo
        """
        # sudo: whether it is sealed does not hang on who asks
        papers = self.sudo().filtered(lambda paper: paper._gendan_is_of_proof())
        sealed = papers.browse()
        for model, own in papers.grouped("res_model").items():
            proofs = set(self.env[model].sudo().browse(own.mapped("res_id"))._gendan_sealing()._ids)  # sudo: as above
            sealed |= own.filtered(lambda paper, proofs=proofs: paper.res_id in proofs)
        return sealed

    def _gendan_is_of_proof(self):
        """Whether it belongs to a record that extends ``gendan.proof.mixin``."""
        self.ensure_one()
        model = self.res_id and self.pool.get(self.res_model)
        return bool(model) and issubclass(model, self.pool[PROOF])

    def _gendan_sealed_error(self):
        """The sentence that says what the paper proves. Of one of ``_gendan_sealed``."""
        self.ensure_one()
        # sudo: a number, to say which
        return self.env[self.res_model].sudo().browse(self.res_id)._gendan_sealed_error(self)

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
