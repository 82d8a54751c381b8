import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const INPUTS = "input:not([disabled]), select:not([disabled])";

/**
 * Whether an answer says anything.
 *
 * @param {{ value: string, choice_id: number | false }} answer
 */
export function isAnswered(answer) {
    return Boolean(answer.choice_id || answer.value.trim());
}

/**
 * The specification of one order line, or of the line of a change request, for a clerk who keeps her hands on the
 * keyboard: Enter and the arrows go from answer to answer, Ctrl+Enter saves and goes to the order's next line, Escape
 * leaves. What may be answered, and by whom, is decided by the server.
 */
export class SpecificationDialog extends Component {
    static template = "gendan_followup.SpecificationDialog";
    static components = { Dialog };
    static defaultProps = { model: "sale.order.line" };
    static props = {
        lineId: Number,
        model: { type: String, optional: true },
        onSaved: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.form = useRef("form");
        this.state = useState({ spec: null, answers: {}, errors: {}, leaving: false, saving: false });
        onWillStart(() => this.load(this.props.lineId));
        useEffect(
            () => this.focusFirst(),
            () => [this.state.spec.id]
        );
    }

    /** @param {number} lineId */
    async load(lineId) {
        const spec = await this.orm.call(this.props.model, "gendan_get_specification", [lineId]);
        const answers = {};
        for (const section of spec.sections) {
            for (const { id, kind, value, choice_id } of section.attributes) {
                answers[id] = { value, choice_id, other: kind === "choice" && Boolean(value) };
            }
        }
        this.loaded = JSON.parse(JSON.stringify(answers));
        Object.assign(this.state, { spec, answers, errors: {}, leaving: false });
    }

    // what is shown

    get spec() {
        return this.state.spec;
    }

    get attributes() {
        return this.spec.sections.flatMap((section) => section.attributes);
    }

    get title() {
        return `${this.spec.order} · ${this.spec.title} · ${this.spec.quantity}`;
    }

    get missingText() {
        const missing = this.attributes.filter(
            (attribute) => attribute.required && !isAnswered(this.state.answers[attribute.id])
        ).length;
        return missing ? _t("%s required answers are still missing", missing) : _t("Everything required is there");
    }

    get agreedText() {
        if (this.spec.note) {
            return this.spec.note;
        }
        return _t(
            "Agreed with the customer as version %s. Saving a change makes a new version and notes it on the order.",
            this.spec.agreed
        );
    }

    get takenText() {
        return _t("Taken over from %s", this.spec.taken_from);
    }

    get elementsText() {
        return _t("Still missing on the order: %s", this.spec.elements.join(", "));
    }

    get nextId() {
        const ids = this.spec.line_ids;
        return ids[ids.indexOf(this.spec.id) + 1] || false;
    }

    /** Answers that differ from what was loaded, as the server takes them. */
    get changes() {
        return this.attributes
            .map(({ id }) => ({ id, now: this.state.answers[id], before: this.loaded[id] }))
            .filter(({ now, before }) => now.value !== before.value || now.choice_id !== before.choice_id)
            .map(({ id, now }) => ({ attribute_id: id, value: now.value, choice_id: now.choice_id }));
    }

    /** Whether the answer is another one than what was agreed; only a change request says what was. */
    isOther({ id, agreed }) {
        const answer = this.state.answers[id];
        return Boolean(agreed) && (answer.value !== agreed.value || answer.choice_id !== agreed.choice_id);
    }

    isEmpty(attribute) {
        return attribute.required && !isAnswered(this.state.answers[attribute.id]);
    }

    // what is typed

    onInput(attribute, ev) {
        this.state.answers[attribute.id].value = ev.target.value;
        delete this.state.errors[attribute.id];
        this.state.leaving = false;
    }

    /** "other" opens a line to type what is not among the choices. */
    onChoice(attribute, ev) {
        const taken = ev.target.value;
        const other = taken === "other";
        this.state.answers[attribute.id] = { value: "", choice_id: other ? false : Number(taken) || false, other };
        delete this.state.errors[attribute.id];
        this.state.leaving = false;
    }

    async onCopyFrom(ev) {
        const sourceId = Number(ev.target.value);
        ev.target.value = "";
        if (!sourceId) {
            return;
        }
        const found = await this.orm.call(this.props.model, "gendan_get_specification_of", [this.spec.id, sourceId]);
        for (const { id, kind } of this.attributes) {
            if (found[id]) {
                const { value, choice_id } = found[id];
                this.state.answers[id] = { value, choice_id, other: kind === "choice" && Boolean(value) };
            }
        }
        this.focusFirst();
    }

    // keyboard

    inputs() {
        return [...(this.form.el?.querySelectorAll(INPUTS) || [])];
    }

    /** The first answer that is missing, else the first of all. */
    focusFirst() {
        const inputs = this.inputs();
        const input = inputs.find((candidate) => candidate.classList.contains("o_gendan_missing")) || inputs[0];
        input?.focus();
        input?.select?.();
    }

    onKeydown(ev) {
        // Enter belongs to the Chinese keyboard while it composes
        if (ev.isComposing || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        if (ev.key === "Escape" && this.changes.length && !this.state.leaving) {
            ev.stopPropagation();
            this.state.leaving = true;
            return;
        }
        const list = ev.target.tagName === "SELECT";
        const step = { Enter: 1, ArrowDown: list ? 0 : 1, ArrowUp: list ? 0 : -1 }[ev.key];
        if (!step || !ev.target.matches(INPUTS)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const inputs = this.inputs();
        const next = inputs[inputs.indexOf(ev.target) + step];
        if (next) {
            next.focus();
            next.select?.();
        } else if (step > 0) {
            this.form.el.closest(".modal-content").querySelector(".modal-footer .btn-primary")?.focus();
        }
    }

    // saving

    /** @returns {Promise<boolean>} whether it was saved */
    async save() {
        const changes = this.changes;
        if (!changes.length) {
            return true;
        }
        this.state.saving = true;
        try {
            const errors = await this.orm.call(this.props.model, "gendan_set_specification", [this.spec.id, changes]);
            this.state.errors = errors;
            const wrong = this.attributes.find(({ id }) => errors[id]);
            if (wrong) {
                this.form.el.querySelector(`[data-attribute="${wrong.id}"]`)?.focus();
                return false;
            }
            this.props.onSaved?.();
            return true;
        } finally {
            this.state.saving = false;
        }
    }

    async onSave() {
        if (await this.save()) {
            this.props.close();
        }
    }

    async onNext() {
        if (await this.save()) {
            await this.load(this.nextId);
        }
    }
}

/**
 * Open the dialog; what shows the order is loaded anew afterwards if anything was saved.
 *
 * @param {Object} dialog the dialog service
 * @param {number} lineId
 * @param {Function} reload
 * @param {string} [model] of the line: the order's, or a change request's
 */
export function openSpecification(dialog, lineId, reload, model) {
    let saved = false;
    const onSaved = () => {
        saved = true;
    };
    dialog.add(SpecificationDialog, { lineId, onSaved, ...(model && { model }) }, { onClose: () => saved && reload() });
}

registry.category("actions").add("gendan_specification", (env, action) => {
    const { line_id: lineId, model } = action.params;
    const reload = () => env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
    openSpecification(env.services.dialog, lineId, reload, model);
});
