import { Component, onMounted, onWillUpdateProps, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { parseTable, toHtml, toText } from "./grid_clipboard";
import { parseDay, shortDay } from "./grid_dates";
import { commandOf, moved, rangeOf } from "./grid_keys";
import {
    PASTE_COLORS,
    codeText,
    deliveryText,
    describeCell,
    headColumns,
    headText,
    moneyText,
} from "./grid_texts";

const DAY_WIDTH = 66;
const MORE_WIDTH = 220;
// lines drawn above and below what is in sight
const SPARE = 12;
const REFUSALS_SHOWN = 4;
// cells written in one call; more are cut between two orders, so that each keeps one line in its chatter
const BATCH = 150;
const STICKY = ["buffer", "order"];
const LEGEND = ["done", "done_late", "open", "soon", "risk", "overdue", "late", "skipped", "na"];

/**
 * The grid itself: a table of plain cells, of which only the lines in sight are drawn, with a cursor, a selection,
 * typing, copying and pasting as in a spreadsheet.
 */
export class GendanGridRenderer extends Component {
    static template = "gendan_followup.GridRenderer";
    static props = {
        model: Object,
        data: Object,
        order: [String, Boolean],
        cursor: Object,
        openRow: Function,
        openMilestone: Function,
        retime: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.scrollRef = useRef("scroll");
        this.inputRef = useRef("input");
        this.rowHeight = this.env.isSmall ? 38 : 30;
        this.legend = LEGEND.map((code) => ({
            code,
            text: codeText(code),
            sample: { skipped: "–", na: "\u2003" }[code] || "03-15",
        }));
        this.state = useState({
            active: this.props.cursor.active || null,
            anchor: this.props.cursor.anchor || null,
            editing: null,
            folded: {},
            first: 0,
            shown: 60,
            pending: {},
            said: "",
        });
        this.undoStack = [];
        this.writing = Promise.resolve();
        this.dragging = false;
        this.prepare(this.props.data);
        onWillUpdateProps((next) => {
            if (next.data !== this.props.data) {
                this.prepare(next.data);
            }
        });
        onMounted(() => {
            this.scrollRef.el.scrollTop = this.props.cursor.top || 0;
            this.scrollRef.el.scrollLeft = this.props.cursor.left || 0;
            this.measure();
            if (this.state.active) {
                this.scrollRef.el.focus({ preventScroll: true });
            }
        });
        useEffect(
            (input) => {
                if (input) {
                    input.focus();
                    input.setSelectionRange(input.value.length, input.value.length);
                }
            },
            () => [this.inputRef.el]
        );
        useExternalListener(window, "resize", () => this.measure());
        useExternalListener(window, "mouseup", () => (this.dragging = false));
    }

    // --- what is drawn ---

    /** Lines (group heads and rows) and columns of a page. */
    prepare(data) {
        this.data = data;
        const head = headColumns(data.sees_promise, this.env.isSmall).map((column) => ({
            ...column,
            id: column.key,
            label: column.label.toString(),
            sticky: STICKY.includes(column.key),
        }));
        const days = data.columns.map((kind, number) => ({
            id: kind.id,
            kind,
            number,
            label: kind.name,
            sort: `kind ${kind.id}`,
            width: DAY_WIDTH,
        }));
        const more = data.rows.some((row) => row.more.length)
            ? [{ id: "more", key: "more", label: _t("More steps").toString(), width: MORE_WIDTH }]
            : [];
        this.columns = [...head, ...days, ...more];
        let left = 0;
        for (const column of this.columns) {
            column.left = left;
            left += column.width;
        }
        this.width = left;
        this.stickyWidth = head.filter((c) => c.sticky).reduce((sum, c) => sum + c.width, 0);
        this.drawLines();
        const clamp = (at) =>
            at && this.rows.length
                ? {
                      row: Math.min(at.row, this.rows.length - 1),
                      column: Math.min(at.column, this.columns.length - 1),
                  }
                : null;
        this.state.active = clamp(this.state.active);
        this.state.anchor = clamp(this.state.anchor);
    }

    drawLines() {
        const lines = [];
        const rows = [];
        const groups = this.data.groups.length
            ? this.data.groups
            : [{ label: null, rows: this.data.rows.length }];
        let start = 0;
        for (const group of groups) {
            const key = group.label && group.label.join(" / ");
            if (key) {
                lines.push({
                    key: `group ${key}`,
                    group: key,
                    count: group.rows < group.count ? `${group.rows} / ${group.count}` : group.count,
                });
            }
            if (!this.state.folded[key]) {
                for (const row of this.data.rows.slice(start, start + group.rows)) {
                    lines.push({ key: `${lines.length} ${row.id}`, row, number: rows.length });
                    rows.push({ row, line: lines.length - 1 });
                }
            }
            start += group.rows;
        }
        this.lines = lines;
        this.rows = rows;
    }

    toggleGroup(key) {
        this.state.folded[key] = !this.state.folded[key];
        this.state.active = this.state.anchor = this.state.editing = null;
        this.drawLines();
    }

    get drawn() {
        const first = Math.max(0, Math.min(this.state.first, this.lines.length - 1));
        const lines = this.lines.slice(first, first + this.state.shown);
        return {
            lines,
            above: first * this.rowHeight,
            below: Math.max(0, this.lines.length - first - lines.length) * this.rowHeight,
        };
    }

    /** Which lines are in sight; drawn anew only when they come near the edge of what is drawn. */
    measure() {
        const el = this.scrollRef.el;
        if (!el) {
            return;
        }
        Object.assign(this.props.cursor, { top: el.scrollTop, left: el.scrollLeft });
        const inSight = Math.ceil((el.clientHeight || 900) / this.rowHeight);
        const first = Math.max(0, Math.floor(el.scrollTop / this.rowHeight) - SPARE);
        const shown = inSight + 2 * SPARE;
        if (Math.abs(first - this.state.first) >= SPARE / 2 || first === 0 || shown !== this.state.shown) {
            this.state.first = first;
            this.state.shown = shown;
        }
    }

    get range() {
        return this.state.active && rangeOf(this.state.anchor || this.state.active, this.state.active);
    }

    cellOf(row, column) {
        if (column.kind) {
            return row.cells[column.number] || null;
        }
        return column.key === "more" && row.more.length === 1 ? row.more[0] : null;
    }

    cellText(row, column) {
        if (column.kind) {
            const cell = row.cells[column.number];
            if (!cell) {
                return "";
            }
            if (cell.i in this.state.pending) {
                return shortDay(this.state.pending[cell.i], this.data.today);
            }
            return cell.d ? shortDay(cell.d, this.data.today) : cell.c === "skipped" ? "–" : "";
        }
        switch (column.key) {
            case "buffer":
                return row.buffer === false ? { waiting: "T0", delivered: "✓" }[row.health] || "" : row.buffer;
            case "day":
                return shortDay(row.day, this.data.today);
            case "more":
                return row.more
                    .map((cell) => [cell.n, cell.d && shortDay(cell.d, this.data.today)].filter(Boolean).join(" "))
                    .join(" · ");
        }
        return row[column.key];
    }

    cellClass(row, column, range, r, c) {
        const classes = [];
        if (column.kind) {
            const cell = row.cells[column.number];
            classes.push("o_gendan_day", cell ? `o_gendan_c_${cell.c}` : "o_gendan_c_none");
            if (cell) {
                cell.x && classes.push("o_gendan_critical");
                (cell.r || cell.y) && classes.push("o_gendan_noted");
                !cell.t && classes.push("o_gendan_locked");
                cell.i in this.state.pending && classes.push("o_gendan_pending");
            }
        } else {
            classes.push(`o_gendan_h_${column.key}`);
            column.sticky && classes.push("o_gendan_sticky");
            column.key === "buffer" && classes.push(`o_gendan_buffer_${row.health}`);
        }
        if (range && r >= range.top && r <= range.bottom && c >= range.left && c <= range.right) {
            classes.push("o_gendan_selected");
            r === this.state.active.row && c === this.state.active.column && classes.push("o_gendan_active");
        }
        return classes.join(" ");
    }

    lights(row) {
        const colors = {
            late: "text-danger",
            at_risk: "text-warning",
            waiting: "text-info",
            on_track: "text-success",
            delivered: "text-success",
            done: "text-success",
        };
        return [
            { icon: "fa-truck", color: colors[row.health] || "text-muted", text: deliveryText(row.health) },
            row.money && { icon: "fa-money", color: colors[row.money] || "text-muted", text: moneyText(row.money) },
        ].filter(Boolean);
    }

    sortOf(column) {
        const order = this.props.order || "";
        if (!column.sort) {
            return "";
        }
        const first = order.split(",")[0].trim();
        return first === column.sort ? "asc" : first === `${column.sort} desc` ? "desc" : "";
    }

    sort(column) {
        if (column.sort) {
            const order = this.sortOf(column) === "asc" ? `${column.sort} desc` : column.sort;
            this.state.active = this.state.anchor = null;
            this.props.model.choose({ order });
        }
    }

    // --- the bar: the cell at the cursor in words, and what can be done with the selection ---

    get bar() {
        const { active } = this.state;
        if (!active || !this.rows[active.row]) {
            return null;
        }
        const { row } = this.rows[active.row];
        const column = this.columns[active.column];
        const cell = this.cellOf(row, column);
        const chosen = this.selectedCells();
        const typeable = chosen.filter((c) => c.t);
        const several = this.selectionSize() > 1;
        return {
            title: `${row.order} · ${cell && cell.n ? cell.n : column.label}`,
            lines: this.describe(row, column, cell),
            several: several && _t("%(chosen)s cells, %(typeable)s of them to be typed in", {
                chosen: this.selectionSize(),
                typeable: typeable.length,
            }),
            cell,
            row,
            tick: typeable.some((c) => !c.h),
            untick: typeable.some((c) => c.h),
            remark: chosen.some((c) => c.w),
            retime: this.data.can_retime && chosen.some((c) => c.w && this.isOpen(c)),
        };
    }

    isOpen(cell) {
        return !["done", "done_late", "skipped", "na"].includes(cell.c);
    }

    describe(row, column, cell) {
        if (cell) {
            return describeCell(cell);
        }
        if (column.kind) {
            return [_t("not in the plan of this order").toString()];
        }
        if (column.key === "more") {
            return row.more.map((c) => [c.n, ...describeCell(c)].join(", "));
        }
        const text = headText(row, column.key);
        const lines = [text];
        if (column.key === "buffer") {
            lines[0] = text && _t("Buffer in working days: %s", text).toString();
            lines.push(deliveryText(row.health).toString(), row.condition);
        } else if (column.key === "order") {
            lines.push(row.customer, row.ref, row.products, row.clerk && _t("Clerk: %s", row.clerk).toString());
        }
        return lines.filter(Boolean);
    }

    /** Tooltips are written when the mouse comes, not for thousands of cells ahead. */
    onMouseover(ev) {
        const at = this.placeOf(ev.target);
        if (!at) {
            return;
        }
        if (this.dragging && ev.buttons & 1) {
            this.select(at, true);
        }
        const td = ev.target.closest("td");
        this.hovered = td;
        const { row } = this.rows[at.row];
        const column = this.columns[at.column];
        const cell = this.cellOf(row, column);
        td.dataset.tooltipInfo = JSON.stringify({
            name: `${row.order} · ${cell && cell.n ? cell.n : column.label}`,
            lines: this.describe(row, column, cell),
        });
    }

    // --- cursor and selection ---

    placeOf(target) {
        const td = target.closest("td[data-c]");
        const tr = td && td.closest("tr[data-r]");
        return tr ? { row: parseInt(tr.dataset.r, 10), column: parseInt(td.dataset.c, 10) } : null;
    }

    /** The tooltip of the cell under a resting mouse must not cover what is typed beside it. */
    hideTooltip() {
        if (this.hovered) {
            this.hovered.dispatchEvent(new MouseEvent("mouseleave"));
            this.hovered = null;
        }
    }

    select(at, extend = false) {
        this.state.said = "";
        this.state.active = at;
        if (!extend || !this.state.anchor) {
            this.state.anchor = at;
        }
        Object.assign(this.props.cursor, { active: this.state.active, anchor: this.state.anchor });
        this.show(at);
    }

    /** Scroll so that a cell is in sight. */
    show({ row, column }) {
        const el = this.scrollRef.el;
        const top = this.rows[row].line * this.rowHeight;
        const head = el.querySelector("thead").offsetHeight;
        const height = el.clientHeight - head;
        if (top < el.scrollTop) {
            el.scrollTop = top;
        } else if (top + this.rowHeight > el.scrollTop + height) {
            el.scrollTop = top + this.rowHeight - height;
        }
        const { left, width, sticky } = this.columns[column];
        if (!sticky) {
            if (left < el.scrollLeft + this.stickyWidth) {
                el.scrollLeft = left - this.stickyWidth;
            } else if (left + width > el.scrollLeft + el.clientWidth) {
                el.scrollLeft = left + width - el.clientWidth;
            }
        }
        this.measure();
    }

    selectionSize() {
        const { top, bottom, left, right } = this.range;
        return (bottom - top + 1) * (right - left + 1);
    }

    /** Milestones in the selection. */
    selectedCells() {
        const { top, bottom, left, right } = this.range;
        const cells = [];
        for (let r = top; r <= bottom; r++) {
            for (let c = left; c <= right; c++) {
                const cell = this.cellOf(this.rows[r].row, this.columns[c]);
                cell && cells.push(cell);
            }
        }
        return cells;
    }

    onMousedown(ev) {
        const at = this.placeOf(ev.target);
        if (!at || ev.button !== 0 || ev.target.closest("input")) {
            return;
        }
        ev.preventDefault();
        this.scrollRef.el.focus({ preventScroll: true });
        if (this.state.editing && !this.finishEdit()) {
            return;
        }
        this.dragging = true;
        this.select(at, ev.shiftKey);
    }

    onDblclick(ev) {
        if (this.placeOf(ev.target) && !ev.target.closest("input")) {
            this.openOrEdit();
        }
    }

    /** Enter or double click: a day is edited, the head of a row opens it. */
    openOrEdit() {
        const { row } = this.rows[this.state.active.row];
        const column = this.columns[this.state.active.column];
        if (column.kind) {
            this.startEdit("day");
        } else {
            this.props.openRow(row);
        }
    }

    // --- keys ---

    onKeydown(ev) {
        if (!this.rows.length) {
            return;
        }
        const command = commandOf(ev);
        if (!command) {
            return;
        }
        this.hideTooltip();
        if (this.state.editing) {
            return this.onEditKey(ev, command);
        }
        if (!this.state.active) {
            if (command.name !== "move") {
                return;
            }
            ev.preventDefault();
            return this.select({ row: 0, column: 0 });
        }
        if (this.run(command) !== false) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    run(command) {
        const { active } = this.state;
        switch (command.name) {
            case "move":
                return this.select(moved(active, command, this.sheet), command.extend);
            case "tab":
                return this.tab(command.back);
            case "enter":
                return ["order", "more"].includes(this.columns[active.column].key)
                    ? this.openOrEdit()
                    : this.select(moved(active, { rows: command.back ? -1 : 1, columns: 0 }, this.sheet));
            case "cancel":
                return this.scrollRef.el.blur();
            case "edit":
                return this.startEdit("day");
            case "remark":
                return this.startEdit("remark");
            case "type":
                return this.startEdit("day", command.text);
            case "clear":
                return this.untick();
            case "today":
                return this.tick(this.data.today);
            case "fillDown":
                return this.fillDown();
            case "undo":
                return this.undo();
            case "selectAll":
                this.state.anchor = { row: 0, column: 0 };
                this.state.active = { row: this.rows.length - 1, column: this.columns.length - 1 };
                return;
        }
    }

    get sheet() {
        return {
            rows: this.rows.length,
            columns: this.columns.length,
            page: Math.max(1, Math.floor((this.scrollRef.el.clientHeight || 600) / this.rowHeight) - 2),
            filled: (r, c) => this.cellText(this.rows[r].row, this.columns[c]) !== "",
        };
    }

    /** To the next cell, at the end of a row to the next row; at the very end out of the grid. */
    tab(back) {
        const { row, column } = this.state.active;
        const next = column + (back ? -1 : 1);
        if (next >= 0 && next < this.columns.length) {
            return this.select({ row, column: next });
        }
        const other = row + (back ? -1 : 1);
        if (other < 0 || other >= this.rows.length) {
            return false;
        }
        return this.select({ row: other, column: back ? this.columns.length - 1 : 0 });
    }

    onEditKey(ev, command) {
        const typing = this.state.editing.how === "typed";
        const leaves = command.name === "move" && typing && !command.to && !command.extend;
        if (command.name === "cancel") {
            this.state.editing = null;
            this.scrollRef.el.focus({ preventScroll: true });
        } else if (command.name === "enter" || command.name === "tab" || leaves) {
            const single = this.selectionSize() === 1;
            if (this.finishEdit() && single) {
                const step = leaves
                    ? command
                    : command.name === "tab"
                      ? { rows: 0, columns: command.back ? -1 : 1 }
                      : { rows: command.back ? -1 : 1, columns: 0 };
                this.select(moved(this.state.active, step, this.sheet));
            }
        } else if (command.name === "type" && ev.target !== this.inputRef.el) {
            // faster than the input comes up
            this.state.editing.text += command.text;
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    // --- typing ---

    startEdit(kind, text) {
        const { active } = this.state;
        const cell = this.cellOf(this.rows[active.row].row, this.columns[active.column]);
        const chosen = this.selectedCells();
        if (kind === "day" && !chosen.some((c) => c.t)) {
            cell && this.explain(cell);
            return;
        }
        if (kind === "remark" && !chosen.some((c) => c.w)) {
            return;
        }
        const now = kind === "remark" ? (cell && cell.r) || "" : (cell && cell.t && cell.h) || "";
        this.state.editing = {
            kind,
            how: text === undefined ? "edited" : "typed",
            text: text === undefined ? now : text,
            wrong: false,
        };
    }

    /** The server's sentence why nothing can be typed there. */
    async explain(cell) {
        const sentence = await this.props.model.refusal(cell.i);
        if (sentence) {
            this.notification.add(sentence, { type: "warning" });
        }
    }

    onInput(ev) {
        this.state.editing.text = ev.target.value;
        this.state.editing.wrong = false;
    }

    onBlur() {
        if (this.state.editing) {
            this.finishEdit() || (this.state.editing = null);
        }
    }

    /** Take what was typed over; false when it is no day. */
    finishEdit() {
        const { kind, text } = this.state.editing;
        if (kind === "remark") {
            this.state.editing = null;
            this.write(
                this.selectedCells()
                    .filter((cell) => cell.w && (cell.r || "") !== text.trim())
                    .map((cell) => ({ id: cell.i, remark: text.trim() }))
            );
        } else if (!text.trim()) {
            this.state.editing = null;
            this.untick();
        } else {
            const day = parseDay(text, this.data.today);
            if (!day) {
                this.state.editing.wrong = true;
                this.notification.add(
                    _t("%s is no day. Type 3/15, 0315, 2026-03-15, t for today, or -1 for yesterday.", text),
                    { type: "danger" }
                );
                return false;
            }
            this.state.editing = null;
            this.tick(day);
        }
        this.scrollRef.el && this.scrollRef.el.focus({ preventScroll: true });
        return true;
    }

    /** The same day into every cell of the selection that takes one. */
    tick(day) {
        const cells = this.selectedCells().filter((cell) => cell.t);
        if (!cells.length) {
            const { active } = this.state;
            const cell = this.cellOf(this.rows[active.row].row, this.columns[active.column]);
            return cell && this.explain(cell);
        }
        return this.write(cells.filter((cell) => cell.h !== day).map((cell) => ({ id: cell.i, day })));
    }

    untick() {
        return this.write(
            this.selectedCells()
                .filter((cell) => cell.t && cell.h)
                .map((cell) => ({ id: cell.i, day: false }))
        );
    }

    /** As Ctrl+D in a spreadsheet: what stands on top goes down the selection. */
    fillDown() {
        const { top, bottom, left, right } = this.range;
        const cells = [];
        for (let c = left; c <= right; c++) {
            const source = this.cellOf(this.rows[top].row, this.columns[c]);
            for (let r = top + 1; source && source.h && r <= bottom; r++) {
                const cell = this.cellOf(this.rows[r].row, this.columns[c]);
                if (cell && cell.t && cell.h !== source.h) {
                    cells.push({ id: cell.i, day: source.h });
                }
            }
        }
        return this.write(cells);
    }

    cellById(id) {
        for (const row of this.data.rows) {
            for (const cell of [...row.cells, ...row.more]) {
                if (cell && cell.i === id) {
                    return cell;
                }
            }
        }
        return null;
    }

    /**
     * Write cells in one call, one after the other with calls before it.
     *
     * @param {Object[]} cells milestone id with day and/or remark
     * @param {boolean} undoing
     */
    write(cells, undoing = false) {
        if (!cells.length) {
            return;
        }
        const done = this.writing.then(() => this._write(cells, undoing));
        // one that fails must not hold up those after it
        this.writing = done.catch(() => {});
        return done;
    }

    async _write(cells, undoing) {
        const before = cells.map(({ id, day, remark }) => {
            const cell = this.cellById(id) || {};
            return {
                id,
                ...(day !== undefined && { day: cell.h || false }),
                ...(remark !== undefined && { remark: cell.r || "" }),
            };
        });
        for (const { id, day } of cells) {
            if (day) {
                this.state.pending[id] = day;
            }
        }
        const results = [];
        try {
            for (const batch of this.batches(cells)) {
                results.push(...(await this.props.model.type(batch)));
                if (results.length < cells.length) {
                    this.state.said = _t("Writing: %(done)s of %(all)s", {
                        done: results.length,
                        all: cells.length,
                    }).toString();
                }
            }
        } finally {
            this.state.pending = {};
        }
        const refused = results.filter((result) => result.error);
        const written = new Set(results.filter((result) => !result.error).map((result) => result.id));
        if (written.size && !undoing) {
            this.undoStack.push(before.filter(({ id }) => written.has(id)));
        }
        if (written.size) {
            this.state.said = undoing
                ? _t("Taken back: %s", written.size).toString()
                : _t("Written: %s", written.size).toString();
        }
        if (refused.length) {
            const sentences = [...new Set(refused.map((result) => result.error))];
            const rest = sentences.length - REFUSALS_SHOWN;
            this.notification.add(
                [
                    ...sentences.slice(0, REFUSALS_SHOWN),
                    ...(rest > 0 ? [_t("And %s more.", rest).toString()] : []),
                ].join(" "),
                { type: "warning", title: _t("Not written: %s", refused.length).toString() }
            );
        }
    }

    /** Cells in calls of about `BATCH`, an order's cells never apart. */
    batches(cells) {
        const orderOf = {};
        for (const row of this.data.rows) {
            for (const cell of [...row.cells, ...row.more]) {
                if (cell) {
                    orderOf[cell.i] = row.order_id;
                }
            }
        }
        const sorted = [...cells].sort((a, b) => orderOf[a.id] - orderOf[b.id]);
        const batches = [[]];
        for (const cell of sorted) {
            let batch = batches.at(-1);
            if (batch.length >= BATCH && orderOf[batch.at(-1).id] !== orderOf[cell.id]) {
                batches.push((batch = []));
            }
            batch.push(cell);
        }
        return batches;
    }

    undo() {
        const before = this.undoStack.pop();
        return before && this.write(before, true);
    }

    // --- clipboard ---

    copied(row, column) {
        if (column.kind) {
            const cell = row.cells[column.number];
            return {
                text: (cell && cell.d) || "",
                kind: "date",
                color: cell && PASTE_COLORS[cell.c],
            };
        }
        if (column.key === "more") {
            return { text: row.more.map((cell) => [cell.n, cell.d].filter(Boolean).join(" ")).join("; ") };
        }
        const kind = { buffer: "number", day: "date" }[column.key];
        return {
            text: headText(row, column.key),
            kind,
            color:
                column.key === "buffer"
                    ? { late: PASTE_COLORS.late, at_risk: PASTE_COLORS.overdue, on_track: PASTE_COLORS.done }[row.health]
                    : undefined,
        };
    }

    onCopy(ev) {
        if (this.state.editing || !this.state.active) {
            return;
        }
        const { top, bottom, left, right } = this.range;
        const columns = this.columns.slice(left, right + 1);
        const rows = this.rows.slice(top, bottom + 1).map(({ row }) => columns.map((c) => this.copied(row, c)));
        if (rows.length === this.rows.length && rows.length > 1) {
            // whole columns take their heads along
            rows.unshift(columns.map((column) => ({ text: column.label, color: PASTE_COLORS.na })));
        }
        ev.clipboardData.setData("text/plain", toText(rows));
        ev.clipboardData.setData("text/html", toHtml(rows));
        ev.preventDefault();
        this.state.said = _t("Copied: %s", rows.length * columns.length).toString();
    }

    /** A column of days from a spreadsheet, from the cursor on; one value fills the selection. */
    onPaste(ev) {
        if (this.state.editing || !this.state.active) {
            return;
        }
        ev.preventDefault();
        const table = parseTable(ev.clipboardData.getData("text/plain"));
        if (!table.length) {
            return;
        }
        const { top, left, bottom, right } = this.range;
        const single = table.length === 1 && table[0].length === 1;
        const height = single ? bottom - top + 1 : table.length;
        const wrong = [];
        const cells = [];
        for (let r = 0; r < height && top + r < this.rows.length; r++) {
            const texts = single ? Array(right - left + 1).fill(table[0][0]) : table[r];
            texts.forEach((text, c) => {
                const column = this.columns[left + c];
                const cell = column && this.cellOf(this.rows[top + r].row, column);
                // an empty cell leaves what is there
                if (!cell || !cell.t || !text.trim()) {
                    return;
                }
                const day = parseDay(text, this.data.today);
                if (!day) {
                    wrong.push(text);
                } else if (day !== cell.h) {
                    cells.push({ id: cell.i, day });
                }
            });
        }
        if (wrong.length) {
            this.notification.add(_t("No day, left out: %s", wrong.slice(0, 5).join(", ")), { type: "warning" });
        }
        this.write(cells);
    }
}
