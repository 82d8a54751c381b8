from odoo import api, fields, models
from odoo.exceptions import UserError

# photos of one complaint while it is written, and what one person may leave lying about
MOST_PHOTOS = 12
MOST_LEFT = 60


class GendanComplaintUpload(models.TransientModel):
    """A photo the customer has sent along with a complaint that is not taken yet: browsers send a file once, so it is
    kept until the complaint is, or half a day.

    Made and used by code only, each for the user who sent it; nobody has rights.
    """

    _name = "gendan.complaint.upload"
    _description = "Photo of a Complaint being Written"
    _transient_max_hours = 12.0

    _key_idx = models.Index("(user_id, key)")

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    key = fields.Char(required=True, help="The form it was sent with.")
    row = fields.Integer(help="0: of the whole complaint, else of the goods in this row.")
    attachment_id = fields.Many2one("ir.attachment", required=True, ondelete="cascade")

    @api.model
    def _gendan_of(self, user, key):
        """What this user has sent with this form (sudo)."""
        # sudo: nobody has rights; the domain is the user's own
        return self.sudo().search([("user_id", "=", user.id), ("key", "=", key)], order="row, id")

    @api.model
    def _gendan_take(self, user, key, row, files):
        """Keep the photos of one field of a posted form.

        :param user: res.users who sends them
        :param str key: of the form
        :param int row: see the field
        :param files: werkzeug ``FileStorage`` objects; fields left empty are passed over
        :return: the sentence why one of them was not taken, or False; the others are
        """
        sentence = False
        kept = self._gendan_of(user, key)
        have = {(upload.row, upload.attachment_id.checksum) for upload in kept}
        for file in files:
            try:
                photos = self.env["gendan.answer"]._gendan_photos([file])
            except UserError as error:
                sentence = sentence or str(error)
                continue
            for name, content in photos:
                if len(have) >= MOST_PHOTOS:
                    return self.env._("Please add at most %(count)s photos.", count=MOST_PHOTOS)
                checksum = self.env["ir.attachment"]._compute_checksum(content)
                # sent once more, after “back”
                if (row, checksum) in have:
                    continue
                have.add((row, checksum))
                self._gendan_keep(user, key, row, name, content)
        return sentence

    @api.model
    def _gendan_keep(self, user, key, row, name, content):
        """Keep one photo; of what a user left lying about the oldest goes."""
        # sudo: as in `_gendan_of`
        uploads = self.sudo()
        uploads.search([("user_id", "=", user.id)], order="id desc", offset=MOST_LEFT - 1).unlink()
        paper = uploads.env["ir.attachment"].create({"name": name, "raw": content})
        upload = uploads.create({"user_id": user.id, "key": key, "row": row, "attachment_id": paper.id})
        # goes with it when it is vacuumed
        paper.write({"res_model": self._name, "res_id": upload.id})
