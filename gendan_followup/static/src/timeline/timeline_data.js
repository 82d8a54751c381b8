import { deserializeDate } from "@web/core/l10n/dates";

const TICKS = 5; // more would run into each other beside the chatter

/** Whole days from one luxon day to another. */
function daysBetween(from, to) {
    return Math.round(to.diff(from, "days").days);
}

/**
 * The scale of a plan's chart: from its first to its last day, each day one cell.
 */
export class Scale {
    constructor(days) {
        const known = days.filter(Boolean).map((day) => deserializeDate(day));
        this.start = luxon.DateTime.min(...known).minus({ days: 1 });
        this.end = luxon.DateTime.max(...known).plus({ days: 1 });
        this.length = daysBetween(this.start, this.end) + 1;
    }

    /** Percentage at which a day's cell begins. */
    at(day) {
        return (daysBetween(this.start, deserializeDate(day)) / this.length) * 100;
    }

    /** Style of a bar that covers the days from `first` to `last`. */
    bar(first, last) {
        const begin = first && first <= last ? first : last;
        const width = this.at(last) - this.at(begin) + 100 / this.length;
        return `inset-inline-start: ${this.at(begin)}%; width: ${width}%`;
    }

    /** Style of a line in the middle of a day's cell. */
    line(day) {
        return `inset-inline-start: ${this.at(day) + 50 / this.length}%`;
    }

    /** Mondays to write above the chart, at most `TICKS`. */
    get ticks() {
        const weeks = Math.ceil(this.length / 7);
        const step = Math.max(1, Math.ceil(weeks / TICKS)) * 7;
        const ticks = [];
        let day = this.start.startOf("week");
        while (day <= this.end) {
            if (day >= this.start) {
                ticks.push({
                    key: day.toISODate(),
                    label: day.toLocaleString({ month: "short", day: "numeric" }),
                    style: `inset-inline-start: ${(daysBetween(this.start, day) / this.length) * 100}%`,
                });
            }
            day = day.plus({ days: step });
        }
        return ticks;
    }
}

/**
 * @param {Object} plan as given by gendan.plan._gendan_timeline
 * @param {Object[]} milestones those drawn as bars
 */
export function scaleOf(plan, milestones) {
    return new Scale([
        plan.today,
        plan.confirmed,
        plan.promise,
        plan.forecast,
        ...milestones.flatMap((m) => [
            m.baseline_start,
            m.baseline,
            m.actual,
            ...(m.state === "open" ? [m.forecast_start, m.forecast] : []),
        ]),
    ]);
}
