"""A factory that is asked by mail: to inquiries@ours.example, from mails as they come."""

from datetime import date
from pathlib import Path

from ..common import GendanCase

MAILS = Path(__file__).parent / "mails"


class InquiryMailCase(GendanCase):
    """Lin of Maili Foods writes, and others do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.alias.domain"].search([]).unlink()
        domain = cls.env["mail.alias.domain"].create({"name": "ours.example"})
        cls.company.alias_domain_id = domain
        cls.alias = cls.env.ref("gendan_followup.mail_alias_inquiry")
        cls.alias.alias_domain_id = domain
        cls.company.gendan_supervisor_id = cls.supervisor
        cls.buyer = cls.portal_user.partner_id
        cls.buyer.email = "lin@maili.example"
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))
        # the number that stands in the mails
        cls.order.name = "S90031"
        cls.env.flush_all()

    def receive(self, name, **heads):
        """A mail from a file; ``heads`` are put in place of its own, ``Message_ID`` makes it another one."""
        text = (MAILS / f"{name}.eml").read_bytes()
        for head, value in heads.items():
            lines = text.split(b"\n")
            key = head.replace("_", "-").encode() + b":"
            text = b"\n".join(key + b" " + value.encode() if line.startswith(key) else line for line in lines)
        # as the gateway: nobody is logged in
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return self.env["gendan.inquiry"].browse(thread.message_process(None, text) or [])

    def todos(self, record):
        return self.env["gendan.todo"].search(record._gendan_todo_domain())
