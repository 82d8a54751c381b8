"""The example's samples and artwork, as data. Days are working days from today, as in ``orders_data``."""

# order or (customer, product or None); kind; asked: day; rounds: dicts of
# - sent: day; by: courier and number; to: addressee; due: day of the answer
# - released: (action, rule, day, reason) by the supervisor, at own risk
# - said: (day, result, who, way, proof, text) each
SAMPLES = [
    # new prints
    dict(order="n1", kind="proof", product="hickory_bag", subject="山核桃仁自立袋 数码样 2 张", asked=-4, artwork="n1",
         rounds=[dict(sent=-2, by=("顺丰", "SF1390 2266 8104"), to="林晓彤", due=1)]),
    dict(order="n2", kind="proof", product="tea_bag", subject="高山烏龍茶袋 數位樣", asked=-11,
         rounds=[dict(sent=-9, by=("順豐", "SF7444 0172 3391"), to="賴雅婷", due=-6,
                      said=[(-5, "no_answer", "賴雅婷", "phone", "來電 10:05", "老闆出差，樣未批"),
                            (-2, "no_answer", "賴雅婷", "phone", "來電 15:20", "老闆下週回")])]),
    dict(order="n3", kind="proof", product="fruit_bag", subject="冻干水果粒自立袋 数码样", asked=-10,
         rounds=[dict(sent=-8, by=("顺丰", "SF1390 2251 7733"), to="林晓彤",
                      said=[(-5, "approved", "林晓彤", "chat", "微信 麦粒田-林晓彤 11:08", None)])]),
    dict(order="g1", kind="proof", product="nut_bag", subject="改版：新条码、净含量 118 g", asked=-3, artwork="g1",
         released=("order_plates", "sample_plates", -3, "只换黑版，客户电话同意先订；稿件有误由我方承担"),
         rounds=[dict(sent=-1, by=("顺丰", "SF1390 2270 5512"), to="林晓彤", due=2)]),
    # garments
    dict(order="ga", kind="lab_dip", product="sweater", subject="藏青／米白／酒紅", asked=-22,
         rounds=[dict(sent=-17, by=("速遞", "SF7444 0168 9027"), to="Winnie",
                      said=[(-14, "rejected", "Winnie", "email", "郵件 RE: CF-AW27-018 lab dip A", "藏青偏紅")]),
                 dict(sent=-11, by=("速遞", "SF7444 0170 1166"), to="Winnie",
                      said=[(-7, "rejected", "Winnie", "email", "郵件 RE: CF-AW27-018 lab dip B", "米白偏黃，藏青可")]),
                 dict(sent=-1, by=("速遞", "SF7444 0173 4480"), to="Winnie", due=2)]),
    # not made yet: its production may not start
    dict(order="ga", kind="pre_production", product="sweater", subject="M 碼 2 件", asked=-3, rounds=[]),
    dict(order="gb", kind="lab_dip", product="cardigan", subject="麻灰", asked=-38,
         rounds=[dict(sent=-33, by=("速遞", "SF7444 0161 5573"), to="Winnie",
                      said=[(-29, "comments", "Winnie", "email", "郵件 CF-AW26-131 lab dip OK", "大貨深半級")])]),
    dict(order="gb", kind="pre_production", product="cardigan", subject="M 碼 2 件", asked=-27,
         released=("produce", "sample_production", -10, "買手 Winnie 電郵同意自擔風險先開大貨"),
         rounds=[dict(sent=-21, by=("速遞", "SF7444 0165 7702"), to="Winnie", due=-16,
                      said=[(-12, "no_answer", "Winnie", "email", "郵件催樣 2 次", None)])]),
    # colours approved on earlier orders: one still holds, one does not
    dict(customer="mailitian", product="nut_bag", kind="colour", subject="8 色 上机签样", asked=-82,
         rounds=[dict(sent=-80, by=("自带", "来厂看色"), to="林晓彤",
                      said=[(-80, "approved", "林晓彤", "press", "8色机 罗师傅在场，签样 2 份", None)])]),
    dict(customer="mailitian", product="zip_bag", kind="colour", subject="9 色 标准样", asked=-320,
         rounds=[dict(sent=-316, by=("顺丰", "SF1388 9015 2201"), to="林晓彤",
                      said=[(-314, "approved", "林晓彤", "paper", "签样寄回，封样柜 B-07", None)])]),
    # asked for, not made yet
    dict(customer="xunhe", product="zip_bag", kind="reference", subject="哑光自立袋 3 个现货样", asked=-1, rounds=[]),
    # the register: catalogues
    dict(customer="bujie", kind="catalogue", product=None, subject="2026 彩盒样册", asked=-13,
         rounds=[dict(sent=-12, by=("德邦", "DPK3641 8820"), to="何采购", due=-2)]),
    dict(customer="hongji", kind="catalogue", product=None, subject="2026 彩盒样册", asked=-16,
         rounds=[dict(sent=-15, by=("自送", "周伟带去"), to="阿强",
                      said=[(-9, "noted", "阿强", "visit", "周伟拜访", "想做灯饰彩盒 3,000 个，已报价")])]),
]

# key: customer, product, title, version, medium, day, day checked, remark
ARTWORK = {
    "n1": (
        "mailitian", "hickory_bag", "山核桃仁150g_展开图.ai", "V2", "email", -5, -3,
        "字体已转曲；净含量由 120 g 改 150 g",
    ),
    "g1": (
        "mailitian", "nut_bag", "坚果袋BG1402_改版.ai", "V5", "chat", -4, -2,
        "只换黑版：新条码、净含量 118 g",
    ),
}

# kind of the sample and product; kind, batch, signed by, place (None: at the customer's), day, pieces
KEPT = [
    ("colour", "nut_bag", "sealed", "8色机 卷 2-3", "林晓彤", "封样柜 A-03", -80, 2),
    ("colour", "nut_bag", "upper", "8色机 卷 2", "林晓彤", "封样柜 A-03", -80, 1),
    ("colour", "nut_bag", "lower", "8色机 卷 3", "林晓彤", "封样柜 A-03", -80, 1),
    ("colour", "nut_bag", "sealed", "8色机 卷 2-3", "林晓彤", None, -80, 1),
    ("colour", "zip_bag", "standard", "9色机", "林晓彤", "封样柜 B-07", -314, 1),
    ("lab_dip", "cardigan", "standard", "色號 MH-07", "Winnie", "色樣冊 K-2", -29, 1),
]

# category: kinds of samples its new products and changes need
NEEDED = {"bag": ("proof", "colour"), "box": ("proof",), "knit": ("pre_production",)}
