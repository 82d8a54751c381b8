import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { type } from "./steps";

// Run by tests/tours/test_inquiry_tour.py: a clerk's morning with three questions.

const row = (text) => `.o_data_row:contains('${text}')`;

registry.category("web_tour.tours").add("gendan_followup_inquiries", {
    steps: () =>
        patient([
            {
                content: "what the customer wrote on the order is there by itself",
                trigger: row("Can we see the first sheet?"),
            },
            {
                content: "the rep's question has the order's date beside it: answer it in its line",
                trigger: `${row("When does it arrive?")} td[name='answer']`,
                run: "click",
            },
            {
                content: "type the answer",
                trigger: ".o_selected_row td[name='answer'] textarea",
                run: "edit On the promised day.",
            },
            {
                content: "it goes to the rep",
                trigger: ".o_selected_row button[name='action_send']",
                run: "click",
            },
            {
                content: "it is off the list",
                trigger: `.o_list_view:not(:has(${row("When does it arrive?")}))`,
            },
            {
                content: "the phone rings: one line",
                trigger: ".o_list_button_add",
                run: "click",
            },
            {
                content: "what is asked",
                trigger: ".o_selected_row td[name='name'] input",
                run: "edit Which film is it?",
            },
            {
                content: "and what was said",
                trigger: ".o_selected_row td[name='answer'] textarea",
                run: "edit Matt, as last time.",
            },
            {
                content: "keep the line",
                trigger: ".o_list_button_save",
                run: "click",
            },
            {
                content: "he has heard it",
                trigger: `${row("Which film is it?")} button[name='action_told']`,
                run: "click",
            },
            {
                content: "it is off the list, too",
                trigger: `.o_list_view:not(:has(${row("Which film is it?")}))`,
            },
            {
                content: "open the customer's message",
                trigger: `${row("Can we see the first sheet?")} .o_list_record_open_form_view`,
                run: "click",
            },
            {
                content: "the order's dates",
                trigger: ".o_form_view button[name='action_take_dates']",
                run: "click",
            },
            {
                content: "stand in the answer",
                trigger: ".o_form_view .o_field_widget[name='answer'] textarea:value(promised)",
            },
            type("answer", "Of course: come on Thursday at ten."),
            {
                content: "send it to the customer",
                trigger: ".o_form_view button[name='action_send']",
                run: "click",
            },
            {
                content: "answered",
                trigger: ".o_form_view .o_arrow_button_current:contains('Answered')",
            },
        ]),
});
