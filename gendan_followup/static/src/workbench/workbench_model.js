import { KeepLast } from "@web/core/utils/concurrency";
import { browser } from "@web/core/browser/browser";
import { Model } from "@web/model/model";

const TEAM_KEY = "gendan_workbench_team";
const MORE = 40;

/** The page's data: one request for all piles; every rule in it is the server's. */
export class WorkbenchModel extends Model {
    static services = ["orm"];

    setup(params) {
        this.keepLast = new KeepLast();
        const kept = params.state || {};
        const remembered = browser.localStorage.getItem(TEAM_KEY);
        // null: the server says what suits the person
        this.team = kept.team ?? (remembered === null ? null : remembered === "1");
        this.personId = kept.personId || false;
        this.limits = { ...kept.limits };
        this.folded = kept.folded || { later: true };
        this.data = { piles: [], people: [] };
        this.selected = new Set();
    }

    /** What is to be there again when one comes back from a document. */
    exportState() {
        return { team: this.team, personId: this.personId, limits: this.limits, folded: this.folded };
    }

    async load(searchParams) {
        this.searchDomain = searchParams.domain;
        this.context = searchParams.context;
        await this.reload();
    }

    /** Read the page anew, after an action or a search. */
    async reload() {
        const data = await this.keepLast.add(
            this.orm.call("gendan.todo", "get_gendan_workbench", [], {
                domain: this.searchDomain,
                team: this.team,
                person_id: this.personId,
                limits: this.limits,
                context: this.context,
            })
        );
        this.data = data;
        this.team = data.team;
        const shown = new Set(this.rows.map((row) => row.id));
        this.selected = new Set([...this.selected].filter((id) => shown.has(id)));
        this.notify();
    }

    get rows() {
        return this.data.team ? [] : this.data.piles.flatMap((pile) => pile.rows);
    }

    get total() {
        return this.data.piles.reduce((sum, pile) => sum + pile.count, 0);
    }

    async showTeam(team) {
        this.team = team;
        this.personId = false;
        this.limits = {};
        this.selected.clear();
        browser.localStorage.setItem(TEAM_KEY, team ? "1" : "0");
        await this.reload();
    }

    async showDesk(personId) {
        this.team = false;
        this.personId = personId;
        this.limits = {};
        await this.reload();
    }

    async showMore(pile) {
        this.limits[pile.code] = pile.rows.length + MORE;
        await this.reload();
    }

    toggleFold(pile) {
        this.folded = { ...this.folded, [pile.code]: !this.folded[pile.code] };
        this.notify();
    }

    toggle(ids, on) {
        for (const id of ids) {
            if (on) {
                this.selected.add(id);
            } else {
                this.selected.delete(id);
            }
        }
        this.notify();
    }
}
