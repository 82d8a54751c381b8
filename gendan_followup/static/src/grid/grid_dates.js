// full-width digits and signs, as Chinese input methods type them
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const ROC_YEAR = 1911;

function isoOf(year, month, day) {
    const date = luxon.DateTime.fromObject({ year, month, day });
    return date.isValid ? date.toISODate() : null;
}

/** Of last, this and next year, the one that brings the day closest to today. */
function closest(month, day, today) {
    const now = luxon.DateTime.fromISO(today);
    const candidates = [now.year - 1, now.year, now.year + 1]
        .map((year) => isoOf(year, month, day))
        .filter(Boolean);
    const distance = (iso) => Math.abs(luxon.DateTime.fromISO(iso).diff(now, "days").days);
    candidates.sort((a, b) => distance(a) - distance(b));
    return candidates[0] || null;
}

/** Years as typed: 2026, 26, or 115 of the Republic of China. */
function fullYear(text) {
    const year = parseInt(text, 10);
    if (text.length === 4) {
        return year;
    }
    return text.length === 3 ? year + ROC_YEAR : year + 2000;
}

/**
 * The day somebody typed into a cell.
 *
 * Taken: 3/15, 3-15, 3.15, 3月15日, 0315, 315 (closest to today); 2026-03-15, 2026/3/15, 26-3-15, 20260315;
 * 115/3/15 and 1150315 (民國); t, today, 今天; -1, -2 ... (days ago) and +3 (days to come).
 *
 * @param {string} typed
 * @param {string} today ISO day of the company
 * @returns {string|null} ISO day; null when it is none
 */
export function parseDay(typed, today) {
    const text = (typed || "")
        .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
        .trim()
        .toLowerCase();
    if (["t", "today", "今天", "今日"].includes(text)) {
        return today;
    }
    let match = /^([+-])(\d{1,3})$/.exec(text);
    if (match) {
        const days = parseInt(match[2], 10) * (match[1] === "-" ? -1 : 1);
        return luxon.DateTime.fromISO(today).plus({ days }).toISODate();
    }
    // what Excel puts behind a day: a time of nought
    const parts = text.replace(/[ t]0?0:00(:00)?$/, "").replace(/[日號号]$/, "");
    match = /^(\d{2,4})[-/.年](\d{1,2})[-/.月](\d{1,2})$/.exec(parts);
    if (match) {
        return isoOf(fullYear(match[1]), parseInt(match[2], 10), parseInt(match[3], 10));
    }
    match = /^(\d{1,2})[-/.月](\d{1,2})$/.exec(parts);
    if (match) {
        return closest(parseInt(match[1], 10), parseInt(match[2], 10), today);
    }
    match = /^(\d{3,4})(\d{2})(\d{2})$/.exec(parts);
    if (match) {
        return isoOf(fullYear(match[1]), parseInt(match[2], 10), parseInt(match[3], 10));
    }
    match = /^(\d{1,2})(\d{2})$/.exec(parts);
    if (match) {
        return closest(parseInt(match[1], 10), parseInt(match[2], 10), today);
    }
    return null;
}

// further away than this, month and day alone could be taken for another year's
const NEAR_DAYS = 182;

/** A day as a cell shows it: month and day; the year only where it is far away. */
export function shortDay(iso, today) {
    if (!iso) {
        return "";
    }
    const far =
        iso.slice(0, 4) !== today.slice(0, 4) &&
        Math.abs(luxon.DateTime.fromISO(iso).diff(luxon.DateTime.fromISO(today), "days").days) > NEAR_DAYS;
    return far ? iso.slice(2) : iso.slice(5);
}
