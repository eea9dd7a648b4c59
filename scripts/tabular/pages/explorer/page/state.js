// @ts-check
// What the page shows, as one object that stands in the address after the #, so that a view can be linked.

/**
 * @typedef {object} PageState
 * @property {string} experiment
 * @property {number} time which of the tables, from 0
 * @property {number} before the pinned time, with which `difference` compares
 * @property {Layer} layer
 * @property {[number, number] | null} shown dimensions along rows and columns
 * @property {Reduction} reduction
 * @property {number[]} hiddenCell
 * @property {number | null} position the chosen position of the map
 * @property {number[]} pins positions whose values are drawn over the training
 * @property {boolean} isOfTraining whether colours keep their range over the training
 * @property {boolean} hasPath whether the greedy path is drawn
 */

/** @returns {PageState} */
function firstState() {
    return {
        experiment: "",
        time: 0,
        before: 0,
        layer: "policy",
        shown: null,
        reduction: "mean",
        hiddenCell: [],
        position: null,
        pins: [],
        isOfTraining: true,
        hasPath: true,
    };
}

/**
 * Return the part of an address after the #.
 * @param {PageState} state
 * @param {number[]} episodes of the tables; they say more than running numbers, and stay right when tables are added
 */
function fragmentOf(state, episodes) {
    const parts = new URLSearchParams();
    parts.set("experiment", state.experiment);
    parts.set("episode", String(episodes[state.time]));
    if (state.before !== 0) parts.set("before", String(episodes[state.before]));
    parts.set("layer", state.layer);
    if (state.shown !== null) parts.set("shown", state.shown.join("-"));
    if (state.reduction !== "mean") parts.set("others", state.reduction);
    if (state.reduction === "cell") parts.set("at", state.hiddenCell.join("-"));
    if (state.position !== null) parts.set("cell", String(state.position));
    if (state.pins.length > 0) parts.set("pins", state.pins.join("-"));
    if (!state.isOfTraining) parts.set("colours", "now");
    if (!state.hasPath) parts.set("path", "off");
    return parts.toString();
}

/**
 * Return the name of the experiment in the part of an address after the #; null where there is none.
 * @param {string} fragment
 */
function experimentIn(fragment) {
    return new URLSearchParams(fragment).get("experiment");
}

/**
 * Return the state that an address gives; whatever doesn't fit the experiment is as at first.
 * @param {string} fragment
 * @param {Training} training
 * @returns {PageState}
 */
function stateOf(fragment, training) {
    const { experiment, tables } = training;
    const parts = new URLSearchParams(fragment);
    const state = firstState();
    state.experiment = experiment.name;
    state.reduction = experiment.view.reduction === "middle" ? "cell" : experiment.view.reduction;
    state.time = tables.times - 1;
    state.layer = layersOf(training)[0];
    if (experimentIn(fragment) !== experiment.name) return state;
    const dimensions = experiment.environment.table_shape.length - 1;
    const whole = (/** @type {string | null} */ text) => (text ?? "").split("-").map(Number).filter(Number.isInteger);
    const time = (/** @type {string} */ key) => {
        const wanted = Number(parts.get(key));
        return Math.max(0, experiment.snapshots.episodes.findLastIndex((episode) => episode <= wanted));
    };
    if (parts.has("episode")) state.time = time("episode");
    if (parts.has("before")) state.before = time("before");
    const layer = layersOf(training).find((one) => one === parts.get("layer"));
    if (layer !== undefined) state.layer = layer;
    const shown = whole(parts.get("shown"));
    const isShowable = shown.length === 2 && shown[0] !== shown[1] && Math.max(...shown) < dimensions;
    if (parts.has("shown") && experiment.view.shown !== null && isShowable) state.shown = [shown[0], shown[1]];
    const others = parts.get("others");
    if (others === "max" || others === "cell" || others === "mean") state.reduction = others;
    if (parts.has("at")) state.hiddenCell = whole(parts.get("at"));
    const view = new View(experiment, state.shown, state.reduction, state.hiddenCell);
    state.hiddenCell = view.hiddenCell.map((index, number) =>
        Math.min(index, experiment.environment.table_shape[view.hidden[number]] - 1));
    const isPosition = (/** @type {number} */ one) => one >= 0 && one < view.positions;
    const cell = Number(parts.get("cell"));
    if (parts.has("cell") && Number.isInteger(cell) && isPosition(cell)) state.position = cell;
    if (parts.has("pins")) state.pins = whole(parts.get("pins")).filter(isPosition).slice(0, MOST_PINS);
    state.isOfTraining = parts.get("colours") !== "now";
    state.hasPath = parts.get("path") !== "off";
    return state;
}

/** Positions whose values can be followed at once: as many as there are kinds of line. */
const MOST_PINS = 4;
