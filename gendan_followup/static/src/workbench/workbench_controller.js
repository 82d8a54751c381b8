import { Component, useRef, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";
import { AskInputs, BulkDialog, firstValues, isFilled } from "../bulk/bulk_dialog";
import { WorkbenchRow } from "./workbench_row";

/** Asks what one action needs: a day, a reason, a remark. */
export class ActionDialog extends Component {
    static template = "gendan_followup.WorkbenchActionDialog";
    static components = { AskInputs, Dialog };
    static props = { title: String, inputs: Array, onConfirm: Function, close: Function };

    setup() {
        this.state = useState({ values: firstValues(this.props.inputs), busy: false });
    }

    get canConfirm() {
        return !this.state.busy && isFilled(this.props.inputs, this.state.values);
    }

    /** A refusal leaves the dialog open: its day or reason can be mended. */
    async confirm() {
        this.state.busy = true;
        try {
            await this.props.onConfirm({ ...this.state.values });
        } catch (error) {
            this.state.busy = false;
            throw error;
        }
        this.props.close();
    }
}

export class WorkbenchController extends Component {
    static template = "gendan_followup.WorkbenchView";
    static components = { ActionHelper, CheckBox, CogMenu, Layout, SearchBar, WorkbenchRow };
    static props = { ...standardViewProps, Model: Function };

    setup() {
        this.rootRef = useRef("root");
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.busy = useState({ id: false });
        this.model = useModel(this.props.Model, { state: this.props.state?.modelState });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({ modelState: this.model.exportState() }),
        });
        this.searchBarToggler = useSearchBarToggler();
    }

    get data() {
        return this.model.data;
    }

    get title() {
        const { team, person } = this.data;
        return team || !person || person.is_me ? false : _t("Desk of %s", person.name);
    }

    get bulkOperations() {
        const operations = [
            { code: "tick", label: _t("Tick"), icon: "fa-check" },
            { code: "retime", label: _t("Re-time"), icon: "fa-clock-o" },
            { code: "remind", label: _t("Remind"), icon: "fa-bell-o" },
        ];
        if (this.data.can_skip) {
            operations.push({ code: "skip", label: _t("Skip"), icon: "fa-step-forward" });
        }
        if (this.data.can_team) {
            operations.push({ code: "hand_over", label: _t("Hand over"), icon: "fa-share" });
        }
        return operations;
    }

    get selectedText() {
        return _t("%s selected", this.model.selected.size);
    }

    pileClass(pile) {
        return pile.count && { late: "text-danger", today: "text-warning-emphasis" }[pile.code];
    }

    awayText(one) {
        return _t("away, %s stands in", one.absent);
    }

    moreText(pile) {
        return _t("Show more (%s left)", pile.count - pile.rows.length);
    }

    isPileSelected(pile) {
        return pile.rows.length > 0 && pile.rows.every((row) => this.model.selected.has(row.id));
    }

    /** The list behind a number: Odoo's own, with the very domain that was counted. */
    openList(label, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: this.props.resModel,
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain,
        });
    }

    openOrder(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sale.order",
            res_id: row.order[0],
            views: [[false, "form"]],
        });
    }

    /** Do one offered action; first ask what it needs. */
    async act(row, action) {
        if (!action.needs?.length) {
            return this.send(row, action, {});
        }
        const labels = { day: _t("On which day"), reason: _t("Reason"), remark: _t("Remark") };
        this.dialog.add(ActionDialog, {
            title: [row.order && row.order[1], row.name].filter(Boolean).join(" · "),
            inputs: action.needs.map((name) => ({
                name,
                label: labels[name],
                type: name === "day" ? "day" : "text",
                required: !(action.optional || []).includes(name),
                value: action[name] || false,
                ...(name === "day" && { first_day: action.first_day, last_day: action.last_day }),
            })),
            onConfirm: (values) => this.send(row, action, values),
        });
    }

    async send(row, action, values) {
        this.busy.id = row.id;
        let result;
        try {
            result = await this.orm.call(this.props.resModel, "action_gendan_do", [[row.id], action.code, values]);
        } finally {
            this.busy.id = false;
        }
        if (result && typeof result === "object") {
            return this.action.doAction(result, { onClose: () => this.model.reload() });
        }
        await this.model.reload();
        this.tell(row, action);
    }

    /** Say what was done, and offer to take it back where the server knows how. */
    tell(row, action) {
        const undo = action.undo;
        const close = this.notification.add(
            [action.label.replace(/…$/, ""), row.order && row.order[1], row.name].filter(Boolean).join(" · "),
            {
                type: "success",
                buttons: undo
                    ? [
                          {
                              name: _t("Undo"),
                              onClick: async () => {
                                  close();
                                  await this.orm.call(row.document[0], undo, [[row.document[1]]]);
                                  await this.model.reload();
                              },
                          },
                      ]
                    : [],
            }
        );
    }

    bulk(operation) {
        this.dialog.add(BulkDialog, {
            operation,
            model: this.props.resModel,
            ids: [...this.model.selected],
            onDone: () => {
                this.model.selected.clear();
                return this.model.reload();
            },
        });
    }
}
