"""A statement of November, frozen as sent, and what the customer has in his books."""

from datetime import date

from odoo.addons.gendan_followup.models.statement.statement_line import LINES

from ..mechanism.common import MechanismCase

OURS = [
    # day, note, receipt, order, part, quantity, amount
    (3, "DN/1001", "GR-501", "PO-1", "A-1", 100, 1000.00),
    (5, "DN/1002", "GR-502", "PO-1", "A-2", 50, 300.00),
    (5, "DN/1002", "GR-502", "PO-1", "A-3", 10, 90.50),
    (12, "DN/1003", "", "PO-2", "A-1", 20, 200.00),
    (14, "DN/1004", "", "PO-2", "A-9", 5, 55.00),
    (20, "DN/1005", "", "PO-3", "B-1", 7, 700.00),
    (25, "RET/7", "", "PO-1", "A-1", -2, -20.00),
]
THEIRS = """收货单号\t送货单号\t订单号\t物料编码\t日期\t数量\t金额
GR-501\tDN1001\tPO-1\tA-1\t11/03\t100\t1,000.00
GR-502\tDN1002\tPO-1\t\t11/06\t60\t390.50
\t1003\tPO-2\tA-1\t11/13\t20\t198.00
\tDN-1005\tPO-3\tB-1\t11/21\t7\t700.00
\tDN-1005\tPO-3\tB-1\t11/21\t7\t700.00
GR-900\t\tPO-9\tZ-1\t11/28\t1\t77.00
\t\t\t\t11/25\t\t(20.00)
合计\t\t\t\t\t\t3,045.50
"""


class MatchCase(MechanismCase):
    """``self.statement`` is of the clerk's customer, ``self.match`` its match without a list yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.company.currency_id
        cls.statement = cls.make_statement(OURS)
        cls.match = cls.env["gendan.match"].with_user(cls.clerk).create({"statement_id": cls.statement.id})

    @classmethod
    def make_statement(cls, rows, partner=None, **values):
        """A statement that went out."""
        Statement = cls.env["gendan.statement"]._gendan_as_code()
        cls.statements = getattr(cls, "statements", 0) + 1
        statement = Statement.create(
            {
                "name": f"ST/T/{cls.statements:04}",
                "state": "sent",
                "company_id": cls.company.id,
                "partner_id": (partner or cls.customer).id,
                "currency_id": cls.company.currency_id.id,
                "date_from": date(2026, 11, 1),
                "date_to": date(2026, 11, 31 - cls.statements),
                "lang": "en_US",
                **values,
            }
        )
        cls.env["gendan.statement.line"].with_context(gendan_statement_lines=LINES).create(
            [
                {
                    "statement_id": statement.id,
                    "sequence": number,
                    "kind": "delivery" if amount > 0 else "return",
                    "date": date(2026, 11, day),
                    "note_number": note,
                    "receipt_number": receipt,
                    "order_number": order,
                    "customer_part": part,
                    "quantity": quantity,
                    "amount": amount,
                    "amount_total": round(amount * 1.13, 2),
                    "currency_id": cls.company.currency_id.id,
                }
                for number, (day, note, receipt, order, part, quantity, amount) in enumerate(rows)
            ]
        )
        return statement.with_env(cls.env)

    @classmethod
    def dialog(cls, text=False, user=None, match=None, **values):
        """The list's dialog, read."""
        dialog = (
            cls.env["gendan.match.read"]
            .with_user(user or cls.clerk)
            .create({"match_id": (match or cls.match).id, "text": text, **values})
        )
        dialog.action_read()
        return dialog

    @classmethod
    def take(cls, text=THEIRS, **values):
        """Take the list over, as the clerk."""
        cls.dialog(text, **values).action_take_over()

    def line(self, number):
        """The lines of a number of ours, or of theirs that has none of ours."""
        return self.match.line_ids.filtered(lambda line: number == (line.our_numbers or line.their_numbers))

    def seen(self):
        """{our numbers or theirs: (result, difference)}."""
        return {
            line.our_numbers or line.their_numbers or str(line.date): (line.state, line.difference)
            for line in self.match.line_ids
        }
