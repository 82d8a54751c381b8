"""The example's exceptions: one in each state, found by people and by the system."""

import io

from PIL import Image, ImageDraw

from odoo import Command, api, models

from ..production.exception import KEEPING
from ..production.exception_found import Fact

# key: who found it, kind, about (model, order), title, detail, days since, due; cause; department
REPORTED = {
    "laminator": dict(
        who="workshop", kind="machine", about=("mrp.production", "l1"), day=-7, due=0, cause="machine_breakdown",
        title="复合机温控故障，停机待修", detail="加热辊升不到温，厂家后天来人。", photo=True,
        ways=[("overtime", "复机后两班倒，周日加班", 2, 1800, "客户周四排产，只差两天"),
              ("subcontract", "转大朗同业复合", 4, 6500, None)], chosen=("pmc", 0),
    ),
    "misprint": dict(
        who="quality", kind="quality", about=("mrp.production", "r3"), day=-1, due=-1,
        title="第 3 卷套色偏 0.4 mm", detail="约 600 m，已隔离，余卷正常。", photo=True,
        ways=[("other", "隔离卷复检后挑选", 0, 350, None)],
    ),
    "colour": dict(
        who="clerk2", kind="customer", about=("sale.order", "ga"), day=0, due=1, cause="customer_change",
        title="客人要加一色（墨绿 300 件），交期不变", detail="买手 Winnie 电话，稍后补邮件。",
        ways=[("split", "三色先走，墨绿晚 10 天", 0, 900, None), ("new_date", "全单顺延 6 天", 0, 0, None)],
    ),
    "vessel": dict(
        who="clerk2", kind="logistics", about=("sale.order", "x1"), day=-1, due=1, cause="supplier_carrier_late",
        title="船公司甩柜，赶不上信用证最晚装运日", detail="下一班 9 天后；货代在问蛇口。", photo=True,
        cannot="最近一班开船已过信用证最晚装运日，客户未同意改证",
        ways=[("air", "空运 DHL Global 至汉堡", 9, 41000, None), ("other", "改蛇口另一家船公司", 5, 3200, None)],
    ),
    "pallet": dict(
        who="clerk2", kind="logistics", about=("stock.picking", "d2"), day=-26, due=-24,
        cause="supplier_carrier_damage", title="托盘翻倒，压坏 5 箱", detail="收货员拍照。", photo=True,
        ways=[("other", "当日补发 5 箱，向承运人索赔", 1, 420, "客户不停线，费用由承运人承担")], chosen=("clerk2", 0),
        closed=("done", "次日补到，承运人同意赔付。"),
    ),
    "scratch": dict(
        who="workshop", kind="other", about=("sale.order", "r2"), day=-3, due=-2, department="engineering",
        title="版辊 3 号疑有划痕", detail=None, photo=True,
        closed=("false", "划痕在保护膜上，版面无伤，已试印。"),
    ),
}  # fmt: skip
# closed by the system: order, title, days since
GONE = ("c2", "出货单应于昨日离厂，车未到", -2)


class GendanDemoScenario(models.AbstractModel):
    """What goes wrong in the factory, and what is done about it."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_exceptions(self, company):
        """People's reports first; then the system looks at everything, as after switching it on."""
        company.write({"gendan_exception_slip_days": 0, "gendan_find_exceptions": True})
        for key, data in REPORTED.items():
            self._example_make_exception(key, data)
        self._example_make_gone(*GONE)
        orders = self.env["sale.order"].search([("company_id", "=", company.id), ("gendan_plan_ids", "!=", False)])
        self.env["gendan.exception"]._gendan_detect("order", orders.ids)
        done = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "=", "gendan.exception")])
        # what was settled on the way never waited in this database
        done.with_context(**done._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_about(self, model, key):
        """The document of an order an exception is about."""
        order = self._example(f"order_{key}")
        if model == "mrp.production":
            return order.order_line._gendan_productions()[order.order_line[:1]][:1]
        if model == "stock.picking":
            return order.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
        return order

    @api.model
    def _example_make_exception(self, key, data):
        """One that people found, with its ways out, through its states."""
        document = self._example_about(*data["about"])
        finder = self._example(f"user_{data['who']}")
        moment = self._example_moment(data["day"], 10, 20)
        cause = data.get("cause") and self.env.ref(f"gendan_followup.cause_{data['cause']}")
        vals = {
            "title": data["title"],
            "kind": data["kind"],
            "description": data["detail"],
            "cause_id": cause and cause.id,
            "due": self._example_day(data["due"]),
            "res_model": document._name,
            "res_id": document.id,
        }
        if department := data.get("department"):
            vals["department_id"] = self.env.ref(f"gendan_followup.department_{department}").id
        # sudo: the example is written whatever rights its people have
        exception = self.env["gendan.exception"].with_user(finder).sudo().create(vals)
        self._example_keep(f"exception_{key}", exception)
        if data.get("photo"):
            exception.photo_ids = [Command.link(self._example_photo(key, finder).id)]
        if not exception.effect_ids:
            # what it hit has arrived since
            exception._gendan_hit(document._gendan_served_orders().gendan_plan_ids)
        for number, (kind, name, days, cost, reason) in enumerate(data.get("ways", ())):
            way = self.env["gendan.exception.way"].create(
                {"exception_id": exception.id, "kind": kind, "name": name, "effect_days": days, "cost": cost,
                 "reason": reason}
            )  # fmt: skip
            if data.get("chosen") and data["chosen"][1] == number:
                # sudo: as above
                way.with_user(self._example(f"user_{data['chosen'][0]}")).sudo().action_choose()
                exception.due = vals["due"]
        if reason := data.get("cannot"):
            # not by mail: nobody is told by an example
            exception._gendan_keep(
                {"cannot_meet": True, "cannot_meet_reason": reason, "cannot_meet_by_id": finder.id,
                 "told_head_at": moment}
            )  # fmt: skip
            exception._gendan_sync_todos()
            todos = self.env["gendan.todo"].search(exception._gendan_todo_domain(["exception_head"]))
            for todo in todos.filtered("user_id"):
                todo._gendan_schedule_activity(todo.user_id)
        if closed := data.get("closed"):
            outcome, exception.result = closed
            exception.proof_ids = [Command.link(self._example_photo(f"{key}-ok", finder).id)]
            exception.with_user(finder).sudo()._gendan_close(outcome)  # sudo: as above
            self._example_date_back(exception, closed_at=self._example_moment(data["day"] + 2, 16, 5))
        self._example_date_back(exception, create_date=moment)

    @api.model
    def _example_make_gone(self, key, title, day):
        """One that the system found and closed."""
        order = self._example(f"order_{key}")
        picking = order.picking_ids[:1]
        fact = Fact(title=f"{picking.name}：{title}", plans=order.gendan_plan_ids, late_days=1)
        finder = self.env["gendan.exception"]
        finder._gendan_open_facts([("transfer", "logistics", picking, fact)])
        exception = finder._gendan_open_about(picking, "logistics")
        self._example_keep("exception_gone", exception)
        exception.effect_ids.write({"is_now": False})
        exception._gendan_gone()
        stamps = {"create_date": self._example_moment(day, 6, 1), "closed_at": self._example_moment(day + 1, 9, 12)}
        self._example_date_back(exception, **stamps)
        exception.with_context(gendan_exception=KEEPING).write({"due": self._example_day(day + 1)})

    @api.model
    def _example_photo(self, name, finder):
        """A photo as it looks from afar: a machine, a roll, a spot in red."""
        image = Image.new("RGB", (480, 360), "#b9bec4")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 250, 480, 360), fill="#8d9298")
        draw.ellipse((90, 90, 250, 250), fill="#d9d4c5", outline="#555", width=4)
        draw.ellipse((150, 150, 190, 190), fill="#555")
        draw.rectangle((250, 120, 430, 220), fill="#e6e2d6", outline="#555", width=3)
        draw.ellipse((330, 130, 400, 200), outline="#c0392b", width=6)
        content = io.BytesIO()
        image.save(content, "JPEG", quality=80)
        return (
            self.env["ir.attachment"]
            .with_user(finder)
            .create({"name": f"{name}.jpg", "raw": content.getvalue(), "mimetype": "image/jpeg"})
        )
