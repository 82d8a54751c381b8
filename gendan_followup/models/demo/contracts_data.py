"""The example's contracts, as data. Days are working days from today, as in ``orders_data``."""

# what papers call the factory, per language; where English is not in use, the last one stands in for it
TEXTS = {
    "gendan_paper_name": {
        "en_US": "Dongguan Chengcai Packaging Products Co., Ltd.",
        "zh_TW": "東莞市澄彩包裝製品有限公司",
        "zh_CN": "东莞市澄彩包装制品有限公司",
    },
    "gendan_paper_address": {
        "en_US": "18 Yuanqu 3rd Road, Songmushan, Dalang, Dongguan, Guangdong, China",
        "zh_TW": "廣東省東莞市大朗鎮松木山村園區三路18號",
        "zh_CN": "广东省东莞市大朗镇松木山村园区三路18号",
    },
    "gendan_contract_place": {"en_US": "Dongguan", "zh_TW": "廣東東莞", "zh_CN": "广东东莞"},
    "gendan_contract_quality": {
        "en_US": "GB/T 10004 and the approved sample, AQL 1.0 / 2.5",
        "zh_TW": "GB/T 10004 及簽認樣，AQL 1.0 / 2.5",
        "zh_CN": "GB/T 10004 及签认样，AQL 1.0 / 2.5",
    },
    "gendan_contract_court": {
        "en_US": "the people's court at the seller's seat",
        "zh_TW": "賣方所在地人民法院",
        "zh_CN": "卖方所在地人民法院",
    },
}
BANK = ("示例商业银行大朗支行", "6222 0000 1234 5678 901")

# key -> names per language, who keeps it
CHOPS = {
    "contract": ({"en_US": "Contract chop", "zh_TW": "合約專用章", "zh_CN": "合同专用章"}, "accounting"),
    "company": ({"en_US": "Company chop", "zh_TW": "公司章", "zh_CN": "公章"}, "boss"),
}
# paper, from which amount, approved, by whom, which chop
RULES = [
    ("contract", 0, True, [], "contract"),
    ("contract", 300000, True, ["boss"], "company"),
    ("order_confirmation", 200000, True, [], None),
]

# of: what the key is one of, orders unless said
# until: how far it has come; day: when it was finished; back: when and how it came back
CONTRACTS = [
    dict(order="r1", until="draft"),
    dict(order="g1", until="asked", day=-1, values=dict(tolerance=3)),
    dict(order="k3", until="sent_back", day=-1, remark="訂金比例與報價不符，請改 30%"),
    dict(order="k2", until="approved", day=-1),
    dict(order="n1", until="chopped", day=-1,
         values=dict(deposit_kind="penalty", deposit_percent=20,
                     special_terms="首单印刷请客户派员到厂签色样；签样后方可开机。")),
    dict(order="x1", until="sent", day=-20, to="petersen@nordlicht.example.com",
         values=dict(deposit_kind="advance", deposit_percent=30)),
    dict(order="n3", until="sent", day=-9, to="purchase@mailitian.example.com", back=(-7, "courier"),
         values=dict(deposit_kind="penalty", deposit_percent=20)),
    dict(order="s2", until="sent", day=-2, kind="order_confirmation", to="purchase@bujie.example.com"),
    # of a quotation: signed and back, to be confirmed
    dict(order="early", of="price", until="sent", day=-2, to="hongji@hongji.example.com", back=(-1, "scan"),
         values=dict(freight="seller")),
]
