"""The example's products with bills of materials, operations and work centres."""

from odoo import Command, api, models

# key, code, name, unit, cost, supplier or None, days, in stock
# bought to order where there is a supplier, else taken from stock
MATERIALS = [
    ("pet12", "M-PET12", "PET12 印刷膜", "kg", 9.8, "film", 4, 0),
    ("bopp20", "M-BOPP20", "BOPP20 印刷膜", "kg", 9.2, "film", 4, 0),
    ("vmpet12", "M-VMPET12", "VMPET12 镀铝膜", "kg", 13.5, None, 0, 6000),
    ("pe", "M-PE", "PE 复合膜 70-90μ", "kg", 10.4, None, 0, 20000),
    ("cpp25", "M-CPP25", "CPP25 复合膜", "kg", 10.1, None, 0, 8000),
    ("ink", "M-INK", "凹版油墨", "kg", 32.0, None, 0, 3000),
    ("glue", "M-GLUE", "复合胶水及溶剂", "kg", 18.0, None, 0, 3000),
    ("zip", "M-ZIP", "自立袋拉链条", "m", 0.06, None, 0, 200000),
    ("board", "M-BOARD350", "350g 白卡纸", "kg", 6.2, "board", 5, 0),
    ("ps", "M-PS10", "PS 1.0mm 黑色防静电片材", "kg", 12.0, None, 0, 5000),
    ("outer", "M-CTN", "外箱", "unit", 4.2, None, 0, 20000),
    ("core", "M-CORE76", "76mm 纸芯", "unit", 2.5, None, 0, 3000),
    ("cotton", "M-YC", "32支全棉纱", "kg", 34.0, "yarn", 15, 0),
    ("wool", "M-YW", "50羊毛/50腈纶 毛纱", "kg", 78.0, "yarn", 15, 0),
    ("trims", "M-TRIM", "主唛、洗水唛、吊牌、钮扣", "unit", 1.1, None, 0, 30000),
    ("own_film", "M-CUST", "客供印刷卷膜", "kg", 0.0, None, 0, 0),
]

# key, name, kind of milestone its work orders tick
WORKCENTERS = [
    ("press", "8色凹印机", "printing"),
    ("laminator", "干式复合机及熟化室", "lamination"),
    ("bag_machine", "分切、制袋机", "bag_making"),
    ("offset", "四色胶印机", "printing"),
    ("die_cutter", "烫金、模切粘盒", None),
    ("thermoformer", "吸塑成型机", None),
    ("inspection", "品检包装台", None),
    ("knitting", "横机 12针/7针", "knitting"),
    ("linking", "缝盘", "linking"),
    ("washing", "洗水、缩绒", "washing"),
    ("pressing", "烫衣、过针", "pressing"),
    ("packing", "成衣包装", "packing"),
]

PRINTED = [
    ("印刷", "press", 0.004),
    ("复合、熟化", "laminator", 0.003),
    ("分切制袋", "bag_machine", 0.008),
    ("品检包装", "inspection", 0.002),
]
BOXES = [("印刷", "offset", 0.006), ("烫金、模切粘盒", "die_cutter", 0.01), ("品检包装", "inspection", 0.004)]
KNITTED = [
    ("横机织片", "knitting", 5.0),
    ("缝盘", "linking", 4.0),
    ("洗水", "washing", 0.5),
    ("烫衣、唛头、过针", "pressing", 1.0),
    ("包装", "packing", 0.8),
]

BAG_1402 = {"pet12": 1.0, "vmpet12": 1.0, "pe": 3.82, "ink": 0.24, "glue": 0.36, "outer": 0.5}
BAG_1826 = {"bopp20": 2.1, "vmpet12": 1.93, "pe": 9.5, "ink": 0.45, "glue": 0.68, "zip": 190, "outer": 1.25}

# key: code, name, category, unit, price, need per 1000 (None: sold from stock), operations, specification
PRODUCTS = {
    "nut_bag": (
        "BG-1402", "坚果三边封袋", "bag", "unit", 0.165, BAG_1402, PRINTED,
        "PET12/VMPET12/PE70, 140×200 mm, 8色; 起订量 50,000",
    ),
    "zip_bag": (
        "BG-1826", "哑光自立拉链袋", "bag", "unit", 0.46, BAG_1826, PRINTED,
        "BOPP20哑/VMPET12/PE90, 180×260+80 mm, 9色; 拉链、圆角、易撕口; 起订量 30,000",
    ),
    "hickory_bag": (
        "BG-1830", "山核桃仁自立袋(新品)", "bag", "unit", 0.485, BAG_1826, PRINTED,
        "BOPP20哑/VMPET12/PE90, 180×300+80 mm, 9色",
    ),
    "tea_bag": (
        "BG-1233", "高山烏龍茶袋(新品)", "bag", "unit", 0.052, BAG_1402, PRINTED,
        "PET12/VMPET12/PE70, 120×330 mm 側封, 7色",
    ),
    "fruit_bag": (
        "BG-1622", "冻干水果粒自立袋(新品)", "bag", "unit", 0.43, BAG_1826, PRINTED,
        "BOPP20哑/VMPET12/PE90, 160×220+70 mm, 8色",
    ),
    "organic_bag": (
        "BG-1826N", "有机坚果自立袋 Bio-Nüsse 150 g", "bag", "unit", 0.068, BAG_1826, PRINTED,
        "BOPP20 matt/VMPET12/PE90, 180×260+80 mm, 9 colours, DE/EN",
    ),
    "film_roll": (
        "RF-320", "饼干卷膜", "bag", "kg", 21.5,
        {"bopp20": 420, "cpp25": 525, "ink": 60, "glue": 60, "core": 40}, PRINTED[:3],
        "BOPP20/CPP25, 宽 320 mm, 6色, 纸芯 76 mm, 每卷 ≤ 25 kg, 出卷方向 4; 起订量 500 kg",
    ),
    "tea_box": (
        "CB-1218", "茶叶彩盒", "box", "unit", 0.98, {"board": 38, "ink": 0.3, "outer": 4}, BOXES,
        "350g 白卡, 过哑油, 烫金, 120×45×180 mm; 起订量 5,000",
    ),
    "processing": (
        "PR-BAG", "来料加工 三边封制袋(加工费)", "bag", "unit", 0.028, {"own_film": 5.0, "outer": 0.5}, PRINTED[2:],
        "客供印刷复合膜, 允许损耗 3%",
    ),
    "sweater": (
        "KN-CR12", "圆领套头衫 12针", "knit", "unit", 60.8, {"cotton": 340, "trims": 1000, "outer": 25}, KNITTED,
        "100%棉, S-XL, 3色, 320 g; 每色起订 600",
    ),
    "cardigan": (
        "KN-CD07", "羊毛混纺开衫 7针", "knit", "unit", 105.3, {"wool": 450, "trims": 1000, "outer": 35}, KNITTED,
        "50%羊毛 50%腈纶, S-XL; 每色起订 300",
    ),
    "carton": (
        "CT-4030", "五层纸箱", "stock", "unit", 4.8, None, None,
        "BC坑 K=K, 内径 400×300×250 mm, 2色; 起订量 500",
    ),
    "tray": (
        "TR-3525", "防静电吸塑托盘", "stock", "unit", 3.2, None, None,
        "PS 1.0 mm 黑, 355×255×40 mm, 12穴",
    ),
    "eu_box": ("BX-EU43", "EU 周转箱 400×300×148 mm", "stock", "unit", 0.0, None, None, "可回收,随车带回"),
}

SERVICES = {
    "plate": ("SV-PLATE", "版费", 470.0),
    "loss": ("SV-LOSS", "损耗费", 800.0),
    "rush": ("SV-RUSH", "加急费", 0.0),
}

STOCK = {"carton": 9000, "tray": 24000, "eu_box": 600}

CATEGORIES = {"bag": "软包装", "box": "彩盒", "knit": "针织成衣", "stock": "库存品", "material": "材料"}

UNITS = {"unit": "uom.product_uom_unit", "kg": "uom.product_uom_kgm", "m": "uom.product_uom_meter"}


class GendanDemoScenario(models.AbstractModel):
    """What the factory makes, and of what."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_products(self, company):
        """Materials, work centres, products, services, stock and the templates' rules by category."""
        for key, name in CATEGORIES.items():
            self._example_make(f"category_{key}", "product.category", name=name)
        self._example_make_workcenters(company)
        self._example_make_materials(company)
        self._example_make_goods(company)
        for key, (code, name, price) in SERVICES.items():
            self._example_make(
                f"product_{key}", "product.product", **self._example_product_vals(company, code, name, price, "service")
            )
        self._example_put_in_stock(company)
        # knitwear and stock goods are told by their category, before the shipped rules
        for sequence, (category, template) in enumerate((("knit", "garment"), ("stock", "stock")), start=1):
            self.env["gendan.plan.rule"].create(
                {
                    "sequence": sequence,
                    "company_id": company.id,
                    "categ_id": self._example(f"category_{category}").id,
                    "template_id": self.env.ref(f"gendan_followup.template_{template}").id,
                }
            )

    @api.model
    def _example_sale_tax(self, company):
        """The 13 % VAT of a Chinese chart of accounts, as a tax included in the price; or none."""
        if tax := self._example_find("tax_sale"):
            return tax
        taxes = self.env["account.tax"].search(
            [("company_id", "=", company.id), ("type_tax_use", "=", "sale"), ("amount", "=", 13)]
        )
        if company.chart_template != "cn" or not taxes:
            return self.env["account.tax"]
        included = taxes.filtered("price_include")[:1] or taxes[0].copy(
            {"name": "13% 含税", "price_include_override": "tax_included"}
        )
        return self._example_keep("tax_sale", included)

    @api.model
    def _example_product_vals(self, company, code, name, price, kind="goods"):
        tax = self._example_sale_tax(company)
        values = {
            "name": name,
            "default_code": code,
            "list_price": price,
            "type": "service" if kind == "service" else "consu",
            "company_id": False,
            "taxes_id": [Command.set(tax.ids)],
            "supplier_taxes_id": [Command.clear()],
        }
        if kind != "service":
            values["is_storable"] = True
        return values

    @api.model
    def _example_make_workcenters(self, company):
        for number, (key, name, kind) in enumerate(WORKCENTERS, start=1):
            self._example_make(
                f"workcenter_{key}",
                "mrp.workcenter",
                name=name,
                code=f"WC{number:02d}",
                company_id=company.id,
                resource_calendar_id=company.resource_calendar_id.id,
                gendan_kind_id=self.env.ref(f"gendan_followup.kind_{kind}").id if kind else False,
            )

    @api.model
    def _example_make_materials(self, company):
        warehouse = self._example("warehouse")
        to_order = warehouse.mto_pull_id.route_id
        to_order.active = True
        buy = warehouse.buy_pull_id.route_id
        for key, code, name, unit, cost, supplier, days, _stock in MATERIALS:
            values = self._example_product_vals(company, code, name, 0)
            values |= {
                "categ_id": self._example("category_material").id,
                "uom_id": self.env.ref(UNITS[unit]).id,
                "standard_price": cost,
                "sale_ok": False,
                "route_ids": [Command.set((buy | to_order).ids if supplier else [])],
            }
            if supplier:
                values["seller_ids"] = [
                    Command.create(
                        {
                            "partner_id": self._example(f"supplier_{supplier}").id,
                            "price": cost,
                            "delay": days,
                            "company_id": company.id,
                        }
                    )
                ]
            self._example_make(f"product_{key}", "product.product", **values)

    @api.model
    def _example_make_goods(self, company):
        warehouse = self._example("warehouse")
        make = warehouse.mto_pull_id.route_id | warehouse.manufacture_pull_id.route_id
        for key, (code, name, category, unit, price, needs, operations, specification) in PRODUCTS.items():
            values = self._example_product_vals(company, code, name, price)
            values |= {
                "categ_id": self._example(f"category_{category}").id,
                "uom_id": self.env.ref(UNITS[unit]).id,
                "standard_price": round(price * 0.7, 4),
                "description_sale": specification,
                "invoice_policy": "order" if category == "stock" else "delivery",
                "route_ids": [Command.set(make.ids if needs else [])],
            }
            product = self._example_make(f"product_{key}", "product.product", **values)
            if needs:
                self._example_make_bom(key, product, needs, operations, company)

    @api.model
    def _example_make_bom(self, key, product, needs, operations, company):
        """A bill of materials for 1000 units."""
        self._example_make(
            f"bom_{key}",
            "mrp.bom",
            product_tmpl_id=product.product_tmpl_id.id,
            product_qty=1000,
            company_id=company.id,
            bom_line_ids=[
                Command.create({"product_id": self._example(f"product_{material}").id, "product_qty": quantity})
                for material, quantity in needs.items()
            ],
            operation_ids=[
                Command.create(
                    {
                        "name": name,
                        "sequence": sequence,
                        "workcenter_id": self._example(f"workcenter_{workcenter}").id,
                        "time_mode": "manual",
                        "time_cycle_manual": minutes,
                    }
                )
                for sequence, (name, workcenter, minutes) in enumerate(operations, start=1)
            ],
        )

    @api.model
    def _example_put_in_stock(self, company):
        Quant = self.env["stock.quant"]
        stock = self._example("warehouse").lot_stock_id
        for key, quantity in STOCK.items():
            Quant._update_available_quantity(self._example(f"product_{key}"), stock, quantity)
        for row in MATERIALS:
            if row[-1]:
                Quant._update_available_quantity(self._example(f"product_{row[0]}"), stock, row[-1])
        # the customer's film: 400 kg announced, 391.6 kg weighed in, 2.1 % short
        Quant._update_available_quantity(
            self._example("product_own_film"), stock, 391.6, owner_id=self._example("partner_caiyang")
        )
