import { registry } from "@web/core/registry";
import { openTab, select, type } from "./steps";
import { patient } from "./patient";

// Run by tests/tours/test_export_tour.py: a shipment by sea from the list of its papers to the ready ones.

const PAPER = ".modal .o_form_view";

function row(paper, state) {
    return `.o_field_widget[name='paper_ids'] .o_data_row:contains('${paper}'):contains('${state}')`;
}

/** The bill of lading as the forwarder mailed it. */
function ladingFile() {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["%PDF-1.4"], "COSU6123.pdf", { type: "application/pdf" }));
    return dataTransfer.files;
}

/** What is printed is made by the server; the file itself is not downloaded in a test. */
async function made(_action, options) {
    await options.onClose?.();
    return true;
}

registry.category("web_tour.tours").add("gendan_followup_export", {
    steps: () =>
        patient([
            {
                content: "the shipment and how far its papers are",
                trigger: ".o_data_row:contains('Nordlicht'):contains('0 / 4') td[name='name']",
                run: "click",
            },
            openTab("papers"),
            {
                content: "the rules have listed what it needs",
                trigger: row("Certificate of origin", "To get"),
            },
            {
                content: "no bill of lading as long as nobody knows how it travels",
                trigger: ".o_field_widget[name='paper_ids']:not(:has(.o_data_row:contains('Bill of lading')))",
            },
            ...select("mode", "Sea"),
            {
                content: "save",
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                content: "by sea it needs one",
                trigger: `${row("Bill of lading", "To get")} td[name='kind_id']`,
                run: "click",
            },
            type("number", "COSU6123", PAPER),
            {
                content: "its file",
                trigger: `${PAPER} .o_field_widget[name='file'] input[type='file']:not(:visible)`,
                run() {
                    this.anchor.files = ladingFile();
                    this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
                },
            },
            type("said_consignee", "Nordlicht Naturkost GmbH", PAPER),
            type("said_cartons", "4", PAPER),
            type("said_port", "HAMBURG", PAPER),
            {
                content: "compare",
                trigger: `${PAPER} button[name='action_compare']`,
                run: "click",
            },
            {
                content: "what differs is named, ours beside theirs",
                trigger: `${PAPER} .o_field_widget[name='difference_ids'] .o_data_row:contains('Cartons'):contains('3'):contains('4')`,
            },
            {
                content: "the forwarder has put it right",
                trigger: `${PAPER} .o_field_widget[name='said_cartons'] input`,
                run: "edit 3",
            },
            {
                content: "compare anew",
                trigger: `${PAPER} button[name='action_compare']`,
                run: "click",
            },
            {
                content: "all is ours",
                trigger: `${PAPER} .alert-success:contains('All figures typed are ours')`,
            },
            {
                content: "ready",
                trigger: `${PAPER} button[name='action_ready']`,
                run: "click",
            },
            {
                content: "the state says so",
                trigger: `${PAPER} .o_statusbar_status .o_arrow_button_current:contains('Paper ready')`,
            },
            {
                content: "back to the shipment",
                trigger: ".modal .btn-close",
                run: "click",
            },
            {
                content: "the list has it",
                trigger: `body:not(:has(.modal)) ${row("Bill of lading", "Paper ready")}`,
            },
            {
                content: "print ours",
                trigger: ".o_form_view button[name='action_print_packing']",
                run() {
                    registry.category("ir.actions.report handlers").add("gendan_test", made, { force: true });
                    this.anchor.click();
                },
            },
            {
                content: "the packing list is ready",
                trigger: row("Packing list", "Paper ready"),
            },
            {
                content: "the invoice with it",
                trigger: row("Commercial invoice", "Paper ready"),
            },
            openTab("documents"),
            {
                content: "both are on file",
                trigger: ".o_field_widget[name='document_ids'] .o_data_row:nth-child(2)",
            },
        ]),
});
