"""The example's plates, moulds and fees, as data. Days are working days from today, as in ``orders_data``."""

# number: customer, product, kind, pieces, colours, owner, place; ordered, expected, arrived: days;
# keep: day until which it was to be kept; life: (limit, unit, per piece made, used before); order: made for
TOOLING = {
    "B-1402-V4": dict(customer="mailitian", product="nut_bag", kind="cylinder", pieces=8, owner="customer",
                      colours="K、C、M、Y、专红、专金、白、光油", place="版房 A-12", ordered=-260, arrived=-252,
                      life=(250000, "m", 0.14, 98000)),
    "B-1402-V5K": dict(customer="mailitian", product="nut_bag", kind="cylinder", pieces=1, owner="customer",
                       colours="K", replaces="B-1402-V4", new="K（新条码、净含量 118 g）", order="g1",
                       ordered=-3, expected=4, artwork="g1", life=(250000, "m", 0.14, 0)),
    "B-1622-V1": dict(customer="mailitian", product="fruit_bag", kind="cylinder", pieces=8, owner="customer",
                      colours="K、C、M、Y、专绿、专粉、白 2", order="n3", ordered=-4, expected=2,
                      life=(250000, "m", 0.22, 0)),
    "B-1826-V2": dict(customer="mailitian", product="zip_bag", kind="cylinder", pieces=9, owner="shared",
                      colours="K、C、M、Y、专蓝、专金、白 2、哑油", place="版房 A-15", ordered=-310, arrived=-301,
                      life=(250000, "m", 0.26, 190000)),
    "D-1218": dict(customer="bujie", product="tea_box", kind="die", pieces=2, owner="us", place="刀模架 C-03", keep=-3,
                   ordered=-190, arrived=-184, life=(400000, "次", 0.5, 120000)),
    "M-3525": dict(customer="hengyue", product="tray", kind="mould", pieces=12, owner="customer", place="模具库 2-07",
                   ordered=-420, arrived=-400, life=(300000, "模", 0.083333, 61000)),
}

# set; fee, order and its service; refundable: (basis, from, months); due: day; refunded: (day, how, reference)
FEES = [
    dict(tooling="B-1402-V4", amount=3760, agreed=-262, evidence="合同 2026-017 第 6 条",
         refund=("quantity", 300000, 24)),
    dict(tooling="B-1622-V1", amount=3760, agreed=-12, order="n3", evidence="合同 MLT-261029",
         refund=("quantity", 300000, 24)),
    dict(tooling="B-1826-V2", amount=4230, agreed=-312, evidence="合同 2025-204", refund=("quantity", 30000, 24)),
    dict(tooling="M-3525", amount=18000, agreed=-425, evidence="模具协议 HY-M-09", refund=("amount", 600000, 36)),
    dict(tooling="D-1218", amount=650, agreed=-192, evidence="微信 何采购", refund=None),
]
