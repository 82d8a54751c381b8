import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// While a batch is worked off nothing is news: asked again after so long, longer when nothing has happened for a while.
const SOON = 3000;
const LATER = 10000;
const PATIENCE = 5;
const COUNTS = ["total_count", "todo_count", "made_count", "skipped_count", "failed_count"];

/**
 * How far a run of statements is. While it runs it asks the server for the counts, and for nothing else; when it has
 * ended the form is read anew, once.
 */
export class RunProgress extends Component {
    static template = "gendan_followup.RunProgress";
    static props = standardWidgetProps;

    setup() {
        this.orm = useService("orm");
        this.state = useState({ counts: null });
        this.timer = null;
        useEffect(
            () => {
                this.state.counts = null;
                this.quiet = 0;
                if (this.isRunning) {
                    this.wait();
                }
                return () => this.stop();
            },
            () => [this.props.record.resId, this.props.record.data.state]
        );
        onWillUnmount(() => this.stop());
    }

    get isRunning() {
        return Boolean(this.props.record.resId) && this.props.record.data.state === "running";
    }

    /** What is known last: asked for meanwhile, or read with the form. */
    get counts() {
        return this.state.counts || this.props.record.data;
    }

    get done() {
        return this.counts.total_count - this.counts.todo_count;
    }

    get percent() {
        return this.counts.total_count ? Math.floor((100 * this.done) / this.counts.total_count) : 100;
    }

    get text() {
        return _t("%(done)s of %(total)s", {
            done: formatInteger(this.done),
            total: formatInteger(this.counts.total_count),
        });
    }

    /** @returns {{name: string, label: string, value: string, className: string}[]} */
    get parts() {
        return [
            ["made_count", _t("Made"), "text-bg-success"],
            ["skipped_count", _t("Left out"), "text-bg-secondary"],
            ["failed_count", _t("Failed"), this.counts.failed_count ? "text-bg-danger" : "text-bg-secondary"],
        ].map(([name, label, className]) => ({ name, label, className, value: formatInteger(this.counts[name]) }));
    }

    wait() {
        this.timer = setTimeout(() => this.ask(this.timer), this.quiet < PATIENCE ? SOON : LATER);
    }

    stop() {
        clearTimeout(this.timer);
        this.timer = null;
    }

    /**
     * @param {number} timer the one that has come due: while the server answers the form may have gone to another run
     */
    async ask(timer) {
        const record = this.props.record;
        if (!document.hidden) {
            let found;
            try {
                [found] = await this.orm.silent.read(record.resModel, [record.resId], ["state", ...COUNTS]);
            } catch {
                // the server is away for a moment: what is shown stays, and is asked for again
                found = null;
            }
            if (timer !== this.timer) {
                return;
            }
            if (found && found.state !== "running") {
                this.state.counts = found;
                // what somebody is typing stays
                if (!(await record.isDirty())) {
                    await record.load();
                }
                return;
            }
            const before = this.counts.todo_count;
            if (found) {
                this.state.counts = found;
            }
            this.quiet = this.counts.todo_count === before ? this.quiet + 1 : 0;
        }
        this.wait();
    }
}

registry.category("view_widgets").add("gendan_run_progress", {
    component: RunProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        ...COUNTS.map((name) => ({ name, type: "integer" })),
    ],
});
