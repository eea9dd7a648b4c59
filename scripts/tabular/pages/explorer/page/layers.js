// @ts-check
// What the map can show: each layer turns what is known of a position into a number or an action.

/**
 * @typedef {object} LayerKind
 * @property {string} name what it is called in the page
 * @property {string} unit what its numbers are
 * @property {"actions" | "sequential" | "diverging"} colours
 */

/** @type {Record<Layer, LayerKind>} */
const LAYERS = {
    policy: { name: "policy", unit: "best action", colours: "actions" },
    value: { name: "value", unit: "value of the best action", colours: "sequential" },
    actions: { name: "each action", unit: "action value", colours: "sequential" },
    visits: { name: "visits", unit: "updates in the whole training", colours: "sequential" },
    gap: { name: "action gap", unit: "best value minus the next best", colours: "sequential" },
    difference: { name: "difference", unit: "value now minus value at the pinned time", colours: "diverging" },
    agreement: { name: "agreement of seeds", unit: "share of seeds with the same best action", colours: "sequential" },
};

/**
 * Return what the numbers of a layer are.
 * @param {Training} training
 * @param {Layer} layer
 */
function unitOf(training, layer) {
    return layer === "visits" && training.isSampled
        ? "updates of the tiles there, mean over the tilings"
        : LAYERS[layer].unit;
}

/**
 * Return the layers that make sense for a training, the first to be shown first.
 * @param {Training} training
 * @returns {Layer[]}
 */
function layersOf(training) {
    const layers = /** @type {Layer[]} */ (Object.keys(LAYERS));
    return layers.filter((layer) => {
        if (layer === "policy") return training.actions.length <= ACTION_COLOURS.length;
        return layer !== "agreement" || training.experiment.results.seeds > 1;
    });
}

/** What a layer shows at one time. */
class LayerNumbers {
    /**
     * @param {number} panels
     * @param {number} positions
     */
    constructor(panels, positions) {
        /** Panel by panel, a number for each position; NaN where nothing is known. */
        this.numbers = new Float64Array(panels * positions);
        this.panels = panels;
        this.low = Infinity;
        this.high = -Infinity;
    }

    /**
     * @param {number} index
     * @param {number} number
     */
    set(index, number) {
        this.numbers[index] = number;
        if (number < this.low) this.low = number;
        if (number > this.high) this.high = number;
    }
}

/**
 * Return what a layer shows. In the policy, -1 stands for cells whose actions are all equally good.
 * @param {Training} training
 * @param {View} view
 * @param {Layer} layer
 * @param {number} time
 * @param {number} before the time with which `difference` compares
 * @returns {LayerNumbers}
 */
function layerNumbers(training, view, layer, time, before) {
    const actions = training.actions.length;
    const panels = layer === "actions" ? actions : 1;
    const numbers = new LayerNumbers(panels, view.positions);
    const summary = new Summary(actions);
    const earlier = new Summary(actions);
    for (let position = 0; position < view.positions; position++) {
        summarise(training, view, position, time, summary);
        if (layer === "actions") {
            for (let action = 0; action < actions; action++) {
                const isShown = summary.updated[action] === 1;
                numbers.set(action * view.positions + position, isShown ? summary.values[action] : NaN);
            }
        } else if (layer === "visits") {
            const visits = summary.visits.reduce((sum, count) => sum + count, 0);
            numbers.set(position, visits > 0 ? visits : NaN);
        } else if (!summary.known) {
            numbers.set(position, NaN);
        } else if (layer === "policy") {
            numbers.set(position, summary.isTied ? -1 : summary.action);
        } else if (layer === "value") {
            numbers.set(position, summary.value);
        } else if (layer === "gap") {
            numbers.set(position, summary.gap);
        } else if (layer === "difference") {
            summarise(training, view, position, before, earlier);
            numbers.set(position, summary.value - earlier.value);
        } else {
            numbers.set(position, agreement(training, view, position));
        }
    }
    return numbers;
}

/**
 * Return the range of a layer's colours: that of the whole training, or of what is shown.
 * @param {Training} training
 * @param {Layer} layer
 * @param {LayerNumbers} numbers
 * @param {boolean} isOfTraining
 * @returns {[number, number]}
 */
function colourRange(training, layer, numbers, isOfTraining) {
    const { low, high } = training.tables;
    if (layer === "agreement") return [0, 1];
    if (layer === "visits") return [1, Math.max(numbers.high, 10)];
    if (layer === "difference") {
        const largest = Math.max(Math.abs(numbers.low), Math.abs(numbers.high));
        const reach = isOfTraining ? high - low : Number.isFinite(largest) ? largest : 1;
        return [-reach || -1, reach || 1];
    }
    if (layer === "gap") return [0, (isOfTraining ? (high - low) / 4 : numbers.high) || 1];
    if (isOfTraining || numbers.low > numbers.high) return low < high ? [low, high] : [low - 1, high + 1];
    return numbers.low < numbers.high ? [numbers.low, numbers.high] : [numbers.low - 1, numbers.high + 1];
}

/**
 * Return where a number lies in a range, from 0 to 1; visits on a logarithmic scale.
 * @param {Layer} layer
 * @param {number} number
 * @param {[number, number]} range
 */
function shareOfRange(layer, number, [low, high]) {
    const share = layer === "visits" ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
    return Math.min(1, Math.max(0, share));
}
