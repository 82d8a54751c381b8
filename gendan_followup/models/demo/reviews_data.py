"""Quotations under review in the example, as data. Days are working days from today; what happened is negative or 0.

- entered: day the clerk entered it; started: day on which the departments were asked, or None
- said: code of the point -> (day, hour, said, remark, who said it, how); "self": the department in the system
- changed: (day, quantity) of the first line, after all that was said
- signed: (day, who) on the portal; waived: (point, day, reason) by the supervisor
"""

REVIEWS = {
    # entered this morning, nobody asked yet
    "draft": dict(customer="mailitian", kind="new", ref="MLT-261203", entered=0, promise=24, started=None,
                  lines=[("fruit_bag", 60000, 0.43)]),
    # asked yesterday: two have answered, one by phone; one is late
    "asked": dict(customer="mailitian", kind="new", ref="MLT-261201", entered=-2, promise=22, started=-2,
                  lines=[("hickory_bag", 40000, 0.485)],
                  said={"can_make": (-1, 9, "yes", "厚度可做，撕口改激光", None, "self"),
                        "material": (-1, 14, "yes", "PE90 有 3 吨，其余后天到", "邓丽华", "phone"),
                        "clause_payment": (-1, 16, "yes", "月结30天照旧，版费随大货", "林晓彤", "chat")}),
    # planning says no
    "refused": dict(customer="jinfeng", kind="new", ref="CF-AW27-044", entered=-3, promise=30, started=-3,
                    lines=[("sweater", 2400, 60.8)],
                    said={"can_make": (-2, 10, "yes", None, None, "self"),
                          "capacity": (-1, 11, "no", "12针机排到下月 20 日；分两批可先交 1,200 件", None, "self"),
                          "material": (-2, 15, "yes", None, None, "self"),
                          "quality": (-2, 16, "yes", "洗后测试 3 天", None, "self"),
                          "clause_delivery": (-1, 15, "yes", "FOB 鹽田，可分兩批", "Winnie Wong", "email")}),
    # answered in the morning meeting, then the customer wanted more: capacity and material are asked again
    "again": dict(customer="mailitian", kind="new", ref="MLT-261130", entered=-4, promise=24, started=-4,
                  lines=[("fruit_bag", 80000, 0.43)],
                  said={"can_make": (-3, 9, "yes", None, "罗师傅", "meeting"),
                        "capacity": (-3, 9, "yes", None, "邓丽华", "meeting"),
                        "material": (-3, 9, "yes", None, "邓丽华", "meeting"),
                        "quality": (-3, 9, "yes", None, "梁敏", "meeting"),
                        "clause_delivery": (-2, 10, "yes", "送宝安仓，一次交清", "林晓彤", "chat"),
                        "clause_payment": (-2, 10, "yes", None, "林晓彤", "chat"),
                        "clause_quality": (-2, 10, "yes", "按签样，溶剂残留 ≤ 5 mg/m²", "林晓彤", "paper")},
                  changed=(-1, 120000)),
    # all said yes: ready to be confirmed
    "ready": dict(customer="hemu", kind="new", ref="HM-115-0902", entered=-5, promise=36, started=-5,
                  lines=[("tea_bag", 100000, 0.052)],
                  said={"can_make": (-4, 9, "yes", None, None, "self"),
                        "capacity": (-4, 10, "yes", "8 號機", None, "self"),
                        "material": (-4, 10, "yes", None, None, "self"),
                        "quality": (-4, 14, "yes", None, None, "self"),
                        "clause_delivery": (-3, 11, "yes", "CIF 基隆", "賴雅婷", "email"),
                        "clause_payment": (-3, 11, "yes", "月結60天", "賴雅婷", "email"),
                        "clause_quality": (-3, 11, "yes", "依簽樣", "賴雅婷", "email")}),
    # the customer signed before the departments had answered: kept, goes on by itself
    "signed": dict(customer="hemu", kind="new", ref="HM-115-0907", entered=-2, promise=28, started=-2,
                   lines=[("tea_bag", 60000, 0.052)],
                   said={"can_make": (-1, 9, "yes", None, None, "self"),
                         "clause_delivery": (-1, 11, "yes", "CIF 基隆", "賴雅婷", "email"),
                         "clause_payment": (-1, 11, "yes", None, "賴雅婷", "email"),
                         "clause_quality": (-1, 11, "yes", None, "賴雅婷", "email")},
                   signed=(0, "賴雅婷")),
    # a repeat: nobody is asked; the price is far below the last one, waived by the supervisor
    "cheap": dict(customer="mailitian", kind="repeat", ref="MLT-261202", entered=-1, promise=24, started=None,
                  lines=[("nut_bag", 200000, 0.138)],
                  waived=("price_band", -1, "全年 120 万个的阶梯价，林总已批")),
    # a repeat below the price, not waived: the system stops it
    "low": dict(customer="xunhe", kind="repeat", ref="XH-40061", entered=0, promise=14, started=None,
                lines=[("zip_bag", 30000, 0.40)]),
    # the same order entered twice
    "twice": dict(customer="bujie", kind="repeat", ref="BJ26-1107", entered=0, promise=14, started=None, like="r4",
                  lines=[("tea_box", 20000, 0.98)]),
}
