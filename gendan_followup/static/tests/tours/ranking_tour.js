import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_ranking_tour.py, which makes the queue and checks afterwards what was decided.
registry.category("web_tour.tours").add("gendan_followup_ranking", {
    steps: () =>
        patient([
            {
                content: "three operations wait for the press, the third in the last place",
                trigger: ".o_gendan_rk_cards .o_gendan_rk_card[data-production]:contains('Press me last')",
            },
            {
                content: "put it in front of the first",
                trigger: ".o_gendan_rk_card.o_draggable:contains('Press me last')",
                run: "drag_and_drop .o_gendan_rk_card.o_draggable:contains('Press me first')",
            },
            {
                content: "the effect is shown, and it needs a reason",
                trigger: ".modal .o_gendan_rk_moves td:contains('earlier')",
            },
            {
                content: "no decision without one",
                trigger: ".modal .o_gendan_rk_confirm:disabled",
            },
            {
                content: "say why",
                trigger: ".modal .o_gendan_rk_reason",
                run: "edit Their line stands still",
            },
            {
                content: "decide",
                trigger: ".modal .o_gendan_rk_confirm:enabled",
                run: "click",
            },
            {
                content: "it comes first, and the decision is kept",
                trigger:
                    "body:not(:has(.modal)) .o_gendan_rk_log .o_gendan_rk_decision:contains('Their line stands still')",
            },
            {
                content: "it stands first",
                trigger: ".o_gendan_rk_card:first:contains('Press me last')",
            },
        ]),
});
