import { useEnv, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { shortDay } from "./grid_dates";
import { headColumns } from "./grid_texts";

const DAY_WIDTH = 66;
const MORE_WIDTH = 220;
const STICKY = ["buffer", "order"];

/**
 * One page of orders as lines (group heads and rows) and columns, and what stands in a cell.
 *
 * `state.folded` holds the groups that are folded, `state.pending` the days on their way to the server, by
 * milestone.
 */
class GridSheet {
    constructor(env, state) {
        this.env = env;
        this.state = state;
    }

    /** Take a page over, as `gendan.plan.gendan_grid` gives it. */
    load(data) {
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
        this.head = head;
        this.rest = [...days, ...more];
        let left = 0;
        this.columns.forEach((column, index) => {
            Object.assign(column, { index, left });
            left += column.width;
        });
        this.width = left;
        this.tracks = this.columns.map((column) => `${column.width}px`).join(" ");
        this.stickyWidth = head.filter((c) => c.sticky).reduce((sum, c) => sum + c.width, 0);
        this.arrange();
    }

    /** Lines and rows of the groups that are not folded. */
    arrange() {
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
        this.arrange();
    }

    /** The milestone of an order in a column, or null. */
    cellOf(row, column) {
        if (column.kind) {
            return row.cells[column.number] || null;
        }
        return column.key === "more" && row.more.length === 1 ? row.more[0] : null;
    }

    /** The days of a row that are on their way to the server, as a text that is another when they are. */
    pendingOf(row) {
        const { pending } = this.state;
        return Object.keys(pending).length
            ? row.cells.map((cell) => (cell && cell.i in pending ? `${cell.i} ${pending[cell.i]}` : "")).join("")
            : "";
    }

    /** The same by the numbers of row and column. */
    cellAt(row, column) {
        return this.cellOf(this.rows[row].row, this.columns[column]);
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

    /** What is read in a cell of the table. */
    textOf(row, column) {
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
}

/** @returns {GridSheet} */
export function useGridSheet() {
    return new GridSheet(useEnv(), useState({ folded: {}, pending: {} }));
}
