import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { type } from "./steps";

// Run by tests/tours/test_month_tour.py: a month of one customer, from the run of statements to the closed one.

const STATUS = ".o_form_view .o_arrow_button_current";

/** A button of the form's head, by its method. */
function press(name, content) {
    return {
        content,
        trigger: `.o_form_view .o_form_statusbar button[name='${name}']:visible`,
        run: "click",
    };
}

/** The question before it is answered with yes. */
function yes() {
    return {
        content: "yes",
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    };
}

/** The statement is there, in that state, and no dialog is open any more. */
function stands(state) {
    return {
        content: `it is: ${state}`,
        trigger: `body:not(:has(.modal)) ${STATUS}:contains('${state}')`,
    };
}

// The supervisor, on a run that has been filled in.
registry.category("web_tour.tours").add("gendan_followup_month_run", {
    steps: () =>
        patient([
            press("action_start", "make the statements"),
            {
                content: "one is made, the run is done",
                trigger: `${STATUS}:contains('Done')`,
            },
            {
                content: "go to it",
                trigger: ".o_form_view button[name='action_statements']",
                run: "click",
            },
            {
                content: "a draft of the customer",
                trigger: ".o_list_view .o_data_row td[name='state']:contains('Draft')",
            },
        ]),
});

// The clerk looks it over and sends it by other means.
registry.category("web_tour.tours").add("gendan_followup_month_send", {
    steps: () =>
        patient([
            press("action_check", "looked over"),
            stands("Checked"),
            press("action_sent", "it has gone out by hand"),
            yes(),
            stands("Sent"),
        ]),
});

// The customer, logged in, has one line otherwise.
registry.category("web_tour.tours").add("gendan_followup_month_dispute", {
    steps: () =>
        patient([
            {
                content: "her statement",
                trigger: "main a[href*='/my/statements/']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "the first delivery is otherwise",
                trigger: "main details:has([name^='amount_']) summary",
                run: "click",
            },
            {
                content: "her amount",
                trigger: "main details[open] input[name^='amount_']",
                run: "edit 327.70",
            },
            {
                content: "her reason",
                trigger: "main details[open] select[name^='reason_']",
                run: "selectByLabel Quantity",
            },
            {
                content: "her words",
                trigger: "main details[open] input[name^='note_']",
                run: "edit 58 came",
            },
            {
                content: "who she is",
                trigger: "#gendan_name",
                run: "edit Lin Xiaotong",
            },
            {
                content: "in which function",
                trigger: "#gendan_function",
                run: "edit Purchasing",
            },
            {
                content: "send it",
                trigger: "button[name='verdict'][value='dispute']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "it has come in, and says her figure",
                trigger: "main .alert-success:contains('your answer has reached us')",
            },
            {
                content: "no second answer",
                trigger: "main:not(:has(button[name='verdict'])) .alert-warning:contains('58 came')",
            },
        ]),
});

// The clerk clears it up: the customer's list, a new version, his figure, the invoices, the end.
registry.category("web_tour.tours").add("gendan_followup_month_settle", {
    steps: () =>
        patient([
            stands("Disputed"),
            {
                content: "match it with the customer's list",
                trigger: ".o_form_view button[name='action_gendan_match']",
                run: "click",
            },
            press("action_read_list", "take his list over"),
            {
                content: "paste it: he has a delivery that we do not",
                trigger: ".modal .o_field_widget[name='text'] textarea",
                run({ anchor }) {
                    // as pasted: typing would not take the tabs
                    anchor.value = "订单号\t数量\t金额\nPO-501\t58\t290.00\nPO-502\t40\t200.00";
                    anchor.dispatchEvent(new Event("input", { bubbles: true }));
                    anchor.dispatchEvent(new Event("change", { bubbles: true }));
                },
            },
            {
                content: "read it",
                trigger: ".modal button[name='action_read']",
                run: "click",
            },
            {
                content: "it is understood",
                trigger: ".modal .alert-success:contains('Lines: 2')",
            },
            {
                content: "take it over",
                trigger: ".modal button[name='action_take_over']",
                run: "click",
            },
            {
                content: "two differences: the quantity, and the delivery we had not booked",
                trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name='count_open']:contains('2')",
            },
            {
                content: "back to the statement",
                trigger: ".o_form_view .o_field_widget[name='statement_id'] a.o_form_uri",
                run: "click",
            },
            stands("Disputed"),
            press("action_reissue", "the delivery is booked now: a new version"),
            yes(),
            {
                content: "it is the second one",
                trigger: `.o_form_view .oe_title:contains('v2') , .o_form_view h1:contains('v2')`,
            },
            press("action_check", "looked over"),
            stands("Checked"),
            press("action_sent", "it has gone out"),
            yes(),
            stands("Sent"),
            press("action_gendan_answer", "he agrees but for the two pieces"),
            {
                content: "the difference is known",
                trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row:contains('327.70')",
            },
            {
                content: "at his figure",
                trigger: ".modal .o_field_widget[name='result'] .o_radio_item:contains('Agrees at his figure') input:checked",
            },
            {
                content: "we let him have it: the line",
                trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row td[name='is_accepted']",
                run: "click",
            },
            {
                content: "we let him have it",
                trigger: ".modal .o_selected_row td[name='is_accepted'] input",
                run: "check",
            },
            type("said_by", "Xu Guoliang", ".modal"),
            {
                content: "take it down",
                trigger: ".modal button[name='action_take']",
                run: "click",
            },
            stands("Agreed at the Customer's Figure"),
            press("action_make_invoices", "make the invoices"),
            {
                content: "what is agreed, less the two pieces",
                trigger: ".modal .o_field_widget[name='preview'] tfoot:contains('553.70')",
            },
            {
                content: "make the drafts",
                trigger: ".modal button[name='action_make']",
                run: "click",
            },
        ]),
});

// Accounting has posted them; the clerk is done with the month.
registry.category("web_tour.tours").add("gendan_followup_month_close", {
    steps: () => patient([press("action_close", "close it"), stands("Closed")]),
});
