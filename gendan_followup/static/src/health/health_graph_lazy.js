import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

// the lights must not get whatever colour comes next
const GRAPH_COLORS = {
    late: "#dc3545",
    at_risk: "#ffac00",
    on_track: "#28a745",
    delivered: "#6c9bd2",
    done: "#6c9bd2",
    waiting: "#17a2b8",
};

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

registry.category("views").add("gendan_health_graph", { ...graphView, Renderer: HealthGraphRenderer });
