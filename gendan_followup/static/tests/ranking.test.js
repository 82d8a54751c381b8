import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, makeMockEnv, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { fullness, moveOf } from "@gendan_followup/ranking/ranking_board";
import { shiftText } from "@gendan_followup/ranking/ranking_dialog";

defineMailModels();

const card = (id, day, values) => ({
    id,
    day,
    rank: id,
    proposed: id,
    proposed_day: "Mon, Nov 2",
    production: `MO/${id}`,
    operation: "Printing",
    product: "Bag",
    quantity: "100 Units",
    hours: 4,
    why: ["No promise hangs on it."],
    ...values,
});

const board = (values) => ({
    enabled: true,
    can_decide: true,
    version: "0-a",
    is_as_proposed: false,
    workcenters: [{ id: 7, name: "Press 3", count: 3 }],
    workcenter: { id: 7, name: "Press 3", is_blocked: false },
    days: [
        { day: "2026-11-02", label: "Mon", hours: 8, load: 12 },
        { day: "2026-11-03", label: "Tue", hours: 8, load: 4 },
        { day: "later", label: "Later", hours: false, load: 0 },
    ],
    cards: [card(1, "2026-11-02", { is_begun: true }), card(2, "2026-11-02"), card(3, "2026-11-03")],
    log: [],
    ...values,
});

const effect = (values) => ({
    title: "MO/3 put on Mon",
    moves: [{ id: 3, production: "MO/3", operation: "Printing", from: "Tue", to: "Mon", days: -1 }],
    plans: [],
    warnings: [],
    late: 0,
    saved: 0,
    needs_reason: false,
    against: false,
    more_moves: 0,
    more_plans: 0,
    ...values,
});

test("where a card was dropped", () => {
    const cards = [card(1, "a"), card(2, "a"), card(3, "b")];
    expect(moveOf(cards, { id: 2, day: "a", before: false })).toBe(false);
    expect(moveOf(cards, { id: 1, day: "a", before: 2 })).toBe(false);
    expect(moveOf(cards, { id: 1, day: "a", before: false })).toEqual({ id: 1, day: "a", before: false });
    expect(moveOf(cards, { id: 3, day: "a", before: 2 })).toEqual({ id: 3, day: "a", before: 2 });
    expect(moveOf(cards, { id: 2, day: "b", before: 3 })).toEqual({ id: 2, day: "b", before: 3 });
});

test("how full a day is, and shifts in words", async () => {
    await makeMockEnv(); // translations
    expect(fullness({ hours: 8, load: 10 })).toBe(125);
    expect(fullness({ hours: false, load: 10 })).toBe(false);
    expect([-3, -1, 0, 1, 2].map((days) => String(shiftText(days)))).toEqual([
        "3 days earlier",
        "1 day earlier",
        "Same day",
        "1 day later",
        "2 days later",
    ]);
});

test.tags("desktop");
test("a planner drags, sees the effect, says why and decides", async () => {
    onRpc("gendan.ranking.board", "get_board", () => board());
    onRpc("gendan.ranking.board", "get_effect", ({ args }) => {
        expect.step(`effect ${args[0]} ${args[1]} ${JSON.stringify(args[2])}`);
        return effect({ needs_reason: true, against: "The other way round with MO/2." });
    });
    onRpc("gendan.ranking.board", "decide", ({ args }) => {
        expect.step(`decide ${args[1]} ${args[2].id} ${args[3]}`);
        return board({ version: "1-b", cards: [card(1, "2026-11-02", { is_begun: true }), card(3, "2026-11-02"), card(2, "2026-11-02")] });
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "gendan_ranking" });
    expect(queryAllTexts(".o_gendan_rk_day header .badge")).toEqual(["12 / 8 h", "4 / 8 h"]);
    expect(".o_gendan_rk_card.o_draggable").toHaveCount(2);
    await contains(".o_gendan_rk_card[data-id='3']").dragAndDrop(".o_gendan_rk_card[data-id='2']");
    await animationFrame();
    expect(".modal .o_gendan_rk_confirm").not.toBeEnabled();
    await contains(".modal .o_gendan_rk_reason").edit("their line stands still", { confirm: false });
    await contains(".modal .o_gendan_rk_confirm").click();
    await animationFrame();
    expect.verifySteps([
        'effect 7 0-a {"id":3,"day":"2026-11-02","before":2}',
        "decide 0-a 3 their line stands still",
    ]);
    expect(".modal").toHaveCount(0);
    expect(queryAllTexts(".o_gendan_rk_day[data-day='2026-11-02'] .fw-bold.text-truncate")).toEqual([
        "MO/1",
        "MO/3",
        "MO/2",
    ]);
});

test.tags("desktop");
test("who only looks drags nothing; a board that is off says so", async () => {
    onRpc("gendan.ranking.board", "get_board", ({ args }) =>
        args[0] ? board({ can_decide: false }) : { enabled: false, can_switch_on: false }
    );
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "gendan_ranking" });
    expect(".o_nocontent_help").toHaveCount(1);
    await getService("action").doAction({ type: "ir.actions.client", tag: "gendan_ranking" }, { props: { state: { centreId: 7 } } });
    expect(".o_gendan_rk_card").toHaveCount(3);
    expect(".o_gendan_rk_card.o_draggable").toHaveCount(0);
    expect(".o_gendan_rk_follow").toHaveCount(0);
});
