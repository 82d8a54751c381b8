"""The example's deliveries: what holds them, a remittance slip that waits, a release, tolerances, a collection."""

from datetime import timedelta

from odoo import api, models

# who: over, under, what is done outside it; None: the company
TOLERANCES = {
    None: (10, 10, "reason"),
    "mailitian": (5, 5, "reason"),
    "hengyue": (0, 0, "refuse"),
}
# of a line of 300,000 in two parts so many were packed of the larger, of 200,000: together more than 5 % over
PACKED = 216000


class GendanDemoScenario(models.AbstractModel):
    """Every rule is on, and of the deliveries that are ready each waits for something else."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_deliveries(self, company):
        """One of the last things: what lies behind us left before anybody asked."""
        for customer, (over, under, policy) in TOLERANCES.items():
            self._example_make(
                f"tolerance_{customer or 'company'}",
                "gendan.tolerance",
                company_id=company.id,
                partner_id=customer and self._example(f"partner_{customer}").id,
                over_percent=over,
                under_percent=under,
                policy=policy,
            )
        self._example_collect(company)
        company.write(
            {
                "gendan_ship_overdue": True,
                "gendan_ship_cash": True,
                "gendan_ship_papers": True,
                "gendan_ship_hold": True,
                "gendan_tolerance": True,
            }
        )
        self._example_hold(company)
        self._example_release()
        ready = self.env["stock.picking"].search(self.env["stock.picking"]._gendan_ready_domain())
        ready._gendan_sync_todos()

    @api.model
    def _example_hold(self, company):
        """One deduction overdue, one slip to look for at the bank, one sample out, one lot packed over."""
        # the money that came short is still open
        short = self._example("order_d3").invoice_ids
        day = self._example_day(-4)
        self._example_date_back(short, invoice_date_due=day)
        receivable = short.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self._example_date_back(receivable, date_maturity=day)
        order = self._example("order_c1")
        slip = self.env["gendan.remittance"].with_user(self._example("user_clerk"))
        self._example_keep(
            "remittance_c1",
            slip.create(
                {
                    "order_id": order.id,
                    "amount": order.amount_total,
                    "paid_on": self._example_day(0),
                    "payer": "阿强",
                    "reference": "微信截图",
                }
            ),
        )
        order = self._example("quotation_waived")
        line = order.order_line[:1]
        kind = self.env.ref("gendan_followup.sample_kind_shipment")
        kind.gate = "delivery"
        sample = self._example_make(
            "sample_shipment",
            "gendan.sample",
            kind_id=kind.id,
            company_id=company.id,
            partner_id=order.partner_id.id,
            product_id=line.product_id.id,
            order_id=order.id,
            line_id=line.id,
        )
        self.env["gendan.sample.round"].create({"sample_id": sample.id, "sent_on": self._example_day(-1)})
        packed = self._example("order_r5").picking_ids.filtered(lambda picking: picking.state == "assigned")
        packed.move_ids.picked = True
        packed.move_ids.sorted("product_uom_qty")[-1:].quantity = PACKED

    @api.model
    def _example_release(self):
        """The goods of the letter of credit need no deposit: the supervisor says so once."""
        picking = self._example("order_x1").picking_ids.filtered(lambda entry: entry.state == "assigned")
        problems = picking._gendan_gate("ship")[picking]
        # sudo: nobody has the right to create waivers; create() checks the supervisor's group itself
        waivers = self.env["gendan.waiver"].with_user(self._example("user_supervisor")).sudo()
        waivers.create(
            [
                {
                    "res_model": picking._name,
                    "res_id": picking.id,
                    "code": problem.code,
                    "action": "ship",
                    "reason": "即期信用证已审，条款无误，不收订金；PI 原件随单据寄回。",
                }
                for problem in problems
            ]
        )

    @api.model
    def _example_collect(self, company):
        """The first order of a customer without a settlement went by courier, who collects its money."""
        carrier = self._example("carrier_courier")
        carrier.write({"gendan_cod_days": 5, "gendan_cod_fee_percent": 1})
        order = self._example("order_f1")
        picking = order.picking_ids.filtered(lambda entry: entry.state == "done")[:1]
        self._example_make(
            "cod_f1",
            "gendan.cod",
            company_id=company.id,
            picking_id=picking.id,
            order_id=order.id,
            partner_id=order.partner_id.commercial_partner_id.id,
            carrier_id=carrier.id,
            currency_id=order.currency_id.id,
            amount=order.amount_total,
            fee=order.currency_id.round(order.amount_total / 100),
            due=self._example_day(0) + timedelta(days=5),
        )
