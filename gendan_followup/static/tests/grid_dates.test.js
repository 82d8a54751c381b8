import { describe, expect, test } from "@odoo/hoot";
import { parseTable, toHtml, toText } from "@gendan_followup/grid/grid_clipboard";
import { parseDay, shortDay } from "@gendan_followup/grid/grid_dates";
import { commandOf, moved, rangeOf } from "@gendan_followup/grid/grid_keys";

const TODAY = "2026-03-16";

describe("what is typed for a day", () => {
    test("month and day in every form", () => {
        for (const typed of ["3/15", "03/15", "3-15", "3.15", "0315", "315", "3月15日", " ３／１５ "]) {
            expect(parseDay(typed, TODAY)).toBe("2026-03-15", { message: typed });
        }
    });

    test("with a year, of three calendars' habits", () => {
        for (const typed of ["2026-03-15", "2026/3/15", "20260315", "26/3/15", "115/3/15", "1150315", "2026年3月15日"]) {
            expect(parseDay(typed, TODAY)).toBe("2026-03-15", { message: typed });
        }
    });

    test("as Excel pastes it", () => {
        expect(parseDay("2026/3/15 0:00", TODAY)).toBe("2026-03-15");
        expect(parseDay("2026-03-15 00:00:00", TODAY)).toBe("2026-03-15");
    });

    test("today and days from it", () => {
        for (const typed of ["t", "T", "today", "今天", "今日"]) {
            expect(parseDay(typed, TODAY)).toBe(TODAY, { message: typed });
        }
        expect(parseDay("-1", TODAY)).toBe("2026-03-15");
        expect(parseDay("-16", TODAY)).toBe("2026-02-28");
        expect(parseDay("+2", TODAY)).toBe("2026-03-18");
    });

    test("without a year the day closest to today is meant", () => {
        expect(parseDay("12/28", "2026-01-03")).toBe("2025-12-28");
        expect(parseDay("1/3", "2026-12-28")).toBe("2027-01-03");
        expect(parseDay("2/29", "2026-03-16")).toBe(null);
        expect(parseDay("2/29", "2027-11-16")).toBe("2028-02-29");
    });

    test("what is no day", () => {
        for (const typed of ["", "abc", "13/45", "2026-02-30", "3", "-", "yes", "3/15/2026/1"]) {
            expect(parseDay(typed, TODAY)).toBe(null, { message: typed });
        }
    });

    test("short form", () => {
        expect(shortDay("2026-03-15", TODAY)).toBe("03-15");
        expect(shortDay("2026-11-30", TODAY)).toBe("11-30");
        expect(shortDay("2025-12-30", TODAY)).toBe("12-30");
        expect(shortDay("2027-01-05", TODAY)).toBe("27-01-05");
        expect(shortDay(false, TODAY)).toBe("");
    });
});

describe("keys", () => {
    const key = (name, values = {}) => commandOf(new KeyboardEvent("keydown", { key: name, ...values }));
    // two filled blocks in a row of eight
    const sheet = { rows: 5, columns: 8, page: 3, filled: (row, column) => [0, 1, 2, 5, 6].includes(column) };

    test("what they mean", () => {
        expect(key("ArrowDown")).toEqual({ name: "move", rows: 1, columns: 0, far: false, extend: false });
        expect(key("ArrowLeft", { shiftKey: true, ctrlKey: true })).toEqual({
            name: "move",
            rows: 0,
            columns: -1,
            far: true,
            extend: true,
        });
        expect(key("Home")).toEqual({ name: "move", to: "rowStart", extend: false });
        expect(key("End", { ctrlKey: true })).toEqual({ name: "move", to: "last", extend: false });
        expect(key("Tab", { shiftKey: true })).toEqual({ name: "tab", back: true });
        expect(key("F2")).toEqual({ name: "edit" });
        expect(key("F2", { shiftKey: true })).toEqual({ name: "remark" });
        expect(key("Delete")).toEqual({ name: "clear" });
        expect(key("3")).toEqual({ name: "type", text: "3" });
        expect(key("a", { ctrlKey: true })).toEqual({ name: "selectAll" });
        expect(key("z", { metaKey: true })).toEqual({ name: "undo" });
    });

    test("what is not the grid's", () => {
        expect(key("k", { ctrlKey: true })).toBe(null);
        expect(key("1", { altKey: true })).toBe(null);
        expect(key("F5")).toBe(null);
        expect(key("c", { ctrlKey: true })).toBe(null);
    });

    test("where they lead", () => {
        const from = { row: 1, column: 1 };
        const go = (name, values, at = from) => moved(at, key(name, values), sheet);
        expect(go("ArrowRight")).toEqual({ row: 1, column: 2 });
        expect(go("ArrowUp", {}, { row: 0, column: 3 })).toEqual({ row: 0, column: 3 });
        expect(go("End")).toEqual({ row: 1, column: 7 });
        expect(go("Home", { ctrlKey: true })).toEqual({ row: 0, column: 0 });
        expect(go("End", { ctrlKey: true })).toEqual({ row: 4, column: 7 });
        expect(go("PageDown")).toEqual({ row: 4, column: 1 });
    });

    test("Ctrl and an arrow jump from block to block", () => {
        const right = (column) => moved({ row: 0, column }, key("ArrowRight", { ctrlKey: true }), sheet).column;
        expect(right(0)).toBe(2);
        expect(right(2)).toBe(5);
        expect(right(5)).toBe(6);
        expect(right(6)).toBe(7);
        const down = moved({ row: 0, column: 0 }, key("ArrowDown", { ctrlKey: true }), sheet);
        expect(down).toEqual({ row: 4, column: 0 });
    });

    test("a selection has sorted corners", () => {
        expect(rangeOf({ row: 4, column: 1 }, { row: 2, column: 3 })).toEqual({
            top: 2,
            bottom: 4,
            left: 1,
            right: 3,
        });
    });
});

describe("clipboard", () => {
    test("text for Excel", () => {
        const rows = [
            [{ text: "S00012" }, { text: '2" bag' }],
            [{ text: "two\nlines" }, { text: "2026-03-15", kind: "date" }],
        ];
        expect(toText(rows)).toBe('S00012\t"2"" bag"\r\n"two\nlines"\t2026-03-15');
        expect(parseTable(toText(rows))).toEqual(rows.map((row) => row.map((cell) => cell.text)));
    });

    test("table with colours; nothing in it is markup", () => {
        const html = toHtml([[{ text: "<b>&", color: "#F1AEB5" }]]);
        expect(html).toInclude("&lt;b&gt;&amp;");
        expect(html).toInclude("background:#F1AEB5");
        const cells = new DOMParser().parseFromString(html, "text/html").querySelectorAll("td");
        expect(cells.length).toBe(1);
        expect(cells[0].textContent).toBe("<b>&");
    });

    test("tables as they come", () => {
        expect(parseTable("3/15\n3/16\n")).toEqual([["3/15"], ["3/16"]]);
        expect(parseTable("a\t\r\n\tb")).toEqual([
            ["a", ""],
            ["", "b"],
        ]);
        expect(parseTable("")).toEqual([]);
    });
});
