import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, MockServer, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Run extends models.Model {
    _name = "gendan.statement.run";
    remark = fields.Char();
    state = fields.Selection({
        selection: [
            ["running", "Running"],
            ["done", "Done"],
        ],
    });
    total_count = fields.Integer();
    todo_count = fields.Integer();
    made_count = fields.Integer();
    skipped_count = fields.Integer();
    failed_count = fields.Integer();
    _records = [
        { id: 1, state: "running", total_count: 2000, todo_count: 1800, made_count: 190, skipped_count: 10 },
        { id: 2, state: "done", total_count: 3, todo_count: 0, made_count: 2, failed_count: 1 },
    ];
}

defineMailModels();
defineModels([Run]);

const ARCH = `<form><field name="remark"/><widget name="gendan_run_progress"/></form>`;
const open = (resId) => mountView({ type: "form", resModel: "gendan.statement.run", resId, arch: ARCH });
const said = () => [...queryAllTexts(".gendan_run_done"), ...queryAllTexts(".gendan_run_progress .badge")];

const write = (values) => MockServer.env["gendan.statement.run"].write([1], values);

/** What the server is asked for from now on. */
function listen() {
    onRpc("gendan.statement.run", "read", () => expect.step("counts"));
    onRpc("gendan.statement.run", "web_read", () => expect.step("form"));
}

test("a run tells how far it is, and ends by itself", async () => {
    await open(1);
    expect(said()).toEqual(["200 of 2,000", "Made: 190", "Left out: 10", "Failed: 0"]);
    listen();
    write({ todo_count: 1000, made_count: 980, failed_count: 10 });
    await advanceTime(2500);
    expect.verifySteps([]);
    await advanceTime(600);
    expect.verifySteps(["counts"]);
    expect(said()).toEqual(["1,000 of 2,000", "Made: 980", "Left out: 10", "Failed: 10"]);
    expect(".progress-bar").toHaveStyle({ width: "50%" }, { inline: true });
    write({ state: "done", todo_count: 0, made_count: 1980 });
    await advanceTime(3100);
    await animationFrame();
    expect.verifySteps(["counts", "form"]);
    expect(".gendan_run_progress .fa-spin").toHaveCount(0);
    await advanceTime(60000);
    expect.verifySteps([]);
});

test("nobody asks how far a run is that has ended", async () => {
    await open(2);
    listen();
    expect(said()).toEqual(["3 of 3", "Made: 2", "Left out: 0", "Failed: 1"]);
    await advanceTime(60000);
    expect.verifySteps([]);
});

test("a run in which nothing happens is asked for less often", async () => {
    await open(1);
    listen();
    for (let number = 0; number < 5; number++) {
        await advanceTime(3000);
        expect.verifySteps(["counts"]);
    }
    await advanceTime(9000);
    expect.verifySteps([]);
    await advanceTime(1000);
    expect.verifySteps(["counts"]);
});
