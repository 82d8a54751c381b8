import { registry } from "@web/core/registry";
import { patient } from "./patient";

/** A key pressed on the grid, or in the cell that is being typed into. */
function key(name, values = {}) {
    return () => {
        const target = document.querySelector(".o_gendan_grid_input") || document.querySelector(".o_gendan_grid_scroll");
        target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...values }));
    };
}

// Run by tests/tours/test_grid_tour.py, which makes two orders and checks what was typed afterwards.
registry.category("web_tour.tours").add("gendan_followup_grid", {
    steps: () =>
        patient([
            {
                content: "the grid has a row for each order and the template's milestones as columns",
                trigger: ".o_gendan_grid th:contains('Contract')",
            },
            {
                content: "put the cursor on the order's buffer",
                trigger: ".o_gendan_grid tr[data-r='0'] td[data-c='0']",
                run() {
                    const cell = document.querySelector("tr[data-r='0'] td[data-c='0']");
                    cell.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
                },
            },
            {
                content: "the bar tells it in words",
                trigger: ".o_gendan_grid_words:contains('Buffer')",
            },
            {
                content: "go to the contract of the first order with the keyboard",
                trigger: ".o_gendan_active[data-c='0']",
                run() {
                    for (let i = 0; i < 8; i++) {
                        key("ArrowRight")();
                    }
                },
            },
            {
                content: "and type yesterday",
                trigger: ".o_gendan_active[data-c='8']",
                run: key("-"),
            },
            {
                trigger: ".o_gendan_grid_input",
                run: "edit -1",
            },
            {
                trigger: ".o_gendan_grid_input",
                run: key("Enter"),
            },
            {
                content: "it is done, the cursor is one row below",
                trigger: "tr[data-r='0'] td[data-c='8'][class*='o_gendan_c_done']",
            },
            {
                content: "what Odoo ticks itself is not typed; the server says why",
                trigger: "tr[data-r='1'] .o_gendan_active[data-c='8']",
                run() {
                    key("ArrowRight")();
                    key("3")();
                },
            },
            {
                trigger: ".o_notification:contains('Odoo sets its date')",
            },
            {
                content: "select the second row's cells and tick today whatever can be ticked",
                trigger: "tr[data-r='1'] .o_gendan_active[data-c='9']",
                run() {
                    key("Home")();
                    key("End", { shiftKey: true })();
                    key(";", { ctrlKey: true })();
                },
            },
            {
                content: "two steps were typed in one go",
                trigger: ".o_gendan_grid_said:contains('2')",
            },
            {
                content: "undo",
                trigger: ".o_gendan_grid_undo",
                run: "click",
            },
            {
                trigger: ".o_gendan_grid_said:contains('Taken back')",
            },
            {
                content: "open the order",
                trigger: "tr[data-r='0'] a",
                run: "click",
            },
            {
                trigger: ".o_form_view .o_field_widget[name='partner_id']",
            },
            {
                content: "and come back to the same cell",
                trigger: ".o_back_button, .breadcrumb-item a",
                run: "click",
            },
            {
                trigger: ".o_gendan_grid .o_gendan_active",
            },
        ]),
});
