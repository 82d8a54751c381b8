import { registry } from "@web/core/registry";
import { SignatureForm } from "@portal/signature_form/signature_form";

/**
 * Odoo's form with one more question: in which function. All words come with the page, in its language.
 */
export class PaperSignatureForm extends SignatureForm {
    static template = "gendan_followup.PaperSignatureForm";

    setup() {
        super.setup();
        this.signature.function = this.props.defaultFunction || "";
    }

    get isIncomplete() {
        const { name, isSignatureEmpty, function: what } = this.signature;
        return isSignatureEmpty || !name?.trim() || !what.trim();
    }

    async onClickSubmit() {
        // Odoo's form posts name and signature to an address: what else is said goes into the address
        const url = new URL(this.props.callUrl, window.location.origin);
        url.searchParams.set("function", this.signature.function);
        this.props = { ...this.props, callUrl: url.pathname + url.search };
        const button = this.rootRef.el.querySelector(".o_portal_sign_submit");
        const icon = button.firstChild;
        await super.onClickSubmit();
        if (this.state.error) {
            // Odoo's form leaves the button turning: what was wrong can be put right and sent again
            button.querySelector(".fa-spin")?.remove();
            button.classList.remove("o_btn_loading", "disabled", "pe-none");
            button.disabled = false;
            button.prepend(icon);
        }
    }
}

registry.category("public_components").add("gendan_followup.paper_signature", PaperSignatureForm);
