"""The example's full track, as data: what was looked at, asked, found and done about each complaint.

Days are working days from today.

- letter: the day the quality letter went to the department; root: the cause it came to
- contained, cause, verified: as the customer reads them
- evidence: (what was looked at, what it shows, whether it stays inside)
- whys: (chain, question, answer, whether it is the root)
- actions: (kind, what, day it is due, (day it was done, with what) or None, whose)
"""

FULL = {
    # === put to quality yesterday, goods not yet found: D3 is due ===
    "tray": dict(
        letter=-1,
        evidence=[("留样第 7 穴深度", "留样 5 只，深度 11.8-12.1，合格；客户那批是换模后生产的。", True)],
    ),
    # === the second time: in the middle of it, one action is late ===
    "again": dict(
        letter=-6,
        root="machine_breakdown",
        contained="客户线上 6,000 个、在途 2,000 个全部封存；厂内库存 8,600 个逐包捏压全检，挑出 37 个报废。",
        cause="封口机温控表漂移：显示 170 ℃，实际 148 ℃，封口强度不足。",
        evidence=[
            ("3 号封口机温控表校准", "热电偶实测比显示低 22 ℃。", False),
            ("封口强度", "不良品 9 N/15 mm，标准 15 N/15 mm；留样 17 N/15 mm。", False),
            ("夜班首件记录", "漏填两次，班长事后补签。", True),
        ],
        whys=[
            ("made", "为什么封口漏气？", "封口强度 9 N，标准 15 N。", False),
            ("made", "为什么强度不足？", "封口实际温度 148 ℃，显示 170 ℃。", False),
            ("made", "为什么显示不准？", "温控表漂移；上次只调了参数，没有换表。", False),
            ("made", "为什么没有发现漂移？", "封口机仪表没有列入周期校准清单。", True),
            ("passed", "为什么没有查出来？", "首件只看外观，没有做负压测试。", True),
        ],
        actions=[
            ("contain", "厂内库存逐包捏压全检", -5, (-5, "全检 8,600 个，挑出 37 个报废。"), "quality"),
            ("correct", "3 号封口机更换温控表并校准", -3, (-3, "已更换，校准证书 JZ-2611-04。"), "workshop"),
            ("correct", "首件检验增加负压测试，修改作业指导书", -1, None, "quality"),
            ("prevent", "全部封口机仪表列入季度校准清单", 10, None, "workshop"),
        ],
    ),
    # === of July: thought to have worked, opened again by the repeat ===
    "july": dict(
        letter=-70,
        root="machine_setting",
        contained="客户线上 4,000 个封存退回，厂内无库存。",
        cause="夜班封口温度低于标准。",
        verified="调整后连续三批首件合格。",
        evidence=[("夜班封口记录", "155 ℃，标准 170±5 ℃。", False)],
        whys=[
            ("made", "为什么封口漏气？", "封口温度 155 ℃，标准 170±5 ℃。", False),
            ("made", "为什么温度低？", "夜班没有按首件要求核对温度。", True),
        ],
        actions=[
            ("correct", "重新设定封口参数，夜班首件双人签字", -69, (-69, "参数已锁定，签字表已下发。"), "workshop"),
        ],
    ),
    # === worked, as far as one can see: one of three shipments without it ===
    "pull": dict(
        letter=-46,
        root="machine_tooling",
        contained="客户库存 3,000 个全检，挑出 9 个换货。",
        cause="拉链头压合模具磨损，压合力不足。",
        verified="换模后抽 200 个做 50 次开合，无脱落。",
        whys=[
            ("made", "为什么拉链头脱落？", "拉链头压合力 11 N，标准 20 N。", False),
            ("made", "为什么压合力不足？", "压合模具磨损 0.15 mm。", False),
            ("made", "为什么没有换模？", "模具没有规定寿命。", True),
            ("passed", "为什么没有查出来？", "出货检验没有拉力项目。", True),
        ],
        actions=[
            ("correct", "更换压合模具", -43, (-43, "已更换，首件 23 N。"), "workshop"),
            ("prevent", "压合模具寿命定为 80 万次，列入模具履历", -30, (-32, "已列入 PM 表。"), "workshop"),
            ("prevent", "出货检验增加拉链头拉力，每批 5 个", -30, (-30, "检验标准 QS-12 第 4 版。"), "quality"),
        ],
    ),
    # === all is said: its 8D can go out, in English ===
    "zip": dict(
        letter=-5,
        root="material_defect",
        contained="12,000 pouches blocked at your site; 26,000 in our stock checked, 310 sorted out.",
        cause="The supplier changed the zip profile without notice: closing force 9 N instead of 14 N.",
        verified="Three lots with the old profile: 125 pouches each opened and closed 20 times, none failed.",
        evidence=[
            ("Closing force of the zip", "Complained lot 8.6-9.4 N, reference 14.2 N (standard 14 ± 2 N).", False),
            ("Supplier's delivery note", "Another profile number since September; purchasing did not notice.", True),
        ],
        whys=[
            ("made", "Why does the zip open by itself?", "Its closing force is 9 N; the standard is 14 N.", False),
            ("made", "Why is the force too low?", "The profile of the zip was changed.", False),
            ("made", "Why was it changed?", "The supplier changed it without notice.", True),
            ("passed", "Why was it not found?", "Incoming inspection measured width and colour only.", True),
        ],
        actions=[
            ("contain", "Stock checked, the new zip scrapped", -4, (-4, "310 of 26,000 scrapped"), "quality"),
            ("correct", "Zip with the old profile ordered, the new one returned", -3, (-3, "PO confirmed"), "pmc"),
            ("prevent", "Closing force measured at incoming inspection, 5 pieces a lot", 5, None, "quality"),
            ("prevent", "Supplier agreement: no change of profile without approval", 8, None, "pmc"),
        ],
    ),
    # === knitwear, for Hong Kong: 8D sent today and closed ===
    "knit": dict(
        letter=-14,
        root="people_untrained",
        contained="客倉 300 件全數封存，派兩人到客倉逐件拉領檢查，挑出 14 件返修。",
        cause="缺縫盤熟手，新手盤領時漏針，未經燈箱查針。",
        verified="改善後連續兩批共 600 件，燈箱全查，無漏針。",
        evidence=[
            ("14 件不良品", "漏針都在領位後中，左右 3 cm 內。", False),
            ("縫盤工序記錄", "14 件出自同一位新手，當週趕貨未經帶教。", True),
        ],
        whys=[
            ("made", "為何領口脫圈？", "縫盤漏針，洗後脫圈。", False),
            ("made", "為何漏針？", "新手獨立盤領，未熟對針。", False),
            ("made", "為何由新手盤領？", "趕貨時沒有規定領位須由熟手負責。", True),
            ("passed", "為何沒有查出？", "半成品只查外觀，領位沒有上燈箱。", True),
        ],
        actions=[
            ("contain", "派人到客倉逐件檢查", -12, (-12, "300 件查完，返修 14 件。"), "quality"),
            ("correct", "領位縫盤只由熟手負責，工票註明工號", -9, (-10, "已執行，車間公告。"), "workshop"),
            ("correct", "領位半成品全數上燈箱查針", -8, (-8, "燈箱兩台到位。"), "quality"),
            ("prevent", "新手帶教兩週並考核後方可盤領", 12, None, "workshop"),
        ],
    ),
}  # fmt: skip
# what was said of the bags that leak, by lots
LEAK = dict(
    contained="在库同批 12,000 个移入隔离区，其中 2,000 个复检合格放行；已发三家客户，逐家通知先停用。",
)
