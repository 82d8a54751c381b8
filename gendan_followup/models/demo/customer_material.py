"""The example's processing order: the customer's film, announced, received short, the rest asked for."""

from odoo import api, models

# order -> material, advised, received, day of receipt, day the rest is announced for, her delivery note
MATERIAL = {"pr": ("own_film", 400, 391.6, -3, 2, "CY-SH-0331")}


class GendanDemoScenario(models.AbstractModel):
    """What customers bring to be worked on."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_advise_material(self, orders):
        """What the customers announced before their orders were confirmed."""
        for key, (product, advised, _received, day, _rest, note) in MATERIAL.items():
            self._example_make(
                f"material_{key}",
                "gendan.customer.material",
                order_id=orders[key].id,
                product_id=self._example(f"product_{product}").id,
                advised_qty=advised,
                advised_ref=note,
                expected_on=self._example_day(day),
                loss_percent=3,
                price=24,
            )

    @api.model
    def _example_receive_material(self, orders):
        """The warehouse weighs it in; the clerk tells the customer what is short, and she sends the rest."""
        for key, (_product, _advised, received, day, rest, _note) in MATERIAL.items():
            material = self._example(f"material_{key}")
            orders[key].action_gendan_material_in()
            moment = self._example_moment(day, 14)
            self._example_transfer({material.move_ids.picking_id: moment}, received)
            before = orders[key].message_ids
            material.with_user(material.clerk_id).with_context(lang="zh_CN").action_gendan_told()
            self._example_date_back(orders[key].message_ids - before, date=moment, create_date=moment)
            material.write({"expected_on": self._example_day(rest), "told_on": self._example_day(day)})
