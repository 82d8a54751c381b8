import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const REFUSALS_SHOWN = 4;
// cells written in one call; more are cut between two orders, so that each keeps one line in its chatter
const BATCH = 150;

/** Cells on their way to the server, what it refused, and the way back. */
class GridWriting {
    constructor({ sheet, model, say, notification }) {
        Object.assign(this, { sheet, model, say, notification });
        this.undoStack = [];
        this.queue = Promise.resolve();
    }

    /**
     * Write cells in one call, one after the other with calls before it.
     *
     * @param {Object[]} cells milestone id with day and/or remark
     * @param {boolean} undoing
     */
    write(cells, undoing = false) {
        if (!cells.length) {
            return;
        }
        const done = this.queue.then(() => this._write(cells, undoing));
        // one that fails must not hold up those after it
        this.queue = done.catch(() => {});
        return done;
    }

    undo() {
        const before = this.undoStack.pop();
        return before && this.write(before, true);
    }

    async _write(cells, undoing) {
        const before = cells.map(({ id, day, remark }) => {
            const cell = this.sheet.cellById(id) || {};
            return {
                id,
                ...(day !== undefined && { day: cell.h || false }),
                ...(remark !== undefined && { remark: cell.r || "" }),
            };
        });
        for (const { id, day } of cells) {
            if (day) {
                this.sheet.state.pending[id] = day;
            }
        }
        const results = [];
        try {
            for (const batch of this.batches(cells)) {
                results.push(...(await this.model.type(batch)));
                if (results.length < cells.length) {
                    this.say(
                        _t("Writing: %(done)s of %(all)s", { done: results.length, all: cells.length }).toString()
                    );
                }
            }
        } finally {
            this.sheet.state.pending = {};
        }
        const written = new Set(results.filter((result) => !result.error).map((result) => result.id));
        if (written.size && !undoing) {
            this.undoStack.push(before.filter(({ id }) => written.has(id)));
        }
        if (written.size) {
            this.say(
                undoing
                    ? _t("Taken back: %s", written.size).toString()
                    : _t("Written: %s", written.size).toString()
            );
        }
        this.tellRefused(results.filter((result) => result.error));
    }

    /** Each sentence once, and not too many of them. */
    tellRefused(refused) {
        if (!refused.length) {
            return;
        }
        const sentences = [...new Set(refused.map((result) => result.error))];
        const rest = sentences.length - REFUSALS_SHOWN;
        this.notification.add(
            [
                ...sentences.slice(0, REFUSALS_SHOWN),
                ...(rest > 0 ? [_t("And %s more.", rest).toString()] : []),
            ].join(" "),
            { type: "warning", title: _t("Not written: %s", refused.length).toString() }
        );
    }

    /** Cells in calls of about `BATCH`, an order's cells never apart. */
    batches(cells) {
        const orderOf = {};
        for (const row of this.sheet.data.rows) {
            for (const cell of [...row.cells, ...row.more]) {
                if (cell) {
                    orderOf[cell.i] = row.order_id;
                }
            }
        }
        const sorted = [...cells].sort((a, b) => orderOf[a.id] - orderOf[b.id]);
        const batches = [[]];
        for (const cell of sorted) {
            let batch = batches.at(-1);
            if (batch.length >= BATCH && orderOf[batch.at(-1).id] !== orderOf[cell.id]) {
                batches.push((batch = []));
            }
            batch.push(cell);
        }
        return batches;
    }
}

/**
 * @param {Object} params
 * @param {GridSheet} params.sheet
 * @param {GendanGridModel} params.model
 * @param {(text: string) => void} params.say tells how far it is
 * @returns {GridWriting}
 */
export function useGridWriting({ sheet, model, say }) {
    return new GridWriting({ sheet, model, say, notification: useService("notification") });
}
