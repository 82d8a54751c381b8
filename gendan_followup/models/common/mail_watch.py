"""Mails of ours that somebody has to know about: whether they may still leave, and whether they left."""

import logging

from odoo import fields, models

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    """A mail waits in Odoo's queue for a minute or for a day; until then it may have become untrue, and only then it is
    known to have left. Who writes one names the model to be asked and told: ``gendan.mail.watch.mixin``.

    Mails of others cost nothing. An error of whoever watches stops no mail.
    """

    _inherit = "mail.mail"

    gendan_watch = fields.Char(string="Watched by", readonly=True, copy=False, help="A model of ours.")

    def _send(self, *args, **kwargs):
        # EXTENDS mail: those that are not true any more stay here
        bulk, untrue = self.env["gendan.bulk"], self.browse()
        for watcher, mails in self._gendan_watched(lambda mail: mail.state == "outgoing"):
            found = [self.browse()]
            error = bulk._gendan_attempt(
                lambda watcher=watcher, mails=mails, found=found: found.append(watcher._gendan_mail_untrue(mails))
            )
            if error is not None:
                _logger.error("Whether mails of %s may leave could not be found out", watcher, exc_info=error)
                found = found[:1]
            untrue |= found[-1]
        left = self - untrue
        untrue.unlink()
        return super(MailMail, left)._send(*args, **kwargs)

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        # EXTENDS mail: before those that left are deleted
        ways = dict(self._fields["failure_type"]._description_selection(self.env))
        for watcher, mails in self._gendan_watched(lambda mail: mail.state in ("sent", "exception")):
            for mail in mails:
                reason = False
                if mail.state == "exception":
                    reason = failure_reason or mail.failure_reason or ways.get(failure_type or mail.failure_type)
                    reason = reason or self.env._("no reason given")
                error = self.env["gendan.bulk"]._gendan_attempt(
                    lambda watcher=watcher, mail=mail, reason=reason: watcher._gendan_mail_gone(mail, reason)
                )
                if error is not None:
                    _logger.error("What became of a mail could not be noted by %s", watcher, exc_info=error)
        return super()._postprocess_sent_message(success_pids, success_emails, failure_reason, failure_type)

    def _gendan_watched(self, which):
        """Those of these that are watched, by model: [(model, mails)].

        :param which: filter of mails
        """
        watched = self.filtered(lambda mail: mail.gendan_watch in self.env and which(mail))
        # sudo: the queue is the program's
        return [(self.env[name].sudo(), mails) for name, mails in watched.grouped("gendan_watch").items()]


class GendanMailWatchMixin(models.AbstractModel):
    """Hooks of models that write mails with ``gendan_watch``. Called as superuser, in the transaction that sends."""

    _name = "gendan.mail.watch.mixin"
    _description = "Mails Watched"

    def _gendan_mail_untrue(self, mails):
        """Which of these are not to leave any more: they are deleted. Hook, batch; `self` is the empty model.

        :param mails: ``mail.mail`` about to leave
        :return: ``mail.mail``
        """
        return mails.browse()

    def _gendan_mail_gone(self, mail, reason):
        """A mail left, or did not. Hook; `self` is the empty model.

        :param mail: ``mail.mail``, still there
        :param reason: False when it left, else the sentence why it did not
        """
