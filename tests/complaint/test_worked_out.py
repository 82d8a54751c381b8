"""What is worked out is typed by nobody, whatever the screen: writes as they come by RPC."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase

MODELS = (
    "gendan.complaint",
    "gendan.complaint.line",
    "gendan.complaint.settlement",
    "gendan.complaint.evidence",
    "gendan.complaint.why",
    "gendan.complaint.action",
    "gendan.complaint.trace",
    "gendan.sorting",
)
# the database keeps them
AUTOMATIC = {"create_uid", "create_date", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorkedOut(SettleCase):
    def other(self, field, value):
        """Another value than the one there is."""
        if field.type == "many2one":
            return self.env[field.comodel_name].search([("id", "!=", value.id)], limit=1).id
        if field.type == "boolean":
            return not value
        if field.type == "selection":
            return next(key for key in field.get_values(self.env) if key != value)
        words = {"date": "2020-01-01", "datetime": "2020-01-01 00:00:00", "char": "FORGED", "text": "FORGED"}
        return words[field.type] if field.type in words else (value or 0) + 7

    def records(self):
        """One record of each model, of an open complaint."""
        rows = self.agreed([{"choice": "sorting", "quantity": 40}, {"choice": "refund", "quantity": 1}])
        rows[0]._gendan_do()
        complaint = rows.complaint_id
        complaint.write(
            {
                "evidence_ids": [Command.create({"name": "Pallet"})],
                "why_ids": [Command.create({"question": "Why?"})],
                "action_ids": [
                    Command.create(
                        {"kind": "correct", "name": "New bar", "owner_id": self.clerk.id, "due": "2026-11-10"}
                    )
                ],
            }
        )
        complaint.action_gendan_trace()
        found = [complaint, complaint.line_ids, rows[1], complaint.evidence_ids, complaint.why_ids]
        sorting = self.env["gendan.sorting"].with_user(self.clerk).search([("complaint_id", "=", complaint.id)])
        return [*found, complaint.action_ids, complaint.trace_ids[:1], sorting]

    def test_no_field_that_forms_only_show_is_written_by_a_clerk(self):
        records = self.records()
        self.assertEqual([record._name for record in records], list(MODELS))
        for record in records:
            for name, field in record._fields.items():
                shown = field.store and field.readonly and not field.inverse and field.column_type
                if not shown or name in AUTOMATIC or name == "id" or not record._has_field_access(field, "write"):
                    continue
                value = record[name]
                other = self.other(field, value)
                if not other and not value:
                    continue
                with self.subTest(model=record._name, field=name), self.assertRaises(UserError):
                    record.write({name: other})
                    self.env.flush_all()

    def test_nor_is_it_sent_along_with_what_is_new(self):
        complaint = self.complain().with_user(self.clerk)
        forged = {
            "partner_id": self.foreign_customer.id,
            "received_at": "2020-01-01 00:00:00",
            "company_id": self.make_other_company()[0].id,
        }
        lines = complaint.line_ids
        goods = {"complaint_id": complaint.id, "product_id": self.carton.id}
        context = {f"default_{name}": value for name, value in forged.items()}
        for line in (lines.create({**goods, **forged}), lines.with_context(**context).create(goods)):
            self.assertEqual(
                (line.partner_id, line.received_at, line.company_id),
                (complaint.partner_id, complaint.received_at, self.company),
            )
        mine = complaint.with_context(default_clerk_id=self.other_clerk.id).create(
            {
                "partner_id": self.customer.id,
                "subject": "Late",
                "kind_id": self.kind.id,
                "clerk_id": self.other_clerk.id,
            }
        )
        self.assertEqual(mine.clerk_id, self.clerk)

    def test_only_a_settlement_says_that_an_order_replaces_goods_and_counts(self):
        rows = self.agreed([{"choice": "replace", "quantity": 40}])
        rows._gendan_do()
        made = self.made(rows).with_user(self.clerk)
        self.assertEqual((made.gendan_settles_id.id, made.gendan_is_counted), (rows.id, False))
        plain = self.order.with_user(self.clerk)
        for order, vals in (
            (made, {"gendan_is_counted": True}),
            (made, {"gendan_settles_id": False}),
            (plain, {"gendan_is_counted": False}),
            (plain, {"gendan_settles_id": rows.id}),
        ):
            with self.subTest(order=order.name, vals=vals):
                with self.assertRaisesRegex(UserError, "is said by the settlement"):
                    order.write(vals)
        forged = {"gendan_settles_id": rows.id, "gendan_is_counted": False}
        for context, vals in (({}, forged), ({f"default_{name}": value for name, value in forged.items()}, {})):
            order = plain.with_context(**context).create({"partner_id": self.customer.id, **vals})
            self.assertEqual((order.gendan_settles_id.id, order.gendan_is_counted), (False, True))
        copied = made.copy()
        self.assertEqual((copied.gendan_settles_id.id, copied.gendan_is_counted), (False, True))
