import { Component } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * How many days are left, in words.
 *
 * @param {{due: string | false, days_left: number}} row
 * @returns {string}
 */
export function dueText({ due, days_left: days }) {
    if (!due) {
        return _t("No day set");
    }
    if (days < 0) {
        return days === -1 ? _t("1 day late") : _t("%s days late", -days);
    }
    if (days === 0) {
        return _t("Today");
    }
    return days === 1 ? _t("Tomorrow") : _t("In %s days", days);
}

/** One to-do: when, what, for whom, who acts, and what can be done about it here. */
export class WorkbenchRow extends Component {
    static template = "gendan_followup.WorkbenchRow";
    static components = { CheckBox, Dropdown, DropdownItem };
    static props = {
        row: Object,
        pile: String,
        selected: Boolean,
        busy: Boolean,
        onSelect: Function,
        onAct: Function,
        onOpenOrder: Function,
    };

    get dueText() {
        return dueText(this.props.row);
    }

    get dueDay() {
        const { due } = this.props.row;
        return due ? formatDate(deserializeDate(due)) : "";
    }

    get dueClass() {
        const { due, days_left: days } = this.props.row;
        if (due && days < 0) {
            return "text-danger";
        }
        return days === 0 ? "text-warning-emphasis" : "text-muted";
    }

    get primary() {
        return this.props.pile === "others"
            ? this.props.row.actions.find((action) => action.code === "remind")
            : this.props.row.actions.find((action) => action.primary);
    }

    get others() {
        return this.props.row.actions.filter((action) => action !== this.primary);
    }

    get open() {
        return this.props.row.actions.find((action) => action.code === "open");
    }

    get forText() {
        return _t("for %s", this.props.row.for);
    }

    get remindedText() {
        const { reminded } = this.props.row;
        return reminded ? _t("Reminded %s", formatDate(deserializeDate(reminded))) : "";
    }

    get bufferText() {
        return _t("Buffer %s", this.props.row.buffer);
    }
}
