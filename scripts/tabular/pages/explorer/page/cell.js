// @ts-check
// The numbers behind the map: of the chosen cell, of the colours, of all cells as a table.

/**
 * Show the numbers of the chosen cell; return what is read out of them.
 * @param {Training} training
 * @param {View} view
 * @param {PageState} state
 */
function showCell(training, view, state) {
    const isChosen = state.position !== null;
    byId("cell-card").classList.toggle("empty", !isChosen);
    /** @type {HTMLButtonElement} */ (byId("pin-cell")).disabled = !isChosen;
    if (state.position === null) {
        byId("cell-name").textContent = "Point at a cell, or focus the map and use the arrow keys.";
        byId("cell-line").textContent = "Point at a cell for its values; click to pin it.";
        byId("cell-values").replaceChildren();
        byId("cell-over-seeds").replaceChildren();
        return "";
    }
    const summary = new Summary(training.actions.length);
    summarise(training, view, state.position, state.time, summary);
    const name = positionText(training, view, state.position);
    byId("cell-name").textContent = name;
    const best = !summary.known ? "never updated so far" : summary.isTied ? "all actions are equally good" : "";
    const rows = summary.available.map((index) => [
        training.actions[index],
        summary.known ? valueText(training.tables, summary.values[index]) : "–",
        summary.known && summary.best.includes(index) ? "best" : "",
        numberText(summary.visits[index]),
    ]);
    fillTable(byId("cell-values"), best, ["action", "value", "", "updates in all"], rows);
    const values = rows.map(([action, value, isBest]) => `${action} ${value}${isBest ? " (best)" : ""}`).join(" · ");
    byId("cell-line").textContent = `${name}: ${summary.known ? values : "never updated so far"}`;
    showCellOverSeeds(training, view, state.position);
    return `${name}: ${best || rows.filter((row) => row[2]).map((row) => `${row[0]} ${row[1]}`).join(", ")}`;
}

/**
 * Show the values of a cell in the last tables of all seeds, if there are several.
 * @param {Training} training
 * @param {View} view
 * @param {number} position
 */
function showCellOverSeeds(training, view, position) {
    const { lastOfSeeds } = training;
    const table = byId("cell-over-seeds");
    table.replaceChildren();
    if (lastOfSeeds.times === 1 || !view.isExact) return;
    const [cell] = view.cells(position);
    const rows = training.availableActions(cell).map((index) => {
        const values = [...Array(lastOfSeeds.times).keys()].map((seed) => lastOfSeeds.value(cell, index, seed));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const best = values.filter((_, seed) => lastOfSeeds.bestActions(cell, seed).includes(index)).length;
        const texts = [mean, Math.min(...values), Math.max(...values)].map((value) => valueText(lastOfSeeds, value));
        return [training.actions[index], ...texts, numberText(best)];
    });
    const caption = `Last tables of ${numberText(lastOfSeeds.times)} seeds`;
    fillTable(table, caption, ["action", "mean", "smallest", "largest", "seeds where best"], rows);
}

/**
 * Say what the colours mean.
 * @param {Training} training
 * @param {View} view
 * @param {PageState} state
 * @param {[number, number]} range of the numbers that are shown
 */
function showLegend(training, view, { layer, before }, range) {
    const kind = LAYERS[layer];
    byId("action-legend").hidden = layer !== "policy";
    byId("scale").hidden = layer === "policy";
    byId("scale").classList.toggle("diverging", kind.colours === "diverging");
    byId("scale-low").textContent = numberText(range[0]);
    byId("scale-high").textContent = numberText(range[1]);
    const pinned = numberText(training.experiment.snapshots.episodes[before]);
    const unit = layer === "difference" ? `value now minus value at the end of episode ${pinned}` : unitOf(training, layer);
    byId("scale-unit").textContent = layer === "visits" ? `${unit}, logarithmic` : unit;
    const reduced = view.hidden.map((dimension) => training.experiment.environment.axes[dimension]).join(", ");
    const note = view.hidden.length === 0
        ? training.experiment.view.note
        : { mean: `Mean over updated cells of ${reduced}.`, max: `Maximum over updated cells of ${reduced}.`, cell: "" }[view.reduction];
    const { sampling } = training.experiment.view;
    byId("view-note").textContent = [note, sampling && `Shown are ${sampling}.`].filter(Boolean).join(" ");
}

/**
 * Show the numbers of the map as a table, if it is open.
 * @param {Training} training
 * @param {View} view
 * @param {PageState} state
 */
function fillMapTable(training, view, state) {
    const details = /** @type {HTMLDetailsElement} */ (byId("as-table"));
    if (!details.open) return;
    const numbers = layerNumbers(training, view, state.layer, state.time, state.before);
    const columns = [...Array(view.columns.cells).keys()].map((column) => rangeText(view.columns, column));
    const tables = [...Array(numbers.panels).keys()].map((panel) => {
        const rows = [...Array(view.rows.cells).keys()].map((row) => {
            const cells = columns.map((_, column) => {
                const number = numbers.numbers[panel * view.positions + row * view.columns.cells + column];
                if (Number.isNaN(number)) return "–";
                if (state.layer !== "policy") return numberText(number);
                return number < 0 ? "equal" : training.actions[number];
            });
            return [view.rows.cells > 1 ? rangeText(view.rows, row) : unitOf(training, state.layer), ...cells];
        });
        const caption = numbers.panels > 1 ? training.actions[panel] : unitOf(training, state.layer);
        const table = element("table");
        const corner = view.rows.cells > 1 ? `${view.rows.name} \\ ${view.columns.name}` : view.columns.name;
        fillTable(table, `${caption}; – stands for never updated`, [corner, ...columns], rows);
        return table;
    });
    byId("map-table").replaceChildren(...tables);
}

/**
 * Say which cells are pinned, and which kind of line each has.
 * @param {Training} training
 * @param {View} view
 * @param {number[]} pins
 */
function namePins(training, view, pins) {
    byId("pins").hidden = pins.length === 0;
    byId("pinned").replaceChildren(...pins.map((position, number) => {
        const line = ["solid", "dashed", "dotted", "dash-dot"][number];
        return element("li", `${positionText(training, view, position)}${pins.length > 1 ? ` (${line})` : ""}`);
    }));
}

/**
 * Write a value. The page has values in steps, so one that is smaller than a step is no more than 0.
 * @param {Tables} tables
 * @param {number} value
 */
function valueText(tables, value) {
    return numberText(Math.abs(value) < tables.step ? 0 : value);
}
