"""A factory that is asked by mail: to inquiries@ours.example, from mails as they come."""

from datetime import date
from pathlib import Path

from ..common import GendanCase
from ..incoming import Incoming

MAILS = Path(__file__).parent / "mails"


class InquiryMailCase(Incoming, GendanCase):
    """Lin of Maili Foods writes, and others do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alias = cls.env.ref("gendan_followup.mail_alias_inquiry")
        cls.alias.alias_domain_id = cls.listen()
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
        return self.come("gendan.inquiry", text)

    def todos(self, record):
        return self.env["gendan.todo"].search(record._gendan_todo_domain())
