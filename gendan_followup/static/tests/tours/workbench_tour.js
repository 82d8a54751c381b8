import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_workbench_tour.py, which makes the orders and checks afterwards what was done.
registry.category("web_tour.tours").add("gendan_followup_workbench", {
    steps: () =>
        patient([
            {
                content: "the desk: one late, three today",
                trigger: ".o_gendan_wb_tile[data-code='late'] .o_gendan_wb_number:text('1')",
            },
            {
                content: "the late one is done",
                trigger: ".o_gendan_wb_pile[data-code='late'] .o_gendan_wb_row [data-code='tick']",
                run: "click",
            },
            {
                content: "its row has left, the number with it",
                trigger: ".o_gendan_wb_tile[data-code='late'] .o_gendan_wb_number:text('0')",
            },
            {
                content: "more about one of today",
                trigger: ".o_gendan_wb_pile[data-code='today'] .o_gendan_wb_row:last .o_gendan_wb_more",
                run: "click",
            },
            {
                content: "skip it",
                trigger: ".o-dropdown-item[data-code='skip']",
                run: "click",
            },
            {
                content: "with a reason",
                trigger: ".modal .o_gendan_ask [data-name='reason'] input",
                run: "edit repeat order",
            },
            {
                content: "save",
                trigger: ".modal .o_gendan_wb_confirm:enabled",
                run: "click",
            },
            {
                content: "two are left today",
                trigger: "body:not(:has(.modal)) .o_gendan_wb_tile[data-code='today'] .o_gendan_wb_number:text('2')",
            },
            {
                content: "choose both",
                trigger: ".o_gendan_wb_pile[data-code='today'] header .o_gendan_wb_check input",
                run: "click",
            },
            {
                content: "tick them together",
                trigger: ".o_gendan_wb_bulk [data-operation='tick']",
                run: "click",
            },
            {
                content: "today is proposed",
                trigger: ".modal .o_gendan_bulk_start:enabled",
                run: "click",
            },
            {
                content: "both have left",
                trigger: "body:not(:has(.modal)) .o_gendan_wb_tile[data-code='today'] .o_gendan_wb_number:text('0')",
            },
            {
                content: "the list behind a number",
                trigger: ".o_gendan_wb_tile[data-code='others']",
                run: "click",
            },
            {
                content: "is Odoo's own and holds the department's four",
                trigger: ".o_list_view .o_data_row:eq(3)",
            },
            {
                content: "and back",
                trigger: ".o_back_button, .breadcrumb-item a",
                run: "click",
            },
            {
                content: "the desk again",
                trigger: ".o_gendan_wb_pile[data-code='others']",
            },
        ]),
});
