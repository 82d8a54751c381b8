import { useExternalListener, useState } from "@odoo/owl";
import { moved, rangeOf } from "./grid_keys";

/** Where the cursor stands (`active`) and from where a selection reaches to it (`anchor`). */
class GridSelection {
    constructor({ sheet, viewport, cursor, onMoved, state }) {
        Object.assign(this, { sheet, viewport, cursor, onMoved, state });
        this.dragging = false;
    }

    get active() {
        return this.state.active;
    }

    get range() {
        return this.active && rangeOf(this.state.anchor || this.active, this.active);
    }

    get size() {
        const { top, bottom, left, right } = this.range;
        return (bottom - top + 1) * (right - left + 1);
    }

    /** The order the cursor is on. */
    get row() {
        return this.sheet.rows[this.active.row].row;
    }

    get column() {
        return this.sheet.columns[this.active.column];
    }

    /** The milestone at the cursor, or null. */
    get cell() {
        return this.sheet.cellOf(this.row, this.column);
    }

    /** Milestones in the selection. */
    cells() {
        const { top, bottom, left, right } = this.range;
        const cells = [];
        for (let r = top; r <= bottom; r++) {
            for (let c = left; c <= right; c++) {
                const cell = this.sheet.cellAt(r, c);
                cell && cells.push(cell);
            }
        }
        return cells;
    }

    isActive(row, column) {
        return Boolean(this.active) && row === this.active.row && column === this.active.column;
    }

    // --- moving ---

    select(at, extend = false) {
        this.state.active = at;
        if (!extend || !this.state.anchor) {
            this.state.anchor = at;
        }
        Object.assign(this.cursor, { active: this.state.active, anchor: this.state.anchor });
        this.onMoved();
        this.viewport.show(at);
    }

    selectAll() {
        this.state.anchor = { row: 0, column: 0 };
        this.state.active = { row: this.sheet.rows.length - 1, column: this.sheet.columns.length - 1 };
    }

    /** Nothing is selected. */
    clear() {
        this.state.active = this.state.anchor = null;
    }

    /** Back into the sheet after it has changed. */
    clamp() {
        const { rows, columns } = this.sheet;
        const inside = (at) =>
            at && rows.length
                ? {
                      row: Math.min(at.row, rows.length - 1),
                      column: Math.min(at.column, columns.length - 1),
                  }
                : null;
        this.state.active = inside(this.state.active);
        this.state.anchor = inside(this.state.anchor);
    }

    /** @param {Object} command as given by `commandOf` */
    move(command) {
        const { rows, columns } = this.sheet;
        const to = moved(this.active, command, {
            rows: rows.length,
            columns: columns.length,
            page: this.viewport.page,
            filled: (r, c) => this.sheet.textOf(rows[r].row, columns[c]) !== "",
        });
        this.select(to, command.extend);
    }

    /** To the next cell, at the end of a row to the next row; false at the very end: out of the grid. */
    tab(back) {
        const { rows, columns } = this.sheet;
        const { row, column } = this.active;
        const next = column + (back ? -1 : 1);
        if (next >= 0 && next < columns.length) {
            return this.select({ row, column: next });
        }
        const other = row + (back ? -1 : 1);
        if (other < 0 || other >= rows.length) {
            return false;
        }
        return this.select({ row: other, column: back ? columns.length - 1 : 0 });
    }

    // --- mouse ---

    /** Row and column of the cell an element is in, or null. */
    placeOf(target) {
        const td = target.closest("td[data-c]");
        const tr = td && td.closest("tr[data-r]");
        return tr ? { row: parseInt(tr.dataset.r, 10), column: parseInt(td.dataset.c, 10) } : null;
    }

    startDrag(at, extend) {
        this.dragging = true;
        this.select(at, extend);
    }

    dragTo(at, ev) {
        if (this.dragging && ev.buttons & 1) {
            this.select(at, true);
        }
    }
}

/**
 * @param {Object} params
 * @param {GridSheet} params.sheet
 * @param {GridViewport} params.viewport follows the cursor
 * @param {Object} params.cursor keeps the selection while an order is looked at
 * @param {() => void} params.onMoved
 * @returns {GridSelection}
 */
export function useGridSelection({ sheet, viewport, cursor, onMoved }) {
    const state = useState({ active: cursor.active || null, anchor: cursor.anchor || null });
    const selection = new GridSelection({ sheet, viewport, cursor, onMoved, state });
    useExternalListener(window, "mouseup", () => (selection.dragging = false));
    return selection;
}
