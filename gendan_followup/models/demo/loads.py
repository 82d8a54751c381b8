"""How the example's goods are packed, and a truck load that is being planned."""

from odoo import api, fields, models

# key: pieces per carton; length, width, height in cm; gross and net kg of a carton; the tray is not measured yet:
# the load plan says so
CARTONS = {
    "nut_bag": (3000, 48, 32, 36, 17.2, 16.2),
    "zip_bag": (1000, 52, 38, 34, 14.9, 13.7),
    "hickory_bag": (1000, 52, 40, 34, 15.4, 14.2),
    "tea_bag": (3000, 48, 34, 36, 17.6, 16.6),
    "fruit_bag": (1000, 50, 36, 34, 14.1, 13.0),
    "organic_bag": (1000, 52, 38, 34, 14.9, 13.7),
    "film_roll": (50, 68, 34, 36, 51.5, 50.0),
    "tea_box": (250, 52, 40, 38, 11.2, 10.1),
    "processing": (3000, 48, 32, 36, 16.4, 15.4),
    "sweater": (40, 60, 40, 45, 14.6, 13.2),
    "cardigan": (30, 60, 40, 50, 15.2, 13.8),
    "carton": (20, 82, 62, 16, 13.1, 12.4),
    "eu_box": (10, 82, 42, 78, 17.0, 16.0),
}

# how many of the transfers that leave next are planned together
TOGETHER = 6


class GendanDemoScenario(models.AbstractModel):
    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_loads(self, company):
        """Cartons of the goods; the batch of the transfers that leave next, its trucks planned."""
        for key, (quantity, length, width, height, gross, net) in CARTONS.items():
            self._example(f"product_{key}").write(
                {
                    "gendan_carton_quantity": quantity,
                    "gendan_carton_length": length,
                    "gendan_carton_width": width,
                    "gendan_carton_height": height,
                    "gendan_carton_gross": gross,
                    "gendan_carton_net": net,
                    "weight": round(gross / quantity, 4),
                }
            )
        pickings = self.env["stock.picking"].search(
            [
                ("company_id", "=", company.id),
                ("picking_type_code", "=", "outgoing"),
                ("state", "in", ("confirmed", "waiting", "assigned")),
                ("sale_id", "!=", False),
                ("partner_id.country_id", "=", company.country_id.id),
            ],
            order="date_deadline, id",
            limit=TOGETHER,
        )
        batch = self._example_make(
            "batch_truck",
            "stock.picking.batch",
            company_id=company.id,
            picking_type_id=pickings[:1].picking_type_id.id,
            user_id=self._example("user_warehouse").id,
            scheduled_date=fields.Datetime.now(),
            picking_ids=[fields.Command.set(pickings.ids)],
            gendan_load_unit_ids=[
                fields.Command.create(
                    {
                        "type_id": self.env.ref("gendan_followup.load_unit_truck_42").id,
                        "reference": "粤S·K3921",
                        "driver": "李师傅 138 0000 1204",
                    }
                )
            ],
        )
        batch.action_gendan_plan_load()
