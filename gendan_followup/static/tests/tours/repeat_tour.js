import { registry } from "@web/core/registry";
import { patient } from "./patient";

// From a customer's last order to its confirmed repeat. Run by tests/tours/test_repeat_tour.py, which has made the
// last order and opens it. A clerk does this twenty times a day: the clicks are counted.
const MOST_CLICKS = 9;

const steps = [
    {
        content: "repeat this batch",
        trigger: ".o_statusbar_buttons button[name='action_gendan_repeat']",
        run: "click",
    },
    {
        content: "it is a quotation with the same goods",
        trigger: ".o_statusbar_buttons:not(:has(button[name='action_gendan_repeat'])) button[name='action_confirm']",
    },
    {
        content: "at the same price",
        trigger: ".o_data_row:contains('BG-1402 nut bag') td[name='price_unit']:contains('0.165')",
    },
    {
        content: "go on to the intake",
        trigger: ".o_form_view a[name='gendan_intake']",
        run: "click",
    },
    {
        content: "the last batch stands beside this one",
        trigger: ".o_gendan_differences:contains('50,000')",
    },
    {
        content: "it came",
        trigger: ".o_field_widget[name='gendan_channel'] input",
        run: "click",
    },
    {
        content: "by e-mail",
        trigger: ".o_select_menu_item:contains('E-mail')",
        run: "click",
    },
    {
        content: "with the customer's number",
        trigger: ".o_field_widget[name='client_order_ref'] input",
        run: "edit ML-AGAIN-1",
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
];

registry.category("web_tour.tours").add("gendan_followup_repeat", {
    steps: () =>
        patient([
            ...steps,
            {
                content: "and all of that in few clicks",
                trigger: ".o_form_view",
                run() {
                    const clicks = steps.filter((step) => step.run === "click").length;
                    if (clicks > MOST_CLICKS) {
                        throw new Error(`A repeat takes ${clicks} clicks.`);
                    }
                },
            },
        ]),
});
