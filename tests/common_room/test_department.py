"""Departments: found by their code where they have one."""

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestDepartment(GendanCase):
    def test_a_code_is_one_departments_of_a_company(self):
        Department = self.env["gendan.department"]
        Department.create([{"name": name, "company_id": self.company.id} for name in ("Slitting", "Bag making")])
        Department.create({"name": "Lamination", "code": "LAM", "company_id": self.company.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            Department.create({"name": "Laminating", "code": "LAM", "company_id": self.company.id})
            self.env.flush_all()
