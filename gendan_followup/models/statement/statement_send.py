"""Sending: one by its composer, text or print, many by a dialog; what went how is kept on statement and paper."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..common.composing import open_composer
from .statement_ways import PAPER_WAYS

TEMPLATE = "gendan_followup.mail_template_statement"


class GendanStatement(models.Model):
    """Steps of who sends. A statement is frozen when it goes, not before: queued or looked at it is still a draft."""

    _inherit = "gendan.statement"

    # ------------------------------------------------------------ actions

    def action_send(self):
        """Button: send in the way each customer wishes. One by its own dialog, several by one for all.

        :return: action
        :raise UserError: the only one cannot go out
        """
        self.check_access("write")
        if len(self) == 1 and self.send_way not in PAPER_WAYS:
            return self.action_send_mail() if self.send_way == "email" else self.action_send_chat()
        wizard = self.env["gendan.statement.send"]._gendan_open(self)
        return wizard._gendan_show()

    def action_send_mail(self):
        """Button: by e-mail, looked over first; PDF and workbook are added when it goes.

        :return: action of the mail composer
        :raise UserError: it cannot go out, or there is no address
        """
        self.ensure_one()
        self._gendan_go_or_raise("email")
        return open_composer(
            self,
            self.env._("Send the Statement"),
            TEMPLATE,
            # the clerk may take other words than the template's
            context={"gendan_statement_goes_out": True},
        )

    def action_send_chat(self):
        """Button: the text with the sums and the link, to paste into a chat; copying it sends the statement.

        :return: action of the dialog that copies the text
        :raise UserError: it cannot go out
        """
        self.ensure_one()
        self._gendan_go_or_raise("chat")
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Send the Statement"),
            "params": {
                "text": self._gendan_chat_text(),
                "order_ids": [],
                "message_ids": [],
                "mark": {"model": self._name, "method": "action_chat_copied", "ids": self.ids},
            },
        }

    def action_chat_copied(self, text):
        """The text was copied for a chat: the statement is sent. Called by the dialog.

        :param str text: as it was copied; kept in the log without its link
        :raise UserError: it may not be sent
        """
        self.ensure_one()
        self._gendan_go_or_raise("chat")
        self._gendan_freeze_if_new()
        link = self._gendan_portal_link()
        said = (text or "").strip()[:5000]
        self._message_log(body=plaintext2html(said.replace(link, "…") if link else said))
        self._gendan_gone("chat")
        return True

    def action_send_paper(self, way):
        """Print for the fax or the courier: what is printed is what goes, so they are sent. Batch.

        :param str way: one of PAPER_WAYS
        :return: action of the report
        :raise UserError: one cannot go out
        """
        self.check_access("write")
        self._gendan_all_go_or_raise(way)
        self._gendan_freeze_if_new()
        self._gendan_gone(way)
        return self.action_print()

    def action_sent(self):
        # EXTENDS gendan_followup: the clerk sent it by other means, in the way the customer wishes
        result = super().action_sent()
        for way, statements in self.grouped("send_way").items():
            statements._gendan_gone(way, note=self.env._("Noted by hand"))
        return result

    # ------------------------------------------------------------ whether it may go

    def _gendan_go_or_raise(self, way):
        """:raise UserError: it cannot go out, or not that way; :raise AccessError: not the user's customer"""
        self.ensure_one()
        self._gendan_all_go_or_raise(way)

    def _gendan_all_go_or_raise(self, way):
        """:raise UserError: the first that cannot go out, or not that way; :raise AccessError: not the user's"""
        self.check_access("write")
        stale = self.filtered(lambda one: one.state == "checked")._gendan_stale()
        for statement in self:
            if sentence := statement._gendan_go_error(statement in stale) or statement._gendan_way_error(way):
                raise UserError(sentence)

    # ------------------------------------------------------------ gone

    def _gendan_freeze_if_new(self):
        """Those that go out for the first time are sealed; the others are. Batch; who calls has asked."""
        new = self.filtered(lambda one: not one._gendan_is_frozen())
        if new:
            new._gendan_freeze()

    def _gendan_gone(self, how, to=None, note=None):
        """They are on their way to the customers: noted on statement and paper. Batch; who calls has asked.

        :param str how: one of WAYS
        :param str to: whom it went to; else the customer's address, number or account
        :param str note: more to be kept with the paper
        """
        papers = self._gendan_papers().grouped("res_id")
        for statement in self:
            where = to or statement._gendan_send_to(how)
            # sudo: nobody writes it by hand; the callers have asked for the right to send
            statement.sudo()._gendan_as_code().write(
                {"sent_how": how, "sent_to": where, "send_state": False, "send_error": False}
            )
            if paper := papers.get(statement.id):
                paper._gendan_issue(how, to=where, note=note)
        self._gendan_sync_todos()
