import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/**
 * Copy text, on pages without TLS too (no clipboard API there, and plants often have none).
 *
 * @param {HTMLTextAreaElement} area holds the text
 * @returns {Promise<boolean>} whether the text is in the clipboard
 */
export async function copyFrom(area) {
    try {
        await browser.navigator.clipboard.writeText(area.value);
        return true;
    } catch {
        area.focus();
        area.select();
        try {
            return document.execCommand("copy");
        } catch {
            return false;
        }
    }
}

/**
 * What the customer is to hear, to paste into a chat; copying marks the messages as sent by chat, or calls the method
 * named by `mark` ({model, method, ids}) with the text.
 */
export class CopyTextDialog extends Component {
    static template = "gendan_followup.CopyTextDialog";
    static components = { Dialog };
    static props = {
        title: { type: String, optional: true },
        text: String,
        orderIds: Array,
        messageIds: Array,
        mark: { type: Object, optional: true },
        onDone: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.area = useRef("area");
        this.state = useState({ text: this.props.text, byHand: false });
    }

    /** Copy and mark; the text stays on screen, selected, when the browser refuses to copy. */
    async onCopy() {
        if (await copyFrom(this.area.el)) {
            await this.onMark();
        } else {
            this.state.byHand = true;
        }
    }

    async onMark() {
        const { mark } = this.props;
        if (mark) {
            await this.orm.call(mark.model, mark.method, [mark.ids, this.state.text]);
            this.notification.add(_t("Copied."), { type: "success" });
            this.props.close();
            this.props.onDone?.();
            return;
        }
        const missed = await this.orm.call("sale.order", "action_gendan_mark_copied", [
            this.props.orderIds,
            this.props.messageIds,
            this.state.text,
        ]);
        if (missed) {
            this.notification.add(_t("Some of this has been sent by e-mail in the meantime."), { type: "warning" });
        } else {
            this.notification.add(_t("Copied and marked as sent by chat."), { type: "success" });
        }
        this.props.close();
        this.props.onDone?.();
    }
}

registry.category("actions").add("gendan_copy_text", (env, action) => {
    const { text, order_ids, message_ids, mark } = action.params;
    env.services.dialog.add(CopyTextDialog, {
        title: action.name,
        text,
        orderIds: order_ids,
        messageIds: message_ids,
        mark,
        onDone: () => env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
    });
});
