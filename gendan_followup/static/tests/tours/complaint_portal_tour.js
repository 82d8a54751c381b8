import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { patient } from "./patient";
import { choose, openTab, type } from "./steps";

// Run by tests/tours/test_complaint_portal_tour.py: filed by the customer, answered at the desk, agreed to by him.

const press = (name, content) => ({
    content,
    trigger: `.o_form_view button[name='${name}']:not([disabled])`,
    run: "click",
});

registry.category("web_tour.tours").add("gendan_followup_complaint_filed", {
    steps: () =>
        patient([
            {
                content: "a new complaint",
                trigger: "main a[href='/my/complaints/new']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "about this delivery",
                trigger: "main .gendan_order a[href*='picking=']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "what is wrong",
                trigger: "#subject",
                run: "edit Seal tears",
            },
            {
                content: "more than came",
                trigger: "#bad_1",
                run: "edit 4000",
            },
            {
                content: "what is seen",
                trigger: "#defect_1",
                run: "selectByLabel Seal leaks or tears",
            },
            {
                content: "a photo of it",
                trigger: "#photos_1",
                run: async () => {
                    const pixel =
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
                    const bytes = Uint8Array.from(atob(pixel), (char) => char.charCodeAt(0));
                    await inputFiles("#photos_1", [new File([bytes], "seal.png", { type: "image/png" })]);
                },
            },
            {
                content: "send it",
                trigger: "button[name='send']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "refused beside the field",
                trigger: "#bad_1.is-invalid",
            },
            {
                content: "the photo is kept",
                trigger: "img[src^='/my/complaints/sent/']",
            },
            {
                content: "fewer",
                trigger: "#bad_1",
                run: "edit 40",
            },
            {
                content: "send it again",
                trigger: "button[name='send']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "it has a number",
                trigger: "main .alert-success:contains('under number')",
            },
            {
                content: "with the photo",
                trigger: "main img[src*='/file/']",
            },
        ]),
});

registry.category("web_tour.tours").add("gendan_followup_complaint_answered", {
    steps: () =>
        patient([
            press("action_hold", "a holding answer"),
            {
                content: "told on the portal",
                trigger: ".modal .o_field_widget[name='channel'] .o_radio_item:contains('Portal') input",
                run: "click",
            },
            type("text", "We look into it, more tomorrow at ten", ".modal"),
            {
                content: "told",
                trigger: ".modal button[name='action_note']:contains('He Has Been Told')",
                run: "click",
            },
            {
                content: "the dialog is closed",
                trigger: "body:not(:has(.modal)) .o_form_view",
            },
            openTab("findings"),
            type("findings", "Sealing bar too cold on the night shift"),
            ...choose("cause_id", "Wrong setting"),
            press("action_find", "found"),
            openTab("settlement"),
            type("proposal", "We take off the 40 pieces"),
            press("action_propose", "offered"),
            {
                content: "it is with the customer",
                trigger: ".o_form_view button[name='action_agree']",
            },
        ]),
});

registry.category("web_tour.tours").add("gendan_followup_complaint_agreed", {
    steps: () =>
        patient([
            {
                content: "what we told her",
                trigger: "main :contains('more tomorrow at ten')",
            },
            {
                content: "what we offer",
                trigger: "main :contains('We take off the 40 pieces')",
            },
            {
                content: "she agrees",
                trigger: "button[name='verdict'][value='agree']",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "it has reached us",
                trigger: "main .alert-success:contains('has reached us')",
            },
        ]),
});
