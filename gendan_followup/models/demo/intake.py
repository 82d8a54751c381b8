"""How the example's orders came in; quotations in each state of intake."""

import base64
import io

from PIL import Image, ImageDraw

from odoo import Command, api, models

from ..order.intake_paper import FILED as IN_WRITING
from .intake_data import ACCOUNTS, FAXES, FILED, HABITS, QUOTATIONS, RUSHED, UNFILED
from .orders_data import ORDERS


class GendanDemoScenario(models.AbstractModel):
    """Channels, papers, repeats, a rush order and one by word of mouth."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_intake(self, company):
        """As the clerks noted it."""
        company.write({"gendan_rush_product_id": self._example("product_rush").id, "gendan_rush_percent": 10})
        self._example_age_bills()
        for key, data in ORDERS.items():
            self._example_came(self._example(f"order_{key}"), data["customer"], data["confirmed"])
        self._example_accounts(company)
        for key in ORDERS:
            order = self._example(f"order_{key}")
            if key not in FILED and (key in UNFILED or order.gendan_channel not in IN_WRITING):
                continue
            day = ORDERS[key]["confirmed"]
            channel = order.gendan_channel if order.gendan_channel != "visit" else "chat"
            account = order.gendan_account or "13800000000"
            chat = order.gendan_chat_app or (channel == "chat" and "wechat")
            self._example_file(order, day, channel, chat, account, order.gendan_sent_by, "")
        for key, (who, how, waiting) in RUSHED.items():
            order = self._example(f"order_{key}")
            fee = order.order_line.filtered(lambda line: line.product_id == self._example("product_rush"))
            order.write(
                {
                    "gendan_is_rush": True,
                    "gendan_rush_by_id": self._example(f"user_{who}").id,
                    "gendan_rush_how": how,
                    "gendan_rush_line_id": fee.id,
                    "gendan_displaced_ids": [Command.set([self._example(f"order_{other}").id for other in waiting])],
                }
            )
        self._example_changed()
        for key, data in QUOTATIONS.items():
            self._example_take_in(key, data, company)

    @api.model
    def _example_accounts(self, company):
        """Fax numbers and chat accounts on file, those of the house, too."""

        def party(key):
            return company.partner_id if key == "house" else self._example(f"partner_{key}")

        for key, fax in FAXES.items():
            party(key).gendan_fax = fax
        self.env["gendan.partner.account"].create(
            [
                {
                    "partner_id": party(key).id,
                    "app": app,
                    "account": account,
                    "person": person,
                    "known_on": self._example_day(-60),
                }
                for key, accounts in ACCOUNTS.items()
                for app, account, person in accounts
            ]
        )

    @api.model
    def _example_changed(self):
        """The order with a new bar code says so, and its old cylinders wait for the word what becomes of them."""
        order = self._example("order_g1")
        order.write(
            {
                "gendan_repeat_of_id": self._example("order_d1").id,
                "gendan_change_ids": [Command.set(self.env.ref("gendan_followup.change_aspect_artwork").ids)],
                "gendan_change_note": "新条码、净含量 118 g；只新做黑版",
            }
        )
        order._gendan_touched_by_change()[order][1]._gendan_overtaken(order)

    @api.model
    def _example_age_bills(self):
        """The bills of materials are older than what was made by them."""
        company = self._example("company")
        bills = self.env["mrp.bom"].search([("company_id", "in", [company.id, False])])
        long_ago = self._example_moment(-120)
        for records in (bills, bills.bom_line_ids):
            self._example_date_back(records, create_date=long_ago, write_date=long_ago)

    @api.model
    def _example_came(self, order, customer, day):
        """The way this customer's orders come."""
        if customer in HABITS:
            channel, chat, account, person = HABITS[customer]
            order.write(
                {
                    "gendan_channel": channel,
                    "gendan_chat_app": chat,
                    "gendan_account": account,
                    "gendan_sent_by": person,
                    "gendan_received_at": self._example_moment(day, 9, 35),
                }
            )

    @api.model
    def _example_take_in(self, key, data, company):
        """One quotation as far as it has come."""
        if repeated := data.get("repeat"):
            order = self._example(f"order_{repeated}").order_line._gendan_repeat()
            self._example_keep(f"intake_{key}", order)
            line = order.order_line[:1]
            line.write(
                {
                    "product_uom_qty": data.get("quantity", line.product_uom_qty),
                    "price_unit": data.get("price", line.price_unit),
                }
            )
        else:
            values = self._example_order_vals({**data, "confirmed": data["day"]}, company)
            order = self._example_make(f"intake_{key}", "sale.order", **values)
        values = {
            "date_order": self._example_moment(data["day"], 10, 10),
            "client_order_ref": data["ref"],
            "gendan_order_kind": data["kind"],
            "gendan_requested_date": self._example_day(18),
            "gendan_channel": data["channel"],
            "gendan_chat_app": data.get("chat"),
            "gendan_account": data.get("account"),
            "gendan_sent_by": data["person"],
            "gendan_received_at": self._example_moment(data["day"], 9, 50),
            "gendan_is_rush": data.get("rush", False),
        }
        if "there" in data:
            values["gendan_confirmed_there_on"] = self._example_day(data["there"])
        if "change" in data:
            codes, note = data["change"]
            aspects = [self.env.ref(f"gendan_followup.change_aspect_{code}").id for code in codes]
            values |= {"gendan_change_ids": [Command.set(aspects)], "gendan_change_note": note}
        order.write(values)
        if paper := data.get("paper"):
            self._example_file(order, *paper)
        self._example_sign(order)

    @api.model
    def _example_file(self, order, day, channel, chat, account, person, note):
        """A paper or screenshot, filed by the clerk."""
        clerk = order.gendan_clerk_id or self._example("user_supervisor")
        name = f"{order.client_order_ref or order.name}.png"
        pictures = self.env["ir.attachment"].with_user(clerk)
        picture = pictures.create({"name": name, "datas": self._example_screenshot(order)})
        moment = self._example_moment(day, 9, 40)
        # sudo: the example is written whatever rights its people have
        paper = self.env["gendan.intake.paper"].with_user(clerk).sudo().create(
            {
                "order_id": order.id,
                "channel": channel,
                "chat_app": chat,
                "account": account,
                "sent_by": person,
                "received_at": moment,
                "note": note,
                "attachment_ids": [Command.set(picture.ids)],
            }
        )
        self._example_date_back(paper, create_date=moment)

    @api.model
    def _example_screenshot(self, order):
        """A chat as it looks from afar: bubbles left and right."""
        image = Image.new("RGB", (360, 480), "#ededed")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, 360, 44), fill="#dcdcdc")
        number = order.client_order_ref or order.name
        # the picture's font knows no Chinese
        draw.text((140, 16), number if number.isascii() else order.name, fill="#333")
        top = 60
        for width, mine in ((220, False), (150, False), (90, True), (250, False), (60, True)):
            left = 350 - width if mine else 50
            draw.rounded_rectangle((left, top, left + width, top + 48), 8, fill="#95ec69" if mine else "white")
            for row in (16, 30):
                draw.line((left + 12, top + row, left + width - 16, top + row), fill="#777", width=3)
            top += 72
        file = io.BytesIO()
        image.save(file, "PNG")
        return base64.b64encode(file.getvalue())
