import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { parseDay } from "./grid_dates";

/**
 * Typing into the selection, and what can be done with it by a key or a button.
 *
 * `state.input` is what is being typed: `kind` day or remark, `how` it was begun (typed: the first letter replaced
 * what was there, and arrows leave; edited), `text`, whether it is `wrong`. Null: nothing.
 */
class GridEditing {
    constructor({ sheet, selection, viewport, writing, model, notification, state }) {
        Object.assign(this, { sheet, selection, viewport, writing, model, notification, state });
        this.inputEl = null;
    }

    get input() {
        return this.state.input;
    }

    /**
     * @param {"day"|"remark"} kind
     * @param {string} [text] replaces what is there
     */
    start(kind, text) {
        const { cell } = this.selection;
        const chosen = this.selection.cells();
        if (kind === "day" && !chosen.some((c) => c.t)) {
            cell && this.explain(cell);
            return;
        }
        if (kind === "remark" && !chosen.some((c) => c.w)) {
            return;
        }
        const now = kind === "remark" ? (cell && cell.r) || "" : (cell && cell.t && cell.h) || "";
        this.state.input = {
            kind,
            how: text === undefined ? "edited" : "typed",
            text: text === undefined ? now : text,
            wrong: false,
        };
    }

    /** The input is there (or gone: null): the row that draws it says so. */
    onInputDrawn(el) {
        this.inputEl = el;
        if (el) {
            el.focus();
            el.setSelectionRange(el.value.length, el.value.length);
        }
    }

    /** Leave what was there. */
    drop() {
        this.state.input = null;
    }

    /** Take what was typed over; false when it is no day. */
    finish() {
        const { kind, text } = this.input;
        if (kind === "remark") {
            this.drop();
            this.writing.write(
                this.selection
                    .cells()
                    .filter((cell) => cell.w && (cell.r || "") !== text.trim())
                    .map((cell) => ({ id: cell.i, remark: text.trim() }))
            );
        } else if (!text.trim()) {
            this.drop();
            this.untick();
        } else {
            const day = parseDay(text, this.sheet.data.today);
            if (!day) {
                this.input.wrong = true;
                this.notification.add(
                    _t("%s is no day. Type 3/15, 0315, 2026-03-15, t for today, or -1 for yesterday.", text),
                    { type: "danger" }
                );
                return false;
            }
            this.drop();
            this.tick(day);
        }
        this.viewport.focus();
        return true;
    }

    onInput(ev) {
        this.input.text = ev.target.value;
        this.input.wrong = false;
    }

    onBlur() {
        if (this.input) {
            this.finish() || this.drop();
        }
    }

    /** A key while something is typed. */
    onKeydown(ev, command) {
        const typing = this.input.how === "typed";
        const leaves = command.name === "move" && typing && !command.to && !command.extend;
        if (command.name === "cancel") {
            this.drop();
            this.viewport.focus();
        } else if (command.name === "enter" || command.name === "tab" || leaves) {
            const single = this.selection.size === 1;
            if (this.finish() && single) {
                const step = leaves
                    ? command
                    : command.name === "tab"
                      ? { rows: 0, columns: command.back ? -1 : 1 }
                      : { rows: command.back ? -1 : 1, columns: 0 };
                this.selection.move(step);
            }
        } else if (command.name === "type" && ev.target !== this.inputEl) {
            // faster than the input comes up
            this.input.text += command.text;
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    // --- what is done with the whole selection ---

    /** The server's sentence why nothing can be typed there. */
    async explain(cell) {
        const sentence = await this.model.refusal(cell.i);
        if (sentence) {
            this.notification.add(sentence, { type: "warning" });
        }
    }

    /** The same day into every cell of the selection that takes one. */
    tick(day) {
        const cells = this.selection.cells().filter((cell) => cell.t);
        if (!cells.length) {
            const { cell } = this.selection;
            return cell && this.explain(cell);
        }
        return this.writing.write(cells.filter((cell) => cell.h !== day).map((cell) => ({ id: cell.i, day })));
    }

    untick() {
        return this.writing.write(
            this.selection
                .cells()
                .filter((cell) => cell.t && cell.h)
                .map((cell) => ({ id: cell.i, day: false }))
        );
    }

    /** As Ctrl+D in a spreadsheet: what stands on top goes down the selection. */
    fillDown() {
        const { top, bottom, left, right } = this.selection.range;
        const cells = [];
        for (let c = left; c <= right; c++) {
            const source = this.sheet.cellAt(top, c);
            for (let r = top + 1; source && source.h && r <= bottom; r++) {
                const cell = this.sheet.cellAt(r, c);
                if (cell && cell.t && cell.h !== source.h) {
                    cells.push({ id: cell.i, day: source.h });
                }
            }
        }
        return this.writing.write(cells);
    }
}

/**
 * @param {Object} params
 * @param {GridSheet} params.sheet
 * @param {GridSelection} params.selection
 * @param {GridViewport} params.viewport takes the keys back
 * @param {GridWriting} params.writing
 * @param {GendanGridModel} params.model
 * @returns {GridEditing}
 */
export function useGridEditing({ sheet, selection, viewport, writing, model }) {
    const notification = useService("notification");
    const state = useState({ input: null });
    return new GridEditing({ sheet, selection, viewport, writing, model, notification, state });
}
