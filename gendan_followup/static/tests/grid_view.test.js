import { expect, test } from "@odoo/hoot";
import { keyDown, press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { GendanGridRow } from "@gendan_followup/grid/grid_row";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const TODAY = "2026-03-16";

class Plan extends models.Model {
    _name = "gendan.plan";
    name = fields.Char();
    partner_id = fields.Many2one({ relation: "res.partner" });
    buffer_days = fields.Integer();
    _records = [{ id: 1, name: "S1" }];
}

defineMailModels();
defineModels([Plan]);

const COLUMNS = [
    { id: 1, name: "Confirmed", light: "delivery", by_event: true },
    { id: 2, name: "Contract", light: "delivery", by_event: false },
    { id: 3, name: "Proof", light: "delivery", by_event: false },
];

function makeRow(number) {
    return {
        id: number,
        order_id: 100 + number,
        order: `S${number}`,
        customer: "Maili",
        ref: "",
        products: "Bag",
        clerk: "Chen",
        health: "on_track",
        money: "none",
        day: "2026-04-10",
        forecast: "2026-04-08",
        buffer: number,
        condition: false,
        cells: [
            { i: number * 10 + 1, k: 1, c: "done", d: "2026-03-01", w: 1 },
            { i: number * 10 + 2, k: 2, c: "soon", d: "2026-03-18", b: "2026-03-18", t: 1, w: 1, r: "by fax" },
            { i: number * 10 + 3, k: 3, c: "open", d: "2026-03-25", b: "2026-03-25", t: 1, w: 1 },
        ],
        more: [],
    };
}

/** A server in small: remembers what was typed, refuses days to come. */
function mockGrid({ rows = 3, groups = [], ...values } = {}) {
    const data = {
        total: rows,
        templates: [{ id: 7, name: "Repeat", count: rows }],
        template: 7,
        columns: COLUMNS,
        groups,
        rows: Array.from({ length: rows }, (_, number) => makeRow(number + 1)),
        money: true,
        today: TODAY,
        sees_promise: true,
        opens_order: true,
        can_type: true,
        can_retime: true,
        ...values,
    };
    onRpc("gendan.plan", "gendan_grid", ({ kwargs }) => {
        expect.step(`load ${kwargs.order || ""} ${kwargs.groupby.join(",")}`.trim());
        return data;
    });
    onRpc("gendan.plan", "gendan_grid_refusal", () => "Odoo sets its date.");
    onRpc("gendan.plan", "gendan_grid_type", ({ args: [cells] }) => {
        expect.step(cells.map((c) => `${c.id}=${"day" in c ? c.day : c.remark}`).join(" "));
        const touched = new Set();
        const results = cells.map((typed) => {
            if (typed.day > TODAY) {
                return { id: typed.id, error: "That day is still to come." };
            }
            const row = data.rows[Math.floor(typed.id / 10) - 1];
            touched.add(row);
            row.cells = row.cells.map((cell) =>
                cell.i !== typed.id
                    ? cell
                    : {
                          ...cell,
                          ...("remark" in typed && { r: typed.remark }),
                          ...("day" in typed && {
                              h: typed.day || undefined,
                              d: typed.day || "2026-03-18",
                              c: typed.day ? "done" : "open",
                          }),
                      }
            );
            return { id: typed.id, error: false };
        });
        return { results, rows: [...touched].map((row) => ({ ...row })) };
    });
}

const mountGrid = (values = {}) =>
    mountView({ type: "gendan_grid", resModel: "gendan.plan", arch: `<gendan_grid default_order="buffer_days"/>`, ...values });

const cellAt = (row, column) => `tr[data-r="${row}"] td[data-c="${column}"]`;
// buffer, order, customer, number, products, promised, lights, then the days
const CONTRACT = 8;
const PROOF = 9;

test("rows, columns, colours", async () => {
    mockDate(`${TODAY} 10:00:00`);
    mockGrid();
    await mountGrid();
    expect.verifySteps(["load buffer_days"]);
    expect("tr[data-plan]").toHaveCount(3);
    expect(queryAllTexts("th").slice(-3)).toEqual(["Confirmed", "Contract", "Proof"]);
    expect(cellAt(0, CONTRACT)).toHaveText("03-18");
    expect(cellAt(0, CONTRACT)).toHaveClass(["o_gendan_c_soon", "o_gendan_noted"]);
    expect(cellAt(0, 7)).toHaveClass(["o_gendan_c_done", "o_gendan_locked"]);
    expect(".o_gendan_grid_template").toHaveText("Repeat");
});

test("the bar says everything about the cell at the cursor", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(1, CONTRACT)).click();
    expect(cellAt(1, CONTRACT)).toHaveClass("o_gendan_active");
    const words = queryOne(".o_gendan_grid_words").textContent;
    expect(words).toInclude("S2 · Contract");
    expect(words).toInclude("due soon");
    expect(words).toInclude("remark: by fax");
    expect.verifySteps(["load buffer_days"]);
});

test("typing a day writes it and goes down", async () => {
    mockGrid();
    await mountGrid();
    expect.verifySteps(["load buffer_days"]);
    await contains(cellAt(0, CONTRACT)).click();
    await press("3");
    await animationFrame();
    expect(".o_gendan_grid_input").toHaveValue("3");
    await contains(".o_gendan_grid_input").edit("3/15", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps(["12=2026-03-15"]);
    expect(cellAt(0, CONTRACT)).toHaveText("03-15");
    expect(cellAt(1, CONTRACT)).toHaveClass("o_gendan_active");
});

test("what is no day stays open, Escape drops it", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, CONTRACT)).click();
    await press("F2");
    await animationFrame();
    await contains(".o_gendan_grid_input").edit("13/45", { confirm: "enter" });
    expect(".o_gendan_grid_input").toHaveClass("o_gendan_wrong");
    await press("Escape");
    await animationFrame();
    expect(".o_gendan_grid_input").toHaveCount(0);
    expect.verifySteps(["load buffer_days"]);
});

test("a selection is ticked in one call, Delete takes it back, Ctrl+Z undoes that", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, 7)).click();
    await press(["Shift", "ArrowRight"]);
    await press(["Shift", "ArrowRight"]);
    await press(["Shift", "ArrowDown"]);
    await animationFrame();
    expect(".o_gendan_selected").toHaveCount(6);
    await press(["Control", ";"]);
    await animationFrame();
    // not what Odoo ticks itself
    expect.verifySteps(["load buffer_days", `12=${TODAY} 13=${TODAY} 22=${TODAY} 23=${TODAY}`]);
    await press("Delete");
    await animationFrame();
    expect.verifySteps(["12=false 13=false 22=false 23=false"]);
    await press(["Control", "z"]);
    await animationFrame();
    expect.verifySteps([`12=${TODAY} 13=${TODAY} 22=${TODAY} 23=${TODAY}`]);
});

test("the server's sentence is shown when it refuses", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, CONTRACT)).click();
    await press("F2");
    await animationFrame();
    await contains(".o_gendan_grid_input").edit("+2", { confirm: "enter" });
    await animationFrame();
    expect(".o_notification").toHaveText(/That day is still to come/);
    expect(cellAt(0, CONTRACT)).toHaveText("03-18");
    expect.verifySteps(["load buffer_days", "12=2026-03-18"]);
});

test("why nothing can be typed there", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, 7)).click();
    await press("3");
    await animationFrame();
    expect(".o_gendan_grid_input").toHaveCount(0);
    expect(".o_notification").toHaveText(/Odoo sets its date/);
    expect.verifySteps(["load buffer_days"]);
});

test("remark with Shift+F2", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, PROOF)).click();
    await press(["Shift", "F2"]);
    await animationFrame();
    await contains(".o_gendan_grid_input").edit("sent by courier", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps(["load buffer_days", "13=sent by courier"]);
});

test("Tab goes on to the next row and out at the end", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, PROOF)).click();
    await press("Tab");
    await animationFrame();
    expect(cellAt(1, 0)).toHaveClass("o_gendan_active");
    await press(["Control", "End"]);
    await animationFrame();
    expect(cellAt(2, PROOF)).toHaveClass("o_gendan_active");
    const [event] = await keyDown("Tab");
    expect(event.defaultPrevented).toBe(false);
    expect.verifySteps(["load buffer_days"]);
});

test("copied as a table that Excel takes", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, 1)).click();
    await press(["Control", "a"]);
    await animationFrame();
    const clipboardData = new DataTransfer();
    queryOne(".o_gendan_grid_scroll").dispatchEvent(
        new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true })
    );
    const lines = clipboardData.getData("text/plain").split("\r\n");
    expect(lines.length).toBe(4);
    expect(lines[0]).toInclude("Contract");
    expect(lines[1].split("\t").slice(-3)).toEqual(["2026-03-01", "2026-03-18", "2026-03-25"]);
    expect(clipboardData.getData("text/html")).toInclude("<table>");
    expect.verifySteps(["load buffer_days"]);
});

test("a column of days is pasted, blanks and nonsense left out", async () => {
    mockGrid();
    await mountGrid();
    await contains(cellAt(0, CONTRACT)).click();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "3/14\t2026-03-13\n\t\nsoon\t0312\n");
    queryOne(".o_gendan_grid_scroll").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    );
    await animationFrame();
    expect.verifySteps(["load buffer_days", "12=2026-03-14 13=2026-03-13 33=2026-03-12"]);
    expect(".o_notification").toHaveText(/soon/);
});

test("groups fold", async () => {
    mockGrid({
        groups: [
            { label: ["Maili"], count: 2, rows: 2 },
            { label: ["Nordlicht"], count: 5, rows: 1 },
        ],
    });
    await mountGrid({ groupBy: ["partner_id"] });
    expect.verifySteps(["load buffer_days partner_id"]);
    expect(queryAllTexts(".o_gendan_group")).toEqual(["Maili (2)", "Nordlicht (1 / 5)"]);
    await contains(".o_gendan_group:first button").click();
    expect("tr[data-plan]").toHaveCount(1);
});

test("a head sorts", async () => {
    mockGrid();
    await mountGrid();
    await contains("th:contains(Contract) button").click();
    await contains("th:contains(Contract) button").click();
    expect.verifySteps(["load buffer_days", "load kind 2", "load kind 2 desc"]);
});

test("500 rows: only those in sight are drawn", async () => {
    mockGrid({ rows: 500 });
    await mountGrid();
    const drawn = document.querySelectorAll("tr[data-plan]").length;
    expect(drawn).toBeLessThan(150);
    await contains(cellAt(0, CONTRACT)).click();
    await press(["Control", "End"]);
    await animationFrame();
    await animationFrame();
    expect(`tr[data-r="499"]`).toHaveCount(1);
    expect(cellAt(499, PROOF)).toHaveClass("o_gendan_active");
    expect.verifySteps(["load buffer_days"]);
});

test("the cursor and scrolling draw only the rows that change", async () => {
    mockDate(`${TODAY} 10:00:00`);
    mockGrid({ rows: 500 });
    await mountGrid();
    const drawn = new Set();
    patchWithCleanup(GendanGridRow.prototype, {
        cellClass() {
            drawn.add(this.props.number);
            return super.cellClass(...arguments);
        },
    });
    await contains(cellAt(1, CONTRACT)).click();
    expect([...drawn]).toEqual([1]);
    drawn.clear();
    await press("ArrowDown");
    await animationFrame();
    expect([...drawn].sort()).toEqual([1, 2]);
    const before = new Set([...document.querySelectorAll("tr[data-r]")].map((tr) => Number(tr.dataset.r)));
    drawn.clear();
    queryOne(".o_gendan_grid_scroll").scrollTop = 600;
    await animationFrame();
    await animationFrame();
    expect(drawn.size).toBeGreaterThan(0);
    expect([...drawn].filter((number) => before.has(number))).toEqual([]);
    expect.verifySteps(["load buffer_days"]);
});

test("a page holds as many rows as the view says, not as an action says by default", async () => {
    mockGrid();
    onRpc("gendan.plan", "gendan_grid", ({ kwargs }) => expect.step(`limit ${kwargs.limit}`) || undefined);
    await mountGrid({ limit: 80, arch: `<gendan_grid limit="120"/>` });
    expect.verifySteps(["limit 120", "load"]);
});

test("no promise for departments", async () => {
    mockGrid({ sees_promise: false });
    await mountGrid();
    expect(queryAllTexts("th").slice(0, 2)).toEqual(["Order number", "Customer"]);
    expect("th:contains(In-house date)").toHaveCount(1);
    expect.verifySteps(["load buffer_days"]);
});

test("long work is cut into calls, an order's cells stay together", async () => {
    mockGrid({ rows: 100 });
    const calls = [];
    onRpc("gendan.plan", "gendan_grid_type", ({ args: [cells] }) => {
        calls.push(cells.map((cell) => cell.id));
    });
    await mountGrid();
    await contains(cellAt(0, CONTRACT)).click();
    await press(["Control", "a"]);
    await press(["Control", ";"]);
    await animationFrame();
    await animationFrame();
    expect(calls.map((ids) => ids.length)).toEqual([150, 50]);
    expect(calls[0].slice(-2)).toEqual([752, 753]);
    expect(calls[1][0]).toBe(762);
    expect.verifySteps(["load buffer_days", calls[0], calls[1]].map((step) =>
        Array.isArray(step) ? step.map((id) => `${id}=${TODAY}`).join(" ") : step
    ));
});
