import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_absence_tour.py, which passes on the work between them: a clerk leaves at once, her backup
// does her work, she is back and reads what happened.

const tours = registry.category("web_tour.tours");

tours.add("gendan_followup_absence_away", {
    steps: () =>
        patient([
            {
                content: "a new absence",
                trigger: ".o_list_button_add",
                run: "click",
            },
            {
                content: "it is hers, from now on, and her backup is proposed: only say why",
                trigger: ".o_form_view .o_field_widget[name='reason'] input",
                run: "edit Doctor",
            },
            {
                content: "save",
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                content: "she is away",
                trigger: ".o_form_saved .o_arrow_button_current:contains('Away Now')",
            },
        ]),
});

tours.add("gendan_followup_absence_desk", {
    steps: () =>
        patient([
            {
                content: "the absent clerk's work is on the backup's desk: it is done",
                trigger: ".o_gendan_wb_pile[data-code='today'] .o_gendan_wb_row [data-code='tick']",
                run: "click",
            },
            {
                content: "and off the desk",
                trigger: ".o_gendan_wb_tile[data-code='today'] .o_gendan_wb_number:text('0')",
            },
        ]),
});

tours.add("gendan_followup_absence_order", {
    steps: () =>
        patient([
            {
                content: "the order of the absent clerk's customer is open to the backup: note a call",
                trigger: ".o-mail-Chatter-logNote",
                run: "click",
            },
            {
                content: "what was said",
                trigger: ".o-mail-Composer-input",
                run: "edit Called Mr Lin, he agrees",
            },
            {
                content: "log it",
                trigger: ".o-mail-Composer-send:enabled",
                run: "click",
            },
            {
                content: "it says for whom",
                trigger: ".o-mail-Message:contains('Called Mr Lin') .o_gendan_for:contains('for t_clerk')",
            },
        ]),
});

tours.add("gendan_followup_absence_back", {
    steps: () =>
        patient([
            {
                content: "back at work",
                trigger: "button[name='action_back_now']",
                run: "click",
            },
            {
                content: "from this moment on",
                trigger: ".modal .modal-footer .btn-primary",
                run: "click",
            },
            {
                content: "it has ended, and what happened can be printed",
                trigger: ".o_arrow_button_current:contains('Ended')",
            },
            {
                content: "the button is there",
                trigger: "button[name='action_print_digest']",
            },
        ]),
});

tours.add("gendan_followup_absence_digest", {
    steps: () =>
        patient([
            {
                content: "the digest is in her inbox, with what her backup wrote",
                trigger: ".o-mail-Message:contains('Called Mr Lin, he agrees')",
            },
        ]),
});
