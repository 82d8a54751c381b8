import { expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const MILESTONE = {
    light: "delivery",
    owner: "us",
    state: "open",
    health: "on_track",
    baseline_start: "2026-11-02",
    baseline: "2026-11-04",
    forecast_start: "2026-11-02",
    forecast: "2026-11-04",
    actual: false,
    by_hand: false,
    slack: 2,
    critical: false,
    ready: true,
    can_tick: false,
    held_days: 0,
    expected_source: false,
    retimed: false,
    reason: false,
    remark: false,
    manual: false,
    is_target: false,
    links: [],
};

const PLAN = {
    id: 1,
    name: "Repeat",
    products: "BG-1402",
    today: "2026-11-03",
    confirmed: "2026-11-02",
    promise: "2026-11-20",
    forecast: "2026-11-18",
    delivered: false,
    buffer: 2,
    health: "on_track",
    money_health: "none",
    infeasible: false,
    infeasible_days: 0,
    condition: false,
    held_days: 0,
    milestones: [
        { ...MILESTONE, id: 1, key: 1, name: "Confirmed", state: "done", health: "done", actual: "2026-11-02" },
        { ...MILESTONE, id: 2, key: 2, name: "Contract back", owner: "customer", can_tick: true },
        { ...MILESTONE, id: 3, key: 3, name: "Printed", state: "na", health: "none" },
        { ...MILESTONE, id: 4, key: 4, name: "Arrived", forecast: "2026-11-18", critical: true },
        { ...MILESTONE, id: 5, key: 5, name: "Paid", light: "money", forecast: "2027-01-30" },
    ],
};

class Order extends models.Model {
    _name = "order";
    timeline = fields.Json();
    _records = [
        { id: 1, timeline: [PLAN] },
        { id: 2, timeline: false },
        {
            id: 3,
            timeline: [
                {
                    ...PLAN,
                    scope: "To the warehouse",
                    scope_due: "2026-11-17",
                    milestones: [
                        PLAN.milestones[1],
                        PLAN.milestones[2],
                        { ...MILESTONE, id: 4, key: 4, name: "Arrived", state: "na", health: "none", beyond: true },
                    ],
                },
            ],
        },
    ];
}

defineMailModels();
defineModels([Order]);

const ARCH = `<form><field name="timeline" widget="gendan_timeline"/></form>`;

test("milestones are bars, money is a list, what never comes is named", async () => {
    mockDate("2026-11-03 10:00:00");
    await mountView({ type: "form", resModel: "order", resId: 1, arch: ARCH });
    expect(queryAllTexts(".o_gendan_chart .o_gendan_name")).toEqual([
        "Confirmed",
        "Contract back",
        "Arrived",
    ]);
    expect(".o_gendan_chart .o_gendan_bar").toHaveCount(3);
    expect(queryAllTexts(".o_gendan_money .o_gendan_name")).toEqual(["Paid"]);
    expect(".o_gendan_left_out").toHaveText("Not for this order: Printed");
    expect(".o_gendan_critical .o_gendan_name").toHaveText("Arrived");
    expect(".o_gendan_plan b:contains('Buffer in working days: 2')").toHaveCount(1);
});

test("what lies behind the end of the follow-up is named apart", async () => {
    mockDate("2026-11-03 10:00:00");
    await mountView({ type: "form", resModel: "order", resId: 3, arch: ARCH });
    expect(queryAllTexts(".o_gendan_chart .o_gendan_name")).toEqual(["Contract back"]);
    expect(".o_gendan_left_out").toHaveText("Not for this order: Printed");
    expect(".o_gendan_behind").toHaveText("Behind the end of the follow-up: Arrived");
    expect(".o_gendan_scope").toHaveText("Followed: To the warehouse, by Nov 17");
});

test("a row says everything in words", async () => {
    mockDate("2026-11-03 10:00:00");
    await mountView({ type: "form", resModel: "order", resId: 1, arch: ARCH });
    const label = queryOne("[data-milestone='2'] .o_gendan_name").getAttribute("aria-label");
    expect(label).toInclude("Contract back");
    expect(label).toInclude("waits for: the customer");
    expect(label).toInclude("slack in days: 2");
});

test("only what may be ticked has a button; ticking calls the server and reloads", async () => {
    mockDate("2026-11-03 10:00:00");
    onRpc("gendan.milestone", "action_tick", ({ args }) => {
        expect.step(`tick ${args[0]}`);
        return true;
    });
    onRpc("order", "web_read", () => expect.step("read"));
    await mountView({ type: "form", resModel: "order", resId: 1, arch: ARCH });
    expect(".o_gendan_tick_button").toHaveCount(1);
    await contains("[data-milestone='2'] .o_gendan_tick_button").click();
    expect.verifySteps(["read", "tick 2", "read"]);
});

test("no plan", async () => {
    await mountView({ type: "form", resModel: "order", resId: 2, arch: ARCH });
    expect(".o_gendan_timeline").toHaveText("No plan yet.");
});
