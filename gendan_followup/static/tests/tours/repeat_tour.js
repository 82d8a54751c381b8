import { formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { openTab, select, type } from "./steps";

// From a customer's last order to its confirmed repeat, in a company that reviews and locks its orders. Run by
// tests/tours/test_repeat_tour.py, which has made the last order with its specification, its set of cylinders and its
// approved proof, and opens it. A clerk does this twenty times a day: what she clicks is counted.
const MOST_CLICKS = 9;
const ASKED_IN_DAYS = 60;

let clicks = 0;
const count = () => clicks++;

registry.category("web_tour.tours").add("gendan_followup_repeat", {
    steps: () =>
        patient([
            {
                content: "from here on it counts",
                trigger: ".o_form_view",
                run() {
                    clicks = 0;
                    document.addEventListener("pointerdown", count, { capture: true });
                },
            },
            {
                content: "repeat this batch",
                trigger: ".o_statusbar_buttons button[name='action_gendan_repeat']",
                run: "click",
            },
            {
                content: "it is a quotation with the same goods",
                trigger:
                    ".o_statusbar_buttons:not(:has(button[name='action_gendan_repeat'])) button[name='action_confirm']",
            },
            {
                content: "at the same price",
                trigger: ".o_data_row:contains('BG-1402 nut bag') td[name='price_unit']:contains('0.165')",
            },
            openTab("gendan_intake"),
            {
                content: "the last batch stands beside this one",
                trigger: ".o_gendan_differences:contains('50,000')",
            },
            {
                content: "nothing of its specification differs",
                trigger: ".o_gendan_differences:not(:contains('Structure'))",
            },
            {
                content: "the cylinders it was printed with",
                trigger: ".o_gendan_differences:contains('V-118')",
            },
            {
                content: "and the proof the customer approved",
                trigger: ".o_gendan_differences:contains('Last approved sample'):contains('round A')",
            },
            ...select("gendan_channel", "E-mail"),
            type("client_order_ref", "ML-AGAIN-1"),
            openTab("other_information"),
            {
                content: "the day it is to arrive",
                trigger: ".o_field_widget[name='commitment_date'] input",
                async run({ edit, press }) {
                    const day = luxon.DateTime.now().setZone("Asia/Shanghai").plus({ days: ASKED_IN_DAYS });
                    await edit(formatDateTime(day.set({ hour: 17, minute: 30, second: 0 })));
                    await press("Enter");
                },
            },
            {
                content: "confirm it",
                trigger: ".o_statusbar_buttons button[name='action_confirm']",
                run: "click",
            },
            {
                content: "it is an order with a plan",
                trigger: ".o_form_view button[name='action_gendan_plan']",
            },
            {
                content: "and all of that in few clicks",
                trigger: ".o_form_view",
                run() {
                    document.removeEventListener("pointerdown", count, { capture: true });
                    if (!clicks || clicks > MOST_CLICKS) {
                        throw new Error(`A repeat takes ${clicks} clicks.`);
                    }
                },
            },
        ]),
});
