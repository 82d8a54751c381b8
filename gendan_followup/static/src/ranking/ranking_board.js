import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { RankingDialog } from "./ranking_dialog";

const BOARD = "gendan.ranking.board";

/**
 * How full a day is.
 *
 * @param {{hours: number | false, load: number}} day
 * @returns {number | false} per cent, false where there are no hours to compare with
 */
export function fullness({ hours, load }) {
    return hours ? Math.round((100 * load) / hours) : false;
}

/**
 * Where a card was dropped, as the server takes it; false when that is where it was.
 *
 * @param {Object[]} cards in the order in which they stand
 * @param {{id: number, day: string, before: number | false}} drop
 * @returns {{id: number, day: string, before: number | false} | false}
 */
export function moveOf(cards, { id, day, before }) {
    const column = cards.filter((card) => card.day === day);
    const index = column.findIndex((card) => card.id === id);
    const following = index >= 0 && index + 1 < column.length ? column[index + 1].id : false;
    return index >= 0 && following === before ? false : { id, day, before };
}

/** The queue of a work centre, day by day: planners drag, all others look. Every rule is the server's. */
export class RankingBoard extends Component {
    static template = "gendan_followup.RankingBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.rootRef = useRef("root");
        const kept = this.props.state || {};
        this.state = useState({ board: null, centreId: kept.centreId || false, opened: {} });
        useSetupAction({ getLocalState: () => ({ centreId: this.state.centreId }) });
        onWillStart(async () => {
            try {
                await this.load();
            } catch (error) {
                if (!this.state.centreId) {
                    throw error;
                }
                // the one looked at last belongs to another company, or is gone
                this.state.centreId = false;
                await this.load();
            }
        });
        useSortable({
            enable: () => this.canDrag,
            ref: this.rootRef,
            elements: ".o_gendan_rk_card.o_draggable",
            groups: ".o_gendan_rk_cards",
            connectGroups: true,
            ignore: "button, a",
            cursor: "grabbing",
            placeholderClasses: ["visible", "opacity-50"],
            onDrop: ({ element, next, parent }) =>
                this.drop({
                    id: parseInt(element.dataset.id),
                    day: (parent || element.closest(".o_gendan_rk_cards")).dataset.day,
                    before: next ? parseInt(next.dataset.id) : false,
                }),
        });
    }

    get board() {
        return this.state.board;
    }

    get canDrag() {
        return Boolean(this.board && this.board.can_decide) && !this.ui.isSmall;
    }

    get display() {
        return { controlPanel: {} };
    }

    get columns() {
        const cards = Object.groupBy
            ? Object.groupBy(this.board.cards, (card) => card.day)
            : this.board.cards.reduce((all, card) => ((all[card.day] ||= []).push(card), all), {});
        return this.board.days
            .map((day) => ({ ...day, cards: cards[day.day] || [], fullness: fullness(day) }))
            .filter((day) => day.cards.length || (day.day !== "later" && !this.ui.isSmall));
    }

    barClass(column) {
        if (column.fullness > 100) {
            return "text-bg-danger";
        }
        return column.fullness > 85 ? "text-bg-warning" : "text-bg-success";
    }

    bufferClass(card) {
        if (card.buffer < 0) {
            return "text-bg-danger";
        }
        return card.buffer < 3 ? "text-bg-warning" : "text-bg-success";
    }

    bufferText(card) {
        return card.buffer < 0 ? _t("%s days late", -card.buffer) : _t("Buffer %s", card.buffer);
    }

    proposedText(card) {
        return _t("Proposed: no. %(rank)s, %(day)s", { rank: card.proposed, day: card.proposed_day });
    }

    isOpened(card) {
        return this.state.opened[card.id] ?? card.rank !== card.proposed;
    }

    toggle(card) {
        this.state.opened[card.id] = !this.isOpened(card);
    }

    async load() {
        this.show(await this.orm.call(BOARD, "get_board", [this.state.centreId]));
    }

    show(board) {
        this.state.board = board;
        this.state.centreId = board.workcenter ? board.workcenter.id : false;
    }

    async choose(ev) {
        this.state.centreId = parseInt(ev.target.value);
        this.state.opened = {};
        await this.load();
    }

    drop(drop) {
        const move = moveOf(this.board.cards, drop);
        return move && this.ask(move);
    }

    follow() {
        return this.ask({ follow: true });
    }

    /** Show what it would do, then have it decided. Who comes second reads why and gets the board as it is. */
    async ask(move) {
        let effect;
        try {
            effect = await this.orm.call(BOARD, "get_effect", [this.state.centreId, this.board.version, move]);
        } catch (error) {
            await this.load();
            throw error;
        }
        this.dialog.add(RankingDialog, {
            effect,
            onConfirm: async (reason) => {
                let board;
                try {
                    board = await this.orm.call(BOARD, "decide", [
                        this.state.centreId,
                        this.board.version,
                        move,
                        reason,
                    ]);
                } catch (error) {
                    await this.load();
                    throw error;
                }
                this.show(board);
                this.notification.add(effect.title, { type: "success" });
            },
        });
    }

    openDecision(one) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "gendan.ranking.decision",
            res_id: one.id,
            views: [[false, "form"]],
        });
    }

    openDecisions() {
        this.action.doAction("gendan_followup.action_gendan_ranking_decision");
    }

    openSettings() {
        this.action.doAction("gendan_followup.action_gendan_config");
    }
}

registry.category("actions").add("gendan_ranking", RankingBoard);
