// @ts-check
// The tables of a training, unpacked; packing.py in the folder above packs them.

/**
 * Return the bytes of deflated, base64-encoded text.
 * @param {string} text
 * @returns {Promise<Uint8Array>}
 */
async function inflated(text) {
    const letters = atob(text);
    const deflated = new Uint8Array(letters.length);
    // A loop, because Uint8Array.from with a function takes ten times as long.
    for (let index = 0; index < letters.length; index++) deflated[index] = letters.charCodeAt(index);
    const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Return unsigned numbers of 8, 16 or 32 bits, whose bytes lie in planes, the lowest first.
 * @param {Uint8Array} bytes
 * @param {8 | 16 | 32} bits
 * @returns {Uint8Array | Uint16Array | Uint32Array}
 */
function numbersOf(bytes, bits) {
    const count = (bytes.length * 8) / bits;
    const Numbers = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[bits];
    const numbers = new Numbers(count);
    for (let plane = 0; plane < bits / 8; plane++) {
        const start = plane * count;
        const shift = 8 * plane;
        for (let index = 0; index < count; index++) {
            numbers[index] |= bytes[start + index] << shift;
        }
    }
    return numbers;
}

/**
 * Add up differences over time, in place.
 * @template {Uint8Array | Uint16Array | Uint32Array} Numbers
 * @param {Numbers} numbers rows of `times` numbers each
 * @param {number} times
 * @returns {Numbers}
 */
function addedUp(numbers, times) {
    for (let start = 0; start < numbers.length; start += times) {
        for (let index = start + 1; index < start + times; index++) {
            numbers[index] += numbers[index - 1];
        }
    }
    return numbers;
}

/** Tables of one shape: those kept in a training, or the last ones of all seeds. */
class Tables {
    /**
     * @param {number} times how many tables there are
     * @param {number} actions
     * @param {PackedTables} packed
     * @param {Uint16Array} values a row over time for each value
     * @param {Uint8Array | Uint16Array | Uint32Array} best a row over time for each cell
     */
    constructor(times, actions, packed, values, best) {
        this.times = times;
        this.actions = actions;
        this.low = packed.low;
        this.high = packed.high;
        this.step = (packed.high - packed.low) / 65535;
        this.hasAllBest = packed.all_best;
        this.values = values;
        this.best = best;
        this.cells = best.length / times;
    }

    /**
     * @param {PackedTables} packed
     * @param {number} times
     * @param {number} actions
     * @returns {Promise<Tables>}
     */
    static async unpacked(packed, times, actions) {
        const [values, best] = await Promise.all([inflated(packed.values), inflated(packed.best)]);
        return new Tables(
            times,
            actions,
            packed,
            /** @type {Uint16Array} */ (addedUp(numbersOf(values, 16), times)),
            addedUp(numbersOf(best, packed.bits), times),
        );
    }

    /**
     * @param {number} cell
     * @param {number} action
     * @param {number} time
     */
    value(cell, action, time) {
        return this.low + this.step * this.values[(cell * this.actions + action) * this.times + time];
    }

    /**
     * Return the best actions of a cell, ascending; of very many actions, only the first of the best is known.
     * @param {number} cell
     * @param {number} time
     * @returns {number[]}
     */
    bestActions(cell, time) {
        const best = this.best[cell * this.times + time];
        if (!this.hasAllBest) return [best];
        const actions = [];
        for (let bits = best; bits !== 0; bits = (bits & (bits - 1)) >>> 0) actions.push(31 - Math.clz32(bits & -bits));
        return actions;
    }

    /**
     * Tell for each table whether its best actions differ from those of the table before.
     * @returns {Uint8Array}
     */
    policyChanges() {
        const changes = new Uint8Array(this.times);
        for (let start = 0; start < this.best.length; start += this.times) {
            for (let time = 1; time < this.times; time++) {
                if (this.best[start + time] !== this.best[start + time - 1]) changes[time] = 1;
            }
        }
        return changes;
    }
}

/** All that was learned in one experiment, unpacked. */
class Training {
    /**
     * @param {Experiment} experiment
     * @param {Tables} tables
     * @param {Tables} lastOfSeeds
     * @param {Uint32Array} firstUpdates for each value, the first table by which it had been updated
     * @param {Uint32Array} visits
     */
    constructor(experiment, tables, lastOfSeeds, firstUpdates, visits) {
        this.experiment = experiment;
        this.tables = tables;
        this.lastOfSeeds = lastOfSeeds;
        this.firstUpdates = firstUpdates;
        this.visits = visits;
        this.changes = tables.policyChanges();
        this.actions = experiment.environment.actions;
        /** For each cell, the first table by which any of its values had been updated. */
        this.knownFrom = new Uint32Array(tables.cells).fill(tables.times);
        for (let index = 0; index < firstUpdates.length; index++) {
            const cell = Math.floor(index / this.actions.length);
            this.knownFrom[cell] = Math.min(this.knownFrom[cell], firstUpdates[index]);
        }
    }

    /**
     * @param {Experiment} experiment
     * @returns {Promise<Training>}
     */
    static async unpacked(experiment) {
        const actions = experiment.environment.actions.length;
        const [tables, lastOfSeeds, firstUpdates, visits] = await Promise.all([
            Tables.unpacked(experiment.tables, experiment.snapshots.episodes.length, actions),
            Tables.unpacked(experiment.lastOfSeeds, experiment.results.seeds, actions),
            inflated(experiment.firstUpdates),
            inflated(experiment.visits),
        ]);
        return new Training(
            experiment,
            tables,
            lastOfSeeds,
            /** @type {Uint32Array} */ (numbersOf(firstUpdates, 32)),
            /** @type {Uint32Array} */ (numbersOf(visits, 32)),
        );
    }

    /** Whether the cells are places at which values of tiles are sampled, and none of a table. */
    get isSampled() {
        return this.experiment.view.sampling !== "";
    }

    /**
     * The numbers of the actions that are available in a cell, ascending.
     * @param {number} cell
     */
    availableActions(cell) {
        const { action_counts: counts, action_mask: masks } = this.experiment.environment;
        const all = [...this.actions.keys()];
        if (masks !== null && masks[cell].includes(1)) return all.filter((action) => masks[cell][action] === 1);
        return counts === null ? all : all.slice(0, counts[cell]);
    }

    /**
     * @param {number} cell
     * @param {number} time
     */
    isKnown(cell, time) {
        return this.knownFrom[cell] <= time;
    }
}
