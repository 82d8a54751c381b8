import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_ship_tour.py: a delivery that waits for money, met by the clerk, released by the supervisor.

const OPEN = [
    {
        content: "the list says what holds it",
        trigger: ".o_data_row:contains('Maili Foods') td[name='gendan_ship_held']:contains('Payment')",
    },
    {
        content: "open it",
        trigger: ".o_data_row:contains('Maili Foods') td[name='name']",
        run: "click",
    },
    {
        content: "its form says what is missing and who can open it",
        trigger: ".o_form_view .alert:contains('May not leave yet'):contains('500.00'):contains('or the supervisor')",
    },
];

registry.category("web_tour.tours").add("gendan_followup_ship_held", {
    steps: () =>
        patient([
            ...OPEN,
            {
                content: "it is not hers to release",
                trigger: ".o_form_view:not(:has(button[name='action_gendan_waive']))",
            },
            {
                content: "validate",
                trigger: ".o_statusbar_buttons button[name='button_validate']",
                run: "click",
            },
            {
                content: "it does not leave",
                trigger: ".modal:contains('is to be paid before the goods leave')",
            },
            {
                content: "understood",
                trigger: ".modal .modal-footer .btn-primary",
                run: "click",
            },
            {
                content: "still there, still held",
                trigger: "body:not(:has(.modal)) .o_form_view .alert:contains('May not leave yet')",
            },
        ]),
});

registry.category("web_tour.tours").add("gendan_followup_ship_release", {
    steps: () =>
        patient([
            ...OPEN,
            {
                content: "release",
                trigger: ".o_form_view button[name='action_gendan_waive']",
                run: "click",
            },
            {
                content: "the lone rule is ticked",
                trigger: ".modal .o_data_row td[name='waive'] input:checked",
            },
            {
                content: "why",
                trigger: ".modal .o_field_widget[name='reason'] input",
                run: "edit Called Ms Lin, she pays on Friday",
            },
            {
                content: "waive",
                trigger: ".modal .modal-footer button[name='action_waive']",
                run: "click",
            },
            {
                content: "the light is another one",
                trigger:
                    "body:not(:has(.modal)) .o_form_view:not(:has(.alert:contains('May not leave yet'))) " +
                    ".o_field_widget[name='gendan_ship_lights']:contains('Released by the supervisor')",
            },
        ]),
});
