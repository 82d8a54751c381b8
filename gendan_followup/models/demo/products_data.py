"""The example's products, as data."""

# key, code, name, unit, cost, supplier or None, days, in stock
# bought to order where there is a supplier, else taken from stock; without a stock of its own (None): kept no books of
MATERIALS = [
    ("pet12", "M-PET12", "PET12 印刷膜", "kg", 9.8, "film", 4, 0),
    ("bopp20", "M-BOPP20", "BOPP20 印刷膜", "kg", 9.2, "film", 4, 0),
    ("vmpet12", "M-VMPET12", "VMPET12 镀铝膜", "kg", 13.5, None, 0, 6000),
    ("pe", "M-PE", "PE 复合膜 70-90μ", "kg", 10.4, None, 0, 20000),
    ("cpp25", "M-CPP25", "CPP25 复合膜", "kg", 10.1, None, 0, 8000),
    ("ink", "M-INK", "凹版油墨", "kg", 32.0, None, 0, None),
    ("glue", "M-GLUE", "复合胶水及溶剂", "kg", 18.0, None, 0, None),
    ("zip", "M-ZIP", "自立袋拉链条", "m", 0.06, None, 0, 200000),
    ("board", "M-BOARD350", "350g 白卡纸", "kg", 6.2, "board", 5, 0),
    ("ps", "M-PS10", "PS 1.0mm 黑色防静电片材", "kg", 12.0, None, 0, 5000),
    ("outer", "M-CTN", "外箱", "unit", 4.2, None, 0, None),
    ("core", "M-CORE76", "76mm 纸芯", "unit", 2.5, None, 0, None),
    ("cotton", "M-YC", "32支全棉纱", "kg", 34.0, "yarn", 15, 0),
    ("wool", "M-YW", "50羊毛/50腈纶 毛纱", "kg", 78.0, "yarn", 15, 0),
    ("trims", "M-TRIM", "主唛、洗水唛、吊牌、钮扣", "unit", 1.1, None, 0, None),
    ("own_film", "M-CUST", "客供印刷卷膜", "kg", 0.0, None, 0, 0),
]

# key, name, kind of milestone its work orders tick
WORKCENTERS = [
    ("press", "8色凹印机", "printing"),
    ("laminator", "干式复合机及熟化室", "lamination"),
    ("bag_machine", "分切、制袋机", "bag_making"),
    ("offset", "四色胶印机", "printing"),
    ("die_cutter", "烫金、模切粘盒", None),
    ("thermoformer", "吸塑成型机", None),
    ("inspection", "品检包装台", None),
    ("knitting", "横机 12针/7针", "knitting"),
    ("linking", "缝盘", "linking"),
    ("washing", "洗水、缩绒", "washing"),
    ("pressing", "烫衣、过针", "pressing"),
    ("packing", "成衣包装", "packing"),
]

PRINTED = [
    ("印刷", "press", 0.004),
    ("复合、熟化", "laminator", 0.003),
    ("分切制袋", "bag_machine", 0.008),
    ("品检包装", "inspection", 0.002),
]
BOXES = [("印刷", "offset", 0.006), ("烫金、模切粘盒", "die_cutter", 0.01), ("品检包装", "inspection", 0.004)]
KNITTED = [
    ("横机织片", "knitting", 5.0),
    ("缝盘", "linking", 4.0),
    ("洗水", "washing", 0.5),
    ("烫衣、唛头、过针", "pressing", 1.0),
    ("包装", "packing", 0.8),
]

BAG_1402 = {"pet12": 1.0, "vmpet12": 1.0, "pe": 3.82, "ink": 0.24, "glue": 0.36, "outer": 0.5}
BAG_1826 = {"bopp20": 2.1, "vmpet12": 1.93, "pe": 9.5, "ink": 0.45, "glue": 0.68, "zip": 190, "outer": 1.25}

# key, code, name, price, need per 1000, specification; sold by the piece, made by PRINTED
BAGS = [
    ("nut_bag", "BG-1402", "坚果三边封袋", 0.165, BAG_1402, "PET12/VMPET12/PE70, 140×200 mm, 8色；起订量 50,000"),
    (
        "zip_bag", "BG-1826", "哑光自立拉链袋", 0.46, BAG_1826,
        "BOPP20哑/VMPET12/PE90, 180×260+80 mm, 9色；拉链、圆角、易撕口；起订量 30,000",
    ),
    ("hickory_bag", "BG-1830", "山核桃仁自立袋(新品)", 0.485, BAG_1826, "BOPP20哑/VMPET12/PE90, 180×300+80 mm, 9色"),
    ("tea_bag", "BG-1233", "高山烏龍茶袋(新品)", 0.052, BAG_1402, "PET12/VMPET12/PE70, 120×330 mm 側封，7色"),
    ("fruit_bag", "BG-1622", "冻干水果粒自立袋(新品)", 0.43, BAG_1826, "BOPP20哑/VMPET12/PE90, 160×220+70 mm, 8色"),
    (
        "organic_bag", "BG-1826N", "有机坚果自立袋 Bio-Nüsse 150 g", 0.068, BAG_1826,
        "BOPP20 matt/VMPET12/PE90, 180×260+80 mm, 9 colours, DE/EN",
    ),
]

# key, code, name, price, specification; bought, sold by the piece
STOCK_GOODS = [
    ("carton", "CT-4030", "五层纸箱", 4.8, "BC坑 K=K, 内径 400×300×250 mm, 2色；起订量 500"),
    ("tray", "TR-3525", "防静电吸塑托盘", 3.2, "PS 1.0 mm 黑，355×255×40 mm, 12穴"),
    ("eu_box", "BX-EU43", "EU 周转箱 400×300×148 mm", 0.0, "可回收，随车带回"),
]

# key: code, name, category, unit, price, need per 1000 (None: sold from stock), operations, specification
PRODUCTS = {
    **{
        key: (code, name, "bag", "unit", price, needs, PRINTED, specification)
        for key, code, name, price, needs, specification in BAGS
    },
    "film_roll": (
        "RF-320", "饼干卷膜", "bag", "kg", 21.5,
        {"bopp20": 420, "cpp25": 525, "ink": 60, "glue": 60, "core": 40}, PRINTED[:3],
        "BOPP20/CPP25，宽 320 mm, 6色，纸芯 76 mm, 每卷 ≤ 25 kg, 出卷方向 4；起订量 500 kg",
    ),
    "tea_box": (
        "CB-1218", "茶叶彩盒", "box", "unit", 0.98, {"board": 38, "ink": 0.3, "outer": 4}, BOXES,
        "350g 白卡，过哑油，烫金，120×45×180 mm; 起订量 5,000",
    ),
    "processing": (
        "PR-BAG", "来料加工 三边封制袋(加工费)", "bag", "unit", 0.028, {"own_film": 5.0, "outer": 0.5}, PRINTED[2:],
        "客供印刷复合膜，允许损耗 3%",
    ),
    "sweater": (
        "KN-CR12", "圆领套头衫 12针", "knit", "unit", 60.8, {"cotton": 340, "trims": 1000, "outer": 25}, KNITTED,
        "100%棉，S-XL, 3色，320 g; 每色起订 600",
    ),
    "cardigan": (
        "KN-CD07", "羊毛混纺开衫 7针", "knit", "unit", 105.3, {"wool": 450, "trims": 1000, "outer": 35}, KNITTED,
        "50%羊毛 50%腈纶，S-XL; 每色起订 300",
    ),
    **{
        key: (code, name, "stock", "unit", price, None, None, specification)
        for key, code, name, price, specification in STOCK_GOODS
    },
}

SERVICES = {
    "plate": ("SV-PLATE", "版费", 470.0),
    "loss": ("SV-LOSS", "损耗费", 800.0),
    "rush": ("SV-RUSH", "加急费", 0.0),
}

# what customers abroad read: names in English; names and specifications in traditional Chinese (None: nothing to say)
NAMES_ABROAD = {
    "nut_bag": (
        "Nut pouch, three-side seal", "堅果三邊封袋", "PET12/VMPET12/PE70, 140×200 mm, 8色；最低訂購量 50,000"
    ),
    "zip_bag": (
        "Matt stand-up zip pouch", "霧面夾鏈立袋",
        "BOPP20霧/VMPET12/PE90, 180×260+80 mm, 9色；夾鏈、圓角、易撕口；最低訂購量 30,000",
    ),
    "hickory_bag": (
        "Stand-up pouch, hickory kernels (new)", "山核桃仁立袋（新品）", "BOPP20霧/VMPET12/PE90, 180×300+80 mm, 9色"
    ),
    "tea_bag": (
        "High-mountain oolong tea pouch (new)", "高山烏龍茶袋（新品）", "PET12/VMPET12/PE70, 120×330 mm 側封，7色"
    ),
    "fruit_bag": (
        "Stand-up pouch, freeze-dried fruit (new)", "凍乾水果粒立袋（新品）",
        "BOPP20霧/VMPET12/PE90, 160×220+70 mm, 8色",
    ),
    "organic_bag": ("Organic nut stand-up pouch Bio-Nüsse 150 g", "有機堅果立袋 Bio-Nüsse 150 g", None),
    "carton": ("Carton, 5-ply", "五層紙箱", "BC楞 K=K, 內徑 400×300×250 mm, 2色；最低訂購量 500"),
    "tray": ("Antistatic blister tray", "防靜電吸塑盤", "PS 1.0 mm 黑，355×255×40 mm, 12穴"),
    "eu_box": ("EU container 400×300×148 mm", "EU 周轉箱 400×300×148 mm", "可回收，隨車帶回"),
    "film_roll": (
        "Biscuit film on rolls", "餅乾捲膜",
        "BOPP20/CPP25，寬 320 mm, 6色，紙芯 76 mm, 每捲 ≤ 25 kg, 出捲方向 4；最低訂購量 500 kg",
    ),
    "tea_box": ("Tea box", "茶葉彩盒", "350g 白卡，上霧油，燙金，120×45×180 mm；最低訂購量 5,000"),
    "processing": ("Toll bag making (processing fee)", "代工三邊封製袋（加工費）", "客供印刷複合膜，允許損耗 3%"),
    "sweater": ("Crew-neck pullover, 12 gauge", "圓領套頭衫 12針", "100%棉，S-XL, 3色，320 g；每色最低 600"),
    "cardigan": ("Wool-blend cardigan, 7 gauge", "羊毛混紡開襟衫 7針", "50%羊毛 50%腈綸，S-XL；每色最低 300"),
    "plate": ("Plate charge", "版費", None),
    "loss": ("Loss charge", "損耗費", None),
    "rush": ("Rush charge", "急件費", None),
}

STOCK = {"carton": 9000, "tray": 24000, "eu_box": 600}

CATEGORIES = {"bag": "软包装", "box": "彩盒", "knit": "针织成衣", "stock": "库存品", "material": "材料"}

# pieces are 个 here, which Odoo's own unit is not called
UNITS = {"unit": "__gendan_example__.uom_piece", "kg": "uom.product_uom_kgm", "m": "uom.product_uom_meter"}
