/** @odoo-module **/
// What a stand-in writes is told as done for who is away, beside the author's name.
import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(Message.prototype, {
    setup() {
        super.setup(...arguments);
        /** @type {string|false} the name of the clerk who was away */
        this.gendan_for = fields.Attr(false);
    },

    get gendanForText() {
        return _t("for %s", this.gendan_for);
    },
});
