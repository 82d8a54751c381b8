"""Factories and role users for all rooms' tests.

One factory in Dongguan, six-day weeks, a clerk with her backup, a supervisor, a sales rep, a
department and a customer with a portal login; a second company with a clerk of its own. Time is
frozen at a Monday morning in China by the tests that need it (``MONDAY``).
"""

import re
from contextlib import nullcontext
from datetime import date, datetime, time
from unittest.mock import patch

import pytz
from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT

from .warm import WarmCachesCase, noted_caches, taken_back

# Monday 2026-11-02, 09:00 in Shanghai
MONDAY = datetime(2026, 11, 2, 1, 0)
TODAY = date(2026, 11, 2)


class GendanCase(WarmCachesCase):
    """Base of the add-on's tests: ``self.env`` is the superuser's, mail tracking off."""

    # What `keep_base` has made: name -> (model, ids), or a dict of them.
    kept = {}
    # What is looked up where every class begins; known only with a kept base, as its records are the same for all.
    kept_caches = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, **DISABLED_MAIL_CONTEXT})
        cls.company = cls.env.company
        cls.env["gendan.plan.rule"].search([]).active = False
        cls.env["gendan.transit"].search([]).active = False
        if cls.kept:
            for name, value in cls.kept.items():
                setattr(cls, name, cls._browse_kept(value))
        else:
            cls._make_base()
        cls.company.write(
            {
                "country_id": cls.env.ref("base.cn").id,
                "resource_calendar_id": cls.calendar.id,
                "gendan_follow_new_orders": True,
                "gendan_safety_days": 1,
                "security_lead": 0,
                "gendan_supervisor_id": cls.supervisor.id,
                "gendan_head_id": cls.supervisor.id,
            }
        )
        cls.rule.active = True
        cls.transit.active = True
        cls.route_mto.active = True
        if cls.kept and cls._begins_like_all():
            cls._share_caches()

    def assertNoFigure(self, figure, text, msg=None):
        """No number of the text is this figure.

        Numbers of papers hold any digits: which ones depends on how many tests ran before, so ``assertNotIn("135",
        text)`` fails on the day the purchase is P00135.

        :param str figure: as the text would show it, without needless zeros ("135", "4.8")
        :param str text: without markup, or with it
        """
        zeros = "0*" if "." in figure else r"(?:[.]0+)?"
        self.assertNotRegex(str(text), rf"(?<![\w.,]){re.escape(figure)}{zeros}(?![\w])(?![.,]\d)", msg)

    @classmethod
    def _begins_like_all(cls):
        """Whether no other base has set anything up before this one; Odoo's of browser tests, say, writes settings."""
        bases = cls.__mro__[cls.__mro__.index(GendanCase) :]
        return not any("setUpClass" in vars(base) for base in bases if base not in GendanCase.__mro__)

    @classmethod
    def _share_caches(cls):
        """Begin with what earlier classes have looked up: until here all do the same with the same records."""
        caches = noted_caches(cls.registry)
        cls.env.flush_all()
        if GendanCase.kept_caches is None:
            with freeze_time(MONDAY):
                taken_back(cls.env, lambda: cls.confirm_order(promised=date(2026, 12, 15)))
            GendanCase.kept_caches = {name: cache.snapshot for name, cache in caches.items()}
        cls.begin_with(GendanCase.kept_caches)

    # === what all classes have ===

    @classmethod
    def keep_base(cls, env):
        """Make people, template and products once for all classes, in a database that is dropped after the run.

        They are most of a class's set-up. What changes how the company works each class switches on itself. The
        caller commits.

        :param env: the superuser's, with mail tracking off
        """
        cls.env, cls.company = env, env.company
        before = set(vars(cls))
        cls._make_base()
        cls.rule.active = False
        cls.transit.active = False
        cls.route_mto.active = False
        GendanCase.kept = {name: cls._note_kept(value) for name, value in vars(cls).items() if name not in before}

    @classmethod
    def _note_kept(cls, value):
        if isinstance(value, dict):
            return {key: cls._note_kept(record) for key, record in value.items()}
        return value._name, value.ids

    @classmethod
    def _browse_kept(cls, value):
        if isinstance(value, dict):
            return {key: cls._browse_kept(record) for key, record in value.items()}
        model, ids = value
        return cls.env[model].browse(ids)

    @classmethod
    def _make_base(cls):
        # what visitors without a language read; a database set up in Chinese must not change the tests
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.calendar = cls.make_calendar("Factory")
        cls.transit = cls.env["gendan.transit"].create(
            {"country_id": cls.env.ref("base.cn").id, "days": 1, "unit": "work"}
        )
        cls._make_users()
        cls._make_customers()
        cls._make_template()
        cls._make_products()

    # === people ===

    @classmethod
    def _make_users(cls):
        clerk, rep = "gendan_followup.group_gendan_user", "sales_team.group_sale_salesman"
        users = cls.make_users(
            clerk=clerk,
            backup=clerk,
            other=clerk,
            supervisor="gendan_followup.group_gendan_manager",
            rep=rep,
            other_rep=rep,
            quality="gendan_followup.group_gendan_department",
            warehouse="stock.group_stock_user",
            employee="base.group_user",
        )
        cls.clerk, cls.backup, cls.other_clerk, cls.supervisor = users[:4]
        cls.rep, cls.other_rep, cls.quality_user, cls.warehouse_user, cls.employee = users[4:]
        cls.quality = cls.env["gendan.department"].create(
            {"name": "Quality (test)", "code": "T-QC", "head_id": cls.quality_user.id, "company_id": cls.company.id}
        )

    @classmethod
    def make_users(cls, **groups):
        """Users ``t_<name>`` with the group of that xmlid, in one go: one by one they cost a second each.

        The password is the login.
        """
        return (
            cls.env["res.users"]
            .with_context(**DISABLED_MAIL_CONTEXT)
            .create(
                [
                    {
                        "name": f"t_{name} ({group})",
                        "login": f"t_{name}",
                        "password": f"t_{name}".ljust(8, "x"),
                        "email": f"t_{name}@example.com",
                        "tz": "Asia/Shanghai",
                        "group_ids": [Command.set(cls.env.ref(group).ids)],
                    }
                    for name, group in groups.items()
                ]
            )
        )

    @classmethod
    def _make_customers(cls):
        Partner = cls.env["res.partner"]
        cls.customer = Partner.create(
            {
                "name": "Maili Foods",
                "is_company": True,
                "country_id": cls.env.ref("base.cn").id,
                "email": "buyer@maili.example",
                "gendan_clerk_id": cls.clerk.id,
                "gendan_backup_ids": [Command.create({"user_id": cls.backup.id, "trained_since": "2026-01-05"})],
                "user_id": cls.rep.id,
            }
        )
        cls.foreign_customer = Partner.create(
            {
                "name": "Nordlicht Naturkost GmbH",
                "is_company": True,
                "country_id": cls.env.ref("base.de").id,
                "email": "einkauf@nordlicht.example",
                "gendan_clerk_id": cls.other_clerk.id,
            }
        )
        cls.portal_user = new_test_user(
            cls.env,
            "t_portal",
            groups="base.group_portal",
            context=DISABLED_MAIL_CONTEXT,
            partner_id=Partner.create(
                {"name": "Buyer Lin", "parent_id": cls.customer.id, "email": "lin@maili.example"}
            ).id,
        )

    @classmethod
    def make_other_company(cls, warehouse=False):
        """A second company with a clerk of its own.

        :return: (company, clerk)
        """
        company = cls.make_company("Chengcai HK", warehouse, country_id=cls.env.ref("base.hk").id)
        company.write({"resource_calendar_id": cls.make_calendar("HK").id, "gendan_follow_new_orders": True})
        clerk = new_test_user(
            cls.env,
            "t_clerk_hk",
            groups="gendan_followup.group_gendan_user,gendan_followup.group_gendan_user_all",
            context=DISABLED_MAIL_CONTEXT,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        return company, clerk

    @classmethod
    def make_company(cls, name, warehouse=False, **values):
        """A further company.

        :param warehouse: also its warehouse; only in tests Odoo makes one at once, and half of the time goes into it
        """
        Warehouse = cls.env.registry["stock.warehouse"]
        with nullcontext() if warehouse else patch.object(Warehouse, "create", lambda self, vals_list: self):
            return cls.env["res.company"].create({"name": name, **values})

    # === calendars ===

    @classmethod
    def make_calendar(cls, name, days="012345", tz="Asia/Shanghai"):
        """A working calendar; ``days`` are weekday numbers, Monday is 0."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": False,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": f"{day}{part}",
                                "dayofweek": day,
                                "day_period": part,
                                "hour_from": start,
                                "hour_to": end,
                            }
                        )
                        for day in days
                        for part, start, end in (("morning", 8, 12), ("afternoon", 13.5, 17.5))
                    ),
                ],
            }
        )

    @classmethod
    def close_factory(cls, first, last):
        """A leave of the company's calendar from one day to another, both included."""
        zone = pytz.timezone("Asia/Shanghai")

        def utc(day, clock):
            return zone.localize(datetime.combine(day, clock)).astimezone(pytz.utc).replace(tzinfo=None)

        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": cls.company.resource_calendar_id.id,
                "company_id": cls.company.id,
                "date_from": utc(first, time.min),
                "date_to": utc(last, time.max.replace(microsecond=0)),
            }
        )

    # === plan templates ===

    @classmethod
    def make_kind(cls, code, **values):
        """A milestone kind of the test's own."""
        return cls.env["gendan.milestone.kind"].create(
            {"name": code.replace("_", " ").title(), "code": f"t_{code}", **values}
        )

    @classmethod
    def make_template(cls, name, lines, **values):
        """A plan template.

        :param lines: tuples (kind, duration, predecessors, extra values); a predecessor is the
            index of an earlier line, or (index, 'ss', lag)
        """
        template = cls.env["gendan.plan.template"].create({"name": name, **values})
        made = []
        for sequence, (kind, duration, predecessors, extra) in enumerate(lines, start=1):
            made.append(
                cls.env["gendan.plan.template.line"].create(
                    {
                        "template_id": template.id,
                        "sequence": sequence * 10,
                        "kind_id": kind.id,
                        "duration": duration,
                        "link_ids": [
                            Command.create(
                                {"predecessor_id": made[p].id}
                                if isinstance(p, int)
                                else {"predecessor_id": made[p[0]].id, "link_type": p[1], "lag": p[2]}
                            )
                            for p in predecessors
                        ],
                        **extra,
                    }
                )
            )
        return template

    @classmethod
    def _make_template(cls):
        """A short repeat: confirmed 0, contract 2 (customer), material 3, made 4, shipped 1, arrived 1."""
        cls.kinds = {
            "confirmed": cls.make_kind(
                "confirmed",
                event="order_confirmed",
                customer_visible=True,
                customer_message="Your order {customer_ref} is confirmed for {promise}.",
            ),
            "contract": cls.make_kind("contract", owner="customer"),
            "material": cls.make_kind("material", event="components_available"),
            "made": cls.make_kind(
                "made",
                event="mo_done",
                role="department",
                department_id=cls.quality.id,
                customer_visible=True,
                customer_message="{products} is made; it leaves on {ship_date}.",
            ),
            "shipped": cls.make_kind(
                "shipped",
                event="shipped",
                customer_visible=True,
                customer_message="Your order {customer_ref} left us on {date}.",
            ),
            "arrived": cls.make_kind("arrived", owner="carrier"),
        }
        k = cls.kinds
        cls.template = cls.make_template(
            "Repeat (test)",
            [
                (k["confirmed"], 0, [], {}),
                (k["contract"], 2, [0], {"is_condition": True}),
                (k["material"], 3, [0], {}),
                (k["made"], 4, [2], {}),
                (k["shipped"], 1, [3], {}),
                (k["arrived"], 1, [4], {"is_target": True}),
            ],
        )
        cls.rule = cls.env["gendan.plan.rule"].create({"template_id": cls.template.id})

    # === products and stock ===

    @classmethod
    def _make_products(cls):
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.route_make = cls.warehouse.manufacture_pull_id.route_id
        cls.route_mto = cls.warehouse.mto_pull_id.route_id
        cls.route_buy = cls.warehouse.buy_pull_id.route_id
        (cls.route_make | cls.route_mto).active = True
        cls.supplier = cls.env["res.partner"].create({"name": "Humen Film", "is_company": True})
        cls.film = cls.make_product("BOPP film", standard_price=9)
        cls.film.write({"route_ids": [Command.set((cls.route_buy | cls.route_mto).ids)]})
        cls.film.seller_ids = [Command.create({"partner_id": cls.supplier.id, "price": 9, "delay": 2})]
        cls.bag = cls.make_product(
            "BG-1402 nut bag", list_price=0.165, route_ids=[Command.set((cls.route_make | cls.route_mto).ids)]
        )
        cls.bom = cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.bag.product_tmpl_id.id,
                "product_qty": 1000,
                "bom_line_ids": [Command.create({"product_id": cls.film.id, "product_qty": 3})],
            }
        )
        cls.carton = cls.make_product("CT-4030 carton", list_price=4.8)

    @classmethod
    def make_product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "type": "consu", "is_storable": True, "taxes_id": [Command.clear()], **values}
        )

    @classmethod
    def make_kit(cls, name, parts, **values):
        """A product that is delivered as its parts: {product: how many}."""
        kit = cls.make_product(name, **values)
        lines = [Command.create({"product_id": part.id, "product_qty": number}) for part, number in parts.items()]
        cls.env["mrp.bom"].create(
            {"product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom", "bom_line_ids": lines}
        )
        return kit

    @classmethod
    def put_in_stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, quantity)

    # === orders ===

    @classmethod
    def make_order(cls, lines=None, promised=None, **values):
        """A quotation of the customer.

        :param lines: tuples (product, quantity) or (product, quantity, line values)
        :param promised: ``datetime.date`` of arrival; sets the commitment date
        """
        lines = lines or [(cls.bag, 50000)]
        if promised:
            values["commitment_date"] = cls.company._gendan_end_of_day(promised)
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.rep.id,
                "client_order_ref": "PO-778",
                "order_line": [
                    Command.create(
                        {"product_id": line[0].id, "product_uom_qty": line[1], **(line[2] if len(line) > 2 else {})}
                    )
                    for line in lines
                ],
                **values,
            }
        )

    @classmethod
    def confirm_order(cls, *args, **kwargs):
        """A confirmed and settled order."""
        order = cls.make_order(*args, **kwargs)
        order.action_confirm()
        cls.settle(order)
        return order

    @classmethod
    def settle(cls, orders=None):
        """What the commit does: work out all marked orders (tests have no commit)."""
        cls.env.flush_all()
        return (orders if orders is not None else cls.env["sale.order"])._gendan_settle()

    @classmethod
    def milestone(cls, order, name):
        """The order's milestone of the test's own kind ``name``."""
        return order.gendan_milestone_ids.filtered(lambda m: m.kind_id == cls.kinds[name])

    @classmethod
    def ship(cls, order, quantities=None):
        """Validate the order's open deliveries, wholly or with quantities by product."""
        for picking in order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            for move in picking.move_ids:
                quantity = (quantities or {}).get(move.product_id, move.product_uom_qty)
                move.write({"quantity": quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
        cls.settle()

    # === what it costs ===

    def queries(self, work, *args, **kwargs):
        """How many queries some work takes with nothing in the cache, what it leaves to be written among them."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work(*args, **kwargs)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
