"""The example's company: calendar, closures, people, warehouse, the second company."""

import base64
import io
from datetime import date, datetime, time, timedelta

import pytz
from passlib.context import CryptContext
from PIL import Image, ImageDraw, ImageFont

from odoo import Command, api, fields, models

from .scenario import NO_INSTALL

NEW_YEAR = (date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3))

SHIFTS = (("上午", "morning", 8.0, 12.0), ("下午", "afternoon", 13.5, 17.5))
WEEK = "一二三四五六日"

LIGHT_HASH = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)

DEPARTMENT = "gendan_followup.group_gendan_department"

# key, login, name, role for the table of logins, groups
USERS = [
    ("user_clerk", "clerk", "陈小燕", "跟单员 Clerk (food, cosmetics)",
     ["gendan_followup.group_gendan_user", "gendan_followup.group_gendan_cost"]),
    ("user_clerk2", "clerk2", "李佩珊", "跟单员 Clerk and backup (garment, export)",
     ["gendan_followup.group_gendan_user", "gendan_followup.group_gendan_cost"]),
    ("user_clerk3", "clerk3", "张倩", "跟单员 Clerk, away today (shoe boxes, parts)",
     ["gendan_followup.group_gendan_user"]),
    ("user_supervisor", "supervisor", "黄志强", "跟单主管 Supervisor", ["gendan_followup.group_gendan_manager"]),
    ("user_boss", "boss", "林国栋", "总经理 Head of the company", ["gendan_followup.group_gendan_manager"]),
    ("user_rep", "rep", "周伟", "业务员 Sales rep, Shenzhen office", ["sales_team.group_sale_salesman"]),
    ("user_quality", "quality", "梁敏", "品质 Quality", [DEPARTMENT]),
    ("user_pmc", "pmc", "邓丽华", "PMC Planning and purchasing",
     [DEPARTMENT, "gendan_followup.group_gendan_planner", "mrp.group_mrp_user", "purchase.group_purchase_user"]),
    ("user_warehouse", "warehouse", "何建军", "仓库 Warehouse", [DEPARTMENT, "stock.group_stock_user"]),
    ("user_accounting", "accounting", "吴秀芳", "财务 Accounting", [DEPARTMENT, "account.group_account_invoice"]),
    ("user_workshop", "workshop", "罗师傅", "印刷车间 Workshop", [DEPARTMENT, "mrp.group_mrp_user"]),
]

HEADS = {
    "pmc": "user_pmc",
    "purchasing": "user_pmc",
    "warehouse": "user_warehouse",
    "quality": "user_quality",
    "engineering": "user_workshop",
    "sampling": "user_quality",
    "shipping": "user_clerk2",
    "accounting": "user_accounting",
    "workshop": "user_workshop",
}


class GendanDemoScenario(models.AbstractModel):
    """The company and its people."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_set_up_company(self, company):
        """Name, place, currency, calendar and settings of the factory."""
        china = self.env.ref("base.cn")
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        values = {
            "name": company.name if "示例" in company.name else "东莞市澄彩包装制品有限公司",
            "street": "大朗镇松木山村园区三路18号",
            "city": "东莞市",
            "state_id": self.env.ref("base.state_cn_GD").id,
            "country_id": china.id,
            "email": "info@chengcai.example.com",
            "phone": self._example_phone("CN"),
            "website": False,
            "gendan_follow_new_orders": True,
            "gendan_messages_domestic": False,
            "gendan_messages_export": False,
            "gendan_safety_days": 1,
        }
        if not self.env["account.move.line"].search_count([("company_id", "=", company.id)], limit=1):
            values["currency_id"] = yuan.id
        if company.uses_default_logo:
            values["logo"] = self._example_logo()
        company.with_context(**NO_INSTALL).write(values)
        self._example_load_chart(company, "cn")
        company.resource_calendar_id = self._example_calendar("calendar", "六天班 8:00-12:00 13:30-17:30", company)
        self._example_closures(company)
        # the workshop works by operations
        self.env.ref("base.group_user")._apply_group(self.env.ref("mrp.group_mrp_routings"))
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        warehouse.name = "大朗工厂仓"
        self._example_keep("warehouse", warehouse)

    @api.model
    def _example_logo(self):
        """A mark and the name, instead of the drawing that asks for a logo on every page and paper."""
        image = Image.new("RGBA", (420, 100), (255, 255, 255, 0))
        draw = ImageDraw.Draw(image)
        for number, colour in enumerate(("#1d5fa8", "#e0872c", "#3c9a5f")):
            left, top = 6 + number * 22, 14 + number * 10
            draw.rounded_rectangle([(left, top), (left + 56, top + 56)], 12, colour)
        draw.text((130, 32), "CHENGCAI", fill="#1f2933", font=ImageFont.load_default(38))
        file = io.BytesIO()
        image.save(file, "PNG")
        return base64.b64encode(file.getvalue())

    @api.model
    def _example_load_chart(self, company, code):
        """Give the company that chart of accounts, if its localisation is installed and it has none."""
        charts = self.env["account.chart.template"]._get_chart_template_mapping()
        if not company.chart_template and charts.get(code, {}).get("installed"):
            self.env["account.chart.template"].try_loading(code, company=company, install_demo=False)

    @api.model
    def _example_calendar(self, key, name, company, days=6, tz="Asia/Shanghai"):
        """A working week of ``days`` days from Monday on, in two shifts."""
        return self._example_make(
            key,
            "resource.calendar",
            name=name,
            tz=tz,
            company_id=company.id,
            attendance_ids=[
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": f"星期{WEEK[day]}{label}",
                            "dayofweek": str(day),
                            "day_period": period,
                            "hour_from": start,
                            "hour_to": end,
                        }
                    )
                    for day in range(days)
                    for label, period, start, end in SHIFTS
                ),
            ],
        )

    @api.model
    def _example_closures(self, company):
        """Chinese New Year and National Day with the Sundays worked for them (调休)."""
        zone = pytz.timezone("Asia/Shanghai")

        def utc(day, clock):
            return zone.localize(datetime.combine(day, clock)).astimezone(pytz.utc).replace(tzinfo=None)

        leaves, swapped = [], []
        for new_year in NEW_YEAR:
            national_day = date(new_year.year, 10, 1)
            for name, first, last in (
                (f"{new_year.year}年春节放假", new_year - timedelta(days=6), new_year + timedelta(days=8)),
                (f"{new_year.year}年国庆放假", national_day, national_day + timedelta(days=3)),
            ):
                leaves.append(
                    {
                        "name": name,
                        "company_id": company.id,
                        "calendar_id": company.resource_calendar_id.id,
                        "date_from": utc(first, time.min),
                        "date_to": utc(last, time(23, 59, 59)),
                    }
                )
                sunday = first - timedelta(days=(first.weekday() + 1) % 7 or 7)
                swapped.append(
                    {
                        "calendar_id": company.resource_calendar_id.id,
                        "date": sunday,
                        "name": f"{name[5:7]}调休上班",
                    }
                )
        self.env["resource.calendar.leaves"].create(leaves)
        self.env["gendan.extra.workday"].create(swapped)

    @api.model
    def _example_make_users(self, company):
        """The people of the factory; the password is the login, because it is an example."""
        Users = self.env["res.users"].with_context(active_test=False)
        taken = set(Users.search([("login", "in", [user[1] for user in USERS])]).mapped("login"))
        vals_list = []
        for _key, login, name, _role, groups in USERS:
            if login in taken:
                login += "_example"
            vals_list.append(
                {
                    "name": name,
                    "login": login,
                    "email": f"{login}@chengcai.example.com",
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    # their addresses are nobody's: notices stay inside
                    "notification_type": "inbox",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set([self.env.ref(group).id for group in ["base.group_user", *groups]])],
                }
            )
        users = self.env["res.users"].create(vals_list)
        if "odoobot_state" in Users._fields:
            # its greeting would cover the first screen of each, on a phone all of it
            users.odoobot_state = "disabled"
        for row, user in zip(USERS, users, strict=True):
            self._example_keep(row[0], user)
            self._example_set_password(user)
        company.write(
            {
                "gendan_supervisor_id": self._example("user_supervisor").id,
                "gendan_head_id": self._example("user_boss").id,
            }
        )
        self._example_make_ladders(company)
        for code, key in HEADS.items():
            department = self.env.ref(f"gendan_followup.department_{code}", raise_if_not_found=False)
            # the shipped departments serve every company: a head somebody chose stays
            if department and not department.head_id:
                user = self._example(key)
                department.write({"head_id": user.id, "member_ids": [Command.link(user.id)]})

    @api.model
    def _example_set_password(self, user):
        """Make the login the password.

        Hashed once over instead of Odoo's 600,000 times, which take half a second for each user: there is nothing
        to protect in a password that everybody knows, and Odoo hashes it anew when it is first used.
        """
        user._set_encrypted_password(user.id, LIGHT_HASH.hash(user.login))

    @api.model
    def _example_make_ladders(self, company):
        """The ladders without their e-mails: the addresses of the example are nobody's."""
        Ladder = self.env["gendan.ladder"]
        own = Ladder.search([("company_id", "=", company.id)]).mapped("code")
        for ladder in Ladder.search([("company_id", "=", False), ("code", "not in", own)]):
            quiet = ladder.copy({"company_id": company.id})
            quiet.step_ids.filtered(lambda step: step.how == "email" and step.to == "customer").unlink()
            quiet.step_ids.filtered(lambda step: step.how == "email").how = "activity"

    @api.model
    def _example_logins(self):
        """The table of logins."""
        rows = []
        for key, _login, name, role, _groups in USERS:
            if user := self._example_find(key):
                rows.append({"role": f"{name} {role}", "login": user.login, "password": user.login})
        if user := self._example_find("user_customer"):
            role = f"{user.name} 麦粒田采购 Customer (portal)"
            rows.append({"role": role, "login": user.login, "password": user.login})
        return rows

    @api.model
    def _example_make_absences(self, company):
        """张倩 is away since yesterday, 陈小燕 next week; 李佩珊 was, at the fair."""
        today = company._gendan_today()
        monday = today + timedelta(days=7 - today.weekday())
        for key, clerk, backup, first, back, reason in (
            ("absence_over", "clerk2", "clerk", monday - timedelta(days=21), monday - timedelta(days=18), "广交会"),
            ("absence_now", "clerk3", "clerk", today - timedelta(days=1), monday, "家中有事请假"),
            ("absence", "clerk", "clerk2", monday, monday + timedelta(days=6), "年假"),
        ):
            self._example_make(
                key,
                "gendan.absence",
                user_id=self._example(f"user_{clerk}").id,
                backup_id=self._example(f"user_{backup}").id,
                date_from=company._gendan_start_of_day(first),
                date_to=company._gendan_start_of_day(back),
                reason=reason,
            )

    @api.model
    def _example_make_second_company(self, company):
        """澄彩國際(香港): bills in HKD what the factory delivers; one order."""
        dollar = self.env.ref("base.HKD")
        dollar.active = True
        second = self._example_new_company(
            name="澄彩國際(香港)有限公司",
            street="鴻圖道",
            city="九龍觀塘",
            country_id=self.env.ref("base.hk").id,
            currency_id=dollar.id,
            email="hk@chengcai.example.com",
            phone=self._example_phone("HK"),
            gendan_supervisor_id=self._example("user_supervisor").id,
            gendan_head_id=self._example("user_boss").id,
            gendan_follow_new_orders=True,
            gendan_messages_export=False,
        )
        self._example_keep("company_hk", second)
        second.partner_id.lang = "zh_TW"
        self._example_load_chart(second, "hk")
        second.resource_calendar_id = self._example_calendar(
            "calendar_hk", "香港 六天班", second, tz="Asia/Hong_Kong"
        )
        users = self.env["res.users"].union(
            *(self._example(f"user_{name}") for name in ("clerk2", "supervisor", "boss", "accounting"))
        )
        users.write({"company_ids": [Command.link(second.id)]})
        scenario = self.with_context(allowed_company_ids=[second.id, company.id]).with_company(second)
        scenario._example_make_second_order(second)

    @api.model
    def _example_make_second_order(self, second):
        """Cartons for the toy trader in Tsuen Wan, sold by the Hong Kong company."""
        customer = self._example("partner_letong")
        product = self._example("product_carton")
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", second.id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1000)
        self.env["gendan.transit"].create(
            {"company_id": second.id, "country_id": self.env.ref("base.hk").id, "mode": "road", "days": 1}
        )
        order = self._example_make(
            "order_hk1",
            "sale.order",
            partner_id=customer.id,
            company_id=second.id,
            user_id=False,
            gendan_clerk_id=self._example("user_clerk2").id,
            client_order_ref="LT-5521",
            gendan_order_kind="stock",
            commitment_date=second._gendan_end_of_day(second._gendan_add_workdays(second._gendan_today(), 6)),
            note="由東莞廠交貨，香港公司開單。",
            order_line=[
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": 400,
                        "price_unit": 5.6,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        )
        order.with_user(order.gendan_clerk_id).action_confirm()
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), hours=20)
        self._example_sign(order)
        self._example_replay({"hk1": order})
