// @ts-check
// The page: its controls, what they change, and what is drawn then.

/** The most tables that are played a second. */
const SPEEDS = [5, 15, 30, 60, 120, 300];

const COMPARISON_PREFIX = "comparison:";

class Explorer {
    constructor() {
        this.state = firstState();
        /** @type {Training | null} */
        this.current = null;
        /** @type {View | null} */
        this.view = null;
        /** @type {LearningCurve | null} */
        this.curve = null;
        /** @type {ValueCurves | null} */
        this.valueCurves = null;
        /** @type {any[]} */
        this.comparisonPlots = [];
        this.map = new TableMap(byId("map"));
        this.isPlaying = false;
        this.lastFrame = 0;
        this.elapsed = 0;
        this.isDrawn = true;
        this.addressTimer = 0;
        this.spoken = "";
        this.listen();
    }

    get training() {
        if (this.current === null) throw new Error("no experiment is open");
        return this.current;
    }

    /** @param {string} name */
    static contents(name) {
        const text = document.getElementById(`data-${name}`)?.textContent;
        return text ? JSON.parse(text) : null;
    }

    /**
     * Open an experiment or a comparison.
     * @param {string} name
     * @param {string} fragment
     */
    async open(name, fragment) {
        this.pause();
        if (name.startsWith(COMPARISON_PREFIX)) {
            this.openComparison(name);
            return;
        }
        byId("experiment-view").hidden = false;
        byId("comparison-view").hidden = true;
        this.current = await Training.unpacked(Explorer.contents(name));
        this.state = stateOf(fragment, this.training);
        this.prepareControls();
        this.showSummary();
        this.showRollout();
        this.makeView();
        this.makeCurve();
        this.redraw();
        document.documentElement.dataset.ready = name;
    }

    /** @param {string} name */
    openComparison(name) {
        clearTimeout(this.addressTimer);
        byId("experiment-view").hidden = true;
        byId("comparison-view").hidden = false;
        /** @type {Comparison} */
        const comparison = Explorer.contents(name);
        byId("comparison-name").textContent = comparison.name;
        const { columns, rows } = comparison.scores;
        fillTable(byId("scores"), "Scores, with 95 % bootstrap intervals over seeds", columns, rows);
        const place = byId("comparison-plots");
        place.replaceChildren();
        const plots = comparisonPlots(comparison);
        this.comparisonPlots = plots.map(({ plot }) => plot);
        for (const { title, plot } of plots) {
            const figure = element("figure", "", { class: "card" });
            figure.append(element("figcaption", title), element("div"));
            place.append(figure);
            Bokeh.Plotting.show(plot, figure.lastChild);
        }
        fillTable(
            byId("improvement"),
            "Probability that a run of one experiment has a larger greedy return than a run of another",
            ["experiment", "than", "probability"],
            comparison.improvement.map((one) => [
                one.experiment,
                one.than,
                estimateText({ value: one.probability, low: one.low, high: one.high }),
            ]),
        );
        history.replaceState(null, "", `#experiment=${encodeURIComponent(name)}`);
        document.documentElement.dataset.ready = name;
    }

    /** Connect the controls that stay. */
    listen() {
        byId("experiment").addEventListener("change", (event) => {
            const { value } = /** @type {HTMLSelectElement} */ (event.target);
            void this.open(value, `experiment=${encodeURIComponent(value)}`);
        });
        byId("time").addEventListener("input", (event) => {
            this.moveTo(Number(/** @type {HTMLInputElement} */ (event.target).value));
        });
        byId("play").addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
        byId("previous-change").addEventListener("click", () => this.moveToChange(-1));
        byId("next-change").addEventListener("click", () => this.moveToChange(1));
        byId("pin-time").addEventListener("click", () => this.change({ before: this.state.time, layer: "difference" }));
        byId("layers").addEventListener("change", (event) => {
            this.change({ layer: /** @type {Layer} */ (/** @type {HTMLInputElement} */ (event.target).value) });
        });
        byId("colours-of-training").addEventListener("change", (event) => {
            this.change({ isOfTraining: /** @type {HTMLInputElement} */ (event.target).checked });
        });
        byId("has-path").addEventListener("change", (event) => {
            this.change({ hasPath: /** @type {HTMLInputElement} */ (event.target).checked });
        });
        byId("copy").addEventListener("click", () => void this.copyLink());
        byId("theme").addEventListener("click", () => this.switchTheme());
        byId("pin-cell").addEventListener("click", () => this.pinCell());
        byId("unpin").addEventListener("click", () => this.change({ pins: [] }));
        byId("as-table").addEventListener("toggle", () => this.fillMapTable());
        for (const id of ["rows-dimension", "columns-dimension", "others"]) {
            byId(id).addEventListener("change", () => this.chooseDimensions());
        }
        byId("hidden-cells").addEventListener("input", () => this.chooseDimensions());
        document.addEventListener("keydown", (event) => this.onKey(event));
        const canvas = byId("map");
        canvas.addEventListener("pointermove", (event) => this.onPointer(event));
        canvas.addEventListener("click", (event) => this.onPointer(event));
        canvas.addEventListener("keydown", (event) => this.onMapKey(event));
        new ResizeObserver(() => this.redraw()).observe(/** @type {Element} */ (canvas.parentElement));
        window.addEventListener("hashchange", () => {
            const name = experimentIn(location.hash.slice(1));
            if (name === null || !document.getElementById(`data-${name}`)) return;
            /** @type {HTMLSelectElement} */ (byId("experiment")).value = name;
            void this.open(name, location.hash.slice(1));
        });
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    }

    /** Give the controls the values of the open experiment. */
    prepareControls() {
        const { experiment, tables, actions } = this.training;
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
        byId("layers").replaceChildren(element("legend", "Show"), ...layersOf(this.training).map((layer) => {
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

    /** Say how well the agent plays, and beside what. */
    showSummary() {
        const { experiment } = this.training;
        const { results } = experiment;
        byId("name").textContent = experiment.name;
        byId("environment").textContent = experiment.environment.id;
        byId("greedy-return").textContent = numberText(results.greedyReturn.value);
        const { low, high } = results.greedyReturn;
        const over = `${numberText(results.runs)} ${results.seeds > 1 ? "seeds" : "starts"}`;
        byId("greedy-interval").textContent = low === null || high === null
            ? "one run; no interval"
            : `95 % interval ${numberText(low)} to ${numberText(high)}, over ${over}`;
        byId("compared-with").replaceChildren(...comparedWith(this.training).map(({ name, height }) => {
            const entry = element("div");
            entry.append(element("dt", name), element("dd", numberText(height)));
            return entry;
        }));
    }

    /** Play the film of the agent, if it lies where the run put it. */
    showRollout() {
        const { rollout } = this.training.experiment;
        const [card, video] = [byId("rollout-card"), /** @type {HTMLVideoElement} */ (byId("rollout"))];
        card.hidden = true;
        video.removeAttribute("src");
        if (rollout === null) return;
        video.onloadedmetadata = () => {
            card.hidden = false;
            if (!matchMedia("(prefers-reduced-motion: reduce)").matches) void video.play().catch(() => {});
        };
        video.onerror = () => {
            card.hidden = true;
        };
        video.src = rollout;
    }

    makeView() {
        const { shown, reduction, hiddenCell } = this.state;
        this.view = new View(this.training.experiment, shown, reduction, hiddenCell);
        const { environment } = this.training.experiment;
        if (this.view.shown !== null) {
            /** @type {HTMLSelectElement} */ (byId("rows-dimension")).value = String(this.view.shown[0]);
            /** @type {HTMLSelectElement} */ (byId("columns-dimension")).value = String(this.view.shown[1]);
        }
        /** @type {HTMLSelectElement} */ (byId("others")).value = reduction;
        byId("hidden-cells").replaceChildren(...(reduction !== "cell" ? [] : this.view.hidden.map((dimension, index) => {
            const axis = axisOf(environment, dimension);
            const label = element("label", `${axis.name} `);
            const chosen = this.view?.hiddenCell[index] ?? 0;
            const input = element("input", "", { type: "range", min: "0", max: String(axis.cells - 1), value: String(chosen) });
            label.append(input, element("output", rangeText(axis, chosen)));
            return label;
        })));
    }

    makeCurve() {
        const place = byId("curve");
        place.replaceChildren();
        this.curve = new LearningCurve(this.training, (episode) => this.moveToEpisode(episode));
        Bokeh.Plotting.show(this.curve.plot, place);
        this.makeValueCurves();
    }

    makeValueCurves() {
        const { pins } = this.state;
        const place = byId("value-curves");
        place.replaceChildren();
        this.valueCurves = null;
        byId("pins").hidden = pins.length === 0;
        if (pins.length === 0 || this.view === null) return;
        const view = this.view;
        byId("pinned").replaceChildren(...pins.map((position, number) => {
            const line = ["solid", "dashed", "dotted", "dash-dot"][number];
            return element("li", `${positionText(this.training, view, position)}${pins.length > 1 ? ` (${line})` : ""}`);
        }));
        this.valueCurves = new ValueCurves(this.training, view, pins);
        Bokeh.Plotting.show(this.valueCurves.plot, place);
    }

    /**
     * Change what is shown.
     * @param {Partial<PageState>} changes
     */
    change(changes) {
        Object.assign(this.state, changes);
        if ("shown" in changes || "reduction" in changes || "hiddenCell" in changes) {
            this.makeView();
            this.state.position = null;
            this.state.pins = [];
        }
        if ("pins" in changes || "shown" in changes) this.makeValueCurves();
        this.redraw();
    }

    /** @param {number} time */
    moveTo(time) {
        const last = this.training.tables.times - 1;
        this.change({ time: Math.min(last, Math.max(0, time)) });
    }

    /** @param {number} episode */
    moveToEpisode(episode) {
        const { episodes } = this.training.experiment.snapshots;
        this.moveTo(Math.max(0, episodes.findLastIndex((one) => one <= episode)));
    }

    /**
     * Move to the next table, or the one before, in which the best action of a cell changed.
     * @param {1 | -1} direction
     */
    moveToChange(direction) {
        const { changes } = this.training;
        let time = this.state.time + direction;
        while (time > 0 && time < changes.length - 1 && changes[time] === 0) time += direction;
        this.pause();
        this.moveTo(time);
    }

    play() {
        if (this.state.time === this.training.tables.times - 1) this.state.time = 0;
        this.isPlaying = true;
        this.elapsed = 0;
        this.lastFrame = performance.now();
        byId("play").textContent = "Pause";
        requestAnimationFrame((now) => this.playOn(now));
    }

    pause() {
        if (!this.isPlaying) return;
        this.isPlaying = false;
        byId("play").textContent = "Play";
        this.redraw();
    }

    /** @param {number} now */
    playOn(now) {
        if (!this.isPlaying) return;
        const speed = Number(/** @type {HTMLSelectElement} */ (byId("speed")).value);
        this.elapsed += ((now - this.lastFrame) * speed) / 1000;
        this.lastFrame = now;
        const tables = Math.floor(this.elapsed);
        this.elapsed -= tables;
        const last = this.training.tables.times - 1;
        if (tables > 0) {
            this.state.time = Math.min(last, this.state.time + tables);
            this.draw();
        }
        if (this.state.time === last) this.pause();
        else requestAnimationFrame((next) => this.playOn(next));
    }

    /** Draw in the next frame, once. */
    redraw() {
        if (!this.isDrawn || this.current === null) return;
        this.isDrawn = false;
        requestAnimationFrame(() => {
            this.isDrawn = true;
            this.draw();
        });
    }

    draw() {
        const { training, state, view } = this;
        if (view === null || byId("experiment-view").hidden) return;
        const { experiment } = training;
        const episode = experiment.snapshots.episodes[state.time];
        const numbers = layerNumbers(training, view, state.layer, state.time, state.before);
        const range = colourRange(training, state.layer, numbers, state.isOfTraining);
        this.map.draw(training, view, state.layer, numbers, range);
        const path = this.pathNow();
        if (path !== null) this.map.drawPath(training, view, path.points);
        for (const pin of state.pins) this.map.outline(view, pin, "#CC79A7");
        if (state.position !== null) this.map.outline(view, state.position, "#111111");
        byId("episode").textContent = `end of episode ${numberText(episode)}`;
        const slider = /** @type {HTMLInputElement} */ (byId("time"));
        slider.value = String(state.time);
        slider.setAttribute("aria-valuetext", `end of episode ${numberText(episode)}`);
        this.curve?.moveTo(episode);
        this.valueCurves?.moveTo(episode);
        this.showLegend(range, view);
        this.showCell(view);
        if (!this.isPlaying) this.finish(path);
    }

    /** The path of the last evaluated table that is not later than the one shown. */
    pathNow() {
        const { experiment } = this.training;
        if (!this.state.hasPath) return null;
        const episode = experiment.snapshots.episodes[this.state.time];
        return experiment.paths.findLast((path) => path.episode <= episode) ?? null;
    }

    /**
     * Do what has time until nothing plays.
     * @param {Path | null} path
     */
    finish(path) {
        for (const input of byId("layers").querySelectorAll("input")) input.checked = input.value === this.state.layer;
        /** @type {HTMLInputElement} */ (byId("colours-of-training")).checked = this.state.isOfTraining;
        /** @type {HTMLInputElement} */ (byId("has-path")).checked = this.state.hasPath;
        byId("path-text").textContent = path === null
            ? ""
            : `Path: the greedy policy after episode ${numberText(path.episode)} from one start; ${path.outcome}, return ${numberText(path.total)}.`;
        this.fillMapTable();
        clearTimeout(this.addressTimer);
        this.addressTimer = window.setTimeout(() => {
            const fragment = fragmentOf(this.state, this.training.experiment.snapshots.episodes);
            history.replaceState(null, "", `#${fragment}`);
        }, 250);
    }

    /**
     * @param {[number, number]} range
     * @param {View} view
     */
    showLegend(range, view) {
        const { layer, before } = this.state;
        const kind = LAYERS[layer];
        byId("action-legend").hidden = layer !== "policy";
        byId("scale").hidden = layer === "policy";
        byId("scale").classList.toggle("diverging", kind.colours === "diverging");
        byId("scale-low").textContent = numberText(range[0]);
        byId("scale-high").textContent = numberText(range[1]);
        const pinned = numberText(this.training.experiment.snapshots.episodes[before]);
        const unit = layer === "difference" ? `value now minus value at the end of episode ${pinned}` : kind.unit;
        byId("scale-unit").textContent = layer === "visits" ? `${unit}, logarithmic` : unit;
        const reduced = view.hidden.map((dimension) => this.training.experiment.environment.axes[dimension]).join(", ");
        byId("view-note").textContent = view.hidden.length === 0
            ? this.training.experiment.view.note
            : { mean: `Mean over updated cells of ${reduced}.`, max: `Maximum over updated cells of ${reduced}.`, cell: "" }[view.reduction];
    }

    /** @param {View} view */
    showCell(view) {
        const { training, state } = this;
        const isChosen = state.position !== null;
        byId("cell-card").classList.toggle("empty", !isChosen);
        /** @type {HTMLButtonElement} */ (byId("pin-cell")).disabled = !isChosen;
        if (state.position === null) {
            byId("cell-name").textContent = "Point at a cell, or focus the map and use the arrow keys.";
            byId("cell-line").textContent = "Point at a cell for its values; click to pin it.";
            byId("cell-values").replaceChildren();
            return;
        }
        const summary = new Summary(training.actions.length);
        summarise(training, view, state.position, state.time, summary);
        const name = positionText(training, view, state.position);
        byId("cell-name").textContent = name;
        const best = !summary.known ? "never updated so far" : summary.isTied ? "all actions are equally good" : "";
        const rows = training.actions.slice(0, summary.available).map((action, index) => [
            action,
            numberText(summary.values[index]),
            summary.best.includes(index) ? "best" : "",
            numberText(summary.visits[index]),
        ]);
        fillTable(byId("cell-values"), best, ["action", "value", "", "updates in all"], rows);
        const values = rows.map(([action, value, isBest]) => `${action} ${value}${isBest ? " (best)" : ""}`).join(" · ");
        byId("cell-line").textContent = `${name}: ${summary.known ? values : "never updated so far"}`;
        if (!this.isPlaying) {
            const words = `${name}: ${best || rows.filter((row) => row[2]).map((row) => `${row[0]} ${row[1]}`).join(", ")}`;
            if (words !== this.spoken) byId("read-out").textContent = this.spoken = words;
        }
    }

    /** Show the numbers of the map as a table, if it is open. */
    fillMapTable() {
        const details = /** @type {HTMLDetailsElement} */ (byId("as-table"));
        const { view, training, state } = this;
        if (!details.open || view === null) return;
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
                return [view.rows.cells > 1 ? rangeText(view.rows, row) : LAYERS[state.layer].unit, ...cells];
            });
            const caption = numbers.panels > 1 ? training.actions[panel] : LAYERS[state.layer].unit;
            const table = element("table");
            const corner = view.rows.cells > 1 ? `${view.rows.name} \\ ${view.columns.name}` : view.columns.name;
            fillTable(table, `${caption}; – stands for never updated`, [corner, ...columns], rows);
            return table;
        });
        byId("map-table").replaceChildren(...tables);
    }

    chooseDimensions() {
        const chosen = (/** @type {string} */ id) => Number(/** @type {HTMLSelectElement} */ (byId(id)).value);
        let [row, column] = [chosen("rows-dimension"), chosen("columns-dimension")];
        if (row === column && this.view?.shown) [row, column] = [this.view.shown[1], this.view.shown[0]];
        const reduction = /** @type {Reduction} */ (/** @type {HTMLSelectElement} */ (byId("others")).value);
        const hiddenCell = [...byId("hidden-cells").querySelectorAll("input")].map((input) => Number(input.value));
        const focused = [...byId("hidden-cells").querySelectorAll("input")].indexOf(/** @type {any} */ (document.activeElement));
        this.change({ shown: [row, column], reduction, hiddenCell });
        if (focused >= 0) byId("hidden-cells").querySelectorAll("input")[focused]?.focus();
    }

    pinCell() {
        const { position, pins } = this.state;
        if (position === null) return;
        const others = pins.filter((pin) => pin !== position);
        this.change({ pins: others.length < pins.length ? others : [...pins, position].slice(-MOST_PINS) });
    }

    /** @param {PointerEvent | MouseEvent} event */
    onPointer(event) {
        const box = byId("map").getBoundingClientRect();
        const position = this.map.positionAt(event.clientX - box.left, event.clientY - box.top);
        if (position === null) return;
        if (event.type === "click") this.pinByClick(position);
        else if (position !== this.state.position) this.change({ position });
    }

    /** @param {number} position */
    pinByClick(position) {
        this.state.position = position;
        this.pinCell();
    }

    /** @param {KeyboardEvent} event */
    onMapKey(event) {
        const { view } = this;
        const moves = /** @type {Record<string, [number, number]>} */ ({
            ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
        });
        if (view === null) return;
        if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            event.stopPropagation();
            this.pinCell();
            return;
        }
        if (!(event.key in moves)) return;
        event.preventDefault();
        event.stopPropagation();
        const [down, right] = moves[event.key];
        const position = this.state.position ?? 0;
        const row = Math.floor(position / view.columns.cells) + (view.isMap ? down : -down);
        const column = (position % view.columns.cells) + right;
        if (row < 0 || row >= view.rows.cells || column < 0 || column >= view.columns.cells) return;
        this.change({ position: row * view.columns.cells + column });
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
        const target = /** @type {HTMLElement} */ (event.target);
        const isFree = !target.closest("input, select, button, summary, a, video, [role=application]");
        if (this.current === null || !isFree || event.ctrlKey || event.metaKey || event.altKey) return;
        const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 });
        if (event.key in steps) this.moveTo(this.state.time + steps[event.key]);
        else if (event.key === "Home") this.moveTo(0);
        else if (event.key === "End") this.moveTo(this.training.tables.times - 1);
        else if (event.key === " ") this.isPlaying ? this.pause() : this.play();
        else return;
        event.preventDefault();
    }

    async copyLink() {
        const fragment = fragmentOf(this.state, this.training.experiment.snapshots.episodes);
        history.replaceState(null, "", `#${fragment}`);
        try {
            await navigator.clipboard.writeText(location.href);
            byId("read-out").textContent = "The link is copied.";
        } catch {
            byId("read-out").textContent = "The browser allows no copying: the address bar has the link.";
        }
    }

    switchTheme() {
        const isDark = themeColour("--scheme") === "dark";
        document.documentElement.dataset.theme = isDark ? "light" : "dark";
        this.recolour();
    }

    recolour() {
        this.curve?.colour();
        this.valueCurves?.colour();
        for (const plot of this.comparisonPlots) colourPlot(plot);
        this.redraw();
    }
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

function start() {
    const explorer = new Explorer();
    const speed = byId("speed");
    speed.replaceChildren(...SPEEDS.map((one) => element("option", `${one} tables a second`, { value: String(one) })));
    /** @type {HTMLSelectElement} */ (speed).value = "60";
    const fragment = location.hash.slice(1);
    const select = /** @type {HTMLSelectElement} */ (byId("experiment"));
    const wanted = experimentIn(fragment);
    if (wanted !== null && document.getElementById(`data-${wanted}`)) select.value = wanted;
    void explorer.open(select.value, fragment);
}

start();
