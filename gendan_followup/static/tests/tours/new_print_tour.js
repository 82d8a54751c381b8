import { formatDate, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { patient } from "./patient";
import { choose, openApp, openPage, openTab, select, type } from "./steps";

// A new printed product from a phone call to released production, in chapters: the clerk, the quality department, the
// supervisor and the workshop each at their own screen. Run by tests/tours/test_new_print_tour.py, which plays the
// plate maker and the warehouse between them.
const CUSTOMER = "Maili Foods";
const PRODUCT = "BG-1402 nut bag";
const REFERENCE = "ML-NEW-118";
const PROMISED_IN_DAYS = 60;
const ANSWER = "the seal must be tested at 121 °C first";

// The buttons on the order's head that find no room on this screen.
const MORE = { content: "the other buttons", trigger: ".o_form_view .o_button_more", run: "click" };
const APP = "gendan_followup.menu_gendan_root";
const DIALOG = ".modal";

const tours = registry.category("web_tour.tours");

/** By the factory's clock. */
function today() {
    return luxon.DateTime.now().setZone("Asia/Shanghai");
}

/** From anywhere to the order: as quotation by the list of what came in, then by that of the followed orders. */
function openOrder(page = "gendan_followup.menu_gendan_orders") {
    return [
        ...openApp(APP),
        ...openPage(page),
        {
            content: "find the order by the customer's number",
            trigger: `.o_data_row:contains('${REFERENCE}') td[name='name']`,
            run: "click",
        },
        {
            content: "it is open",
            trigger: ".o_form_view .o_field_widget[name='partner_id']",
        },
    ];
}

/** A form of its own is saved. */
const save = [
    {
        content: "save",
        trigger: ".o_form_button_save:enabled",
        run: "click",
    },
    {
        content: "it is saved",
        trigger: ".o_form_view .o_form_saved",
    },
];

/** A dialog is saved and gone. */
const saveDialog = [
    {
        content: "save",
        trigger: `${DIALOG} .o_form_button_save`,
        run: "click",
    },
    {
        content: "it is saved",
        trigger: "body:not(:has(.modal))",
    },
];

/** A sample of that kind for the open order, its first round sent today. */
function sendSample(kind, waybill) {
    return [
        MORE,
        {
            content: "the order's samples",
            trigger: ".o-form-buttonbox button[name='action_gendan_samples']",
            run: "click",
        },
        {
            content: "a new one",
            trigger: ".o_control_panel .o-kanban-button-new, .o_control_panel .o_list_button_add",
            run: "click",
        },
        ...choose("kind_id", kind),
        {
            content: "it knows product and customer",
            trigger:
                `.o_form_view:has([name='partner_id'] input:value('${CUSTOMER}'))` +
                ` [name='product_id'] input:value('${PRODUCT}')`,
        },
        ...save,
        {
            content: "its first round",
            trigger: ".o_form_view button[name='action_gendan_round']",
            run: "click",
        },
        {
            content: "sent today",
            trigger: `${DIALOG} .o_field_widget[name='sent_on'] input`,
            async run({ edit, press }) {
                await edit(formatDate(today()));
                await press("Enter");
            },
        },
        type("tracking", waybill, DIALOG),
        ...saveDialog,
        {
            content: "it is with the customer",
            trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('With the customer')",
        },
    ];
}

/** The customer approves the sample that is open. */
function approve(evidence) {
    return [
        {
            content: "the customer has looked at it",
            trigger: ".o_form_view button[name='action_gendan_verdict']",
            run: "click",
        },
        {
            content: "approved is what is offered",
            trigger: `${DIALOG} .o_field_widget[name='result'] input[data-value='approved']:checked`,
        },
        type("given_by", "Ms Lin", DIALOG),
        type("evidence", evidence, DIALOG),
        ...saveDialog,
        {
            content: "it is approved",
            trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('Approved')",
        },
    ];
}

tours.add("gendan_followup_print_phone", {
    steps: () =>
        patient([
            ...openApp(APP),
            ...openPage("gendan_followup.menu_gendan_intake"),
            {
                content: "the phone rings: a new order",
                trigger: ".o_control_panel .o_list_button_add",
                run: "click",
            },
            ...choose("partner_id", CUSTOMER),
            {
                content: "a line",
                trigger: ".o_field_widget[name='order_line'] a:contains('Add a product')",
                run: "click",
            },
            ...choose("product_template_id", PRODUCT, ".o_selected_row"),
            {
                content: "the line has the product and its price",
                trigger: ".o_selected_row [name='price_unit'] input:value('0.165')",
            },
            type("product_uom_qty", "50000", ".o_selected_row"),
            openTab("gendan_intake"),
            ...select("gendan_channel", "Phone"),
            type("gendan_sent_by", "Ms Lin"),
            type("client_order_ref", REFERENCE),
            ...select("gendan_order_kind", "New product"),
            openTab("other_information"),
            {
                content: "the day it is to arrive",
                trigger: ".o_field_widget[name='commitment_date'] input",
                async run({ edit, press }) {
                    const day = today().plus({ days: PROMISED_IN_DAYS });
                    await edit(formatDateTime(day.set({ hour: 17, minute: 30, second: 0 })));
                    await press("Enter");
                },
            },
            ...save,
            {
                content: "said and not written: it stays red",
                trigger: ".o_form_view .oe_title .badge:contains('Written confirmation missing')",
            },
            openTab("order_lines"),
            {
                content: "what is still to be known is named",
                trigger: "div[name='gendan_spec']:contains('Structure')",
            },
            {
                content: "she asks on the phone and fills it in",
                trigger: "div[name='gendan_spec'] button[name='action_gendan_specification']",
                run: "click",
            },
            {
                content: "what it is made of",
                trigger: `${DIALOG} .o_gendan_spec_row:contains('Structure') input`,
                run: "edit PET12/VMPET12/PE80",
            },
            {
                content: "how big",
                trigger: `${DIALOG} .o_gendan_spec_row:contains('Size') input`,
                run: "edit 180x260+80",
            },
            {
                content: "how it closes",
                trigger: `${DIALOG} .o_gendan_spec select[name='Zip']`,
                run: "selectByLabel Slider",
            },
            {
                content: "on which cylinders, ours to say",
                trigger: `${DIALOG} .o_gendan_spec_row:contains('Cylinder set') input`,
                run: "edit B-1402-V1",
            },
            {
                content: "save",
                trigger: `${DIALOG} .o_gendan_spec_save`,
                run: "click",
            },
            {
                content: "nothing is missing any more",
                trigger: "body:not(:has(.modal)):not(:has(div[name='gendan_spec'])) .o_gendan_spec_button:contains('100 %')",
            },
            openTab("gendan_review"),
            {
                content: "ask the departments",
                trigger: "button[name='action_gendan_start_review']",
                run: "click",
            },
            {
                content: "quality is asked",
                trigger: ".o_field_widget[name='gendan_review_item_ids'] .o_data_row:contains('Standard and tests'):contains('Not answered')",
            },
            {
                content: "what she has just agreed on the phone she notes herself",
                trigger: ".o_data_row:contains('Quality standard agreed') button[name='action_gendan_dialog']",
                run: "click",
            },
            type("given_by", "Ms Lin", DIALOG),
            {
                content: "noted",
                trigger: `${DIALOG} button[name='action_answer']`,
                run: "click",
            },
            {
                content: "with name and way",
                trigger: "body:not(:has(.modal)) .o_data_row:contains('Quality standard agreed'):contains('Ms Lin · Phone')",
            },
            {
                content: "could it be confirmed already?",
                trigger: ".o_statusbar_buttons button[name='action_confirm']",
                run: "click",
            },
            {
                content: "no, and the list says why",
                trigger: ".modal:contains('by word of mouth'):contains('Standard and tests')",
            },
            {
                content: "very well",
                trigger: ".modal .modal-footer button",
                run: "click",
            },
            {
                content: "it is a quotation still",
                trigger: "body:not(:has(.modal)) .o_statusbar_buttons button[name='action_confirm']",
            },
        ]),
});

tours.add("gendan_followup_print_quality", {
    steps: () =>
        patient([
            ...openApp(APP),
            ...openPage("gendan_followup.menu_gendan_review_department"),
            {
                content: "the new bag is on quality's list, without any price",
                trigger: `.o_data_row:contains('${PRODUCT}'):contains('Standard and tests')`,
            },
            {
                content: "open it",
                trigger: `.o_data_row:contains('${PRODUCT}') .o_list_record_open_form_view button`,
                run: "click",
            },
            {
                content: "no",
                trigger: ".o_form_view button[name='action_gendan_no']",
                run: "click",
            },
            type("remark", ANSWER, DIALOG),
            {
                content: "noted",
                trigger: `${DIALOG} button[name='action_answer']`,
                run: "click",
            },
            {
                content: "their word stands there",
                trigger: `body:not(:has(.modal)) .o_form_view:contains('${ANSWER}')`,
            },
        ]),
});

tours.add("gendan_followup_print_waiver", {
    steps: () =>
        patient([
            {
                content: "two things stop it",
                trigger: `.o_form_view .alert-danger:contains('by word of mouth'):contains('${ANSWER}')`,
            },
            {
                content: "one of them the supervisor takes upon himself",
                trigger: ".alert-danger button[name='action_gendan_waive']",
                run: "click",
            },
            {
                content: "nothing is ticked beforehand",
                trigger: `${DIALOG}:has(.o_data_row:contains('by word of mouth')):not(:has(td[name='waive'] input:checked))`,
            },
            {
                content: "this one, and not the other: something in writing must come",
                trigger: `${DIALOG} .o_data_row:contains('${ANSWER}') td[name='waive']`,
                run: "click",
            },
            {
                content: "that tick is in",
                trigger: `${DIALOG} .o_data_row:contains('${ANSWER}') td[name='waive'] input:checked`,
            },
            {
                content: "why",
                trigger: `${DIALOG} .o_field_widget[name='reason'] input`,
                run: "edit The laboratory tests the first hundred bags",
            },
            {
                content: "waive it",
                trigger: `${DIALOG} button[name='action_waive']`,
                run: "click",
            },
            {
                content: "the other one still stops it",
                trigger:
                    "body:not(:has(.modal)) .o_form_view" +
                    ` .alert-danger:contains('by word of mouth'):not(:contains('${ANSWER}'))`,
            },
        ]),
});

tours.add("gendan_followup_print_confirmed", {
    steps: () =>
        patient([
            ...openApp(APP),
            {
                content: "her desk asks for the paper",
                trigger: `.o_gendan_wb_row:contains('${REFERENCE}') [data-code='intake_paper']`,
                run: "click",
            },
            ...select("channel", "Chat", DIALOG),
            ...select("chat_app", "WeChat", DIALOG),
            type("account", "linda_maili", DIALOG),
            {
                content: "who is behind the account is known from the phone call",
                trigger: `${DIALOG} .o_field_widget[name='sent_by'] input:value('Ms Lin')`,
            },
            {
                content: "the screenshot",
                trigger: `${DIALOG} .o_field_widget[name='attachment_ids']`,
                async run() {
                    const file = new File(["PNG"], "wechat.png", { type: "image/png" });
                    await inputFiles(`${DIALOG} .o_field_widget[name='attachment_ids'] input[type='file']`, [file]);
                },
            },
            {
                content: "it is there",
                trigger: `${DIALOG} .o_field_widget[name='attachment_ids'] .o_attachment:contains('wechat.png')`,
            },
            ...saveDialog,
            {
                content: "the desk asks no more",
                trigger: "body:not(:has([data-code='intake_paper'])) .o_gendan_wb_tiles",
            },
            ...openOrder("gendan_followup.menu_gendan_intake"),
            {
                content: "nothing stops it",
                trigger: ".o_form_view:not(:has(.alert-danger)):not(:has(.oe_title .badge:contains('Written')))",
            },
            {
                content: "confirm it",
                trigger: ".o_statusbar_buttons button[name='action_confirm']",
                run: "click",
            },
            {
                content: "it is an order, locked as its first version",
                trigger:
                    ".o_form_view:has(.badge:contains('Locked')) button[name='action_gendan_versions']:contains('1')",
            },
            openTab("gendan_followup"),
            {
                content: "with the plan of a new printed product",
                trigger: ".o_gendan_timeline:has(.o_gendan_row:contains('Proof approved'))",
            },
            ...sendSample("Proof", "SF 1024 4417 0032"),
        ]),
});

tours.add("gendan_followup_print_proof", {
    steps: () =>
        patient([
            ...openApp(APP),
            ...openPage("gendan_followup.menu_gendan_sample", "gendan_followup.menu_gendan_samples"),
            {
                content: "the proof is with the customer",
                trigger: `.o_data_row:contains('Proof'):contains('With the customer') td[name='name']`,
                run: "click",
            },
            ...approve("WeChat, Ms Lin, 10:42"),
            ...openOrder(),
            MORE,
            {
                content: "its plates",
                trigger: ".o-form-buttonbox button[name='action_gendan_tooling']",
                run: "click",
            },
            {
                content: "a new set",
                trigger: ".o_control_panel .o-kanban-button-new, .o_control_panel .o_list_button_add",
                run: "click",
            },
            type("name", "B-1402-V1"),
            type("pieces", "8"),
            ...save,
            {
                content: "to be ordered",
                trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('To order')",
            },
        ]),
});

tours.add("gendan_followup_print_colour", {
    steps: () =>
        patient([
            ...openOrder(),
            openTab("gendan_followup"),
            {
                content: "the plates are in",
                trigger: ".o_gendan_timeline .o_gendan_row.o_gendan_done:contains('Cylinders in')",
            },
            ...sendSample("Colour proof", "SF 1024 4417 0077"),
            ...approve("signed at our press, sheet 3"),
        ]),
});

tours.add("gendan_followup_print_released", {
    steps: () =>
        patient([
            {
                content: "nothing stops the workshop, and it knows by which sample",
                trigger:
                    ".o_form_view:not(:has(.alert-danger)):has(.o_field_widget[name='gendan_order_versions'])" +
                    " .o_field_widget[name='gendan_sample_names']:contains('Colour proof')",
            },
            openTab("gendan_spec"),
            {
                content: "and what to make",
                trigger: ".o_field_widget[name='gendan_spec_html']:contains('PET12/VMPET12/PE80')",
            },
            {
                content: "start",
                trigger: ".o_statusbar_buttons button[name='action_start']",
                run: "click",
            },
            {
                content: "it runs",
                trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('In Progress')",
            },
        ]),
});

tours.add("gendan_followup_print_followed", {
    steps: () =>
        patient([
            ...openOrder(),
            openTab("gendan_followup"),
            ...["Proof approved", "Cylinders in", "Colour approved", "Production started"].map((name) => ({
                content: `done: ${name}`,
                trigger: `.o_gendan_timeline .o_gendan_row.o_gendan_done:contains('${name}')`,
            })),
        ]),
});
