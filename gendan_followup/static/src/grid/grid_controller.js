import { Component, useRef } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { useService } from "@web/core/utils/hooks";
import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { usePager } from "@web/search/pager_hook";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";

// rows of a workbook that is there before anybody wonders
const SOON_WRITTEN = 1000;

export class GendanGridController extends Component {
    static template = "gendan_followup.GridView";
    static components = { ActionHelper, CogMenu, Dropdown, DropdownItem, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        archInfo: Object,
        Model: Function,
        Renderer: Function,
    };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        const { archInfo, resModel, state } = this.props;
        this.model = useModelWithSampleData(this.props.Model, {
            resModel,
            // every action has a limit, 80 where nobody set one: the view's own goes first
            limit: archInfo.limit || this.props.limit,
            order: archInfo.defaultOrder,
            money: archInfo.money,
            state: state?.model,
        });
        // where the cursor stands; kept while an order is looked at
        this.cursor = state?.cursor || {};
        useSetupAction({
            getLocalState: () => ({ model: this.model.exportState(), cursor: this.cursor }),
            getContext: () => this.model.context,
        });
        usePager(() => ({
            offset: this.model.offset,
            limit: this.model.limit,
            total: this.model.data.total,
            onUpdate: (page) => this.model.page(page),
        }));
        this.searchBarToggler = useSearchBarToggler();
    }

    get templateName() {
        const { template, templates } = this.model.data;
        return template === "all"
            ? _t("All milestones")
            : templates.find((found) => found.id === template)?.name || _t("Milestones");
    }

    /** The order, or for those who may not see it the plan. */
    openRow(row) {
        if (this.model.data.opens_order) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "sale.order",
                res_id: row.order_id,
                views: [[false, "form"]],
            });
        }
        return this.props.selectRecord(row.id, { activeIds: this.model.data.rows.map((r) => r.id) });
    }

    openMilestone(cell, name) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name,
                res_model: "gendan.milestone",
                res_id: cell.i,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.model.reload() }
        );
    }

    retime(ids) {
        return this.action.doAction("gendan_followup.action_gendan_retime_wizard", {
            additionalContext: { active_model: "gendan.milestone", active_ids: ids },
            onClose: () => this.model.reload(),
        });
    }

    /** All pages of what is shown, as the server's workbook. The grid can be used while a long one is written. */
    async export() {
        if (this.exporting) {
            return;
        }
        const { domain, groupBy, context } = this.model.search;
        const { template, money, total } = this.model.data;
        const close =
            total > SOON_WRITTEN
                ? this.notification.add(
                      _t("The workbook of %s rows is being written. It comes by itself in a minute or so.", total),
                      { type: "info", sticky: true }
                  )
                : () => {};
        this.exporting = true;
        try {
            await download({
                url: "/gendan/grid/xlsx",
                data: {
                    data: JSON.stringify({
                        domain,
                        groupby: groupBy,
                        order: this.model.choice.order,
                        template,
                        money,
                        context,
                    }),
                },
            });
        } finally {
            this.exporting = false;
            close();
        }
    }
}
