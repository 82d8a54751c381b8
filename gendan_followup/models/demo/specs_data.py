"""What the example's products are specified by, as data. Choices by their shipped names (English) or as other text."""

# category: shipped set; a dotted key is a category below another
SETS = {"bag": "soft", "knit": "garment", "stock.carton": "carton", "stock.tray": "parts"}
# key: name of a category made here, product in it
BELOW = {"carton": ("纸箱", "carton"), "tray": ("吸塑件", "tray")}

BAG = {
    "white": "Full white behind, no varnish",
    "filling": "Room temperature",
    "standard": "GB 4806",
    "notch": "On both sides",
    "limits": "溶剂残留 ≤ 5 mg/m²，苯类不得检出",
}
POUCH = {**BAG, "bag_type": "Stand-up pouch with zip", "white": "Full white behind, matt varnish", "zip": "Plain zip"}

# product: answers by attribute of its set
SPECS = {
    "nut_bag": {
        **BAG, "bag_type": "Three-side seal", "structure": "PET12/VMPET12/PE70", "size": "140×200 ±2",
        "thickness": "94 ±5", "colours": "8", "pantone": "186 C, 1225 C", "cylinders": "V-1402-8",
        "contents": "烘焙坚果 120 g", "hole": "Euro hole", "per_carton": "2000",
    },
    "zip_bag": {
        **POUCH, "structure": "BOPP20哑/VMPET12/PE90", "size": "180×260+80 ±2", "thickness": "122 ±6",
        "colours": "9", "cylinders": "V-1826-9", "contents": "干货、零食 500 g", "per_carton": "800",
    },
    "hickory_bag": {
        **POUCH, "structure": "BOPP20哑/VMPET12/PE90", "size": "180×300+80 ±2", "thickness": "122 ±6",
        "colours": "9", "contents": "山核桃仁 150 g", "per_carton": "800",
    },
    "tea_bag": {
        **BAG, "bag_type": "Side gusset", "structure": "PET12/VMPET12/PE70", "size": "120×330 ±2",
        "thickness": "94 ±5", "colours": "7", "contents": "高山烏龍茶 150 g", "filling": "Vacuum",
        "standard": "Taiwan food containers", "per_carton": "1500",
    },
    "fruit_bag": {
        **POUCH, "structure": "BOPP20哑/VMPET12/PE90", "size": "160×220+70 ±2", "thickness": "122 ±6",
        "colours": "8", "contents": "冻干水果粒 60 g", "filling": "Nitrogen", "per_carton": "1000",
    },
    "organic_bag": {
        **POUCH, "structure": "BOPP20 matt/VMPET12/PE90", "size": "180×260+80 ±2", "thickness": "122 ±6",
        "colours": "9", "cylinders": "V-1826N-9", "contents": "Bio-Nüsse 150 g", "standard": "EU 10/2011",
        "per_carton": "800", "pallet": "1200×800 EPAL, max. 1.2 m",
    },
    "film_roll": {
        "bag_type": "Film on rolls", "structure": "BOPP20/CPP25", "size": "320×240 ±1", "thickness": "45 ±3",
        "colours": "6", "cylinders": "V-320-6", "unwinding": "4", "core": "76", "roll_weight": "25",
        "white": "Partial white, window", "contents": "餅乾", "filling": "Room temperature",
        "standard": "Taiwan food containers", "per_carton": "1",
    },
    "processing": {
        "bag_type": "Three-side seal", "structure": "客供 PET12/PE60", "size": "150×220 ±2", "colours": "6",
        "per_carton": "2000",
    },
    "carton": {
        "box_style": "0201 regular slotted", "inner_size": "400×300×250 ±3", "flute": "BC flute",
        "paper": "K=K，200/140/140/140/200 g", "joint": "Glued", "printing": "水印 2 色", "bct": "5200",
        "bundle": "10", "ties": "2",
    },
    "tray": {
        "drawing": "HY-TR3525", "revision": "B", "grade": "PS 1.0 mm 黑，防静电 10⁶–10⁹ Ω", "surface": "无毛边、无拉白",
        "critical": "①②⑤ 穴位间距", "ppap": "Level 3", "packing": "HY-PK-3525 V2", "label_standard": "VDA 4902",
    },
    "sweater": {
        "style": "KN-CR12", "season": "AW27", "composition": "100% 棉", "weight": "320",
        "colourway": "藏青、米白、酒紅", "lab_dip": "LD-27018 C", "size_ratio": "S:M:L:XL = 1:2:2:1",
        "measurements": "MC-27018 2026-09-30",
        "trims": "同色縫線、備用線 1 卷", "labels": "主嘜、洗水嘜、尺碼嘜", "poly_bag": "PE 0.04 mm，印警告語",
        "assortment": "Solid colour, assorted sizes", "aql": "2.5 / 4.0", "needle": "yes",
    },
    "cardigan": {
        "style": "KN-CD07", "season": "AW26", "composition": "50% 羊毛 50% 腈綸", "weight": "410", "colourway": "麻灰",
        "lab_dip": "LD-26131 A", "size_ratio": "S:M:L:XL = 1:2:2:1", "measurements": "MC-26131 2026-06-12",
        "trims": "牛角扣 5 粒", "labels": "主嘜、洗水嘜", "assortment": "Solid colour, assorted sizes",
        "aql": "2.5 / 4.0", "needle": "yes",
    },
}

# order: (product, {attribute: answer} that differ from the product's)
DIFFERENT = {"g1": ("nut_bag", {"contents": "烘焙坚果 118 g", "label": "新条码 6921 8840 0118 4，净含量 118 g"})}

# order: (day, hour, product, answers) changed by the supervisor after the confirmation
CHANGED = {"g1": (-2, 16, "nut_bag", {"hole": "None", "notch": "On one side"})}

# quotations that are not complete: customer, kind, reference, day, line, answers
OPEN = {
    "open": dict(
        customer="hemu", kind="new", ref="HM-115-0901", sent=-1, line=("fruit_bag", 30000, 0.066),
        answers={"bag_type": "Stand-up pouch with zip", "structure": "BOPP20霧/VMPET12/PE90", "size": "150×210+70",
                 "colours": "8", "contents": "凍乾草莓 40 g"},
    ),
}
