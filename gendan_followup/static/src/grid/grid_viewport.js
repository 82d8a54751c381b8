import { onMounted, useExternalListener, useRef, useState } from "@odoo/owl";

// lines drawn above and below what is in sight, and after how many of them they are drawn anew: each time the browser
// styles the whole page again (Odoo's style sheets ask `html:has(…)`), so seldom is better than little
const SPARE = 10;
const STEP = 8;

/** Which lines are drawn: only those in sight and some around them. */
class GridViewport {
    constructor({ sheet, cursor, rowHeight, ref, state }) {
        Object.assign(this, { sheet, cursor, rowHeight, ref, state });
    }

    /**
     * The lines to draw, each with its place from the top in pixels and the slot it is drawn in. A line that comes into
     * sight takes the slot of one that left: were they in the order of the page, OWL would take each line that stays
     * out and put it in again when some go at one end and others come at the other. It is drawn anew there all the
     * same, as changing what stands in thirty cells one by one costs the browser more than thirty new ones.
     */
    get drawn() {
        const { lines: all } = this.sheet;
        const slots = Math.min(this.state.shown, all.length);
        const first = Math.max(0, Math.min(this.state.first, all.length - slots));
        const drawn = new Array(slots);
        for (let index = first; index < first + slots; index++) {
            const slot = index % slots;
            drawn[slot] = { ...all[index], top: index * this.rowHeight, slot };
        }
        return drawn;
    }

    /** Height of all lines together, in pixels. */
    get height() {
        return this.sheet.lines.length * this.rowHeight;
    }

    /** Rows the cursor goes by with PageUp and PageDown. */
    get page() {
        return Math.max(1, Math.floor((this.ref.el.clientHeight || 600) / this.rowHeight) - 2);
    }

    /** Which lines are in sight; drawn anew only when they come near the edge of what is drawn. */
    measure() {
        const el = this.ref.el;
        if (!el) {
            return;
        }
        Object.assign(this.cursor, { top: el.scrollTop, left: el.scrollLeft });
        const inSight = Math.ceil((el.clientHeight || 900) / this.rowHeight);
        const first = Math.max(0, Math.floor(el.scrollTop / this.rowHeight) - SPARE);
        const shown = inSight + 2 * SPARE;
        if (Math.abs(first - this.state.first) >= STEP || first === 0 || shown !== this.state.shown) {
            this.state.first = first;
            this.state.shown = shown;
        }
    }

    /** Scroll so that a cell is in sight. */
    show({ row, column }) {
        const el = this.ref.el;
        const top = this.sheet.rows[row].line * this.rowHeight;
        const head = el.querySelector("thead").offsetHeight;
        const height = el.clientHeight - head;
        if (top < el.scrollTop) {
            el.scrollTop = top;
        } else if (top + this.rowHeight > el.scrollTop + height) {
            el.scrollTop = top + this.rowHeight - height;
        }
        const { left, width, sticky } = this.sheet.columns[column];
        if (!sticky) {
            if (left < el.scrollLeft + this.sheet.stickyWidth) {
                el.scrollLeft = left - this.sheet.stickyWidth;
            } else if (left + width > el.scrollLeft + el.clientWidth) {
                el.scrollLeft = left + width - el.clientWidth;
            }
        }
        this.measure();
    }

    /** Take the keys. */
    focus() {
        this.ref.el?.focus({ preventScroll: true });
    }

    /** Give the keys back. */
    blur() {
        this.ref.el.blur();
    }
}

/**
 * @param {Object} params
 * @param {GridSheet} params.sheet
 * @param {Object} params.cursor keeps the scroll position while an order is looked at
 * @param {number} params.rowHeight in pixels
 * @returns {GridViewport} of the element with t-ref="scroll"
 */
export function useGridViewport({ sheet, cursor, rowHeight }) {
    const ref = useRef("scroll");
    const viewport = new GridViewport({ sheet, cursor, rowHeight, ref, state: useState({ first: 0, shown: 60 }) });
    onMounted(() => {
        ref.el.scrollTop = cursor.top || 0;
        ref.el.scrollLeft = cursor.left || 0;
        viewport.measure();
    });
    useExternalListener(window, "resize", () => viewport.measure());
    return viewport;
}
