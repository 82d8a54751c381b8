import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { select, type } from "./steps";

// Run by tests/tours/test_new_dates_tour.py: the supplier slips, the clerk puts the new date to the customer.

registry.category("web_tour.tours").add("gendan_followup_new_dates_ask", {
    steps: () =>
        patient([
            {
                content: "the exception says that material is late",
                trigger: ".o_data_row:contains('Material short or late') td[name='title']",
                run: "click",
            },
            {
                content: "a way out",
                trigger: ".o_form_view .o_field_widget[name='way_ids'] .o_field_x2many_list_row_add a",
                run: "click",
            },
            {
                content: "which: open",
                trigger: ".o_selected_row .o_field_widget[name='kind'] input",
                run: "click",
            },
            {
                content: "which: agree a new date",
                trigger: ".o_select_menu_item:contains('Agree a new date')",
                run: "click",
            },
            type("reason", "No other film in time", ".o_selected_row"),
            {
                content: "keep it",
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                content: "choose it",
                trigger: ".o_form_saved .o_field_widget[name='way_ids'] button[name='action_choose']",
                run: "click",
            },
            {
                content: "it is chosen",
                trigger: ".o_form_view .o_field_widget[name='way_ids'] button[name='action_take_back']",
            },
            {
                content: "go to the new dates it led to",
                trigger: ".o_form_view button[name='action_gendan_date_proposals']:contains('1')",
                run: "click",
            },
            {
                content: "planning has confirmed the date, it stands there",
                trigger: ".o_form_view .o_field_widget[name='line_ids'] .o_data_row td[name='confirmed_date']:not(:empty)",
            },
            type("cause", "The film comes four days late."),
            type("recovery", "Two shifts until it is made."),
            {
                content: "text for the chat",
                trigger: ".o_form_view button[name='action_copy']",
                run: "click",
            },
            {
                content: "it has the link",
                trigger: ".modal textarea:value(/gendan/a/)",
            },
            {
                content: "copy it",
                trigger: ".modal .modal-footer .btn-primary:contains('Copy and mark')",
                run({ anchor }) {
                    // a browser without a person before it refuses
                    navigator.clipboard.writeText = async () => {};
                    anchor.click();
                },
            },
            {
                content: "it is with the customer",
                trigger: "body:not(:has(.modal)) .o_form_view .o_arrow_button_current:contains('Customer asked')",
            },
        ]),
});

// After the customer has answered on her phone.
registry.category("web_tour.tours").add("gendan_followup_new_dates_seen", {
    steps: () =>
        patient([
            {
                content: "answered, accepted",
                trigger: ".o_form_view .o_arrow_button_current:contains('Answered')",
            },
            {
                content: "the delivery is promised anew",
                trigger: ".o_form_view .o_field_widget[name='line_ids'] .o_data_row:contains('Promised anew')",
            },
        ]),
});
