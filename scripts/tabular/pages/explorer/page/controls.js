// @ts-check
// The controls of an experiment: what there is to choose.

/**
 * Give the controls the values of an experiment.
 * @param {Training} training
 */
function prepareControls(training) {
    const { experiment, tables, actions } = training;
    const slider = /** @type {HTMLInputElement} */ (byId("time"));
    slider.max = String(tables.times - 1);
    const marks = byId("evaluated");
    const wanted = new Set(experiment.results.greedy.episode);
    marks.replaceChildren(...experiment.snapshots.episodes.flatMap((episode, time) => {
        if (!wanted.has(episode)) return [];
        const mark = element("i", "", { title: `greedy evaluation after episode ${numberText(episode)}` });
        mark.style.left = `${(100 * time) / Math.max(1, tables.times - 1)}%`;
        return [mark];
    }));
    const { kept, episodes } = experiment.snapshots;
    byId("kept").textContent = kept === episodes.length
        ? `${numberText(kept)} tables, all that were kept`
        : `${numberText(episodes.length)} of the ${numberText(kept)} tables that were kept, evenly chosen`;
    byId("layers").replaceChildren(element("legend", "Show"), ...layersOf(training).map((layer) => {
        const label = element("label");
        const input = element("input", "", { type: "radio", name: "layer", value: layer });
        label.append(input, element("span", LAYERS[layer].name));
        return label;
    }));
    const dimensions = experiment.environment.axes;
    const isChoosable = experiment.view.shown !== null && dimensions.length > 2;
    byId("dimensions").hidden = !isChoosable;
    for (const id of ["rows-dimension", "columns-dimension"]) {
        byId(id).replaceChildren(...dimensions.map((name, index) => element("option", name, { value: String(index) })));
    }
    byId("path-choice").hidden = experiment.paths.length === 0;
    byId("action-legend").replaceChildren(...actions.map((name, action) => legendEntry(ACTION_COLOURS[action % 8], name)));
    byId("action-legend").append(legendEntry("rgb(190 190 190)", "all equally good"), legendEntry("hatch", "never updated"));
}

/**
 * @param {string} colour
 * @param {string} name
 */
function legendEntry(colour, name) {
    const entry = element("li");
    const swatch = element("i", "", colour === "hatch" ? { class: "hatch" } : {});
    if (colour !== "hatch") swatch.style.background = colour;
    entry.append(swatch, element("span", name));
    return entry;
}

/**
 * Show which dimensions a view has, and a slider for each other one of which one cell is shown.
 * @param {EnvironmentDescription} environment
 * @param {View} view
 */
function showDimensions(environment, view) {
    if (view.shown !== null) {
        /** @type {HTMLSelectElement} */ (byId("rows-dimension")).value = String(view.shown[0]);
        /** @type {HTMLSelectElement} */ (byId("columns-dimension")).value = String(view.shown[1]);
    }
    /** @type {HTMLSelectElement} */ (byId("others")).value = view.reduction;
    const hidden = view.reduction === "cell" ? view.hidden : [];
    byId("hidden-cells").replaceChildren(...hidden.map((dimension, index) => {
        const axis = axisOf(environment, dimension);
        const label = element("label", `${axis.name} `);
        const value = String(view.hiddenCell[index]);
        const input = element("input", "", { type: "range", min: "0", max: String(axis.cells - 1), value });
        label.append(input, element("output", rangeText(axis, view.hiddenCell[index])));
        return label;
    }));
}

/**
 * Return the dimensions that are chosen. Where both are the same, those of the view change places.
 * @param {View} view
 * @returns {{shown: [number, number], reduction: Reduction, hiddenCell: number[]}}
 */
function chosenDimensions(view) {
    const chosen = (/** @type {string} */ id) => Number(/** @type {HTMLSelectElement} */ (byId(id)).value);
    let [row, column] = [chosen("rows-dimension"), chosen("columns-dimension")];
    if (row === column && view.shown) [row, column] = [view.shown[1], view.shown[0]];
    const reduction = /** @type {Reduction} */ (/** @type {HTMLSelectElement} */ (byId("others")).value);
    const hiddenCell = [...byId("hidden-cells").querySelectorAll("input")].map((input) => Number(input.value));
    return { shown: [row, column], reduction, hiddenCell };
}
