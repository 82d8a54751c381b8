"""Signed papers of the example in each state, as data. Days are working days from today, as in ``orders_data``."""

# customer: (name, function, papers they sign, how we know)
SIGNATORIES = {
    "mailitian": [
        ("林晓彤", "采购", ("contracts", "statements", "others"), "2026 年度框架合同授权页"),
        ("王师傅", "收货仓", ("deliveries",), "收货人名单 2026-03"),
    ],
    "bujie": [("何采购", "采购", ("contracts", "others"), "名片、授权书")],
    "xunhe": [("刘经理", "采购经理", ("contracts", "samples"), "授权书")],
    "hengyue": [("陆工", "物料", ("deliveries",), "收货人名单"), ("郑会计", "财务", ("statements",), "")],
    "hemu": [("賴雅婷", "採購", ("contracts", "samples", "others"), "授權書 2026-01")],
}
# telephone numbers on file beside the fax
PHONES = {"hemu": "+886 2 2656 0088"}

# sent: (day, how, to whom); back: by which way, today; what became of it in ``verdict``
JUDGED = [
    # on its way back
    dict(order="s1", kind="delivery_note", copy="回单联", sent=(0, "driver", "司机阿昌")),
    dict(order="v1", kind="delivery_note", copy="回单联", sent=(-4, "carrier", "顺丰回单 SF1402")),
    dict(order="d2", kind="delivery_note", copy="回单联", sent=(-26, "carrier", "德邦回单 DP7781")),
    # back, to be judged: all as expected; a fax of which the number has to be read
    dict(order="s1", kind="order_confirmation", copy="业务联", sent=(-2, "courier", "林晓彤"), back="courier"),
    dict(order="r3", kind="date_change", copy="客戶聯", sent=(-1, "fax", "賴雅婷"), back="fax"),
    # a scan until the original is here
    dict(order="s2", kind="order_confirmation", copy="业务联", sent=(-2, "email", "何采购"), back="scan",
         verdict="expected"),
    # counts: by chat, by a fax that shows the local part of the number only
    dict(order="r2", kind="date_change", copy="客户联", sent=(-1, "chat", "微信 麦粒田-林晓彤"), back="chat",
         verdict="expected"),
    dict(order="n2", kind="date_change", copy="客戶聯", sent=(-1, "fax", "賴雅婷"), back="fax", verdict="likely",
         number="2656-0000"),
    # counts not
    dict(order="v2", kind="order_confirmation", copy="业务联", sent=(-1, "courier", "陆工"), back="courier",
         verdict="rejected", reason="盖的是业务专用章，合同章或公章才算，请重盖。"),
    dict(order="d1", kind="delivery_note", copy="回单联(第二趟)", sent=(-20, "carrier", "顺丰回单 SF0977"),
         verdict="lost", reason="承运商丢件，已赔运费。"),
    dict(order="k1", kind="date_change", copy="客户联", sent=(-3, "email", "林晓彤"),
         verdict="waived", reason="林小姐已在微信确认新交期，截图在订单上。"),
]
