"""Mails of which nothing was made, kept for a while: whoever misses one finds it, and takes it in."""

import base64
import email
import email.policy
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from .mail_words import mail_words

_logger = logging.getLogger(__name__)

# sentinel: a mail that was looked at by people and is not set aside again
TAKING = object()
SUBJECT, TEXT = 200, 5000
# days: then nobody misses it any more
KEPT = 90


class GendanMailAside(models.Model):
    """A mail to an address of ours that was taken for a machine's or a newsletter, as it came, with its files.

    Made by ``gendan.mail.intake.mixin`` only. Clerks read those of nobody and of their customers, supervisors all of
    their companies, and take one in; nobody writes any. Deleted after three months, or by a supervisor.
    """

    _name = "gendan.mail.aside"
    _description = "Mail Set Aside"
    _order = "received_at desc, id desc"
    _rec_names_search = ["name", "mail_from"]

    _once = models.UniqueIndex("(message_ref, to_model) WHERE message_ref IS NOT NULL", "This mail is kept already.")

    name = fields.Char("Subject", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    to_model = fields.Selection("_selection_to_model", string="Sent to", required=True, readonly=True)
    reason = fields.Selection(
        [
            ("many", "Newsletter or Mailing List"),
            ("machine", "Automatic Reply"),
            ("own", "From an Address of Our Own"),
        ],
        string="Set Aside Because",
        required=True,
        readonly=True,
    )
    mail_from = fields.Char("Mailed by", readonly=True)
    sender = fields.Char(readonly=True, index=True, help="The address alone.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    received_at = fields.Datetime("Received", required=True, readonly=True, index=True)
    text = fields.Text("What It Says", readonly=True)
    file_names = fields.Char("Files", readonly=True)
    message_ref = fields.Char("Message-Id", readonly=True)
    mail = fields.Binary("As It Came", attachment=True, readonly=True)
    taken_id = fields.Many2oneReference("Taken in as", model_field="to_model", readonly=True)
    taken_at = fields.Datetime("Taken in on", readonly=True)
    taken_by_id = fields.Many2one("res.users", string="Taken in by", readonly=True, ondelete="set null")

    @api.model
    def _selection_to_model(self):
        """To which addresses a mail may have been sent. Hook: rooms add theirs.

        :return: list of (model, what its address is for)
        """
        return []

    # ------------------------------------------------------------ setting aside

    @api.model
    def _gendan_set_aside(self, route, message, message_dict, reason, customer, company):
        """Keep a mail as it came. Called by the gateway.

        :param tuple route: where it would have gone
        :param message: ``email.message.EmailMessage``
        :param dict message_dict: as the gateway read it
        :param str reason: key of ``reason``
        :param customer: res.partner, may be empty
        :return: False where it cannot be kept: then it is to go where it was sent
        """
        # sudo: the gateway
        asides = self.sudo()
        sender = email_normalize(message_dict.get("email_from") or "") or False
        ref = message_dict.get("message_id") or False
        if ref and asides.search_count([("message_ref", "=", ref), ("to_model", "=", route[0])], limit=1):
            return True
        if asides._gendan_is_flood(sender):
            _logger.info("Set aside and not kept, there are many of them: a mail of %s", sender)
            return True
        try:
            # as it was written, byte for byte: heads are not folded anew
            content = message.as_bytes(policy=message.policy.clone(refold_source="none"))
        except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
            _logger.warning("A mail of %s cannot be kept as it came and is taken in", sender, exc_info=True)
            return False
        names = [attachment[0] for attachment in message_dict.get("attachments") or ()]
        aside = asides.create(
            {
                "name": " ".join((message_dict.get("subject") or "").split())[:SUBJECT],
                "company_id": company.id,
                "to_model": route[0],
                "reason": reason,
                "mail_from": message_dict.get("email_from"),
                "sender": sender,
                "partner_id": customer.commercial_partner_id.id,
                "received_at": self.env[route[0]]._gendan_mailed_at(message_dict.get("date")),
                "text": mail_words(message_dict.get("body"))[:TEXT],
                "file_names": ", ".join(name for name in names if name) or False,
                "message_ref": ref,
                "mail": base64.b64encode(content),
            }
        )
        _logger.info("Set aside (%s): %s of %s", reason, aside.name, sender)
        return True

    @api.model
    def _gendan_is_flood(self, sender):
        """Whether so many of an address were set aside just now that two machines talk to each other."""
        # sudo: the gateway's own limits
        get = self.env["ir.config_parameter"].sudo().get_param
        since = self.env.cr.now() - timedelta(minutes=int(get("mail.gateway.loop.minutes", 120)))
        most = int(get("mail.gateway.loop.threshold", 20))
        recent = [("sender", "=", sender), ("create_date", ">=", since)]
        return bool(sender) and self.search_count(recent, limit=most) >= most

    # ------------------------------------------------------------ taking in

    def action_take_in(self):
        """Button: it is one after all, and becomes what it would have become, with its files and its day.

        :return: action: what became of it; of another clerk's customer, that she has it
        :raise AccessError: for clerks
        """
        self.check_access("read")
        if not self.env.user.has_group("gendan_followup.group_gendan_user"):
            raise AccessError(self.env._("Mails set aside are taken in by clerks and supervisors."))
        # sudo: nobody writes one; who may take it in was asked above
        asides = self.sudo()
        # of two clicks at once the second finds what the first has made
        asides.lock_for_update()
        for aside in asides.filtered(lambda aside: not aside.taken_id):
            aside._gendan_take_in()
        return asides[-1:]._gendan_open_taken(self.env.user)

    def _gendan_take_in(self):
        """The mail once more, as it came, past what had set it aside. With sudo."""
        self.ensure_one()
        # as the gateway
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root")).with_context(gendan_taking=TAKING)
        message = email.message_from_bytes(base64.b64decode(self.mail), policy=email.policy.SMTP)
        words = thread.message_parse(message)
        values = thread.env[self.to_model]._gendan_taken_values(self)
        # made by who takes it in: whose customer nobody knows is seen by her
        routes = [(self.to_model, False, values, self.env.uid, self.env["mail.alias"])]
        words.update(thread._message_parse_post_process(message, words, routes))
        made = thread._message_route_process(message, words, routes)
        self.write({"taken_id": made, "taken_at": fields.Datetime.now(), "taken_by_id": self.env.uid})

    def _gendan_open_taken(self, user):
        """The action that opens what became of it, where the user may; else says who has it."""
        self.ensure_one()
        record = self.env[self.to_model].browse(self.taken_id).exists()
        own = record.with_user(user)
        if not record or own.has_access("read"):
            return own._get_records_action() if record else False
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(mail)s is taken in and is with %(who)s.",
                    mail=self.display_name,
                    who=record.clerk_id.name or self.env._("the supervisor"),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------ the end

    @api.autovacuum
    def _gc_gendan_aside(self):
        """Nobody misses it any more.

        :return: (how many went, how many are left)
        """
        domain = [("received_at", "<", fields.Datetime.now() - timedelta(days=KEPT))]
        old = self.search(domain, limit=1000)
        old.unlink()
        return len(old), self.search_count(domain) if len(old) == 1000 else 0
