import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

// Odoo's colour numbers: the lights must not get whatever colour comes next
const CALENDAR_COLORS = {
    late: 1,
    at_risk: 3,
    on_track: 10,
    delivered: 7,
    done: 7,
    waiting: 4,
};

/** Calendar coloured by delivery health: red is late here, too. */
export class HealthCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        record.colorIndex = CALENDAR_COLORS[record.colorIndex] || 0;
        return record;
    }
}

registry.category("views").add("gendan_health_calendar", { ...calendarView, Model: HealthCalendarModel });
