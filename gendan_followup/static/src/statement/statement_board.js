import { registry } from "@web/core/registry";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The head of a column says how many beside how much. */
export class StatementBoardHeader extends KanbanHeader {
    static template = "gendan_followup.StatementBoardHeader";
}

export class StatementBoardRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanHeader: StatementBoardHeader };
}

registry.category("views").add("gendan_statement_board", { ...kanbanView, Renderer: StatementBoardRenderer });
