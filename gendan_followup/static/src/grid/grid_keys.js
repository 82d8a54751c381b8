/**
 * What a key means to the grid, as in a spreadsheet.
 *
 * @param {KeyboardEvent} ev
 * @returns {{name: string, [key: string]: any}|null} null: the key is not the grid's
 */
export function commandOf(ev) {
    const ctrl = ev.ctrlKey || ev.metaKey;
    if (ev.altKey || ev.isComposing) {
        return null;
    }
    const jumps = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
    };
    if (ev.key in jumps) {
        const [rows, columns] = jumps[ev.key];
        return { name: "move", rows, columns, far: ctrl, extend: ev.shiftKey };
    }
    switch (ev.key) {
        case "PageUp":
        case "PageDown":
            return ctrl
                ? null
                : { name: "move", pages: ev.key === "PageUp" ? -1 : 1, extend: ev.shiftKey };
        case "Home":
            return { name: "move", to: ctrl ? "first" : "rowStart", extend: ev.shiftKey };
        case "End":
            return { name: "move", to: ctrl ? "last" : "rowEnd", extend: ev.shiftKey };
        case "Tab":
            return ctrl ? null : { name: "tab", back: ev.shiftKey };
        case "Enter":
            return { name: "enter", back: ev.shiftKey };
        case "Escape":
            return { name: "cancel" };
        case "F2":
            return { name: ev.shiftKey ? "remark" : "edit" };
        case "Delete":
        case "Backspace":
            return ctrl ? null : { name: "clear" };
    }
    if (ctrl) {
        const name = { a: "selectAll", d: "fillDown", z: "undo", ";": "today" }[ev.key.toLowerCase()];
        return name && !ev.shiftKey ? { name } : null;
    }
    return ev.key.length === 1 && ev.key !== " " ? { name: "type", text: ev.key } : null;
}

/**
 * Where a move leads.
 *
 * @param {{row: number, column: number}} from
 * @param {Object} command as given by `commandOf`
 * @param {{rows: number, columns: number, page: number, filled: (row: number, column: number) => boolean}} sheet
 */
export function moved(from, command, sheet) {
    const last = { row: sheet.rows - 1, column: sheet.columns - 1 };
    const clamp = ({ row, column }) => ({
        row: Math.max(0, Math.min(last.row, row)),
        column: Math.max(0, Math.min(last.column, column)),
    });
    if (command.to) {
        return clamp(
            {
                first: { row: 0, column: 0 },
                last,
                rowStart: { row: from.row, column: 0 },
                rowEnd: { row: from.row, column: last.column },
            }[command.to]
        );
    }
    if (command.pages) {
        return clamp({ row: from.row + command.pages * sheet.page, column: from.column });
    }
    const step = (at) => ({ row: at.row + command.rows, column: at.column + command.columns });
    const inside = (at) => {
        const { row, column } = clamp(at);
        return row === at.row && column === at.column;
    };
    if (!command.far) {
        return clamp(step(from));
    }
    // as in Excel: to the end of the filled block, or over the gap to the next one
    const filled = (at) => sheet.filled(at.row, at.column);
    let at = from;
    const inBlock = filled(at) && inside(step(at)) && filled(step(at));
    while (inside(step(at)) && (inBlock ? filled(step(at)) : true)) {
        at = step(at);
        if (!inBlock && filled(at)) {
            break;
        }
    }
    return at;
}

/** The corners of a selection, sorted. */
export function rangeOf(anchor, active) {
    return {
        top: Math.min(anchor.row, active.row),
        bottom: Math.max(anchor.row, active.row),
        left: Math.min(anchor.column, active.column),
        right: Math.max(anchor.column, active.column),
    };
}
