"""Changes of the example's orders, as data. Days are working days from today, as in ``orders_data``."""

# order -> production papers the floor has: (kind, copy, to whom, day)
FLOOR_PAPERS = {
    "r1": [("production_order", "车间联", "印刷车间 罗师傅", -1), ("process_card", "流程卡 1/1", "印刷 3 号机", -1)],
    "r2": [
        ("production_order", "车间联", "印刷车间 罗师傅", -3),
        ("process_card", "流程卡 1/2", "印刷 3 号机", -3),
        ("process_card", "流程卡 2/2", "制袋组 阿珍", -3),
    ],
    "cc": [
        ("production_order", "车间联", "印刷车间 罗师傅", -3),
        ("process_card", "流程卡 1/1", "模切组 老何", -3),
    ],
}

# line: new values of the first line of goods; spec: {attribute of the shipped sets: answer} of its specification;
# head: new values of the order's head; back: papers returned by whom, when
CHANGES = {
    # applied: version 2; one paper still out, planning still has to answer
    "applied": dict(
        order="r2", state="applied", asked=-2, decided=-1, who="林晓彤", how="chat",
        proof="微信 麦粒田-林晓彤 16:08 截图", why="新口味分走 5,000 个；条码换成新版",
        line={"quantity": 45000, "text": "哑光自立拉链袋 BG-1826 180×260+80 mm，新条码 6901234567892"},
        spec={"soft_label": "新条码 6901234567892"},
        head={"new_client_order_ref": "MLT-261112-1"},
        answered=[("purchase", "pmc", "薄膜照买，余料留给下一批")], back=(2, "罗师傅", 0),
    ),
    # proposed: waits for the clerk to apply it
    "open": dict(
        order="r1", state="proposed", asked=0, who="林晓彤", how="phone",
        proof="来电 0755-…，已请林小姐补微信", why="双十二加量，晚两天交没关系",
        line={"quantity": 120000, "date": 16, "discount": 1},
        head={"new_note": "<p>加量部分随原批一起出货，分两车送到。</p>"},
    ),
    # refused: too late
    "refused": dict(
        order="r3", state="refused", asked=-2, decided=-1, who="賴雅婷", how="mail", proof="電郵《改色》",
        why="底色想改深一點", line={"text": "餅乾捲膜 RF-320，底色改 PANTONE 485C"},
        spec={"soft_pantone": "485 C"},
        refusal="已上机印刷，本批来不及；下一批改",
    ),
}

# confirmed and cancelled again: recalls and costs are left
CANCELLED = {
    "cc": dict(
        customer="mailitian", kind="repeat", ref="MLT-261115", confirmed=-4, promise=14,
        lines=[("zip_bag", 30000, 0.47)],
        cancelled_by=(-1, "林晓彤", "chat", "微信 麦粒田-林晓彤 13:55 截图", "活动取消，这批不做了"), cost=640,
        back=(1, "罗师傅", 0),
    ),
}
