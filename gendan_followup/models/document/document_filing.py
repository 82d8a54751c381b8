from odoo import fields, models


class GendanDocument(models.Model):
    """Signed copies that come with its messages are filed; a scan filed by mistake is taken back."""

    _name = "gendan.document"
    _inherit = ["gendan.filing.thread.mixin", "gendan.document"]

    def _gendan_unfile_scan(self, scan, back_again=False):
        """This scan was filed here by mistake. Hook: rooms take back what they concluded from it.

        :param scan: ir.attachment
        :param bool back_again: the paper came back with this scan; without another one it is awaited again
        :raise UserError: it is the proof of something and stays
        """
        self.ensure_one()
        vals = {"scan_ids": [fields.Command.unlink(scan.id)]}
        if back_again and self.scan_ids <= scan:
            vals |= {"returned_at": False, "returned_how": False}
        self.write(vals)
        # sudo: made when it was filed, by whoever filed it
        scan.sudo().unlink()
