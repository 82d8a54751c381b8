"""The example's export papers: a sea shipment under a letter of credit that will be late, and one to Taiwan."""

from odoo import Command, api, fields, models

# customs codes of what we make; the tea bag has none yet: its invoice says so
HS_CODES = {
    "nut_bag": "3923.29.00",
    "zip_bag": "3923.29.00",
    "organic_bag": "3923.29.00",
    "fruit_bag": "3923.29.00",
    "hickory_bag": "3923.29.00",
    "processing": "3923.29.00",
    "film_roll": "3920.20.10",
    "tea_box": "4819.20.00",
    "carton": "4819.10.00",
    "sweater": "6110.30.00",
    "cardigan": "6110.30.00",
}


class GendanDemoScenario(models.AbstractModel):
    """What goes abroad, and its papers."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_export(self, company):
        """Export papers on; those of an order by sea in several states, its letter of credit about to be missed."""
        company.write(
            {
                "gendan_export": True,
                "gendan_export_address": "No. 18 Keyuan 2nd Road, Chang'an Town, Dongguan, Guangdong, China",
            }
        )
        for key, code in HS_CODES.items():
            self._example(f"product_{key}").write({"hs_code": code, "country_of_origin": company.country_id.id})
        going = self.env["stock.picking"].search(
            [
                ("company_id", "=", company.id),
                ("picking_type_code", "=", "outgoing"),
                ("state", "not in", ("done", "cancel")),
                ("sale_id", "!=", False),
            ]
        )
        going._gendan_open_exports()
        self._example_make_credit(self._example("order_x1"))
        shipment = self._example("order_r3").gendan_export_ids[:1].with_env(self.env)
        shipment.write(
            {
                "mode": "sea",
                "port_loading": "Yantian",
                "port_discharge": "Keelung",
                "marks": "HEMU\nKEELUNG\nC/NO. 1-UP",
            }
        )
        origin = shipment.paper_ids.filtered(lambda paper: paper.kind_id.code == "co")
        origin.reason = "客户不要求产地证"
        origin.action_not_needed()
        # what was settled on the way never waited in this database
        todos = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "=", "gendan.export.paper")])
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_make_credit(self, order):
        """The letter of credit of an order and the papers of its shipment.

        :param order: sale.order by sea
        """
        company = order.company_id
        latest = fields.Date.add(company._gendan_today(), days=5)
        self._example_make(
            "lc_x1",
            "gendan.letter.of.credit",
            name="LC/HH/26-11873",
            partner_id=order.partner_id.commercial_partner_id.id,
            company_id=company.id,
            order_ids=[Command.set(order.ids)],
            bank="Hanse Handelsbank AG, Hamburg",
            advising_bank="东莞示例银行长安支行",
            currency_id=order.currency_id.id,
            amount=order.amount_total,
            tolerance_over=5,
            tolerance_under=5,
            consignee="TO ORDER OF HANSE HANDELSBANK AG, HAMBURG",
            latest_shipment=latest,
            expiry=fields.Date.add(latest, days=21),
            received_on=self._example_day(-17),
            checked_on=self._example_day(-15),
        )
        shipment = order.gendan_export_ids[:1]
        if not shipment:
            return
        shipment.write(
            {
                "mode": "sea",
                "marks": "NORDLICHT\nHAMBURG\nNL-2026-0417\nC/NO. 1-UP\nMADE IN CHINA",
                "notify": f"{order.partner_id.commercial_partner_id.name}\nGroßmarktstraße, Hamburg",
                "port_loading": "Yantian, China",
                "port_discharge": "Hamburg, Germany",
            }
        )
        papers = {paper.kind_id.code: paper for paper in shipment.paper_ids}
        papers["lc"].write(
            {"number": "LC/HH/26-11873", "said_amount": order.amount_total, "said_port": "Hamburg", "said_cartons": 0}
        )
        papers["lc"].action_compare()
        papers["lc"].action_ready()
        papers["customs"].number = "5304 2026 0611 7745"
        papers["customs"].action_received()
        if not shipment._gendan_make_error():
            shipment._gendan_make_papers()
        draft = papers["co"]
        draft.write({"number": "C26/4401 (草稿)", "said_port": "Bremerhaven", "said_consignee": "HANSE HANDELSBANK AG"})
        draft.action_compare()
