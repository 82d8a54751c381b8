import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";

const EMPTY = {
    total: 0,
    templates: [],
    template: false,
    columns: [],
    groups: [],
    rows: [],
    money: true,
    today: "",
    sees_promise: false,
    opens_order: false,
    can_type: false,
    can_retime: false,
};

/**
 * One page of the grid, as `gendan.plan.gendan_grid` gives it, and what was chosen for it: template, order,
 * papers and money. These three are part of a favourite, by the context.
 */
export class GendanGridModel extends Model {
    setup(params) {
        this.resModel = params.resModel;
        this.keepLast = new KeepLast();
        this.data = EMPTY;
        this.limit = params.limit;
        this.choice = { template: false, order: params.order, money: params.money };
        this.offset = 0;
        this.lastContext = null;
        this.restored = params.state;
        if (params.state) {
            Object.assign(this.choice, params.state.choice);
            this.offset = params.state.offset;
            this.limit = params.state.limit;
            this.lastContext = params.state.lastContext;
        }
    }

    hasData() {
        return this.data.total > 0;
    }

    exportState() {
        return {
            choice: { ...this.choice },
            offset: this.offset,
            limit: this.limit,
            lastContext: this.lastContext,
        };
    }

    /** For favourites. */
    get context() {
        return {
            gendan_grid_template: this.choice.template,
            gendan_grid_order: this.choice.order,
            gendan_grid_money: this.choice.money,
        };
    }

    async load({ domain, groupBy, context }) {
        this.search = { domain, groupBy, context };
        // a favourite's choice is taken over once, when it comes; what is chosen by hand later stays
        const { gendan_grid_template: template, gendan_grid_order: order, gendan_grid_money: money } = context;
        const chosen = JSON.stringify([template, order, money]);
        if (chosen !== this.lastContext) {
            this.lastContext = chosen;
            if (template !== undefined) {
                this.choice.template = template;
            }
            if (order !== undefined) {
                this.choice.order = order;
            }
            if (money !== undefined) {
                this.choice.money = money;
            }
        }
        if (this.restored) {
            this.restored = null;
        } else {
            this.offset = 0;
        }
        await this.fetch();
    }

    async fetch() {
        const data = await this.keepLast.add(
            this.orm.call(
                this.resModel,
                "gendan_grid",
                [this.search.domain],
                {
                    template: this.choice.template,
                    groupby: this.search.groupBy,
                    order: this.choice.order || null,
                    offset: this.offset,
                    limit: this.limit,
                    money: this.choice.money,
                    context: this.search.context,
                }
            )
        );
        if (!data.rows.length && data.total && this.offset) {
            // what was on this page has gone meanwhile
            this.offset = 0;
            return this.fetch();
        }
        this.data = data;
    }

    async choose(values) {
        Object.assign(this.choice, values);
        this.offset = 0;
        await this.fetch();
        this.notify();
    }

    async page({ offset, limit }) {
        this.offset = offset;
        this.limit = limit;
        await this.fetch();
        this.notify();
    }

    async reload() {
        await this.fetch();
        this.notify();
    }

    /**
     * Write what was typed; rows that moved by it are taken over.
     *
     * @param {Object[]} cells milestone id with day and/or remark
     * @returns {Promise<{id: number, error: string|false}[]>} one result a cell
     */
    async type(cells) {
        const { results, rows } = await this.orm.call(
            this.resModel,
            "gendan_grid_type",
            [cells, this.data.rows.map((row) => row.id), this.data.columns.map((column) => column.id)],
            { money: this.data.money, context: this.search.context }
        );
        const fresh = new Map(rows.map((row) => [row.id, row]));
        this.data = { ...this.data, rows: this.data.rows.map((row) => fresh.get(row.id) || row) };
        this.notify();
        return results;
    }

    /** Why a day cannot be typed there: the server's sentence. */
    async refusal(milestoneId) {
        return this.orm.call(this.resModel, "gendan_grid_refusal", [milestoneId]);
    }
}
