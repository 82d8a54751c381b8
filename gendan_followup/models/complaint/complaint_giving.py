"""Handing over a complaint nobody could place: to who follows the customer, or to who may know him."""

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

CLERKS = "gendan_followup.group_gendan_user"


class GendanComplaint(models.Model):
    """Every clerk sees a complaint of nobody's; one who finds out that it is another's customer gives it to her.

    She names him and sees no more of him than before: his name, and who follows him.
    """

    _inherit = "gendan.complaint"

    def action_give(self):
        """Button: the dialog that asks to whom.

        :return: action
        :raise UserError: it has a customer already
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_placed_error():
            raise UserError(sentence)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "gendan.complaint.giving",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _gendan_placed_error(self):
        """The sentence that this complaint has somebody who answers for it, or False."""
        self.ensure_one()
        if self.partner_id:
            return self.env._(
                "%(complaint)s has a customer already: who follows him has it. A supervisor hands customers over.",
                complaint=self.display_name,
            )
        return False

    def _gendan_give_error(self, customer, user):
        """The sentence why it cannot be handed over so, or False.

        :param customer: res.partner, may be empty
        :param user: res.users, may be empty
        """
        self.ensure_one()
        if sentence := self._gendan_placed_error():
            return sentence
        words = {"complaint": self.display_name, "user": user.name}
        if not user:
            return self.env._("%(complaint)s: say whose complaint it is, or who may find it out.", **words)
        # sudo: a colleague's groups and companies
        colleague = user.sudo()
        if not colleague.active or not colleague.has_group(CLERKS):
            return self.env._("%(complaint)s: %(user)s is no clerk and cannot handle it. Choose a clerk.", **words)
        if self.company_id not in colleague.company_ids:
            return self.env._(
                "%(complaint)s: %(user)s does not work for %(company)s.", company=self.company_id.name, **words
            )
        return False

    @api.model
    def _gendan_receiver_of(self, customer):
        """Who gets a complaint of a customer: who acts for him today, else the supervisor.

        :param customer: res.partner, may be empty
        :return: res.users, may be empty
        """
        if not customer:
            return self.env["res.users"]
        # sudo: who follows a customer is known to every clerk
        return customer.sudo().commercial_partner_id._gendan_acting_user()[customer.commercial_partner_id][0]

    def _gendan_give(self, customer, user, note=None):
        """Hand it over: customer and colleague are set, she has the to-do and hears of it.

        :param customer: res.partner, a person of his or he himself; empty: `user` finds it out
        :param user: res.users who gets it
        :param str note: what is known
        :raise UserError: the sentence why not
        :raise AccessError: the user may not write this complaint, or is no clerk
        """
        self.ensure_one()
        self.check_access("write")
        self.env["gendan.complaint.giving"].check_access("create")
        if sentence := self._gendan_give_error(customer, user):
            raise UserError(sentence)
        # sudo: it leaves the hands of this user, who may write it now; nothing but its customer and handler changes
        complaint = self.sudo()
        is_his = bool(customer) and user == self._gendan_receiver_of(customer)
        # the customer's own clerk is found by her role, so that her backup acts while she is away
        values = {"user_id": False if is_his else user.id}
        if customer:
            values["partner_id"] = customer.id
        complaint.write(values)
        complaint.message_post(
            body=complaint._gendan_given_note(user, note),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=user.partner_id.ids,
        )

    def _gendan_given_note(self, user, note):
        """What stands in the log."""
        words = {"user": user.name, "by": self.env.user.name}
        if self.partner_id:
            said = self.env._("%(by)s handed over to %(user)s: a complaint of %(customer)s.",
                              customer=self.partner_id.name, **words)  # fmt: skip
        else:
            said = self.env._("%(by)s handed over to %(user)s, to find out whose complaint it is.", **words)
        return Markup("%s<br>%s") % (said, note) if note else said
