import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deliveryText } from "../health/health_texts";
import { useGridCopyPaste } from "./grid_copy_paste";
import { useGridEditing } from "./grid_editing";
import { commandOf } from "./grid_keys";
import { GendanGridRow } from "./grid_row";
import { useGridSelection } from "./grid_selection";
import { useGridSheet } from "./grid_sheet";
import { codeText, describeCell, headText } from "./grid_texts";
import { useGridViewport } from "./grid_viewport";
import { useGridWriting } from "./grid_writing";

const LEGEND = ["done", "done_late", "open", "soon", "risk", "overdue", "late", "skipped", "na"];

/**
 * The grid itself: a table of plain cells, of which only the lines in sight are drawn, with a cursor, a selection,
 * typing, copying and pasting as in a spreadsheet.
 */
export class GendanGridRenderer extends Component {
    static template = "gendan_followup.GridRenderer";
    static components = { GridRow: GendanGridRow };
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
        const { model, cursor } = this.props;
        this.rowHeight = this.env.isSmall ? 38 : 30;
        this.legend = LEGEND.map((code) => ({
            code,
            text: codeText(code),
            sample: { skipped: "–", na: "\u2003" }[code] || "03-15",
        }));
        // what was last done, in the bar until the cursor moves
        this.state = useState({ said: "" });
        this.self = this;
        this.chosen = {};
        const say = (text) => (this.state.said = text);
        const sheet = (this.sheet = useGridSheet());
        const viewport = (this.viewport = useGridViewport({ sheet, cursor, rowHeight: this.rowHeight }));
        const selection = (this.selection = useGridSelection({ sheet, viewport, cursor, onMoved: () => say("") }));
        const writing = (this.writing = useGridWriting({ sheet, model, say }));
        this.editing = useGridEditing({ sheet, selection, viewport, writing, model });
        this.copyPaste = useGridCopyPaste({ sheet, selection, writing, say });
        this.load(this.props.data);
        onWillUpdateProps((next) => {
            if (next.data !== this.props.data) {
                this.load(next.data);
            }
        });
        onMounted(() => {
            if (selection.active) {
                viewport.focus();
            }
        });
    }

    load(data) {
        this.sheet.load(data);
        this.selection.clamp();
    }

    // --- what is drawn ---

    /** What of the selection lies in a row: null, or the same object as long as it is the same cells. */
    chosenIn(number) {
        const { range, active } = this.selection;
        if (!range || number < range.top || number > range.bottom) {
            return null;
        }
        const column = active.row === number ? active.column : -1;
        const key = `${range.left} ${range.right} ${column}`;
        return (this.chosen[key] ||= { left: range.left, right: range.right, active: column });
    }

    /** What is typed, for the row it is typed in. */
    inputIn(number) {
        const { active } = this.selection;
        return (active && active.row === number && this.editing.input) || null;
    }

    toggleGroup(key) {
        this.sheet.toggleGroup(key);
        this.selection.clear();
        this.editing.drop();
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
            this.selection.clear();
            this.props.model.choose({ order });
        }
    }

    // --- the bar: the cell at the cursor in words, and what can be done with the selection ---

    get bar() {
        const { active } = this.selection;
        if (!active || !this.sheet.rows[active.row]) {
            return null;
        }
        const { row, column, cell, size } = this.selection;
        const chosen = this.selection.cells();
        const typeable = chosen.filter((c) => c.t);
        return {
            title: this.title(row, column, cell),
            lines: this.describe(row, column, cell),
            several:
                size > 1 &&
                _t("%(chosen)s cells, %(typeable)s of them to be typed in", {
                    chosen: size,
                    typeable: typeable.length,
                }),
            cell,
            row,
            tick: typeable.some((c) => !c.h),
            untick: typeable.some((c) => c.h),
            remark: chosen.some((c) => c.w),
            retime: this.sheet.data.can_retime && chosen.some((c) => this.canRetime(c)),
        };
    }

    canRetime(cell) {
        return cell.w && !["done", "done_late", "skipped", "na"].includes(cell.c);
    }

    retime() {
        this.props.retime(
            this.selection
                .cells()
                .filter((cell) => this.canRetime(cell))
                .map((cell) => cell.i)
        );
    }

    title(row, column, cell) {
        return `${row.order} · ${cell && cell.n ? cell.n : column.label}`;
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

    // --- mouse ---

    onMousedown(ev) {
        const at = this.selection.placeOf(ev.target);
        if (!at || ev.button !== 0 || ev.target.closest("input")) {
            return;
        }
        ev.preventDefault();
        this.viewport.focus();
        if (this.editing.input && !this.editing.finish()) {
            return;
        }
        this.selection.startDrag(at, ev.shiftKey);
    }

    /** Tooltips are written when the mouse comes, not for thousands of cells ahead. */
    onMouseover(ev) {
        const at = this.selection.placeOf(ev.target);
        if (!at) {
            return;
        }
        this.selection.dragTo(at, ev);
        const td = ev.target.closest("td");
        this.hovered = td;
        const { row } = this.sheet.rows[at.row];
        const column = this.sheet.columns[at.column];
        const cell = this.sheet.cellOf(row, column);
        td.dataset.tooltipInfo = JSON.stringify({
            name: this.title(row, column, cell),
            lines: this.describe(row, column, cell),
        });
    }

    /** The tooltip of the cell under a resting mouse must not cover what is typed beside it. */
    hideTooltip() {
        if (this.hovered) {
            this.hovered.dispatchEvent(new MouseEvent("mouseleave"));
            this.hovered = null;
        }
    }

    onDblclick(ev) {
        if (this.selection.placeOf(ev.target) && !ev.target.closest("input")) {
            this.openOrEdit();
        }
    }

    /** Enter or double click: a day is edited, the head of a row opens it. */
    openOrEdit() {
        const { row, column } = this.selection;
        if (column.kind) {
            this.editing.start("day");
        } else {
            this.props.openRow(row);
        }
    }

    // --- keys ---

    onKeydown(ev) {
        if (!this.sheet.rows.length) {
            return;
        }
        const command = commandOf(ev);
        if (!command) {
            return;
        }
        this.hideTooltip();
        if (this.editing.input) {
            return this.editing.onKeydown(ev, command);
        }
        if (!this.selection.active) {
            if (command.name !== "move") {
                return;
            }
            ev.preventDefault();
            return this.selection.select({ row: 0, column: 0 });
        }
        if (this.run(command) !== false) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** Do what a key stands for; false when the key is left to the browser. */
    run(command) {
        const { selection, editing } = this;
        switch (command.name) {
            case "move":
                return selection.move(command);
            case "tab":
                return selection.tab(command.back);
            case "enter":
                return ["order", "more"].includes(selection.column.key)
                    ? this.openOrEdit()
                    : selection.move({ rows: command.back ? -1 : 1, columns: 0 });
            case "cancel":
                return this.viewport.blur();
            case "edit":
                return editing.start("day");
            case "remark":
                return editing.start("remark");
            case "type":
                return editing.start("day", command.text);
            case "clear":
                return editing.untick();
            case "today":
                return editing.tick(this.sheet.data.today);
            case "fillDown":
                return editing.fillDown();
            case "undo":
                return this.writing.undo();
            case "selectAll":
                return selection.selectAll();
        }
    }

    // --- clipboard: while something is typed it is the input's ---

    onCopy(ev) {
        if (!this.editing.input && this.selection.active) {
            this.copyPaste.copy(ev);
        }
    }

    onPaste(ev) {
        if (!this.editing.input && this.selection.active) {
            this.copyPaste.paste(ev);
        }
    }
}
