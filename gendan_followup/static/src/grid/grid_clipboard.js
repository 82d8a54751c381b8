function escapeHtml(text) {
    return text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);
}

/**
 * Rows of cells as spreadsheets paste them: tabs and line ends; what holds one of these is quoted.
 *
 * @param {{text: string}[][]} rows
 */
export function toText(rows) {
    const quote = (text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.map((row) => row.map((cell) => quote(cell.text)).join("\t")).join("\r\n");
}

/**
 * The same as a table with colours; a text stays a text (an order number is no amount).
 *
 * @param {{text: string, color?: string, kind?: "date"|"number"|"text"}[][]} rows
 */
export function toHtml(rows) {
    const formats = { date: "yyyy\\-mm\\-dd", number: "General", text: "\\@" };
    const cellHtml = (cell) => {
        const style = [
            `mso-number-format:'${formats[cell.kind || "text"]}'`,
            cell.color && `background:${cell.color}`,
        ].filter(Boolean);
        return `<td style="${style.join(";")}">${escapeHtml(cell.text)}</td>`;
    };
    const body = rows.map((row) => `<tr>${row.map(cellHtml).join("")}</tr>`).join("");
    return `<meta charset="utf-8"><table>${body}</table>`;
}

/**
 * What a spreadsheet put on the clipboard, as rows of texts.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function parseTable(text) {
    const rows = [];
    let row = [];
    let cell = "";
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
        const char = text[i];
        if (quoted) {
            if (char === '"' && text[i + 1] === '"') {
                cell += '"';
                i++;
            } else if (char === '"') {
                quoted = false;
            } else {
                cell += char;
            }
        } else if (char === '"' && !cell) {
            quoted = true;
        } else if (char === "\t") {
            row.push(cell);
            cell = "";
        } else if (char === "\n" || char === "\r") {
            if (char === "\r" && text[i + 1] === "\n") {
                i++;
            }
            rows.push([...row, cell]);
            row = [];
            cell = "";
        } else {
            cell += char;
        }
    }
    if (cell || row.length) {
        rows.push([...row, cell]);
    }
    return rows;
}
