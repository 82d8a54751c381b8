"""Rows that are seen by whoever sees what they belong to."""

import functools

from odoo import api, fields, models


class GendanParentAccessMixin(models.AbstractModel):
    """For rows of another record: its rules decide, so that they are not said twice.

    Odoo judges record rules as superuser: a rule ``[('parent_id', 'any', [])]`` lets everything pass.
    Name the field of the parent in ``_gendan_parent``.
    """

    _name = "gendan.parent.access.mixin"
    _description = "Seen with its Parent"

    _gendan_parent = None

    def _check_access(self, operation):
        # EXTENDS base: rights of the model and rules of its own first
        if (result := super()._check_access(operation)) is not None or not any(self._ids):
            return result
        rows = self.sudo()  # sudo: only to find the parents, which are then asked as the user
        visible = rows[self._gendan_parent].with_env(self.env)._filtered_access("read").ids
        forbidden = self.browse(row.id for row in rows if row[self._gendan_parent].id not in visible)
        if not forbidden:
            return None
        return forbidden, functools.partial(self.env["ir.rule"]._make_access_error, operation, forbidden)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        # EXTENDS base: as the user, so that the parent's rules apply
        if not self.env.su and not bypass_access:
            domain = fields.Domain(domain) & fields.Domain(self._gendan_parent, "any", [])
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
