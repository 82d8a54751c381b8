import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/**
 * Working days a start or a day of arrival moves, in words.
 *
 * @param {number} days negative: earlier
 * @returns {string}
 */
export function shiftText(days) {
    if (!days) {
        return _t("Same day");
    }
    if (days < 0) {
        return days === -1 ? _t("1 day earlier") : _t("%s days earlier", -days);
    }
    return days === 1 ? _t("1 day later") : _t("%s days later", days);
}

/** What a decision would do, and why it is to be so; nothing is written before it is confirmed. */
export class RankingDialog extends Component {
    static template = "gendan_followup.RankingDialog";
    static components = { Dialog };
    static props = { effect: Object, onConfirm: Function, close: Function };

    setup() {
        this.state = useState({ reason: "", busy: false });
        this.shiftText = shiftText;
    }

    get canConfirm() {
        return !this.state.busy && (!this.props.effect.needs_reason || Boolean(this.state.reason.trim()));
    }

    lateText(days) {
        return days ? _t("%s days late", days) : _t("Promise kept");
    }

    get summary() {
        const { late, saved, plans } = this.props.effect;
        if (!plans.length) {
            return _t("No forecast moves.");
        }
        const parts = [];
        if (late) {
            parts.push(late === 1 ? _t("1 promise breaks.") : _t("%s promises break.", late));
        }
        if (saved) {
            parts.push(saved === 1 ? _t("1 promise is saved.") : _t("%s promises are saved.", saved));
        }
        return parts.join(" ") || _t("Forecasts move, no promise breaks.");
    }

    async confirm() {
        this.state.busy = true;
        try {
            await this.props.onConfirm(this.state.reason.trim());
        } finally {
            // who comes second sees the board anew
            this.props.close();
        }
    }
}
