import { Component, onMounted, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const PAGE = "gendan.filing.page";

/**
 * The tray: one page at a time, large, and a box for the number that is printed on it. Type its last digits, press
 * Enter, and the next page is there.
 */
export class FilingTray extends Component {
    static template = "gendan_followup.FilingTray";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.strip = useRef("strip");
        this.lookups = new KeepLast();
        this.display = { controlPanel: {} };
        this.state = useState({ pages: [], count: 0, at: 0, typed: "", candidates: [], chosen: -1, said: "", busy: false });
        onWillStart(() => this.load());
        onMounted(() => this.input.el?.focus());
        useEffect(
            () => {
                const thumb = this.strip.el?.querySelector(".active");
                if (thumb) {
                    this.strip.el.scrollLeft = thumb.offsetLeft - (this.strip.el.clientWidth - thumb.clientWidth) / 2;
                }
            },
            () => [this.page?.id]
        );
    }

    get page() {
        return this.state.pages[this.state.at];
    }

    /** Address of a page's picture: another one when it has been turned. */
    picture(page) {
        return `/web/image/${PAGE}/${page.id}/picture?unique=${page.turn}-${page.version}`;
    }

    async load() {
        const { pages, count } = await this.orm.call(PAGE, "gendan_tray", [this.props.action.context.filing_ids || null]);
        Object.assign(this.state, { pages, count, at: Math.min(this.state.at, Math.max(pages.length - 1, 0)) });
        await this.show(this.state.at);
    }

    /** @param {number} at position of the page to look at */
    async show(at) {
        Object.assign(this.state, { at, typed: "", candidates: [], chosen: -1 });
        this.input.el?.focus();
        await this.look();
    }

    /** Ask for the papers that fit what is typed. */
    async look() {
        if (!this.page) {
            return;
        }
        const { typed } = this.state;
        this.looking = this.lookups.add(this.orm.call(PAGE, "gendan_candidates", [this.page.id, typed]));
        const candidates = await this.looking;
        this.state.candidates = candidates;
        this.state.chosen = candidates.findIndex((paper) => paper.clear);
    }

    onInput(ev) {
        this.state.typed = ev.target.value;
        this.state.candidates = [];
        this.state.chosen = -1;
        this.look();
    }

    async onKeydown(ev) {
        const { candidates, pages, at, chosen } = this.state;
        const moves = { ArrowDown: 1, ArrowUp: -1 };
        const turns = { PageDown: 1, PageUp: -1 };
        if (ev.isComposing || (ev.key === "Enter" && ev.repeat)) {
            return;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            await this.fileChosen();
        } else if (ev.key in moves && candidates.length) {
            ev.preventDefault();
            this.state.chosen = (Math.max(chosen, moves[ev.key] < 0 ? 0 : -1) + moves[ev.key] + candidates.length) % candidates.length;
        } else if (ev.key in turns) {
            ev.preventDefault();
            await this.show(Math.min(Math.max(at + turns[ev.key], 0), pages.length - 1));
        } else if (ev.key === "Delete" && !this.state.typed) {
            ev.preventDefault();
            await this.setAside();
        } else if (ev.key === "ArrowRight" && ev.ctrlKey) {
            ev.preventDefault();
            await this.turn();
        }
    }

    /** Enter: file to the paper that is marked, as soon as it is known which one that is. */
    async fileChosen() {
        if (this.state.busy || !this.page) {
            return;
        }
        if (!this.state.candidates.length && this.looking) {
            const page = this.page;
            await this.looking;
            await Promise.resolve();
            if (page !== this.page) {
                return;
            }
        }
        const paper = this.state.candidates[this.state.chosen];
        if (paper) {
            return this.file(paper);
        }
        this.state.said = this.state.candidates.length
            ? _t("More than one paper fits: type another digit, or choose with the arrow keys.")
            : _t("None of your customers' papers has this number.");
    }

    /** @param {Object} paper one of the candidates */
    async file(paper) {
        await this.leave(() => this.orm.call(PAGE, "action_file", [this.page.id, paper.id]));
    }

    async setAside() {
        const { name } = this.page;
        await this.leave(async () => {
            await this.orm.call(PAGE, "action_set_aside", [this.page.id]);
            return _t("%(page)s is set aside.", { page: name });
        });
    }

    async turn() {
        Object.assign(this.page, await this.orm.call(PAGE, "action_turn", [this.page.id]));
        this.input.el?.focus();
    }

    /** Do something after which the page has left the tray, and show the next one. */
    async leave(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.said = await work();
            this.state.pages.splice(this.state.at, 1);
            this.state.count--;
        } finally {
            this.state.busy = false;
        }
        if (this.state.pages.length) {
            await this.show(Math.min(this.state.at, this.state.pages.length - 1));
        } else {
            await this.load();
        }
    }

    openPiles() {
        this.action.doAction("gendan_followup.action_gendan_filing");
    }
}

registry.category("actions").add("gendan_filing_tray", FilingTray);
