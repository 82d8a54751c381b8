import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

// Odoo's colour numbers: the lights must not get whatever colour comes next
const CALENDAR_COLORS = {
    late: 1,
    at_risk: 3,
    on_track: 10,
    delivered: 7,
    done: 7,
    waiting: 4,
};
const GRAPH_COLORS = {
    late: "#dc3545",
    at_risk: "#ffac00",
    on_track: "#28a745",
    delivered: "#6c9bd2",
    done: "#6c9bd2",
    waiting: "#17a2b8",
};

/** Calendar coloured by delivery health: red is late here, too. */
export class HealthCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        record.colorIndex = CALENDAR_COLORS[record.colorIndex] || 0;
        return record;
    }
}

/** Graph stacked by delivery health in the colours of the lights. */
export class HealthGraphRenderer extends GraphRenderer {
    /** Colour of a dataset by the label of its health, or undefined for anything else. */
    healthColor(label) {
        for (const field of Object.values(this.model.metaData.fields)) {
            if (field.type === "selection" && /health$/.test(field.name)) {
                const found = field.selection.find(([, text]) => text === label);
                if (found) {
                    return GRAPH_COLORS[found[0]];
                }
            }
        }
    }

    getBarChartData() {
        const data = super.getBarChartData();
        for (const dataset of data.datasets) {
            dataset.backgroundColor = this.healthColor(dataset.label) || dataset.backgroundColor;
        }
        return data;
    }
}

registry.category("views").add("gendan_health_calendar", { ...calendarView, Model: HealthCalendarModel });
registry.category("views").add("gendan_health_graph", { ...graphView, Renderer: HealthGraphRenderer });
