"""Quotations, papers, questions, messages and reminders of the example, as data.

Days are working days from today, as in ``orders_data``; what happened is negative or 0.
"""

# sent: day the quotation went out; limit: the customer's credit limit in the company's currency
# - signed: (day, who) on the portal; from then on it is held, if the limit is passed
# - waived: (day, reason[, last day on which the waiver holds]) by the supervisor
# - raised: (day, new limit, what the supervisor noted)
# - confirmed: day on which the clerk confirmed it, with ``promise`` days
QUOTATIONS = {
    # held: red banner on the quotation, to-do for the clerk
    "held": dict(customer="xunhe", ref="XH-40052", limit=40000, sent=-3, signed=(-1, "刘经理"),
                 promise=9, lines=[("tray", 3000, 3.2)]),
    # let through by a waiver with reason and name
    "waived": dict(customer="yufeng", ref="YF-2611-15", limit=5000, sent=-5, confirmed=-3, promise=13,
                   waived=(-4, "新机种首单，客户已付 30% 定金(水单已收)，本单放行，月底复核额度"),
                   lines=[("tray", 2000, 3.3)]),
    # held when it was signed; passed since the limit was raised
    "passed": dict(customer="bujie", ref="BJ26-1122", limit=25000, sent=-6, signed=(-5, "何采购"),
                   raised=(-4, 45000, "信用额度 25,000 调至 45,000:步捷付款一直准时，吴会计、林总已同意。"),
                   confirmed=-4, promise=12, lines=[("carton", 600, 4.8)]),
    # waived, but the customer signed when the waiver was over: held all the same, since today
    "expired": dict(customer="yufeng", ref="YF-2611-18", limit=5000, sent=-6, signed=(0, "孙采购"),
                    waived=(-6, "客户答应三日内回签并付清上单", -3), promise=14, lines=[("tray", 1500, 3.3)]),
}

# sent: (day, how, to whom, note) each time it went out; back: (day, how[, with a scan])
PAPERS = [
    # to be sent
    dict(order="c1", kind="order_confirmation", copy="客户联", must_return=False, sent=[]),
    # sent, need not come back
    dict(order="s1", kind="order_confirmation", copy="客户联", must_return=False,
         sent=[(-2, "email", "purchase@mailitian.example.com", "")]),
    dict(order="d2", kind="statement", copy="财务联", must_return=False, version=2,
         sent=[(-16, "email", "purchase@hengyue.example.com", ""), (-14, "email", "陆工", "更正退货 120 只后重发")]),
    dict(order="x1", kind="letter", copy="客户联", must_return=False,
         sent=[(-1, "email", "petersen@nordlicht.example.com", "Vessel delayed, letter of credit")]),
    # awaited back
    dict(order="r2", kind="delivery_note", copy="预收包装样签收联", sent=[(-1, "courier", "林晓彤", "顺丰")]),
    dict(order="n1", kind="sample_approval", copy="数码样签样联",
         sent=[(-2, "courier", "林晓彤", "顺丰，数码样 2 张")]),
    dict(order="d3", kind="delivery_note", copy="回单联", sent=[(-26, "hand", "司机阿昌", "随车")]),
    dict(order="l1", kind="date_change", copy="客户联", sent=[(-1, "chat", "微信 麦粒田-林晓彤", "新交期待回复")]),
    # overdue to come back, chased
    dict(order="n2", kind="sample_approval", copy="數碼樣簽樣聯",
         sent=[(-9, "courier", "賴雅婷", "DHL"), (-5, "fax", "賴雅婷", "再傳一次"),
               (-2, "email", "賴雅婷", "第三次催")]),
    dict(order="d1", kind="delivery_note", copy="回单联",
         sent=[(-24, "hand", "司机阿昌", "随车"), (-10, "fax", "郑会计", "回单未回，传真存根请补签")]),
    dict(order="v1", kind="other", copy="周转箱签收联", sent=[(-4, "hand", "司机阿昌", "EU 箱 84 只")]),
    # back
    dict(order="k1", kind="contract", copy="客户联", sent=[(-6, "email", "林晓彤", "")], back=(-5, "scan", True)),
    dict(order="r3", kind="contract", copy="客戶聯", sent=[(-7, "fax", "賴雅婷", "")], back=(-6, "fax", True)),
    dict(order="mq", kind="order_confirmation", copy="客户联",
         sent=[(-2, "chat", "微信 鸿记-阿强", "")], back=(-2, "chat")),
    dict(order="k3", kind="date_change", copy="客戶聯", sent=[(-2, "fax", "賴雅婷", "0880-1")], back=(-1, "fax", True)),
    dict(order="gb", kind="letter", copy="客戶聯",
         sent=[(-12, "email", "Winnie Wong", "PP at own risk")], back=(-11, "email")),
    dict(order="d4", kind="delivery_note", copy="回单联", sent=[(-48, "hand", "司机阿昌", "随车")],
         back=(-44, "driver", True)),
    dict(order="d4", kind="statement", copy="财务联", sent=[(-34, "courier", "讯禾财务", "")], back=(-28, "courier")),
]

# asked: day on which the link was handed out; said: (day, text[, dealt with since])
QUESTIONS = {
    "open": dict(order="k1", person="lin", asked=-1),
    "open_export": dict(order="x1", person="petersen", asked=-2),
    "answered": dict(order="r5", person="lin", asked=-1,
                     said=(0, "第二批 20 万个可以提早两天到吗？仓位已经腾出来了。")),
    "dealt_with": dict(order="k3", person="lai", asked=-3,
                       said=(-2, "新交期可以，但請務必準時，我們檔期已排。", True)),
    "expired": dict(order="d1", person="lin", asked=-30, expired=-5),
    "withdrawn": dict(order="l1", person="lin", asked=-4, withdrawn=-1),
}

# what became of the message about one milestone of one order
MESSAGES = [
    # told by e-mail
    dict(order="x1", kind="production_started", state="sent", on=-9),
    dict(order="ga", kind="lab_dip_out", state="sent", on=-17),
    dict(order="n2", kind="proof_out", state="sent", on=-9),
    dict(order="r3", kind="production_started", state="sent", on=-1),
    # at home, but this customer wants to be told; told this morning, so that the next one waits until tomorrow
    dict(order="r6", kind="inspected_packed", state="sent", on=-2),
    dict(order="r6", kind="shipped", state="sent", on=0),
    dict(order="r6", kind="arrived", occasion="coming", state="queued"),
    dict(order="n2", kind="order_confirmed", state="odoo"),
    # told by chat
    dict(order="r5", kind="inspected_packed", state="copied"),
    dict(order="s1", kind="shipped", state="copied"),
    # left out, given back by the mail server
    dict(order="x1", kind="inspected_packed", state="left_out"),
    dict(order="pr", kind="order_confirmed", state="failed",
         error="550 5.1.1 purchase@caiyang.example.com: Recipient address rejected: User unknown"),
]

# (order, kind of milestone) about which the supervisor reminded who acts
REMINDED = [("l1", "lamination"), ("c1", "payment_released")]
