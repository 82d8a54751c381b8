import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { parseTable, toHtml, toText } from "./grid_clipboard";
import { parseDay } from "./grid_dates";
import { PASTE_COLORS, headText } from "./grid_texts";

/** What a cell gives to the clipboard. */
function copied(row, column) {
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

/**
 * To a spreadsheet and back.
 *
 * @param {Object} params
 * @param {GridSheet} params.sheet
 * @param {GridSelection} params.selection
 * @param {GridWriting} params.writing
 * @param {(text: string) => void} params.say tells how much it was
 * @returns {{copy: (ev: ClipboardEvent) => void, paste: (ev: ClipboardEvent) => void}}
 */
export function useGridCopyPaste({ sheet, selection, writing, say }) {
    const notification = useService("notification");

    function copy(ev) {
        const { top, bottom, left, right } = selection.range;
        const columns = sheet.columns.slice(left, right + 1);
        const rows = sheet.rows.slice(top, bottom + 1).map(({ row }) => columns.map((c) => copied(row, c)));
        if (rows.length === sheet.rows.length && rows.length > 1) {
            // whole columns take their heads along
            rows.unshift(columns.map((column) => ({ text: column.label, color: PASTE_COLORS.na })));
        }
        ev.clipboardData.setData("text/plain", toText(rows));
        ev.clipboardData.setData("text/html", toHtml(rows));
        ev.preventDefault();
        say(_t("Copied: %s", rows.length * columns.length).toString());
    }

    /** A column of days from a spreadsheet, from the cursor on; one value fills the selection. */
    function paste(ev) {
        ev.preventDefault();
        const table = parseTable(ev.clipboardData.getData("text/plain"));
        if (!table.length) {
            return;
        }
        const { top, left, bottom, right } = selection.range;
        const single = table.length === 1 && table[0].length === 1;
        const height = single ? bottom - top + 1 : table.length;
        const wrong = [];
        const cells = [];
        for (let r = 0; r < height && top + r < sheet.rows.length; r++) {
            const texts = single ? Array(right - left + 1).fill(table[0][0]) : table[r];
            texts.forEach((text, c) => {
                const column = sheet.columns[left + c];
                const cell = column && sheet.cellOf(sheet.rows[top + r].row, column);
                // an empty cell leaves what is there
                if (!cell || !cell.t || !text.trim()) {
                    return;
                }
                const day = parseDay(text, sheet.data.today);
                if (!day) {
                    wrong.push(text);
                } else if (day !== cell.h) {
                    cells.push({ id: cell.i, day });
                }
            });
        }
        if (wrong.length) {
            notification.add(_t("No day, left out: %s", wrong.slice(0, 5).join(", ")), { type: "warning" });
        }
        writing.write(cells);
    }

    return { copy, paste };
}
