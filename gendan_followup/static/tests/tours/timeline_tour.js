import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_timeline_tour.py, which makes the order and checks the tick afterwards.
registry.category("web_tour.tours").add("gendan_followup_timeline", {
    steps: () =>
        patient([
            {
                content: "open the follow-up of the order",
                trigger: "a[name='gendan_followup']",
                run: "click",
            },
            {
                content: "the chart shows the promise in words",
                trigger: ".o_gendan_timeline .o_gendan_promise_text",
            },
            {
                content: "tick the milestone that can be done now",
                trigger: ".o_gendan_row:contains('Contract') .o_gendan_tick_button",
                run: "click",
            },
            {
                content: "it is done at once",
                trigger: ".o_gendan_row.o_gendan_done:contains('Contract')",
            },
            {
                content: "look at another milestone",
                trigger: ".o_gendan_row:contains('Arrived') .o_gendan_name",
                run: "click",
            },
            {
                content: "its dialog says what it is about",
                trigger: ".modal .o_field_widget[name='baseline_date']",
            },
            {
                content: "close it",
                trigger: ".modal .btn-close",
                run: "click",
            },
            {
                content: "and be back on the order",
                trigger: "body:not(:has(.modal)) .o_gendan_timeline",
            },
        ]),
});
