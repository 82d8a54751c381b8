import { Component } from "@odoo/owl";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { deliveryText, moneyText } from "../health/health_texts";
import { scaleOf } from "./timeline_data";

const OWNER_ICONS = {
    us: "fa-home",
    customer: "fa-user",
    supplier: "fa-shopping-basket",
    carrier: "fa-truck",
};
const HEALTH_ICONS = {
    done: "fa-check-circle",
    late: "fa-exclamation-circle",
    at_risk: "fa-exclamation-triangle",
    on_track: "fa-circle-o",
    none: "fa-minus-circle",
};
const PLAN_COLORS = {
    late: "danger",
    at_risk: "warning",
    on_track: "success",
    delivered: "success",
    done: "success",
    waiting: "info",
};

function asText(day) {
    return day ? toLocaleDateString(deserializeDate(day)) : "";
}

function asShortText(day) {
    return day ? deserializeDate(day).toLocaleString({ month: "short", day: "numeric" }) : "";
}

/**
 * The plans of an order as compact Gantt charts: planned (thin), expected or done (bar), today,
 * promise, critical chain; papers and money as a list below. Every date is there as text, too.
 */
export class GendanTimelineField extends Component {
    static template = "gendan_followup.TimelineField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
    }

    get plans() {
        return (this.props.record.data[this.props.name] || []).map((plan) => this.preparePlan(plan));
    }

    preparePlan(plan) {
        // what can never come for this order is named, not drawn
        const applies = plan.milestones.filter((m) => m.state !== "na");
        const delivery = applies.filter((m) => m.light === "delivery");
        const named = (beyond) =>
            plan.milestones
                .filter((m) => m.state === "na" && Boolean(m.beyond) === beyond)
                .map((m) => m.name)
                .join(", ");
        const left = named(false);
        const behind = named(true);
        const scale = scaleOf(plan, delivery);
        return {
            ...plan,
            color: PLAN_COLORS[plan.health] || "secondary",
            healthText: deliveryText(plan.health),
            bufferText: this.bufferText(plan),
            promiseText: asText(plan.promise),
            forecastText: asText(plan.delivered || plan.forecast),
            heldText: plan.held_days
                ? _t("Held by the customer (working days): %s", plan.held_days)
                : "",
            ticks: scale.ticks,
            todayStyle: scale.line(plan.today),
            promiseStyle: plan.promise ? scale.line(plan.promise) : "",
            rows: delivery.map((m) => this.prepareRow(m, scale)),
            leftOutText: left ? _t("Not for this order: %s", left) : "",
            behindText: behind ? _t("Behind the end of the follow-up: %s", behind) : "",
            scopeText: this.scopeText(plan),
            money: applies
                .filter((m) => m.light === "money")
                .map((m) => this.prepareRow(m, null)),
            moneyColor: PLAN_COLORS[plan.money_health] || "secondary",
            moneyText: moneyText(plan.money_health),
        };
    }

    prepareRow(m, scale) {
        const day = m.actual || (m.state === "open" ? m.forecast : false);
        return {
            ...m,
            dayText: asShortText(day),
            stateText: this.stateText(m),
            icon: HEALTH_ICONS[m.health],
            ownerIcon: OWNER_ICONS[m.owner],
            ownerText: this.ownerText(m.owner),
            showOwner: m.state === "open" && m.owner !== "us",
            moved: m.state === "open" && m.baseline && m.forecast && m.forecast !== m.baseline,
            baselineText: asShortText(m.baseline),
            label: this.describe(m).join(", "),
            tooltip: JSON.stringify({ name: m.name, lines: this.describe(m).slice(1) }),
            baselineStyle:
                scale && m.baseline ? scale.bar(m.baseline_start || m.baseline, m.baseline) : "",
            barStyle:
                scale && day ? scale.bar(m.actual ? m.actual : m.forecast_start || day, day) : "",
        };
    }

    /** What is to be known about a milestone, in words: tooltip and text for screen readers. */
    describe(m) {
        return [
            m.name,
            this.stateText(m),
            m.baseline && _t("planned %s", asText(m.baseline)),
            m.actual && _t("done %s", asText(m.actual)) + (m.by_hand ? " " + _t("(by hand)") : ""),
            m.state === "open" && m.forecast && _t("expected %s", asText(m.forecast)),
            m.retimed && _t("re-timed to %s", asText(m.retimed)),
            m.expected_source && _t("expected by %s", m.expected_source),
            m.reason && _t("reason: %s", m.reason),
            m.state === "open" && m.light === "delivery" && this.slackText(m.slack),
            m.state === "open" && m.critical && _t("decides the arrival"),
            m.state === "open" && m.owner !== "us" && _t("waits for: %s", this.ownerText(m.owner)),
            m.held_days && _t("held by the customer (working days): %s", m.held_days),
            m.learned && _t("earlier orders of this customer: %s", m.learned),
            m.remark,
        ].filter(Boolean);
    }

    slackText(slack) {
        if (slack < 0) {
            return _t("days too late for the promise: %s", -slack);
        }
        return slack ? _t("slack in days: %s", slack) : _t("no slack");
    }

    /** How far the order is followed where that is less far than usual, and until when it may take. */
    scopeText(plan) {
        if (!plan.scope) {
            return "";
        }
        if (!plan.scope_due || plan.delivered) {
            return _t("Followed: %s", plan.scope);
        }
        return _t("Followed: %(scope)s, by %(day)s", {
            scope: plan.scope,
            day: asText(plan.scope_due),
        });
    }

    bufferText(plan) {
        if (["waiting", "delivered", "cancelled"].includes(plan.health) || !plan.promise) {
            return "";
        }
        if (plan.buffer < 0) {
            return _t("Working days past the promise: %s", -plan.buffer);
        }
        return plan.buffer ? _t("Buffer in working days: %s", plan.buffer) : _t("No buffer left");
    }

    stateText(m) {
        if (m.state === "skipped") {
            return _t("skipped");
        }
        if (m.state === "na") {
            return _t("not applicable");
        }
        return {
            done: _t("done"),
            late: _t("late"),
            at_risk: _t("later than planned"),
            on_track: _t("on track"),
            none: "",
        }[m.health];
    }

    ownerText(owner) {
        return {
            us: _t("us"),
            customer: _t("the customer"),
            supplier: _t("the supplier"),
            carrier: _t("the carrier"),
        }[owner];
    }

    async reload() {
        await this.props.record.model.root.load();
    }

    openMilestone(row) {
        this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: row.name,
                res_model: "gendan.milestone",
                res_id: row.id,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.reload() }
        );
    }

    /** Tick a milestone done today; what was typed into the form is saved first, not lost. */
    async tick(row) {
        const root = this.props.record.model.root;
        if ((await root.isDirty()) && !(await root.save())) {
            return;
        }
        await this.orm.call("gendan.milestone", "action_tick", [[row.id]]);
        await this.reload();
        const close = this.notification.add(_t("%s: done today", row.name), {
            type: "success",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await this.orm.call("gendan.milestone", "action_untick", [[row.id]]);
                        await this.reload();
                    },
                },
            ],
        });
    }
}

registry.category("fields").add("gendan_timeline", {
    component: GendanTimelineField,
    displayName: _t("Timeline of the plan"),
    supportedTypes: ["json"],
});
