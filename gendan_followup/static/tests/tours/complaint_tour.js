import { registry } from "@web/core/registry";
import { patient } from "./patient";
import { choose, select, type } from "./steps";

// Run by tests/tours/test_complaint_tour.py: a complaint out of a chat, one closed in one screen, one from the phone.

const FORM = "body:not(:has(.modal)) .o_form_view";
const STATUS = `${FORM} .o_arrow_button_current`;
const DIALOG = ".modal .o_form_view";

const CHAT = `maili-lin 2026/1/5 08:20:10
你好

maili-lin 2026/1/5 08:22:00
S90031 这批抽检 200 个，40 个破了
`;

/** A picture as a camera or the clipboard gives it. */
async function picture(name) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 4;
    canvas.getContext("2d").fillRect(0, 0, 4, 4);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const data = new DataTransfer();
    data.items.add(new File([blob], name, { type: "image/png" }));
    return data;
}

/** How often the screen was touched; the camera's own screens are not ours. */
let taps = 0;
function count(ev) {
    taps += ev.target.type === "file" ? 0 : 1;
}

registry.category("web_tour.tours").add("gendan_followup_complaint_light", {
    steps: () =>
        patient([
            // what the customer wrote in a chat
            {
                content: "out of a chat",
                trigger: ".o_control_panel button:contains('From a Chat')",
                run: "click",
            },
            {
                content: "paste the messages",
                trigger: `${DIALOG} .o_field_widget[name='text'] textarea`,
                run: async ({ anchor, edit }) => {
                    await edit(CHAT);
                    anchor.blur();
                },
            },
            {
                content: "the customer is recognised by his account",
                trigger: `${DIALOG} .o_field_widget[name='partner_id'] input:value(Maili)`,
            },
            {
                content: "the order by its number",
                trigger: `${DIALOG} .o_field_widget[name='order_id'] input:value(S90031)`,
            },
            {
                content: "the goods with how many are bad",
                trigger: `${DIALOG} .o_field_widget[name='line_ids'] .o_data_row td[name='bad']:contains('40')`,
            },
            {
                content: "paste the screenshot",
                trigger: `${DIALOG} .o_field_widget[name='attachment_ids']`,
                run: async ({ anchor }) => {
                    const clipboardData = await picture("image.png");
                    anchor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
                },
            },
            {
                content: "it is there, with a name of its own",
                trigger: `${DIALOG} .o_field_widget[name='attachment_ids'] .o_attachment:not(.o_attachment_uploading):contains('Screenshot')`,
            },
            {
                content: "save",
                trigger: ".modal button[name='action_save']",
                run: "click",
            },
            {
                content: "the complaint, with what was sent as it came",
                trigger: `${FORM} .o_notebook a[name='papers']`,
            },
            // small, the cause is known: one screen, one button
            {
                content: "the next one",
                trigger: ".o_form_button_create:visible, .o_control_panel button:contains('New'):visible",
                run: "click",
            },
            {
                content: "an empty one",
                trigger: "body:has(.o_last_breadcrumb_item:contains('New')) .o_form_view .o_field_widget[name='subject']",
            },
            type("subject", "Twenty missing"),
            ...choose("order_id", "S90031"),
            ...choose("kind_id", "Quantity (test)"),
            {
                content: "how many",
                trigger: `${FORM} .o_field_widget[name='line_ids'] .o_data_row td[name='bad']`,
                run: "click",
            },
            {
                content: "twenty",
                trigger: `${FORM} .o_field_widget[name='line_ids'] .o_selected_row td[name='bad'] input`,
                run: "edit 20",
            },
            type("findings", "The packer miscounted"),
            ...choose("cause_id", "Machine"),
            type("light_answer", "Sorry, we take off the twenty."),
            {
                content: "how it is settled",
                trigger: `${FORM} [name='light'] .o_field_widget[name='settlement_ids'] .o_field_x2many_list_row_add a, ${FORM} .o_field_widget[name='settlement_ids'] .o_field_x2many_list_row_add a`,
                run: "click",
            },
            ...select("choice", "Discount", `${FORM} .o_field_widget[name='settlement_ids'] .o_selected_row`),
            {
                content: "what it is worth",
                trigger: `${FORM} .o_field_widget[name='settlement_ids'] .o_selected_row td[name='amount'] input`,
                run: "edit 96",
            },
            {
                content: "answered, settled, closed",
                trigger: `${FORM} .o_form_statusbar button[name='action_light_close']`,
                run: "click",
            },
            {
                content: "that was all",
                trigger: `${STATUS}:contains('Closed')`,
            },
        ]),
});

registry.category("web_tour.tours").add("gendan_followup_complaint_phone", {
    steps: () =>
        patient([
            {
                content: "on the transfer",
                trigger: ".o_form_view .o_form_statusbar button[name='action_gendan_report_complaint']:visible",
                run: async ({ anchor, click }) => {
                    taps = 0;
                    document.addEventListener("click", count, true);
                    await click(anchor);
                },
            },
            {
                content: "two: the goods",
                trigger: `${DIALOG} .o_field_widget[name='product_id'] .o_selection_badge:contains('carton')`,
                run: "click",
            },
            {
                content: "three: how many",
                trigger: `${DIALOG} .o_field_widget[name='bad'] input`,
                run: "edit 250",
            },
            {
                content: "four: a photo",
                trigger: `${DIALOG} .o_field_widget[name='photo_ids'] .o_attach`,
                run: async ({ anchor, click }) => {
                    const input = anchor.closest(".o_file_input").querySelector("input[type='file']");
                    // the camera opens, and gives the picture back
                    input.addEventListener("click", (ev) => ev.preventDefault(), { once: true });
                    await click(anchor);
                    input.files = (await picture("seal.png")).files;
                    input.dispatchEvent(new Event("change", { bubbles: true }));
                },
            },
            {
                content: "it is there",
                trigger: `${DIALOG} .o_field_widget[name='photo_ids'] .o_attachment:not(.o_attachment_uploading):contains('seal')`,
            },
            {
                content: "five: save",
                trigger: ".modal button[name='action_save']",
                run: "click",
            },
            {
                content: "written down with five taps",
                trigger: `${STATUS}:contains('New'), ${FORM} .o_field_widget[name='subject']`,
                run() {
                    document.removeEventListener("click", count, true);
                    if (taps !== 5) {
                        throw new Error(`It took ${taps} taps, not five`);
                    }
                },
            },
        ]),
});

registry.category("web_tour.tours").add("gendan_followup_complaint_phone_end", {
    steps: () =>
        patient([
            {
                content: "all is made",
                trigger: `${FORM} .o_form_statusbar`,
            },
            {
                content: "tell the customer",
                trigger: ".o_statusbar_buttons > button[name='action_answer']",
                run: "click",
            },
            type("text", "All is on its way.", DIALOG),
            {
                content: "he has been told",
                trigger: ".modal button[name='action_note']:visible",
                run: "click",
            },
            {
                content: "it is noted",
                trigger: `${FORM} .o_notebook_headers a[name='answers']`,
            },
            {
                content: "what else can be done",
                trigger: "body:not(:has(.modal)) .o_form_statusbar .o_statusbar_buttons button .oi-ellipsis-v",
                run: "click",
            },
            {
                content: "close it",
                trigger: ".o-dropdown--menu button[name='action_close']",
                run: "click",
            },
            {
                content: "closed",
                trigger: `${STATUS}:contains('Closed'), ${FORM} .o_statusbar_status:contains('Closed')`,
            },
        ]),
});
