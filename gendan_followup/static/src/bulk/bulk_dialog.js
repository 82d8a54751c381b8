import { Component, onWillStart, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** What an action asks before it starts: days, texts, a clerk, a kind of milestone. */
export class AskInputs extends Component {
    static template = "gendan_followup.AskInputs";
    static components = { DateTimeInput, RecordSelector };
    static props = { inputs: Array, values: Object };

    day(value) {
        return value ? deserializeDate(value) : false;
    }

    bounds(input) {
        const bounds = {};
        if (input.first_day) {
            bounds.minDate = deserializeDate(input.first_day);
        }
        if (input.last_day) {
            bounds.maxDate = deserializeDate(input.last_day);
        }
        return bounds;
    }

    onDay(input, value) {
        this.props.values[input.name] = value ? serializeDate(value) : false;
    }

    onClerk(input, id) {
        this.props.values[input.name] = id;
    }

    onKind(input, ev) {
        this.props.values[input.name] = Number(ev.target.value) || false;
    }
}

/**
 * First values of inputs.
 *
 * @param {Object[]} inputs
 */
export function firstValues(inputs) {
    return Object.fromEntries(inputs.map((input) => [input.name, input.value || false]));
}

/**
 * Whether everything is filled in that must be.
 *
 * @param {Object[]} inputs
 * @param {Object} values
 */
export function isFilled(inputs, values) {
    return inputs.every((input) => {
        const value = values[input.name];
        return !input.required || Boolean(typeof value === "string" ? value.trim() : value);
    });
}

/**
 * Bulk work on the records chosen: asks, works piece after piece with a bar, tells what was refused and why.
 * Each piece is committed when it returns: stopping, or closing the browser, leaves what is done.
 */
export class BulkDialog extends Component {
    static template = "gendan_followup.BulkDialog";
    static components = { AskInputs, Dialog };
    static props = {
        operation: String,
        model: String,
        ids: Array,
        onDone: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            phase: "asking",
            title: "",
            summary: "",
            inputs: [],
            values: {},
            worked: 0,
            total: 0,
            done: 0,
            refused: [],
            stopped: false,
        });
        onWillStart(async () => {
            const { operation, model, ids } = this.props;
            const { title, summary, inputs } = await this.orm.call("gendan.bulk", "prepare", [operation, model, ids]);
            Object.assign(this.state, { title, summary, inputs, values: firstValues(inputs) });
        });
    }

    get canStart() {
        return isFilled(this.state.inputs, this.state.values);
    }

    get percent() {
        return this.state.total ? Math.round((100 * this.state.worked) / this.state.total) : 0;
    }

    get doneText() {
        return _t("%s done", this.state.done);
    }

    get refusedText() {
        return _t("%s refused", this.state.refused.length);
    }

    get leftText() {
        return _t("%s not begun", this.state.total - this.state.worked);
    }

    get progressText() {
        return _t("%(worked)s of %(total)s", { worked: this.state.worked, total: this.state.total });
    }

    async start() {
        const { operation, ids } = this.props;
        const values = { ...this.state.values };
        this.state.phase = "working";
        try {
            const { model, pieces } = await this.orm.call("gendan.bulk", "cut", [
                operation,
                this.props.model,
                ids,
                values,
            ]);
            this.state.total = pieces.flat().length;
            for (const piece of pieces) {
                if (this.state.stopped) {
                    break;
                }
                const answer = await this.orm.call("gendan.bulk", "run", [operation, model, piece, values]);
                this.state.worked += piece.length;
                this.state.done += answer.done;
                this.state.refused.push(...answer.refused);
            }
        } catch (error) {
            // what is done stays done; the dialog says how far it came
            this.state.phase = this.state.worked ? "told" : "asking";
            throw error;
        }
        this.state.phase = "told";
        if (!this.state.refused.length && !this.state.stopped) {
            this.env.services.notification.add(this.doneText, { type: "success" });
            this.finish();
        }
    }

    stop() {
        this.state.stopped = true;
    }

    finish() {
        this.props.close();
        this.props.onDone?.();
    }
}

registry.category("actions").add("gendan_bulk", (env, action) => {
    const { operation, model, ids } = action.params;
    env.services.dialog.add(BulkDialog, {
        operation,
        model,
        ids,
        onDone: () => env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
    });
});
