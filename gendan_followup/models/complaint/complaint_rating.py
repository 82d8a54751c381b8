"""How content the customer was: said by him on his page, seen by whoever sees the complaint, written by nobody else."""

import functools

from odoo import api, fields, models
from odoo.exceptions import AccessError

COMPLAINT = "gendan.complaint"
# sentinel: only the page of the last word rates
RATING = object()


class RatingRating(models.Model):
    """Odoo lets every employee read and write all ratings: those of complaints go with the complaint and stay."""

    _inherit = "rating.rating"

    def _check_access(self, operation):
        # EXTENDS base
        result = super()._check_access(operation)
        if result is not None or not any(self._ids):
            return result
        rows = self.sudo().filtered(lambda rating: rating.res_model == COMPLAINT)  # sudo: only to find what was rated
        if not rows:
            return None
        visible = self.env[COMPLAINT].browse(rows.mapped("res_id")).exists()._filtered_access("read").ids
        forbidden = self.browse(row.id for row in rows if operation != "read" or row.res_id not in visible)
        if not forbidden:
            return None
        return forbidden, functools.partial(self.env["ir.rule"]._make_access_error, operation, forbidden)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        # EXTENDS base
        if not self.env.su and not bypass_access:
            complaints = self.env[COMPLAINT]
            seen = fields.Domain("res_model", "!=", COMPLAINT)
            if complaints.has_access("read"):
                seen |= fields.Domain("res_id", "in", complaints._search([]))
            domain = fields.Domain(domain) & seen
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS rating
        ratings = super().create(vals_list)
        if not self.env.su and any(rating.res_model == COMPLAINT for rating in ratings):
            raise AccessError(self.env._("How content a customer was he says himself, on his page."))
        return ratings


class GendanComplaint(models.Model):
    """Rated by the customer on his page only: not by a message, not by a link of Odoo's."""

    _inherit = "gendan.complaint"

    def rating_apply(self, rate, token=None, rating=None, feedback=None, subtype_xmlid=None, notify_delay_send=False):
        # EXTENDS rating
        if self.env.context.get("gendan_rating") is not RATING:
            raise AccessError(self.env._("How content a customer was he says himself, on his page."))
        return super().rating_apply(
            rate,
            token=token,
            rating=rating,
            feedback=feedback,
            subtype_xmlid=subtype_xmlid,
            notify_delay_send=notify_delay_send,
        )

    def message_post(self, **kwargs):
        # EXTENDS rating: a message of ours rates nothing
        kwargs.pop("rating_value", None)
        return super().message_post(**kwargs)
