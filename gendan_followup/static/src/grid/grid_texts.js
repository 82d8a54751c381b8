import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { deliveryText, moneyText } from "../health/health_texts";

/** Colours a copied table takes along; the screen's own are in grid_renderer.scss. */
export const PASTE_COLORS = {
    done: "#D1E7DD",
    done_late: "#D1E7DD",
    late: "#F1AEB5",
    overdue: "#FFDA6A",
    risk: "#FFF3CD",
    soon: "#CFE2FF",
    na: "#E9ECEF",
};

function asText(day) {
    return day ? toLocaleDateString(deserializeDate(day)) : "";
}

export function codeText(code) {
    return {
        done: _t("done"),
        done_late: _t("done late"),
        late: _t("breaks the promise"),
        overdue: _t("overdue"),
        risk: _t("later than planned"),
        soon: _t("due soon"),
        open: _t("on track"),
        skipped: _t("skipped"),
        na: _t("not applicable"),
    }[code];
}

function ownerText(owner) {
    return {
        customer: _t("the customer"),
        supplier: _t("the supplier"),
        carrier: _t("the carrier"),
    }[owner];
}

/** What is to be known about a cell, a line each; read on hover, in the bar and by screen readers. */
export function describeCell(cell) {
    const open = !["done", "done_late", "skipped", "na"].includes(cell.c);
    return [
        codeText(cell.c),
        cell.b && _t("planned %s", asText(cell.b)),
        cell.d && (open ? _t("expected %s", asText(cell.d)) : _t("done %s", asText(cell.d))),
        !open && cell.h && _t("set by hand"),
        cell.m && _t("re-timed to %s", asText(cell.m)),
        cell.y && _t("reason: %s", cell.y),
        cell.e && _t("expected by %s", cell.e),
        cell.x && _t("decides the arrival"),
        cell.s < 0 && _t("days too late for the promise: %s", -cell.s),
        cell.s > 0 && _t("slack in days: %s", cell.s),
        cell.o && _t("waits for: %s", ownerText(cell.o)),
        cell.l && _t("held by the customer (working days): %s", cell.l),
        cell.p && _t("a step before it is still missing"),
        cell.r && _t("remark: %s", cell.r),
    ]
        .filter(Boolean)
        .map((line) => line.toString());
}

/**
 * The columns of a row's head, in their order.
 *
 * @param {boolean} seesPromise departments see the in-house date instead
 * @param {boolean} small a phone
 */
export function headColumns(seesPromise, small) {
    const columns = [
        seesPromise && { key: "buffer", label: _t("Buffer"), sort: "buffer_days", width: 60 },
        { key: "order", label: _t("Order number"), sort: "id", width: 92 },
        { key: "customer", label: _t("Customer"), sort: "partner_id", width: 132 },
        { key: "ref", label: _t("Customer's number"), width: 104 },
        { key: "products", label: _t("Products"), width: 144 },
        seesPromise
            ? { key: "day", label: _t("Promised"), sort: "promise_date", width: 72 }
            : { key: "day", label: _t("In-house date"), sort: "inhouse_date", width: 72 },
        { key: "lights", label: _t("Lights"), width: 54 },
    ].filter(Boolean);
    if (!small) {
        return columns;
    }
    // a phone has room for the days only when the rest is read in the bar
    const widths = { buffer: 50, order: 76, customer: 100, day: 60, lights: 48 };
    return columns.filter(({ key }) => key in widths).map((column) => ({ ...column, width: widths[column.key] }));
}

/** A cell of a row's head as text, for the clipboard. */
export function headText(row, key) {
    switch (key) {
        case "buffer":
            return row.buffer === false ? "" : String(row.buffer);
        case "day":
            return row.day || "";
        case "lights":
            return [deliveryText(row.health), row.money && moneyText(row.money)].filter(Boolean).join(" / ");
    }
    return row[key] || "";
}
