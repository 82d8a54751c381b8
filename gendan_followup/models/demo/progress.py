"""What the workshop tells: operations typed at noon and in the evening, cards with the batches, a remembered list."""

from odoo import Command, api, models

# order -> operation -> [(day, half, good so far, scrap so far)], while the operations before it are reported by
# their work orders: one in time, one of garments, one that stands still on an order that is late anyway
TOLD = {
    "r4": {"烫金、模切粘盒": [(-2, "pm", 4000, 60), (-1, "am", 7500, 95), (-1, "pm", 11200, 140)]},
    "gb": {"缝盘": [(-3, "pm", 60, 0), (-2, "pm", 130, 1), (-1, "am", 168, 1), (-1, "pm", 205, 2)]},
    "l1": {"分切制袋": [(-2, "pm", 6000, 210), (-1, "am", 6000, 210), (-1, "pm", 6000, 210)]},
}
# order -> (batches, who got the cards)
CARDS = {"r4": (4, "模切组 王师傅")}


class GendanDemoScenario(models.AbstractModel):
    """How far the productions are."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_progress(self, company):
        """The workshop answers for all work centres; its foreman tells."""
        workshop = self.env.ref("gendan_followup.department_workshop")
        self.env["mrp.workcenter"].search([("company_id", "=", company.id)]).gendan_department_id = workshop
        foreman = self._example("user_workshop")
        Step = self.env["gendan.progress.step"].with_user(foreman).with_context(lang="zh_CN")
        Step._gendan_ensure()
        for key, operations in TOLD.items():
            productions = self._example_productions(self._example(f"order_{key}"))
            for name, words in operations.items():
                step = Step.search([("production_id", "in", productions.ids), ("name", "=", name)], limit=1)
                Step._gendan_tell(
                    [(step, self._example_day(day), half, good, scrap) for day, half, good, scrap in words]
                )
        for key, (batches, holder) in CARDS.items():
            self._example_hand_out_cards(self._example(f"order_{key}"), batches, holder, foreman)
        self._example_settle({key: self._example(f"order_{key}") for key in TOLD})

    @api.model
    def _example_hand_out_cards(self, order, batches, holder, foreman):
        """A process card for each batch of an order's production, handed out by the foreman."""
        production = self._example_productions(order)[:1]
        wizard = (
            self.env["gendan.floor.paper.wizard"]
            .with_user(foreman)
            .with_context(active_model=production._name, active_id=production.id, lang="zh_CN")
            .create({"line_ids": [Command.create({"kind": "process_card", "to": holder, "batches": batches})]})
        )
        wizard.action_hand_out()
