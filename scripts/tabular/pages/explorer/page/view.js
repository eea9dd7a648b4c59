// @ts-check
// Which part of a table the map shows: two dimensions, and what becomes of the others.

/** A choice of two dimensions, and the cells behind each position of the map. */
class View {
    /**
     * @param {Experiment} experiment
     * @param {[number, number] | null} shown dimensions along rows and columns; null: the experiment's own view
     * @param {Reduction} reduction
     * @param {number[]} hiddenCell where the reduction is `cell`, the index along each hidden dimension
     */
    constructor(experiment, shown, reduction, hiddenCell) {
        const { environment, view } = experiment;
        const sizes = environment.table_shape.slice(0, -1);
        this.isMap = view.isMap;
        this.reduction = reduction;
        /** @type {[number, number] | null} */
        this.shown = view.shown === null ? null : (shown ?? view.shown);
        /** The dimensions that are not shown. @type {number[]} */
        this.hidden = this.shown === null ? [] : [...sizes.keys()].filter((one) => !this.shown?.includes(one));
        this.hiddenCell = this.hidden.map((dimension, index) => hiddenCell[index] ?? Math.floor(sizes[dimension] / 2));
        const own = this.shown === null || String(this.shown) === String(view.shown);
        this.rows = own ? view.rows : axisOf(environment, this.shown?.[0] ?? 0);
        this.columns = own ? view.columns : axisOf(environment, this.shown?.[1] ?? 1);
        const strides = sizes.map((_, dimension) => sizes.slice(dimension + 1).reduce((a, b) => a * b, 1));
        /** Cells behind a position, relative to its first. @type {number[]} */
        this.offsets = [0];
        for (const [index, dimension] of this.hidden.entries()) {
            const indices = reduction === "cell" ? [this.hiddenCell[index]] : [...Array(sizes[dimension]).keys()];
            this.offsets = this.offsets.flatMap((offset) => indices.map((one) => offset + one * strides[dimension]));
        }
        const [rowStride, columnStride] = this.shown === null
            ? [this.columns.cells, 1]
            : [strides[this.shown[0]], strides[this.shown[1]]];
        this.rowStride = rowStride;
        this.columnStride = columnStride;
    }

    get positions() {
        return this.rows.cells * this.columns.cells;
    }

    /** Whether each position stands for one cell. */
    get isExact() {
        return this.offsets.length === 1;
    }

    /**
     * Return the first of the cells behind a position.
     * @param {number} position counted row by row
     */
    firstCell(position) {
        const row = Math.floor(position / this.columns.cells);
        return row * this.rowStride + (position % this.columns.cells) * this.columnStride;
    }

    /**
     * Return the cells behind a position.
     * @param {number} position
     */
    cells(position) {
        const first = this.firstCell(position);
        return this.offsets.map((offset) => first + offset);
    }
}

/**
 * @param {EnvironmentDescription} environment
 * @param {number} dimension
 * @returns {Axis}
 */
function axisOf(environment, dimension) {
    const cells = environment.table_shape[dimension];
    const name = environment.axes[dimension];
    if (environment.low === null || environment.high === null) {
        return { name, low: -0.5, high: cells - 0.5, cells, discrete: true, periodic: false };
    }
    const [low, high] = [environment.low[dimension], environment.high[dimension]];
    return { name, low, high, cells, discrete: false, periodic: isAngle(environment, dimension) };
}

/**
 * Tell whether a dimension is an angle, in the place of the first of its two dimensions of the observation.
 * @param {EnvironmentDescription} environment
 * @param {number} dimension
 */
function isAngle(environment, dimension) {
    const pairs = environment.angles ?? [];
    const observed = [...Array(environment.axes.length + pairs.length).keys()];
    const kept = observed.filter((one) => !pairs.some((pair) => Math.max(...pair) === one));
    return pairs.some((pair) => Math.min(...pair) === kept[dimension]);
}

/** What one position of the map says at one time. */
class Summary {
    /** @param {number} actions */
    constructor(actions) {
        this.values = new Float64Array(actions);
        this.updated = new Uint8Array(actions);
        this.visits = new Float64Array(actions);
        /** The best actions, ascending. @type {number[]} */
        this.best = [];
        this.known = false;
        /** The actions that are available, ascending. @type {number[]} */
        this.available = [...Array(actions).keys()];
    }

    /** The first best action. */
    get action() {
        return this.best[0];
    }

    /** Whether all available actions are equally good, so that the table doesn't tell. */
    get isTied() {
        return this.best.length === this.available.length;
    }

    get value() {
        return this.values[this.action];
    }

    /** How much worse the next best action is. */
    get gap() {
        let next = -Infinity;
        for (const action of this.available) {
            if (action !== this.action) next = Math.max(next, this.values[action]);
        }
        return next === -Infinity ? 0 : Math.max(0, this.value - next);
    }
}

/**
 * Write what a position of the map says into `summary`. Of several cells, only those count of which any value was
 * updated, as in the project's figures.
 * @param {Training} training
 * @param {View} view
 * @param {number} position
 * @param {number} time
 * @param {Summary} summary
 */
function summarise(training, view, position, time, summary) {
    const { tables, actions, firstUpdates, visits } = training;
    const first = view.firstCell(position);
    summary.updated.fill(0);
    summary.visits.fill(0);
    if (view.isExact) {
        const cell = first + view.offsets[0];
        summary.available = training.availableActions(cell);
        summary.known = training.isKnown(cell, time);
        summary.best = tables.bestActions(cell, time);
        for (let action = 0; action < actions.length; action++) {
            summary.values[action] = tables.value(cell, action, time);
            summary.updated[action] = Number(firstUpdates[cell * actions.length + action] <= time);
            summary.visits[action] = visits[cell * actions.length + action];
        }
        return;
    }
    const isMean = view.reduction === "mean";
    let known = 0;
    summary.values.fill(isMean ? 0 : -Infinity);
    for (const offset of view.offsets) {
        const cell = first + offset;
        const isKnown = training.isKnown(cell, time);
        known += Number(isKnown);
        for (let action = 0; action < actions.length; action++) {
            const index = cell * actions.length + action;
            if (firstUpdates[index] <= time) summary.updated[action] = 1;
            summary.visits[action] += visits[index];
            if (isKnown) {
                const value = tables.value(cell, action, time);
                summary.values[action] = isMean
                    ? summary.values[action] + value
                    : Math.max(summary.values[action], value);
            }
        }
    }
    // Values of tiles are sampled: a sum would count an update once in each cell that its tile reaches into.
    if (training.isSampled) {
        for (let action = 0; action < actions.length; action++) {
            summary.visits[action] = Math.ceil(summary.visits[action] / view.offsets.length);
        }
    }
    summary.available = training.availableActions(first);
    summary.known = known > 0;
    if (known === 0) summary.values.fill(0);
    else if (isMean) for (let action = 0; action < actions.length; action++) summary.values[action] /= known;
    const largest = Math.max(...summary.available.map((action) => summary.values[action]));
    summary.best = summary.available.filter((action) => summary.values[action] === largest);
}

/**
 * Return the share of seeds whose last tables agree on the most frequent best action of a position.
 * @param {Training} training
 * @param {View} view
 * @param {number} position
 */
function agreement(training, view, position) {
    const { lastOfSeeds, actions } = training;
    let agreeing = 0;
    for (const cell of view.cells(position)) {
        const votes = new Float64Array(actions.length);
        for (let seed = 0; seed < lastOfSeeds.times; seed++) {
            for (const action of lastOfSeeds.bestActions(cell, seed)) votes[action] += 1;
        }
        agreeing += Math.max(...votes) / lastOfSeeds.times;
    }
    return agreeing / view.offsets.length;
}
