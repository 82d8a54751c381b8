"""Whose customer complains: another clerk is told before she has typed it all."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

# what makes a complaint that of a customer
WHOSE = frozenset({"partner_id", "order_id", "picking_id", "invoice_id"})


class GendanComplaintWhoseMixin(models.AbstractModel):
    """Complaints and the dialogs that write them down say whose customer it is, before all is typed.

    Each extends ``_compute_whose_note`` by the fields that say it there.
    """

    _name = "gendan.complaint.whose.mixin"
    _description = "Says Whose Customer Complains"

    whose_note = fields.Char(compute="_compute_whose_note", compute_sudo=False)

    def _compute_whose_note(self):
        for record in self:
            record.whose_note = False


class GendanComplaint(models.Model):
    """The sentence in place of Odoo's bare refusal. Record rules decide, this only explains."""

    _name = "gendan.complaint"
    _inherit = ["gendan.complaint", "gendan.complaint.whose.mixin"]

    @api.depends("partner_id", "order_id")
    @api.depends_context("uid")
    def _compute_whose_note(self):
        for complaint in self:
            # one that has a customer is hers to keep, or not hers to see
            there = complaint._origin
            asks = not there or not there.sudo().partner_id  # sudo: whether anybody has placed it
            complaint.whose_note = asks and self._gendan_whose_error(
                complaint.partner_id, complaint.order_id, is_there=bool(there)
            )

    @api.model
    def _gendan_whose_error(self, customer, order=None, is_there=False):
        """The sentence that a customer is another clerk's, for the user; False where the user may write for him.

        :param customer: res.partner, may be empty
        :param order: sale.order, whose clerk may be another
        :param bool is_there: of a complaint that is written down and nobody's: it can be handed over
        """
        user = self.env.user
        # sudo: whose he is is known to every clerk
        customer, order = customer._origin.sudo().commercial_partner_id, order and order._origin.sudo()
        if self.env.su or not customer or not user.has_group("gendan_followup.group_gendan_user"):
            return False
        if user.has_group("gendan_followup.group_gendan_user_all"):
            return False
        clerk = (order and order.gendan_clerk_id) or customer.gendan_clerk_id
        own = user._gendan_own_customers("commercial_partner_id.gendan_clerk_id", "commercial_partner_id")
        if clerk == user or customer.search_count([("id", "=", customer.id), *own], limit=1):
            return False
        company = (order and order.company_id) or customer.company_id or self.env.company.sudo()  # sudo: its supervisor
        acting, _for = customer._gendan_acting_user()[customer]
        words = {
            "customer": customer.name,
            "clerk": clerk.name,
            "who": (acting or clerk).name,
            # sudo: a name
            "supervisor": company.gendan_supervisor_id.sudo().name or self.env._("the supervisor"),
        }
        if is_there:
            return self._gendan_give_sentence(words, bool(clerk))
        if not clerk:
            return self.env._(
                "%(customer)s has no clerk yet. Ask %(supervisor)s to make the customer yours, or to write the"
                " complaint down.",
                **words,
            )
        return self.env._(
            "%(customer)s is %(clerk)s's customer. Ask %(who)s to write the complaint down, or %(supervisor)s to hand"
            " the customer over to you.",
            **words,
        )

    @api.model
    def _gendan_give_sentence(self, words, has_clerk):
        """How a complaint that is there comes to whose customer it is."""
        if has_clerk:
            return self.env._(
                "%(customer)s is %(clerk)s's customer. Take him out again and press “Hand Over”: %(who)s gets the"
                " complaint with his name.",
                **words,
            )
        return self.env._(
            "%(customer)s has no clerk yet. Take him out again and press “Hand Over”: %(supervisor)s gets the complaint"
            " with his name.",
            **words,
        )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        try:
            return super().create(vals_list)
        except AccessError as error:
            for vals in vals_list:
                if sentence := self._gendan_whose_error(*self._gendan_customer_in(vals)):
                    raise AccessError(sentence) from error
            raise

    def write(self, vals):
        # EXTENDS gendan_followup
        nobodys = self.browse()
        if not self.env.su and not WHOSE.isdisjoint(vals):
            nobodys = self.filtered(lambda complaint: not complaint.sudo().partner_id)  # sudo: whether anybody's
        result = super().write(vals)
        if not self.env.su and not WHOSE.isdisjoint(vals) and not self.has_access("write"):
            # record rules are asked before only: it would be gone from her hands
            for complaint in self.sudo():  # sudo: whose it has become
                is_there = complaint.sudo(False) in nobodys
                if sentence := self._gendan_whose_error(complaint.partner_id, complaint.order_id, is_there=is_there):
                    raise AccessError(sentence)
        return result

    @api.model
    def _gendan_customer_in(self, vals):
        """Customer and order of values of a complaint, as far as they say: (res.partner, sale.order), sudo."""
        known = {name: vals.get(name) or self.env.context.get(f"default_{name}") for name in WHOSE}
        # sudo: to say whose it is
        about = self.sudo().new({name: value for name, value in known.items() if value})
        return about.partner_id, about.order_id
