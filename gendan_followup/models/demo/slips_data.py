"""Liaison slips of the example, one in each state.

Days are working days from today, hours the factory's. ``order`` or ``production`` (of that order) is what it is about;
``to``: departments by key, or (key, what it is asked by itself); ``said``: steps in their order:

- ("ack", department, who, day, hour)
- ("answer", department, who, day, hour, text, extra): extra: finish (True), finish_due (day), how and by
- ("finish", department, who, day, hour)
- ("again", department, who, day, hour, reason, hours)
- ("told", who, day, hour, to whom, how); ("close", who, day, hour); ("cancel", who, day, hour, reason)
"""

SLIPS = {
    "draft": dict(
        order="r1", sender="clerk", to=["shipping", "warehouse"], urgency="0",
        subject="麦粒田改用五层箱，请确认库存与改箱标",
        body="客户本批起改用五层箱（每箱 2,000 个）。请仓库确认五层箱库存，船务确认新箱标打印时间。",
    ),
    "silent": dict(
        order="k1", sender="clerk", to=["purchasing", ("pmc", "膜到后几天能交？")], urgency="1", issued=(-1, 9),
        subject="麦粒田 PET12 断料：何时到厂？",
        body="虎门鸿塑 PET12 晚 4 天，客户每天在问。\n请采购书面确认到厂日期与数量，PMC 排出到料后的完工日期。",
        customer_to_tell=True,
    ),
    "partly": dict(
        order="k2", sender="clerk", to=["purchasing", "pmc", "quality"], urgency="0", issued=(-1, 10), cc=["rep"],
        subject="BOPP 哑膜晚到，可否用替代膜？",
        body="哑膜 18μ 晚 4 天。可否先用 20μ 库存？请采购报库存与价差，品质确认是否影响封口，PMC 看能否插单。",
        said=[
            ("ack", "purchasing", "pmc", -1, 11),
            ("answer", "quality", "quality", -1, 15, "20μ 可用，封口温度加 5℃，需留样三袋。", dict(finish_due=1)),
        ],
    ),
    "answered": dict(
        order="e1", sender="clerk", to=["pmc", "workshop"], urgency="1", issued=(-1, 8),
        subject="讯禾急单：最快几号能出？",
        body="客户要求提前两天，分批也可以。请 PMC 与车间答复：全部或部分最快哪天，需要什么条件（加班、换机）。",
        customer_to_tell=True,
        said=[
            ("ack", "workshop", "workshop", -1, 9),
            ("answer", "workshop", "workshop", -1, 10, "印刷今晚加班两小时可提前一天。", dict(finish=True)),
            ("answer", "pmc", "pmc", -1, 11, "先出一半，提前一天；另一半按原交期。", dict(finish=True)),
        ],
    ),
    "again": dict(
        order="k3", sender="clerk2", to=["quality"], urgency="1", issued=(-2, 14),
        subject="剥离强度不合格：哪几卷？",
        body="本批卷膜剥离强度 1.2 N，低于 1.5 N。请查是哪几卷、原因、能否重新熟化。",
        said=[
            ("answer", "quality", "quality", -2, 16, "正在查。", dict()),
            ("again", "quality", "clerk2", -1, 14, "要具体卷号和复测日期，客户等回复。", 4),
            ("ack", "quality", "quality", -1, 15),
        ],
    ),
    "closed": dict(
        order="r5", sender="clerk", to=["warehouse", "shipping"], urgency="0", issued=(-4, 9),
        subject="麦粒田仓位不足，分两批送货",
        body="客户仓位不足，要求第一批 100,000 个先送，其余晚一周。请仓库分开堆放，船务改约送货时间。",
        customer_to_tell=True,
        said=[
            ("answer", "warehouse", "warehouse", -4, 10, "已分两垛，第一批在 A3。", dict(finish=True)),
            ("answer", "shipping", "clerk2", -4, 14, "司机改约周四上午。", dict(finish_due=-2)),
            ("told", "clerk", -4, 15, "林晓彤", "chat"),
            ("finish", "shipping", "clerk2", -3, 11),
            ("close", "clerk", -3, 14),
        ],
    ),
    "cancelled": dict(
        order="r4", sender="clerk3", to=["engineering"], urgency="0", issued=(-6, 9),
        subject="茶盒改用哑油的打样",
        body="客户问可否改用哑油，请报打样时间。",
        said=[("cancel", "clerk3", -5, 10, "客户维持光油，不改。")],
    ),
    "from_workshop": dict(
        production="r3", sender="workshop", to=["quality", "engineering"], urgency="2", issued=(0, 8),
        subject="4 号机套印偏 0.4 mm，是否继续？",
        body="第三色套印偏 0.4 mm，已印 600 米。请品质到机台确认，工程查版辊。",
    ),
}  # fmt: skip
