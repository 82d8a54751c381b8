"""The example's waybills, expected days, and cases with carriers."""

from odoo import api, fields, models

# order -> carrier, waybill, days (first, last) on which the carrier expects to be there
WAYBILLS = {
    "s2": ("courier", "SF1402778855216", (1, 1)),
    "f1": ("courier", "SF1402778853098", None),
    "d1": ("courier", "SF1398100472315", None),
    "d2": ("courier", "DPK364102277812", None),
    "d3": ("courier", "DPK364102291407", None),
    "h3": ("courier", "SF1386620915544", None),
    "h4": ("courier", "DPK363977450021", None),
}
# order, kind, found on, claim, state; what happened; remark, number, paid
CASES = [
    ("f1", "damage", 0, 360, "open", "3 箱外箱淋湿，最外层 12 个受潮，林小姐拍照。", None, None, 0),
    ("d1", "delay", -19, 800, "claimed", "晚到 3 天，客户停线半天。", None, "LP-2026-1187", 0),
    ("d2", "damage", -22, 1250, "accepted", "托盘翻倒，压坏 5 箱。", "同意赔付，月底打款", "DP-77812", 0),
    ("d3", "damage", -21, 480, "refused", "2 箱破角。", "承运人称包装不合格", "DP-91407", 0),
    ("h3", "delay", -48, 0, "dropped", "晚到 1 天。", "客户不追究", None, 0),
    ("h4", "loss", -40, 620, "paid", "少 1 箱，全程未找到。", "按声明价值赔付", "DP-50021", 620),
]
# the state each goes through
WAY = {
    "open": (),
    "dropped": ("dropped",),
    "claimed": ("claimed",),
    "refused": ("claimed", "refused"),
    "accepted": ("claimed", "accepted"),
    "paid": ("claimed", "accepted", "paid"),
}


class GendanDemoScenario(models.AbstractModel):
    """What carriers have of ours, and what they did to it."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_transports(self, company):
        """Waybills of what left with a carrier; a case in each state."""
        self._example("carrier_courier").gendan_claim_days = 5
        for key, (carrier, number, days) in WAYBILLS.items():
            order = self._example(f"order_{key}")
            picking = order.picking_ids.filtered(lambda entry: entry.state == "done")[:1]
            # by the rep, who need not be told then; sudo: the example is written whatever rights its people have
            picking.with_user(order.user_id or self.env.user).sudo().write(
                {
                    "carrier_id": self._example(f"carrier_{carrier}").id,
                    "carrier_tracking_ref": number,
                    "gendan_eta_from": self._example_day(days[0]) if days else False,
                    "gendan_eta": self._example_day(days[1]) if days else False,
                }
            )
        for number, data in enumerate(CASES, start=1):
            self._example_make_case(number, *data)
        todos = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "=", "gendan.transport.case")])
        # what was settled on the way never waited in this database
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_make_case(self, number, key, kind, found, amount, state, text, remark, claim_number, paid):
        """One case, through its states; claimed two days after it was found."""
        picking = self._example(f"order_{key}").picking_ids.filtered(lambda entry: entry.state == "done")[:1]
        case = self._example_make(
            f"case_{number}",
            "gendan.transport.case",
            picking_id=picking.id,
            kind=kind,
            found_on=self._example_day(found),
            amount=amount,
            description=text,
            remark=remark,
        )
        for step in WAY[state]:
            case.state = step
        case.write({"claim_number": claim_number, "paid_amount": paid})
        if case.claimed_on:
            self._example_date_back(case, claimed_on=fields.Date.add(case.found_on, days=2))
            case._gendan_sync_todos()
