"""How much lies on whom."""

from odoo import fields, models
from odoo.tools import SQL


class GendanClerkLoad(models.Model):
    """Load per clerk and customer as it is now: customers, orders under way, what is late. Read by supervisors.

    Orders and customers count for who follows them, to-dos for who acts today.
    """

    _name = "gendan.clerk.load"
    _description = "Load per Clerk"
    _auto = False
    _order = "clerk_id, late_orders desc, orders desc, id"
    _rec_name = "partner_id"
    _depends = {
        "res.partner": ["gendan_clerk_id", "gendan_has_backup", "company_id", "active", "commercial_partner_id"],
        "res.users": ["company_id"],
        "sale.order": [
            "company_id",
            "gendan_clerk_id",
            "partner_id",
            "state",
            "gendan_is_done",
            "gendan_delivery_health",
        ],
        "gendan.todo": ["company_id", "user_id", "partner_id", "open", "role", "due"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    clerk_id = fields.Many2one("res.users", string="Clerk", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    customers = fields.Integer("Customers", readonly=True)
    no_backup = fields.Integer("Without a Backup", readonly=True, help="Customers for whom nobody is trained.")
    quotations = fields.Integer("Quotations", readonly=True)
    orders = fields.Integer("Orders Under Way", readonly=True)
    at_risk_orders = fields.Integer("Orders at Risk", readonly=True)
    late_orders = fields.Integer("Late Orders", readonly=True)
    todos = fields.Integer("Open To-dos", readonly=True, help="Of the clerk's role; counted for who acts today.")
    late_todos = fields.Integer("Late To-dos", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH fact (company_id, clerk_id, partner_id, customers, no_backup, quotations, orders, at_risk_orders,
                       late_orders, todos, late_todos) AS (
                SELECT COALESCE(partner.company_id, clerk.company_id), partner.gendan_clerk_id, partner.id,
                       1, CASE WHEN partner.gendan_has_backup THEN 0 ELSE 1 END, 0, 0, 0, 0, 0, 0
                  FROM res_partner partner
                  JOIN res_users clerk ON clerk.id = partner.gendan_clerk_id
                 WHERE partner.active
             UNION ALL
                SELECT sale.company_id, sale.gendan_clerk_id, partner.commercial_partner_id, 0, 0,
                       CASE WHEN sale.state IN ('draft', 'sent') THEN 1 ELSE 0 END,
                       CASE WHEN sale.state = 'sale' THEN 1 ELSE 0 END,
                       CASE WHEN sale.state = 'sale' AND sale.gendan_delivery_health = 'at_risk' THEN 1 ELSE 0 END,
                       CASE WHEN sale.state = 'sale' AND sale.gendan_delivery_health = 'late' THEN 1 ELSE 0 END,
                       0, 0
                  FROM sale_order sale
                  JOIN res_partner partner ON partner.id = sale.partner_id
                 WHERE sale.gendan_clerk_id IS NOT NULL AND sale.state IN ('draft', 'sent', 'sale')
                   AND sale.gendan_is_done IS NOT TRUE
             UNION ALL
                SELECT todo.company_id, todo.user_id, partner.commercial_partner_id, 0, 0, 0, 0, 0, 0,
                       1, CASE WHEN todo.due < %(today)s THEN 1 ELSE 0 END
                  FROM gendan_todo todo
             LEFT JOIN res_partner partner ON partner.id = todo.partner_id
                 WHERE todo.open AND todo.role = 'clerk' AND todo.user_id IS NOT NULL
            )
            SELECT row_number() OVER (ORDER BY company_id, clerk_id, partner_id) AS id,
                   company_id, clerk_id, partner_id, SUM(customers)::int AS customers, SUM(no_backup)::int AS no_backup,
                   SUM(quotations)::int AS quotations, SUM(orders)::int AS orders,
                   SUM(at_risk_orders)::int AS at_risk_orders, SUM(late_orders)::int AS late_orders,
                   SUM(todos)::int AS todos, SUM(late_todos)::int AS late_todos
              FROM fact
             GROUP BY company_id, clerk_id, partner_id
            """,
            today=self.env.company._gendan_today(),
        )

    def action_open_customer(self):
        """Button: the customer.

        :return: action
        """
        self.ensure_one()
        return self.partner_id._get_records_action()
