from odoo import fields, models


class GendanDocument(models.Model):
    """Commercial invoices and packing lists: what they say is kept as it was made."""

    _inherit = "gendan.document"

    kind = fields.Selection(
        selection_add=[("commercial_invoice", "Commercial Invoice"), ("packing_list", "Packing List"), ("other",)],
        ondelete={"commercial_invoice": "set default", "packing_list": "set default"},
    )
    # prices are in it: printed with it, not read from it
    export_content = fields.Json(readonly=True, copy=False, groups="base.group_system")
