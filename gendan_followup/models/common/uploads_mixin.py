"""Photos and files people add to a record."""

from odoo import api, models


class GendanUploadsMixin(models.AbstractModel):
    """For records with photos or files: fresh uploads become theirs, so that whoever reads the record sees them.

    Papers of other records stay theirs. Name the fields in ``_gendan_upload_fields``.
    """

    _name = "gendan.uploads.mixin"
    _description = "Record with Uploads"

    _gendan_upload_fields = ("photo_ids",)
    # whether the user must have made the uploads even where code writes with sudo; no: that code has chosen the files
    _gendan_upload_asks_user = True

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        records = super().create(vals_list)
        records._gendan_own_uploads()
        return records

    def write(self, vals):
        # EXTENDS base
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._gendan_upload_fields):
            self._gendan_own_uploads()
        return result

    def _gendan_upload_owner(self):
        """The record the uploads belong to: this one. Hook: rows give them to what they are part of."""
        self.ensure_one()
        return self

    def _gendan_own_uploads(self):
        """Uploads that belong to nothing yet belong to these records from now on.

        :raise AccessError: one is another user's
        """
        for record in self:
            for name in self._gendan_upload_fields:
                # sudo: looked at only; nobody loses a paper of another record, or one that is there for all
                fresh = record[name].sudo().filtered(lambda file: not file.res_id and not file.public)
                if fresh:
                    asking = self.env(su=False) if self._gendan_upload_asks_user else self.env
                    fresh.with_env(asking).check_access("read")
                    owner = record._gendan_upload_owner()
                    fresh.write({"res_model": owner._name, "res_id": owner.id})
