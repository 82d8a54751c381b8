"""The example's products with bills of materials, operations and work centres."""

from odoo import Command, api, models

from .products_data import CATEGORIES, MATERIALS, NAMES_ABROAD, PRODUCTS, SERVICES, STOCK, UNITS, WORKCENTERS


class GendanDemoScenario(models.AbstractModel):
    """What the factory makes, and of what."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_products(self, company):
        """Materials, work centres, products, services, stock and the templates' rules by category."""
        piece = self._example_make(
            "uom_piece", "uom.uom", name="pcs", relative_uom_id=self.env.ref("uom.product_uom_unit").id
        )
        for lang in ("zh_CN", "zh_TW"):
            if lang in dict(self.env["res.lang"].get_installed()):
                piece.with_context(lang=lang).name = "个" if lang == "zh_CN" else "個"
        for key, name in CATEGORIES.items():
            self._example_make(f"category_{key}", "product.category", name=name)
        self._example_make_workcenters(company)
        self._example_make_materials(company)
        self._example_make_goods(company)
        for key, (code, name, price) in SERVICES.items():
            self._example_make(
                f"product_{key}", "product.product", **self._example_product_vals(company, code, name, price, "service")
            )
        self._example("product_plate").gendan_is_tooling = True
        self._example_name_goods_abroad()
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
        for key, code, name, unit, cost, supplier, days, stock in MATERIALS:
            values = self._example_product_vals(company, code, name, 0)
            values |= {
                "categ_id": self._example("category_material").id,
                "uom_id": self.env.ref(UNITS[unit]).id,
                "standard_price": cost,
                "sale_ok": False,
                "is_storable": stock is not None,
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
    def _example_name_goods_abroad(self):
        """What customers who read another language are sold, in their words: orders and papers take it from here."""
        there = dict(self.env["res.lang"].get_installed())
        for key, (english, traditional, specification) in NAMES_ABROAD.items():
            product = self._example(f"product_{key}")
            product.with_context(lang="en_US").name = english
            if "zh_TW" in there:
                abroad = product.with_context(lang="zh_TW")
                abroad.name = traditional
                if specification:
                    abroad.description_sale = specification

    @api.model
    def _example_make_bom(self, key, product, needs, operations, company):
        """A bill of materials for 1000 units."""
        self._example_make(
            f"bom_{key}",
            "mrp.bom",
            product_tmpl_id=product.product_tmpl_id.id,
            product_qty=1000,
            # Odoo's default is pieces, and films are sold by weight
            product_uom_id=product.uom_id.id,
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
