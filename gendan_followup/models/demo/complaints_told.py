"""The example's complaints that customers brought in themselves: by mail, on the portal, in a chat that was pasted."""

import io
import secrets
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from PIL import Image, ImageDraw

from odoo import Command, api, fields, models

MAIL_SUBJECT = "真空袋漏氣客訴 {number}"
MAIL = """陳小姐您好：

{number} 這批真空袋 200×300，昨天抽真空後隔夜回漏，抽 50 只有 4 只鼓起，批號 VB261112。
漏點都在底封右側，請看照片。已暫停使用，請回覆處理方式，並先補 500 只給我們趕出貨。

賴雅婷
禾沐食品股份有限公司 採購
"""
PORTAL = {
    "subject": "纸箱底部压瘪，有水印",
    "description": "今天到的纸箱，托盘最下面一层压瘪了，箱底有水印，装不了货。外包装缠绕膜是破的，收货时已和司机说过。",
    "wished": "replace",
}
PORTAL_LINE = {"bad": "36", "checked": "1200", "note": "都在最下面一层"}
ANSWER = "收到，照片已转仓库和物流查装车情况，明天上午给您答复。"
# what the clerk copied out of WeChat: who, when on that day, what
CHAT = (
    ("林晓彤", 16, 21, "在吗"),
    ("林晓彤", 16, 22, "{number} 那批坚果袋，袋口粘住打不开"),
    ("林晓彤", 16, 22, "今天领料才发现的，机器吸不起来"),
    (None, 16, 24, "林小姐您好，麻烦看一下数量和批号，照片发我"),
    ("林晓彤", 16, 31, "抽检 1000 个，120 个打不开，仓库还剩两万多先停用了"),
    ("林晓彤", 16, 32, "[图片]"),
    ("林晓彤", 16, 33, "周四要用，尽快给个说法，不行就换货"),
    (None, 16, 35, "收到，马上转品质，明早答复您"),
)
# from a private address nobody knows: a clerk hands it over to whose customer it is
STRAY = (
    "小何 <xiaohe@private.example.com>",
    "鞋盒压扁了",
    "你好，上周送来的鞋盒有两箱压扁了，盒角都破了，怎么处理？\n步捷 小何",
)
# through lists of others: set aside. The second is meant for us
LISTS = (
    ("gendan.complaint", "华南包装展 <news@packfair.example.com>", "华南国际包装展观众登记",
     "尊敬的观众：\n本届展会 12 月在广州举行，欢迎登记参观。", "news.packfair.example.com"),
    ("gendan.inquiry", "阿明 <ming@lianda-trading.example.com>", "询价：自立袋 5 万个",
     "请报价：自立袋 160×240，5 万个，图纸另发。", "purchase.lianda-trading.example.com"),
)
MORE = "补一张托盘的照片，缠绕膜破在叉车进叉那一面。"


class GendanDemoScenario(models.AbstractModel):
    """What customers tell by themselves."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_told_complaints(self, company):
        """One mailed by the buyer in Taiwan, one filed by the buyer with the login, held, and written about again.

        A third was told in WeChat, and pasted. One mail is nobody's yet; two came through lists and were set aside.
        """
        self._example_mail_complaint(company)
        self._example_mail_stray(company)
        self._example_file_complaint()
        self._example_paste_complaint(company)

    @api.model
    def _example_mail_complaint(self, company):
        """As the gateway takes a mail to the complaints' address: the vacuum bags of the lot that leaks."""
        contact = self._example("contact_lai")
        picking = self.env["stock.picking"].search(
            [
                ("partner_id", "child_of", contact.commercial_partner_id.id),
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("move_ids.product_id", "=", self._example("product_vacuum").id),
            ],
            limit=1,
        )
        mail = EmailMessage()
        mail["From"] = f"{contact.name} <{contact.email}>"
        mail["To"] = company.email or "quality@chengcai.example.com"
        mail["Subject"] = MAIL_SUBJECT.format(number=picking.name)
        mail["Date"] = format_datetime(self._example_moment(0, 8, 40))
        mail["Message-Id"] = make_msgid(domain="hemu.example.com")
        mail.set_content(MAIL.format(number=picking.name))
        mail.add_attachment(self._example_leak_photo(), "image", "jpeg", filename="IMG_3127.jpg")
        complaint_id = self.env["mail.thread"].message_process(
            "gendan.complaint", mail.as_bytes(), custom_values={"company_id": company.id}
        )
        self._example_keep("complaint_mailed", self.env["gendan.complaint"].browse(complaint_id))

    @api.model
    def _example_mail_stray(self, company):
        """As the gateway takes mails of people it does not know."""
        rows = [("gendan.complaint", *STRAY, None), *LISTS]
        for hour, (model, sender, subject, text, name) in enumerate(rows):
            mail = EmailMessage()
            mail["From"], mail["Subject"] = sender, subject
            mail["To"] = company.email or "quality@chengcai.example.com"
            mail["Date"] = format_datetime(self._example_moment(0, 7, 10 + hour))
            mail["Message-Id"] = make_msgid(domain="example.com")
            if name:
                mail["List-Id"] = f"<{name}>"
            mail.set_content(text)
            made = self.env["mail.thread"].message_process(
                model, mail.as_bytes(), custom_values={"company_id": company.id}
            )
            if made:
                self._example_keep("complaint_stray", self.env[model].browse(made))

    @api.model
    def _example_file_complaint(self):
        """As the portal takes it: cartons that came in today."""
        user, order = self._example("user_customer"), self._example("order_s1").sudo()  # sudo: example
        complaints = self.env["gendan.complaint"].with_user(user).sudo()  # sudo: as the portal's page
        key = secrets.token_hex(16)
        uploads = complaints.env["gendan.complaint.upload"]
        uploads._gendan_keep(user, key, 1, "IMG_20.jpg", self._example_leak_photo(carton=True))
        line = {
            **PORTAL_LINE,
            "product": str(order.order_line.product_id[:1].id),
            "defect": str(self.env.ref("gendan_followup.defect_packing_damaged").id),
        }
        picking = complaints._gendan_filing_deliveries(order)[:1]
        data = {**PORTAL, "picking": str(picking.id), **{f"{name}_1": value for name, value in line.items()}}
        values, _errors = complaints._gendan_filing_read(order, data)
        complaint = complaints._gendan_file(user, order, values, key)
        now = fields.Datetime.now()
        complaint.received_at = now - timedelta(hours=2)
        complaint.with_user(complaint.clerk_id).sudo()._gendan_note_answer(  # sudo: example
            "portal", ANSWER, True, at=now - timedelta(hours=1)
        )
        complaint.with_user(user).sudo()._gendan_customer_writes(  # sudo: as the portal's page
            MORE, [("IMG_21.jpg", self._example_leak_photo(carton=True, torn=True))]
        )
        self._example_keep("complaint_filed", complaint.with_env(self.env))

    @api.model
    def _example_paste_complaint(self, company):
        """As the clerk pastes a chat into its dialog, with the screenshot beside it: yesterday's."""
        order = self._example("order_h3")
        clerk = order.gendan_clerk_id
        day = self._example_day(-1)
        text = "\n\n".join(
            f"{who or clerk.name} {day.year}/{day.month}/{day.day} {hour}:{minute:02}\n"
            + words.format(number=order.client_order_ref)
            for who, hour, minute, words in CHAT
        )
        # sudo: the example is written whatever rights its people have
        dialogs = self.env["gendan.complaint.chat"].with_user(clerk).sudo().with_context(tz="Asia/Shanghai")
        papers = dialogs.env["ir.attachment"].create(
            [
                {"name": f"微信截图_{day:%Y%m%d}163310.png", "datas": self._example_screenshot(order)},
                {"name": "微信图片_袋口.jpg", "raw": self._example_leak_photo()},
            ]
        )
        dialog = dialogs.create(
            {
                "text": text,
                "attachment_ids": [Command.set(papers.ids)],
                "company_id": company.id,
                "kind_id": self.env.ref("gendan_followup.complaint_kind_quality").id,
                "wished": "replace",
            }
        )
        dialog.line_ids.defect_id = self.env.ref("gendan_followup.defect_use_open")
        complaint = self.env["gendan.complaint"].browse(dialog.action_save()["res_id"])
        self._example_keep("complaint_pasted", complaint)

    @api.model
    def _example_leak_photo(self, carton=False, torn=False):
        """A photo as it looks from afar: a bag with a leak marked in red, or a carton with a wet bottom.

        :rtype: bytes
        """
        image = Image.new("RGB", (600, 800), "#c9c4ba")
        draw = ImageDraw.Draw(image)
        if carton:
            draw.rectangle((80, 220, 520, 640), fill="#b98d5b", outline="#7c5a34", width=4)
            draw.line((80, 330, 520, 330), fill="#a57a4a", width=6)
            draw.polygon([(80, 560), (200, 590), (340, 570), (520, 600), (520, 640), (80, 640)], fill="#8a6540")
            draw.ellipse((180, 540, 430, 660), outline="#c0392b", width=7)
        else:
            draw.rounded_rectangle((150, 120, 450, 680), 18, fill="#e8edf0", outline="#8b99a3", width=4)
            draw.rectangle((150, 630, 450, 680), fill="#cfd8dd")
            draw.line((400, 632, 438, 676), fill="#555555", width=3)
            draw.ellipse((370, 600, 470, 710), outline="#c0392b", width=7)
        if torn:
            draw.line((60, 200, 300, 480, 250, 620), fill="#f4f6f7", width=10)
        content = io.BytesIO()
        image.save(content, "JPEG", quality=80)
        return content.getvalue()
