import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, getService, makeMockEnv, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { BulkDialog, isFilled } from "@gendan_followup/bulk/bulk_dialog";
import { dueText } from "@gendan_followup/workbench/workbench_row";

defineMailModels();

test("days left in words", async () => {
    await makeMockEnv(); // translations
    const text = (days_left, due = "2026-11-02") => String(dueText({ due, days_left }));
    expect(text(-1)).toBe("1 day late");
    expect(text(-12)).toBe("12 days late");
    expect(text(0)).toBe("Today");
    expect(text(1)).toBe("Tomorrow");
    expect(text(5)).toBe("In 5 days");
    expect(text(0, false)).toBe("No day set");
});

test("what must be filled in", () => {
    const inputs = [
        { name: "day", required: true },
        { name: "remark", required: false },
    ];
    expect(isFilled(inputs, { day: false, remark: "x" })).toBe(false);
    expect(isFilled(inputs, { day: "2026-11-02", remark: false })).toBe(true);
    expect(isFilled([{ name: "reason", required: true }], { reason: "  " })).toBe(false);
});

test("bulk work goes piece by piece and tells what was refused", async () => {
    onRpc("gendan.bulk", "prepare", () => ({
        title: "Tick",
        summary: "3 milestones of 3 orders",
        inputs: [{ name: "remark", type: "text", label: "Remark", required: true }],
    }));
    onRpc("gendan.bulk", "cut", () => ({ model: "gendan.milestone", pieces: [[1, 2], [3]] }));
    onRpc("gendan.bulk", "run", ({ args }) => {
        expect.step(`${args[0]} ${args[1]} ${args[2]} ${args[3].remark}`);
        return args[2].includes(3)
            ? { done: 0, refused: [{ name: "S00003 · Proof", sentence: "It was skipped." }] }
            : { done: 2, refused: [] };
    });
    await mountWithCleanup(MainComponentsContainer, { noMainContainer: true });
    getService("dialog").add(BulkDialog, {
        operation: "tick",
        model: "gendan.milestone",
        ids: [1, 2, 3],
        onDone: () => expect.step("done"),
    });
    await animationFrame();
    expect(".o_gendan_bulk_start").not.toBeEnabled();
    await contains(".o_gendan_ask input").edit("by fax");
    await contains(".o_gendan_bulk_start").click();
    await animationFrame();
    expect.verifySteps(["tick gendan.milestone 1,2 by fax", "tick gendan.milestone 3 by fax"]);
    expect(queryAllTexts(".o_gendan_bulk_refused li")).toEqual(["S00003 · Proof\nIt was skipped."]);
    await contains(".o_gendan_bulk_close").click();
    expect.verifySteps(["done"]);
    await animationFrame();
    expect(".modal").toHaveCount(0);
});
