"""Whose desk a to-do lies on."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.todo_bucket import BUCKETS


class GendanTodo(models.Model):
    """The rule which open to-dos are a person's own work and which wait for others on her behalf.

    - own: she acts today (her own, or for an absent colleague), or it was put to a department she
      heads or belongs to;
    - others: somebody else acts, but the customer is hers: she is the clerk, stands in for the clerk
      today, or is the sales rep.

    Domains, so that a number and the list behind it can only be the same.
    """

    _inherit = "gendan.todo"

    is_with_other = fields.Boolean(
        string="Waits for somebody other than the clerk",
        compute="_compute_is_with_other",
        search="_search_is_with_other",
    )

    @api.depends("clerk_id", "user_id")
    def _compute_is_with_other(self):
        for todo in self:
            todo.is_with_other = todo._gendan_is_with_other()

    def _search_is_with_other(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%(clerk)s IS NOT NULL AND %(user)s IS DISTINCT FROM %(clerk)s)",
                clerk=model._field_to_sql(alias, "clerk_id", query),
                user=model._field_to_sql(alias, "user_id", query),
            ),
            predicate=lambda todo: todo._gendan_is_with_other(),
        )

    def _gendan_is_with_other(self):
        return bool(self.clerk_id and self.user_id != self.clerk_id)

    @api.model
    def _gendan_desk_domains(self, person):
        """The two domains of a person's desk; two queries.

        :param person: ``res.users``
        :return: dict "own" and "others" -> Domain
        """
        # sudo: of which departments she is and for whom she stands in may be known for building her lists;
        # the rows themselves are read with the caller's rights
        departments = (
            self.env["gendan.department"]
            .sudo()
            .search(["|", ("head_id", "=", person.id), ("member_ids", "in", person.ids)])
        )
        away = self.env["gendan.absence"]._gendan_away_now()
        clerks = person | person.union(*(user for user, absence in away.items() if absence.backup_id == person))
        own = Domain("user_id", "=", person.id)
        if departments:
            own |= Domain("role", "=", "department") & Domain("department_id", "in", departments.ids)
        hers = Domain("clerk_id", "in", clerks.ids)
        if person.sudo().has_group("sales_team.group_sale_salesman"):  # sudo: as above; departments read no orders
            hers |= Domain("order_id.user_id", "=", person.id) | Domain("partner_id.user_id", "=", person.id)
        opened = Domain("open", "=", True)
        return {"own": opened & own, "others": opened & ~own & hers}

    @api.model
    def _gendan_desk_piles(self, person):
        """The piles of a person's desk in their order: dict code -> (label, Domain)."""
        domains = self._gendan_desk_domains(person)
        labels = dict(self._fields["bucket"]._description_selection(self.env))
        piles = {code: (labels[code], domains["own"] & Domain("bucket", "=", code)) for code, _label in BUCKETS}
        piles["others"] = (self.env._("Waits for others"), domains["others"])
        return piles
