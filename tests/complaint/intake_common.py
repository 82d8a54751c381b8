"""A factory to which customers complain by mail."""

from pathlib import Path

from ..incoming import Incoming
from .common import ComplaintCase

MAILS = Path(__file__).parent / "mails"


class IntakeCase(Incoming, ComplaintCase):
    """Mails as they come, from files or written here, to complaints@ours.example."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listen()
        cls.company.gendan_complaint_alias_name = "complaints"
        cls.other_order = cls.delivered_order()
        # the numbers that stand in the mails
        cls.order.name, cls.other_order.name, cls.picking.name = "S90011", "S90012", "WH/OUT/90011"
        cls.order.client_order_ref = "PO-7788-A"
        cls.other_order.client_order_ref = "PO-7788"
        cls.env.flush_all()

    def receive(self, name, **words):
        text = (MAILS / f"{name}.eml").read_bytes()
        for word, value in words.items():
            text = text.replace(f"@{word}@".encode(), value.encode())
        return self.come("gendan.complaint", text)

    def receive_text(self, subject, body, sender="Lin <lin@maili.example>", kind="plain", **heads):
        """A mail that is written here; each is another one."""
        self.__class__.mail_number = number = getattr(self, "mail_number", 0) + 1
        heads = {
            "From": sender,
            "To": "complaints@ours.example",
            "Subject": subject,
            "Date": "Mon, 02 Nov 2026 08:15:00 +0800",
            "Message-ID": f"<written{number}@maili.example>",
            "MIME-Version": "1.0",
            "Content-Type": f"text/{kind}; charset=utf-8",
            **{name.replace("_", "-"): value for name, value in heads.items()},
        }
        text = "\n".join(f"{name}: {value}" for name, value in heads.items()) + f"\n\n{body}"
        return self.come("gendan.complaint", text.encode())
