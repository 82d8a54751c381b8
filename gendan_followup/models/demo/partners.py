"""The example's customers, suppliers, carriers and transit table."""

import phonenumbers

from odoo import Command, api, fields, models

# key: name, short name, country, state, city, street, clerk, backup, grade, profile, terms
CUSTOMERS = {
    "mailitian": {
        "name": "深圳市麦粒田食品有限公司", "short": "麦粒田", "code": "SZ01", "country": "cn", "state": "GD",
        "city": "深圳市", "street": "宝安区福海街道", "clerk": "clerk", "backup": "clerk2", "grade": "a",
        "profile": ("mainland_monthly", {"name": "麦粒田 月结30天，25日付款", "pay_day": 25, "invoice_cutoff_day": 8}),
        "days": 30,
        "comment": "每月5日前对账，先对账后开票，8日前送票，25日付款。数量误差 ±5%。",
    },
    "hengyue": {
        "name": "广州衡岳汽车电子有限公司", "short": "衡岳", "code": "GZ01", "country": "cn", "state": "GD",
        "city": "广州市", "street": "南沙区黄阁镇", "clerk": "clerk2", "backup": "clerk", "grade": "a",
        "profile": (
            "mainland_monthly",
            {"name": "衡岳 月结60天，承兑", "method": "bank_acceptance", "term_days": 60, "paper_days": 180,
             "days": {"paid": 60, "cleared": 180}},
        ),
        "days": 60, "closed": ["sat"],
        "comment": "每周叫料，VMI 仓；周转箱随车带回。银行承兑 6 个月。数量误差 0。",
    },
    "hongji": {
        "name": "中山市小榄镇鸿记灯饰配件厂", "short": "鸿记", "code": "ZS01", "country": "cn", "state": "GD",
        "city": "中山市", "street": "小榄镇", "clerk": "clerk", "backup": "clerk2", "grade": "c",
        "profile": ("cash", {}), "days": 0, "comment": "款到发货，偶尔代收货款。以微信传水单。",
    },
    "hemu": {
        "name": "禾沐食品股份有限公司", "short": "禾沐", "code": "TW01", "country": "tw", "state": None,
        "city": "台北市", "street": "內湖區瑞光路", "clerk": "clerk", "backup": "clerk2", "grade": "b",
        "profile": ("taiwan_monthly", {}), "days": 60, "lang": "zh_TW", "currency": "USD", "closed": ["sat"],
        "comment": "月結60天，每月25日結帳，美金匯款。訂單確認書以傳真回簽。",
    },
    "jinfeng": {
        "name": "晉豐織造有限公司 Chun Fung Knitters Ltd.", "short": "晉豐", "code": "HK01", "country": "hk",
        "state": "hk_kln", "city": "九龍觀塘", "street": "鴻圖道", "clerk": "clerk2", "backup": "clerk", "grade": "b",
        "profile": ("hongkong", {"name": "晉豐 訂金30%, 餘款支票30天", "way": "deposit", "paper_days": 30}), "days": 30,
        "lang": "zh_TW", "currency": "HKD",
        "comment": "訂金 30%,餘款支票 30 天。中港車送貨。",
    },
    "nordlicht": {
        "name": "Nordlicht Naturkost GmbH", "short": "Nordlicht", "code": "DE01", "country": "de", "state": None,
        "city": "Hamburg", "street": "Großmarktstraße", "clerk": "clerk2", "backup": "clerk", "grade": "a",
        "profile": ("export", {}), "days": 0, "lang": "en_US", "currency": "EUR", "closed": ["sat"], "calendar": True,
        "comment": "FOB Yantian. 30/70 T/T, or L/C at sight. E-mail in English.",
    },
    # for volume; 步捷 and 玉峰 are followed by 张倩, who is away; some have nobody trained to stand in
    "bujie": {
        "name": "佛山市南海步捷鞋业有限公司", "short": "步捷", "code": "FS01", "country": "cn", "state": "GD",
        "city": "佛山市", "street": "南海区里水镇", "clerk": "clerk3", "backup": "clerk2", "grade": "b",
        "profile": ("mainland_monthly", {}), "days": 30,
    },
    "xunhe": {
        "name": "惠州市仲恺讯禾电子有限公司", "short": "讯禾", "code": "HZ01", "country": "cn", "state": "GD",
        "city": "惠州市", "street": "仲恺高新区", "clerk": "clerk", "backup": "clerk2", "grade": "b",
        "profile": ("mainland_monthly", {}), "days": 30,
    },
    "yufeng": {
        "name": "昆山玉峰精密配件有限公司", "short": "玉峰", "code": "KS01", "country": "cn", "state": "JS",
        "city": "昆山市", "street": "玉山镇", "clerk": "clerk3", "backup": "clerk", "grade": "c",
        "profile": ("mainland_monthly", {}), "days": 30,
    },
    "caiyang": {
        "name": "彩陽印刷事業有限公司", "short": "彩陽", "code": "TW02", "country": "tw", "state": None,
        "city": "新北市", "street": "五股區", "clerk": "clerk2", "backup": None, "grade": "c",
        "profile": ("taiwan_monthly", {}), "days": 60, "lang": "zh_TW", "currency": "USD",
        "comment": "來料加工：自供印刷膜，本廠製袋。",
    },
    "letong": {
        "name": "樂童玩具貿易有限公司", "short": "樂童", "code": "HK02", "country": "hk", "state": "hk_nt",
        "city": "新界荃灣", "street": "青山公路", "clerk": "clerk2", "backup": None, "grade": "c",
        "profile": ("hongkong", {}), "days": 30, "lang": "zh_TW", "currency": "HKD",
    },
    # brought by the sales rep last week; nobody follows it yet
    "haifeng": {
        "name": "珠海市金湾海丰水产食品有限公司", "short": "海丰", "code": "ZH01", "country": "cn", "state": "GD",
        "city": "珠海市", "street": "金湾区三灶镇", "clerk": None, "backup": None, "grade": "c",
        "profile": (None, {}), "days": 30, "comment": "新客户，周伟带来，跟单员、对账方式未定。",
    },
}

SUPPLIERS = {
    "film": ("东莞市虎门鸿塑薄膜有限公司", "东莞市", "虎门镇", "BOPP、PET、PE 膜"),
    "metal": ("佛山市镀彩复合材料有限公司", "佛山市", "顺德区", "镀铝膜"),
    "cylinder": ("中山市精凹制版有限公司", "中山市", "三角镇", "凹版版辊"),
    "board": ("东莞市联升纸业有限公司", "东莞市", "常平镇", "白卡、瓦楞纸"),
    "yarn": ("东莞市锦源毛纺织有限公司", "东莞市", "大朗镇", "棉纱、毛纱"),
    "stamp": ("东莞市厚街金箔烫印加工厂", "东莞市", "厚街镇", "烫金外发"),
    "laminate": ("东莞市寮步亮彩覆膜加工厂", "东莞市", "寮步镇", "覆膜外发"),
    "wash": ("东莞市大朗永盛洗水绣花厂", "东莞市", "大朗镇", "洗水、绣花外发"),
    "truck": ("东莞市顺途物流有限公司", "东莞市", "塘厦镇", "货运、代收货款"),
    "forwarder": ("深圳市海联国际货运代理有限公司", "深圳市", "盐田区", "订舱、报关"),
}

# key, name, way
CARRIERS = [
    ("own", "自备货车", "road"),
    ("hk", "中港吨车", "truck_hk"),
    ("courier", "快递", "courier"),
    ("sea", "海运", "sea"),
    ("air", "空运", "air"),
]

# country, state, city, way, days, unit, note; the first line that fits is the usual way
TRANSIT = [
    ("cn", "GD", "深圳市", "road", 1, "work", None),
    ("cn", "GD", "广州市", "road", 1, "work", None),
    ("cn", "GD", "中山市", "road", 1, "work", None),
    ("cn", "GD", None, "road", 1, "work", "省内专线"),
    ("cn", "JS", "昆山市", "road", 3, "work", None),
    ("cn", None, None, "road", 4, "work", "省外专线"),
    ("hk", None, None, "truck_hk", 1, "work", "中港车；遇查验 2 天"),
    ("tw", None, None, "courier", 3, "work", "快递或空运"),
    ("tw", None, None, "sea", 7, "work", "海运拼箱 6-8 天"),
    ("de", None, None, "sea", 38, "calendar", "港到港 35 天，到港后 3 天"),
    ("de", None, None, "air", 9, "calendar", "空运 6 天，到港后 3 天"),
]


class GendanDemoScenario(models.AbstractModel):
    """Customers, suppliers, ways."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_phone(self, region):
        """The number that the phone library keeps as an example of that country: nobody's."""
        number = phonenumbers.example_number(region)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @api.model
    def _example_make_partners(self, company):
        """Customers with clerk, backup, grade and settlement; suppliers; carriers; transit."""
        for key, data in CUSTOMERS.items():
            self._example_make_customer(key, data, company)
        for key, (name, city, street, work) in SUPPLIERS.items():
            self._example_make(
                f"supplier_{key}",
                "res.partner",
                name=name,
                is_company=True,
                lang="zh_CN",
                city=city,
                street=street,
                state_id=self.env.ref("base.state_cn_GD").id,
                country_id=self.env.ref("base.cn").id,
                email=f"{key}@supplier.example.com",
                phone=self._example_phone("CN"),
                comment=work,
                buyer_id=self._example("user_pmc").id,
                company_id=company.id,
            )
        self._example_make_contacts(company)
        self._example_make_ways(company)

    @api.model
    def _example_make_customer(self, key, data, company):
        country = self.env.ref(f"base.{data['country']}")
        state = data["state"] and self.env.ref(
            f"base.state_cn_{data['state']}" if data["country"] == "cn" else f"base.state_{data['state']}",
            raise_if_not_found=False,
        )
        clerk = self._example(f"user_{data['clerk']}") if data["clerk"] else self.env["res.users"]
        trained = fields.Date.subtract(company._gendan_today(), months=5)
        values = {
            "name": data["name"],
            "is_company": True,
            "ref": data["code"],
            "lang": data.get("lang", "zh_CN"),
            "street": data["street"],
            "city": data["city"],
            "state_id": state.id if state else False,
            "country_id": country.id,
            "email": f"purchase@{key}.example.com",
            "phone": self._example_phone(data["country"].upper()),
            "comment": data.get("comment", False),
            "user_id": self._example("user_rep").id,
            "customer_rank": 1,
            "gendan_clerk_id": clerk.id,
            "gendan_abbreviation": data["short"],
            "gendan_code": data["code"],
            "gendan_grade_id": self.env.ref(f"gendan_followup.grade_{data['grade']}").id,
            "gendan_settlement_profile_id": self._example_profile(key, *data["profile"]).id,
            "property_payment_term_id": self._example_payment_term(data["days"]).id,
        }
        for day in data.get("closed", ()):
            values[f"gendan_receive_{day}"] = False
        if data["backup"]:
            values["gendan_backup_ids"] = [
                Command.create({"user_id": self._example(f"user_{data['backup']}").id, "trained_since": trained})
            ]
        if data.get("calendar"):
            values["gendan_calendar_id"] = self._example_calendar(
                f"calendar_{key}", f"{data['short']} 五天班", self.env["res.company"], days=5, tz="Europe/Berlin"
            ).id
        # each has one: where a company has price lists, the first serves whoever has none
        currency = data.get("currency", company.currency_id.name)
        values["specific_property_product_pricelist"] = self._example_pricelist(currency, company).id
        return self._example_make(f"partner_{key}", "res.partner", **values)

    @api.model
    def _example_profile(self, key, code, changes):
        """The shipped settlement profile, or the customer's own copy of it with its changes."""
        profile = code and self.env.ref(f"gendan_followup.settlement_{code}", raise_if_not_found=False)
        if not profile:
            return self.env["gendan.settlement.profile"]
        if not changes:
            return profile
        days = changes.get("days", {})
        own = profile.copy({"code": f"{code}_{key}", **{k: v for k, v in changes.items() if k != "days"}})
        for line in own.line_ids:
            line.days = days.get(line.kind_id.code, line.days)
        return self._example_keep(f"profile_{key}", own)

    @api.model
    def _example_payment_term(self, days):
        """月结 n 天: so many days behind the end of the month; 0: at once."""
        key = f"term_{days}"
        if term := self._example_find(key):
            return term
        return self._example_make(
            key,
            "account.payment.term",
            name=f"月结{days}天" if days else "款到发货",
            line_ids=[
                Command.create(
                    {
                        "value": "percent",
                        "value_amount": 100,
                        "delay_type": "days_after_end_of_month" if days else "days_after",
                        "nb_days": days,
                    }
                )
            ],
        )

    @api.model
    def _example_pricelist(self, code, company):
        """A price list in that currency, with a rate for a company in yuan."""
        key = f"pricelist_{code.lower()}"
        if pricelist := self._example_find(key):
            return pricelist
        currency = self.env.ref(f"base.{code}")
        currency.active = True
        if company.currency_id.name == "CNY" and currency != company.currency_id:
            start = fields.Date.subtract(company._gendan_today(), months=6)
            known = self.env["res.currency.rate"].search_count(
                [("currency_id", "=", currency.id), ("company_id", "in", (False, company.id))], limit=1
            )
            if not known:
                rate = {"USD": 7.1, "HKD": 0.91, "EUR": 8.2}[code]
                self.env["res.currency.rate"].create(
                    {"currency_id": currency.id, "company_id": company.id, "name": start, "inverse_company_rate": rate}
                )
        return self._example_make(
            key, "product.pricelist", name=f"{code} 价目表", currency_id=currency.id, company_id=company.id
        )

    @api.model
    def _example_make_contacts(self, company):
        """People at the customers; the buyer of 麦粒田 has a login on the portal."""
        for key, customer, name, function in (
            ("lin", "mailitian", "林晓彤", "采购"),
            ("zheng", "mailitian", "郑会计", "财务"),
            ("lu", "hengyue", "陆工", "资材"),
            ("qiang", "hongji", "阿强", "老板"),
            ("lai", "hemu", "賴雅婷", "採購"),
            ("wong", "jinfeng", "黃小姐 Winnie Wong", "買手"),
            ("petersen", "nordlicht", "Anke Petersen", "Einkauf"),
        ):
            parent = self._example(f"partner_{customer}")
            self._example_make(
                f"contact_{key}",
                "res.partner",
                name=name,
                function=function,
                type="contact",
                parent_id=parent.id,
                lang=parent.lang,
                email=f"{key}@{customer}.example.com",
            )
        login = "customer"
        if self.env["res.users"].with_context(active_test=False).search_count([("login", "=", login)], limit=1):
            login += "_example"
        user = self._example_make(
            "user_customer",
            "res.users",
            name="林晓彤",
            login=login,
            partner_id=self._example("contact_lin").id,
            lang="zh_CN",
            tz="Asia/Shanghai",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            group_ids=[Command.set(self.env.ref("base.group_portal").ids)],
        )
        self._example_set_password(user)

    @api.model
    def _example_make_ways(self, company):
        """Shipping methods and how long they take."""
        product = self._example_make(
            "product_freight",
            "product.product",
            name="运费",
            default_code="SV-FRT",
            type="service",
            list_price=0,
            taxes_id=[Command.clear()],
            supplier_taxes_id=[Command.clear()],
        )
        for key, name, mode in CARRIERS:
            self._example_make(
                f"carrier_{key}",
                "delivery.carrier",
                name=name,
                delivery_type="fixed",
                integration_level="rate",
                product_id=product.id,
                company_id=company.id,
                gendan_mode=mode,
            )
        self.env["gendan.transit"].create(
            [
                {
                    "sequence": number * 10,
                    "company_id": company.id,
                    "country_id": self.env.ref(f"base.{country}").id,
                    "state_id": self.env.ref(f"base.state_cn_{state}").id if state else False,
                    "city": city,
                    "mode": mode,
                    "days": days,
                    "unit": unit,
                    "note": note,
                }
                for number, (country, state, city, mode, days, unit, note) in enumerate(TRANSIT, start=1)
            ]
        )
