import { useExternalListener, useRef } from "@odoo/owl";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { Many2ManyBinaryField, many2ManyBinaryField } from "@web/views/fields/many2many_binary/many2many_binary_field";

// what has a paste of its own: the composer of messages, texts with pictures in them
const OWN_PASTE = ".o-mail-Composer, .o-mail-Chatter, [contenteditable='true']";

/**
 * Files that are chosen, dropped on the field, or pasted anywhere in its form or dialog: screenshots of chats come out
 * of the clipboard.
 */
export class PastedFilesField extends Many2ManyBinaryField {
    static template = "gendan_followup.PastedFiles";

    setup() {
        super.setup();
        this.ui = useService("ui");
        this.uploadFiles = useFileUploader();
        this.root = useRef("root");
        useExternalListener(document, "paste", (ev) => this.onPaste(ev));
        useDropzone(
            this.root,
            (ev) => this.take([...ev.dataTransfer.files]),
            "o_gendan_pasted_files_drop",
            () => !this.props.readonly
        );
    }

    /** A paste that carries text, into a field that takes text, stays text. */
    onPaste(ev) {
        const files = [...(ev.clipboardData?.files || [])];
        const isText = ev.clipboardData?.types.includes("text/plain") && ev.target.closest?.("input, textarea");
        if (
            ev.defaultPrevented ||
            this.props.readonly ||
            !files.length ||
            isText ||
            ev.target.closest?.(OWN_PASTE) ||
            !this.ui.activeElement.contains(this.root.el)
        ) {
            return;
        }
        ev.preventDefault();
        this.take(files.map((file) => this.named(file)));
    }

    /** Screenshots are all called "image.png": the moment tells them apart. */
    named(file) {
        if (!/^image\.\w+$/.test(file.name)) {
            return file;
        }
        const moment = luxon.DateTime.now().toFormat("yyyy-MM-dd HHmmss");
        const extension = file.name.split(".").at(-1);
        return new File([file], `${_t("Screenshot")} ${moment}.${extension}`, { type: file.type });
    }

    /** @param {File[]} files uploaded and added to the field */
    async take(files) {
        const { resModel, resId } = this.props.record;
        const uploaded = await this.uploadFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: files,
            model: resModel,
            id: resId || 0,
        });
        if (uploaded) {
            await this.onFileUploaded(uploaded);
        }
    }
}

registry.category("fields").add("gendan_pasted_files", {
    ...many2ManyBinaryField,
    component: PastedFilesField,
    // looks as Odoo's own
    additionalClasses: ["o_field_many2many_binary"],
});
