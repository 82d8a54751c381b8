import { registry } from "@web/core/registry";
import { patient } from "./patient";

// Run by tests/tours/test_spec_tour.py, which makes the quotation and checks what was saved.
registry.category("web_tour.tours").add("gendan_followup_spec", {
    steps: () =>
        patient([
            {
                content: "the line says how much of its specification is there",
                trigger: ".o_gendan_spec_button:contains('50 %')",
                run: "click",
            },
            {
                content: "the first required answer waits for the keyboard",
                trigger: ".modal .o_gendan_spec input:focus[placeholder='film']",
                run: "edit PET12/PE70",
            },
            {
                content: "Enter goes to the next",
                trigger: ".modal .o_gendan_spec input:focus",
                run: "press Enter",
            },
            {
                content: "a size that cannot be read",
                trigger: ".modal .o_gendan_spec input:focus[placeholder='e.g. 180×260']",
                run: "edit big",
            },
            {
                content: "try to save",
                trigger: ".modal .o_gendan_spec input:focus",
                run: "press Control+Enter",
            },
            {
                content: "the wrong answer says so and waits for the keyboard",
                trigger: ".modal .o_gendan_spec input.is-invalid:focus",
                run: "edit 180x260",
            },
            {
                content: "choose among the choices",
                trigger: ".modal .o_gendan_spec select[name='Zip']",
                run: "selectByLabel Slider",
            },
            {
                content: "the last one, ours",
                trigger: ".modal .o_gendan_spec_row:contains('Cylinder set') input",
                run: "edit V-118",
            },
            {
                content: "nothing required is missing any more",
                trigger: ".modal .modal-footer:contains('Everything required is there')",
            },
            {
                content: "leaving asks first",
                trigger: ".modal .o_gendan_spec_row:contains('Cylinder set') input",
                run: "press Escape",
            },
            {
                content: "it is still there",
                trigger: ".modal .alert:contains('Not saved yet')",
            },
            {
                content: "save",
                trigger: ".modal .o_gendan_spec_row:contains('Cylinder set') input",
                run: "press Control+Enter",
            },
            {
                content: "the line is complete, the question is gone",
                trigger: "body:not(:has(.modal)):not(:has(div[name='gendan_spec'])) .o_gendan_spec_button:contains('100 %')",
            },
        ]),
});
