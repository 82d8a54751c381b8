"""How the example's orders came in, and the quotations that are being taken in, as data.

Days are working days from today, as in ``orders_data``.
"""

# customer: (channel, chat, account, person): how its orders come as a rule
HABITS = {
    "mailitian": ("chat", "wechat", "mailitian-lin", "林晓彤"),
    "hengyue": ("edi", None, None, None),
    "hongji": ("chat", "wechat", "hongji-aqiang", "阿强"),
    "hemu": ("fax", None, "+886 2 2656 0000", "賴雅婷"),
    "jinfeng": ("email", None, "winnie@jinfeng.example.com", "Winnie Wong"),
    "nordlicht": ("email", None, "petersen@nordlicht.example.com", "Frau Petersen"),
    "bujie": ("chat", "wecom", "bujie-he", "何采购"),
    "xunhe": ("email", None, "buyer@xunhe.example.com", "刘经理"),
    "yufeng": ("email", None, "sun@yufeng.example.com", "孙采购"),
    "haifeng": ("visit", None, None, "老板"),
    "caiyang": ("fax", None, "+886 2 2299 0000", "倉管"),
}

# customer or "house": chat accounts on file: (app, account, name behind it)
ACCOUNTS = {
    "mailitian": [("wechat", "mailitian-lin", "林晓彤"), ("qq", "80012345", "林晓彤")],
    "hongji": [("wechat", "hongji-aqiang", "阿强")],
    "bujie": [("wecom", "bujie-he", "何采购")],
    "hemu": [("line", "hemu-lai", "賴雅婷")],
    "house": [("wecom", "chengcai-gendan", "跟单部")],
}
FAXES = {
    "hemu": "+886 2 2656 0000",
    "caiyang": "+886 2 2299 0000",
    "nordlicht": "+49 40 5550 0001",
    "house": "+86 769 8300 0001",
}
# orders of which the phone call or visit was followed by a screenshot; all that came by chat, fax or e-mail are filed
FILED = ["r1", "r2", "r3", "k1", "mq", "c1", "f1"]
# but for these: what the customer wrote has not been filed yet
UNFILED = ["k3"]

# key of an order of the example: (who allowed it, how, whose orders wait)
RUSHED = {"e1": ("supervisor", "早会口头同意，跟单记", ["k2"])}

# - repeat: key of the order that is repeated (its goods are copied), else ``lines``
# - change: codes of what is changed, and how; quantity, price: what is no longer as it was
# - paper: (channel, chat, account, person, remark) filed on that day
QUOTATIONS = {
    # by phone, nothing in writing: red, to-do for the clerk
    "phone": dict(customer="mailitian", kind="repeat", repeat="r5", ref=None, day=-1, channel="phone", person="林晓彤",
                  quantity=150000),
    # the sales rep wrote it down at the customer's; the signed sheet was photographed two days later
    "visit": dict(customer="hongji", kind="stock", ref="口头", day=-3, channel="visit", person="阿强",
                  lines=[("carton", 600, 4.8)],
                  paper=(-1, "visit", None, None, "阿强", "当面签的订货单，业务拍照")),
    # typed by the clerk, who has not noticed yet that it was made before
    "unnoticed": dict(customer="mailitian", kind=False, ref="MLT-261123", day=0, channel="chat", chat="wechat",
                      account="mailitian-lin", person="林晓彤", lines=[("zip_bag", 60000, 0.468)],
                      paper=(0, "chat", "wechat", "mailitian-lin", "林晓彤", "")),
    # confirmed on the buyer's own portal
    "portal": dict(customer="hengyue", kind="stock", ref="HY-4500071-W48", day=-1, channel="buyer_portal",
                   account="衡岳 SRM", person="陆工", there=-1, lines=[("tray", 2000, 3.2)],
                   paper=(-1, "buyer_portal", None, "衡岳 SRM", "陆工", "SRM 平台已点“接单”")),
    # a new bar code: the approvals and cylinders it touches are listed
    "change": dict(customer="mailitian", kind="repeat_change", repeat="r2", ref="MLT-261125", day=-1, channel="email",
                   account="purchase@mailitian.example.com", person="林晓彤", price=0.47,
                   change=(["artwork"], "背面条码换新，净含量 125 g 改 118 g；其余不变"),
                   paper=(-1, "email", None, "purchase@mailitian.example.com", "林晓彤", "邮件附新稿")),
    # rush, nobody has allowed it yet
    "rush": dict(customer="xunhe", kind="repeat", repeat="r6", ref="XH-40066", day=0, channel="phone",
                 person="刘经理", rush=True, quantity=20000),
}
