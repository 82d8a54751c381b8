"""The example's formulas and quotations by their prices, as data. Days are working days from today, 0 or negative."""

# product category: (formula that ships, its lines: (name, kind, basis, material or None, usage, waste %, rate, apart))
BAG_LINES = [
    ("BOPP20 印刷膜", "material", "thousand", "bopp20", 2.1, 6, 0, False),
    ("VMPET12 镀铝膜", "material", "thousand", "vmpet12", 1.93, 5, 0, False),
    ("PE90 复合膜", "material", "thousand", "pe", 9.5, 4, 0, False),
    ("油墨", "material", "thousand", "ink", 0.45, 0, 0, False),
    ("胶水", "material", "thousand", "glue", 0.68, 0, 0, False),
    ("外箱", "material", "thousand", "outer", 1.25, 0, 0, False),
    ("印刷、复合", "process", "thousand", None, 1, 0, 42, False),
    ("分切制袋", "process", "thousand", None, 1, 0, 38, False),
    ("版辊 9 支", "tooling", "set", None, 9, 0, 470, True),
    ("开机损耗", "loss", "start", None, 1, 0, 1500, False),
    ("运费", "freight", "thousand", None, 1, 0, 4.5, False),
    ("管理费", "overhead", "subtotal", None, 1, 0, 8, False),
    ("利润", "margin", "price", None, 1, 0, 18, False),
]
BOX_LINES = [
    ("350g 白卡纸", "material", "thousand", "board", 38, 5, 0, False),
    ("油墨", "material", "thousand", "ink", 0.3, 0, 0, False),
    ("印刷", "process", "thousand", None, 1, 0, 120, False),
    ("烫金、模切粘盒", "process", "thousand", None, 1, 0, 180, False),
    ("印版、刀模", "tooling", "set", None, 1, 0, 850, False),
    ("开机损耗", "loss", "start", None, 1, 0, 150, False),
    ("管理费", "overhead", "subtotal", None, 1, 0, 8, False),
    ("利润", "margin", "price", None, 1, 0, 20, False),
]
SCHEMES = {
    "bag": ("软包装袋", "30000 50000 100000 300000", True, BAG_LINES),
    "box": ("彩盒", "5000 10000 30000", True, BOX_LINES),
}

# stands: where its prices stand, the key unless said
# made: day; sheet: whether there is a cost sheet whose price is on the line; valid: last day it holds
# said: (day, hour, result, remark) in order; afterwards: new price of the first line; advice: our advice
PRICES = {
    # to be submitted
    "draft": dict(customer="mailitian", ref="询价 11-03", kind="new", made=0, lines=[("fruit_bag", 30000, 0.43)],
                  sheet=True, valid=20, said=[],
                  advice="订量到 100,000 只，单价可再降；内层 PE90 改 PE80，每只约省 0.01 元。"),
    # with the supervisor: dearer material, thin margin
    "submitted": dict(customer="hengyue", ref="RFQ-2611-07", kind="repeat", made=-1, lines=[("tray", 8000, 2.68)],
                      valid=15, said=[(-1, 15, "submitted", "客户目标价 2.65，年用量 10 万只")]),
    # approved and sent, ends in a few days: the clerk is to ask
    "approved": dict(customer="nordlicht", ref="Anfrage 4711", kind="new", made=-6,
                     lines=[("organic_bag", 50000, 0.06)], sheet=True, valid=2, sent=-5,
                     said=[(-6, 11, "submitted", None), (-6, 16, "approved", "价格可以，注意汇率")],
                     advice="From 100,000 pieces on the unit price falls; part delivery of 20,000 is possible two weeks"
                            " earlier."),
    # approved; its contract is back signed before the order is confirmed (``contracts_data``)
    "early": dict(customer="hongji", ref="鸿记 1121", kind="stock", made=-3, lines=[("carton", 1500, 4.8)], valid=15,
                  stands="approved", said=[(-3, 11, "submitted", None), (-3, 15, "approved", None)]),
    # refused: back to the clerk
    "refused": dict(customer="yufeng", ref="YF-2611-21", kind="stock", made=-2, lines=[("carton", 800, 3.2)], valid=15,
                    said=[(-2, 10, "submitted", "客户嫌贵"), (-1, 9, "refused", "低于成本，最低 4.2，或改单坑纸板")]),
    # sent, then the price was changed: the customer's page is closed again
    "changed": dict(customer="hemu", ref="詢價 1115-2", kind="repeat", made=-4, lines=[("tea_box", 10000, 0.98)],
                    sheet=True, valid=12, sent=-3, said=[(-4, 10, "submitted", None), (-4, 14, "approved", None)],
                    afterwards=0.118),
}
