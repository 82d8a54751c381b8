"""Settings that every worker keeps in its memory."""

from odoo import api, models


class GendanCachedMixin(models.AbstractModel):
    """For settings whose answers are kept per process (``ormcache``): who changes them makes all workers forget.

    Afterwards, so that nothing is read back while they are being changed.
    """

    _name = "gendan.cached.mixin"
    _description = "Kept per Process"

    # names of the fields whose change counts; None: of any
    _gendan_cached = None

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        # EXTENDS base
        result = super().write(vals)
        if self._gendan_cached is None or not self._gendan_cached.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        # EXTENDS base
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
