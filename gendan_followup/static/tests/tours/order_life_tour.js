import { formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { openApp, openPage } from "./steps";

// The clerk's side of an order's life, in three chapters. Run by tests/tours/test_order_life_tour.py, which plays
// the buyer, the workshop and the warehouse between them.
const CUSTOMER = "Maili Foods";
const PRODUCT = "BG-1402 nut bag";
const REFERENCE = "ML-2611-07";
const PROMISED_IN_DAYS = 12;

const tours = registry.category("web_tour.tours");

/** From anywhere to the order's timeline, by the list of followed orders, where its light shows. */
function openFollowup(light) {
    return [
        ...openApp("gendan_followup.menu_gendan_root"),
        ...openPage("gendan_followup.menu_gendan_orders"),
        {
            content: "find the order by its light in the list",
            trigger:
                `.o_data_row:contains('${REFERENCE}')` +
                `:has([name='gendan_delivery_health']:contains('${light}')) td[name='name']`,
            run: "click",
        },
        {
            content: "open its follow-up",
            trigger: ".o_form_view a[name='gendan_followup']",
            run: "click",
        },
    ];
}

function light(text) {
    return {
        content: `the light says: ${text}`,
        trigger: `.o_gendan_timeline header .badge:contains('${text}')`,
    };
}

function done(milestone) {
    return {
        content: `done: ${milestone}`,
        trigger: `.o_gendan_timeline .o_gendan_row.o_gendan_done:contains('${milestone}')`,
    };
}

tours.add("gendan_followup_life_order", {
    steps: () =>
        patient([
            ...openApp("sale.sale_menu_root"),
            {
                content: "a new quotation",
                trigger: ".o_sale_order .o_list_button_add",
                run: "click",
            },
            {
                content: "for this customer",
                trigger: ".o_form_view .o_field_widget[name='partner_id'] input",
                run: `edit ${CUSTOMER}`,
            },
            {
                content: "whom Odoo finds",
                trigger: `.ui-autocomplete li:not(.o_m2o_dropdown_option) a:contains('${CUSTOMER}')`,
                run: "click",
            },
            {
                content: "a line",
                trigger: ".o_field_widget[name='order_line'] a:contains('Add a product')",
                run: "click",
            },
            {
                content: "of a product we make",
                trigger: ".o_selected_row [name='product_template_id'] input",
                run: `edit ${PRODUCT}`,
            },
            {
                content: "which Odoo finds",
                trigger: `.ui-autocomplete li:not(.o_m2o_dropdown_option) a:contains('${PRODUCT}')`,
                run: "click",
            },
            {
                content: "the line has the product and its price",
                trigger: ".o_selected_row [name='price_unit'] input:value('0.165')",
            },
            {
                content: "fifty thousand of it",
                trigger: ".o_selected_row [name='product_uom_qty'] input",
                run: "edit 50000",
            },
            {
                content: "go on to the other information",
                trigger: ".o_form_view a[name='other_information']",
                run: "click",
            },
            {
                content: "the customer's order number",
                trigger: ".o_field_widget[name='client_order_ref'] input",
                run: `edit ${REFERENCE}`,
            },
            {
                content: "the day it is to arrive, typed",
                trigger: ".o_field_widget[name='commitment_date'] input",
                async run({ edit, press }) {
                    // the factory's evening; the field reads and shows the browser's clock
                    const day = luxon.DateTime.now().setZone("Asia/Shanghai").plus({ days: PROMISED_IN_DAYS });
                    await edit(formatDateTime(day.set({ hour: 17, minute: 30, second: 0 })));
                    await press("Enter");
                },
            },
            {
                content: "back to the line",
                trigger: ".o_form_view a[name='order_lines']",
                run: "click",
            },
            {
                content: "all is entered",
                trigger: ".o_data_row td[name='product_uom_qty']:contains('50,000')",
            },
            {
                content: "confirm it",
                trigger: ".o_statusbar_buttons button[name='action_confirm']",
                run: "click",
            },
            {
                content: "it is an order and has a plan",
                trigger: ".o_form_view button[name='action_gendan_plan']:contains('On track')",
            },
            {
                content: "open its follow-up",
                trigger: ".o_form_view a[name='gendan_followup']",
                run: "click",
            },
            light("On track"),
            {
                content: "three days to spare",
                trigger: ".o_gendan_timeline:contains('Buffer in working days: 3')",
            },
            done("Confirmed"),
            {
                content: "all the other steps are still to come",
                trigger:
                    ".o_gendan_timeline:has(.o_gendan_on_track:contains('Material'))" +
                    ":has(.o_gendan_on_track:contains('Arrived'))",
            },
        ]),
});

tours.add("gendan_followup_life_late", {
    steps: () =>
        patient([
            ...openFollowup("At risk"),
            light("At risk"),
            {
                content: "one day past the promise",
                trigger: ".o_gendan_timeline:contains('Working days past the promise: 1')",
            },
            {
                content: "because the material comes later than planned: both days are shown",
                trigger: ".o_gendan_row:contains('Material') .o_gendan_day s",
            },
            {
                content: "look at it",
                trigger: ".o_gendan_row:contains('Material') .o_gendan_name",
                run: "click",
            },
            {
                content: "it says which purchase it waits for",
                trigger: ".modal [name='expected_source']:contains('P0')",
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

tours.add("gendan_followup_life_delivered", {
    steps: () =>
        patient([
            ...openFollowup("On track"),
            light("On track"),
            done("Material"),
            done("Made"),
            done("Shipped"),
            {
                content: "the customer says that the goods are there",
                trigger: ".o_gendan_row:contains('Arrived') .o_gendan_tick_button",
                run: "click",
            },
            done("Arrived"),
            light("Delivered"),
            ...openPage("gendan_followup.menu_gendan_message"),
            {
                content: "that the goods are made waits to be sent",
                trigger:
                    `.o_data_row:contains('${REFERENCE}')` +
                    ":has([name='kind_id']:contains('Made')):contains('To be sent')",
            },
            {
                content: "in words",
                trigger: `.o_data_row:contains('${REFERENCE}') [name='preview']:contains('${PRODUCT}')`,
            },
        ]),
});
