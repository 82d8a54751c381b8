"""Complaints for the tests of clocks and holds."""

from datetime import datetime, timedelta

from ..common import GendanCase


def at(day, hour, minute=0):
    """A moment of November 2026 in Dongguan, as UTC."""
    return datetime(2026, 11, day, hour, minute) - timedelta(hours=8)


class ClockCase(GendanCase):
    """Monday to Saturday, 8-12 and 13:30-17:30; the shipped policy off, one of the test's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_follow_new_orders = False
        policies = cls.env["gendan.complaint.policy"]
        policies.search([]).active = False
        cls.policy = policies.create({"name": "Usual (test)", "resolution_days": 10})
        cls.kind = cls.env["gendan.complaint.kind"].create(
            {
                "name": "Quality (test)",
                "severity": "major",
                "track": "full",
                "department_id": cls.quality.id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def complain(cls, user=None, **values):
        """A complaint of the customer, received now."""
        complaints = cls.env["gendan.complaint"].with_user(user or cls.clerk)
        return complaints.create(
            {"partner_id": cls.customer.id, "kind_id": cls.kind.id, "subject": "Seal tears", **values}
        ).with_env(cls.env)

    @classmethod
    def todos(cls, record):
        """Open to-dos of a record by kind."""
        found = cls.env["gendan.todo"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("open", "=", True)]
        )
        return {todo.kind: todo for todo in found}

    @classmethod
    def log(cls, record):
        """All that stands in a record's log, as text."""
        cls.env.flush_all()
        return " ".join(record.message_ids.mapped("body"))
