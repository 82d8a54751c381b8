"""Two departments beside quality, and slips to them."""

from odoo import Command

from ..mechanism.common import MechanismCase


class SlipCase(MechanismCase):
    """``self.order`` is the clerk's, confirmed; planning has a head (``pmc``) and a member (``planner``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        department = "gendan_followup.group_gendan_department"
        cls.pmc, cls.planner = cls.make_users(pmc=department, planner=department)
        (cls.pmc | cls.planner | cls.quality_user | cls.employee | cls.other_clerk | cls.rep).lang = "en_US"
        cls.planning = cls.env["gendan.department"].create(
            {
                "name": "Planning (test)",
                "code": "T-PMC",
                "head_id": cls.pmc.id,
                "member_ids": [Command.set(cls.planner.ids)],
                "company_id": cls.company.id,
            }
        )
        cls.order = cls.confirm_order()
        cls.production = cls.order.mrp_production_ids[:1]

    @classmethod
    def make_slip(cls, departments=None, user=None, **values):
        """A draft of the clerk's about the order, to quality and planning unless said otherwise.

        With ``production_id`` the order is left to be found.
        """
        about = {} if values.get("production_id") else {"order_id": cls.order.id}
        departments = cls.quality | cls.planning if departments is None else departments
        return (
            cls.env["gendan.slip"]
            .with_user(user or cls.clerk)
            .create(
                {
                    **about,
                    "subject": "Film is late",
                    "body": "When can it be made?",
                    "line_ids": [Command.create({"department_id": department.id}) for department in departments],
                    **values,
                }
            )
        )

    @classmethod
    def issue(cls, *args, **values):
        slip = cls.make_slip(*args, **values)
        slip.action_issue()
        return slip

    def line(self, slip, department, user=None):
        """The department's line, as one of its people sees it."""
        line = slip.sudo().line_ids.filtered(lambda line: line.department_id == department)
        return line.with_user(user or department.head_id)

    def todos(self, records):
        return self.env["gendan.todo"].search(records.sudo()._gendan_todo_domain())
