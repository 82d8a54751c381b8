import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { patient } from "./patient";

/** The file the test has put there, as a person holds it over the page. */
async function stackOfTen() {
    const [{ id, name }] = await rpc("/web/dataset/call_kw/ir.attachment/search_read", {
        model: "ir.attachment",
        method: "search_read",
        args: [[["name", "=", "ten notes.pdf"]], ["name"]],
        kwargs: {},
    });
    const content = await (await fetch(`/web/content/${id}`)).blob();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], name, { type: "application/pdf" }));
    return dataTransfer;
}

// Run by tests/tours/test_filing_tour.py, which makes the papers and the scans and checks what was filed.
registry.category("web_tour.tours").add("gendan_followup_filing", {
    steps: () =>
        patient([
            {
                content: "ten scanned papers are held over the list",
                trigger: ".o_list_view .o_gendan_filing_button",
                async run() {
                    const dataTransfer = await stackOfTen();
                    const list = document.querySelector(".o_list_renderer");
                    list.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer }));
                },
            },
            {
                content: "and dropped",
                trigger: ".o-Dropzone",
                async run() {
                    const dataTransfer = await stackOfTen();
                    this.anchor.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }));
                },
            },
            {
                content: "nine have found their papers",
                trigger: ".o_notification:contains('9 of 10 pages filed, 1 in the tray.')",
            },
            {
                content: "the pile shows each page",
                trigger: ".o_form_view .o_data_row:nth-child(9):contains('In the tray')",
            },
            {
                content: "look at the one that is left",
                trigger: "button[name='action_open_tray']",
                run: "click",
            },
            {
                content: "its picture is there, and why it was not filed",
                trigger: ".o_gendan_tray .alert:contains('No code can be read on this page')",
            },
            {
                trigger: ".o_gendan_tray_sheet img[src*='gendan.filing.page']",
            },
            {
                content: "type the last two digits of its number",
                trigger: "#gendan_tray_number:focus",
                run: "edit 42",
            },
            {
                content: "the paper is named before anything happens",
                trigger: "#gendan_tray_papers .active:contains('P2026-99842')",
            },
            {
                content: "Enter",
                trigger: "#gendan_tray_number",
                run: "press Enter",
            },
            {
                content: "that was the last one",
                trigger: ".o_gendan_tray .o_view_nocontent:contains('The tray is empty')",
            },
        ]),
});
