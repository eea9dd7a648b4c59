// @ts-check
// Where keys lead: on the map, and through time.

/** By key, how many rows down and columns to the right. */
const MOVES = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
});

/** By key, how many tables further. */
const STEPS = /** @type {Record<string, number>} */ ({
    ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity,
});

/**
 * Return the position to which a key leads on the map: at the edge the same one; null: the key means nothing there.
 * @param {string} key
 * @param {View} view
 * @param {number} position
 */
function positionAfterKey(key, view, position) {
    if (!(key in MOVES)) return null;
    const [down, right] = MOVES[key];
    // The rows of a map count from the top; along a physical axis, numbers grow upwards.
    const row = Math.floor(position / view.columns.cells) + (view.isMap ? down : -down);
    const column = (position % view.columns.cells) + right;
    const isInside = row >= 0 && row < view.rows.cells && column >= 0 && column < view.columns.cells;
    return isInside ? row * view.columns.cells + column : position;
}

/**
 * Return the time to which a key leads; null: the key means nothing.
 * @param {string} key
 * @param {number} time
 * @param {number} last
 */
function timeAfterKey(key, time, last) {
    return key in STEPS ? Math.min(last, Math.max(0, time + STEPS[key])) : null;
}
