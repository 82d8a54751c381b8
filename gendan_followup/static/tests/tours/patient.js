const PATIENCE = 60000;

/**
 * Steps that wait long for what they look for: on a machine where other tests run beside it, a page that takes more
 * than the ten seconds of Odoo's own is no failure.
 * @param {Object[]} steps of a tour
 */
export function patient(steps) {
    return steps.map((step) => ({ timeout: PATIENCE, ...step }));
}
