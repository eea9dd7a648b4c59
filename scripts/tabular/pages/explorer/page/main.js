// @ts-check
// The page: its controls, what they change, and what is drawn then.

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
        /** @type {StudyView | null} */
        this.study = null;
        this.opened = "";
        this.map = new TableMap(byId("map"));
        this.playback = new Playback(
            () => this.training.tables.times - 1 - this.state.time,
            (tables) => {
                this.state.time += tables;
                this.draw();
            },
        );
        this.isDrawn = true;
        this.addressTimer = 0;
        this.openings = 0;
        this.spoken = "";
        listen(this);
    }

    get training() {
        if (this.current === null) throw new Error("no experiment is open");
        return this.current;
    }

    /**
     * Open an experiment, a comparison or a study.
     * @param {string} name
     * @param {string} fragment
     */
    async open(name, fragment) {
        this.pause();
        clearTimeout(this.addressTimer);
        const opening = ++this.openings;
        this.opened = name;
        const isComparison = name.startsWith(COMPARISON_PREFIX);
        const isStudy = name.startsWith(STUDY_PREFIX);
        byId("comparison-view").hidden = !isComparison;
        byId("study-view").hidden = !isStudy;
        byId("experiment-view").hidden = isComparison || isStudy;
        if (isComparison) this.comparisonPlots = showComparison(contentsOf(name));
        if (isStudy) this.study = new StudyView(contentsOf(name), fragment);
        if (isComparison || isStudy) {
            history.replaceState(null, "", `#${this.fragment}`);
            document.documentElement.dataset.ready = name;
            return;
        }
        const training = await Training.unpacked(contentsOf(name));
        if (opening !== this.openings) return;  // something else was asked for meanwhile
        this.current = training;
        this.state = stateOf(fragment, this.training);
        prepareControls(this.training);
        showSummary(this.training);
        showRollout(this.training.experiment.rollout);
        this.makeView();
        this.makeCurve();
        this.redraw();
        document.documentElement.dataset.ready = name;
    }

    /** The part of the address after the # that brings back what is shown. */
    get fragment() {
        if (this.opened.startsWith(COMPARISON_PREFIX)) return `experiment=${encodeURIComponent(this.opened)}`;
        if (this.opened.startsWith(STUDY_PREFIX)) return this.study?.fragment ?? "";
        return fragmentOf(this.state, this.training.experiment.snapshots.episodes);
    }

    /** Draw what is chosen of a study. */
    chooseOfStudy() {
        this.study?.choose();
        history.replaceState(null, "", `#${this.fragment}`);
    }

    makeView() {
        const { shown, reduction, hiddenCell } = this.state;
        this.view = new View(this.training.experiment, shown, reduction, hiddenCell);
        showDimensions(this.training.experiment.environment, this.view);
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
        if (this.view === null) return;
        namePins(this.training, this.view, pins);
        if (pins.length === 0) return;
        this.valueCurves = new ValueCurves(this.training, this.view, pins);
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

    playOrPause() {
        if (this.playback.isPlaying) {
            this.pause();
            return;
        }
        if (this.state.time === this.training.tables.times - 1) this.state.time = 0;
        this.playback.start();
    }

    pause() {
        if (!this.playback.isPlaying) return;
        this.playback.stop();
        this.redraw();
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
        showLegend(training, view, state, range);
        const words = showCell(training, view, state);
        if (!this.playback.isPlaying) this.finish(view, path, words);
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
     * @param {View} view
     * @param {Path | null} path
     * @param {string} words what is read out
     */
    finish(view, path, words) {
        if (words !== "" && words !== this.spoken) byId("read-out").textContent = this.spoken = words;
        for (const input of byId("layers").querySelectorAll("input")) input.checked = input.value === this.state.layer;
        /** @type {HTMLInputElement} */ (byId("colours-of-training")).checked = this.state.isOfTraining;
        /** @type {HTMLInputElement} */ (byId("has-path")).checked = this.state.hasPath;
        byId("path-text").textContent = path === null
            ? ""
            : `Path: the greedy policy after episode ${numberText(path.episode)} from one start; ${path.outcome}, return ${numberText(path.total)}.`;
        fillMapTable(this.training, view, this.state);
        clearTimeout(this.addressTimer);
        this.addressTimer = window.setTimeout(() => {
            history.replaceState(null, "", `#${this.fragment}`);
        }, 250);
    }

    chooseDimensions() {
        if (this.view === null) return;
        const focused = [...byId("hidden-cells").querySelectorAll("input")].indexOf(/** @type {any} */ (document.activeElement));
        this.change(chosenDimensions(this.view));
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
        if (view === null) return;
        const position = positionAfterKey(event.key, view, this.state.position ?? 0);
        if (event.key === "Enter" || event.key === " ") this.pinCell();
        else if (position !== null) this.change({ position });
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** @param {KeyboardEvent} event */
    onKey(event) {
        const target = /** @type {HTMLElement} */ (event.target);
        const isFree = !target.closest("input, select, button, summary, a, video, [role=application]");
        if (this.current === null || byId("experiment-view").hidden || !isFree || event.ctrlKey || event.metaKey || event.altKey) return;
        const time = timeAfterKey(event.key, this.state.time, this.training.tables.times - 1);
        if (event.key === " ") this.playOrPause();
        else if (time !== null) this.moveTo(time);
        else return;
        event.preventDefault();
    }

    async copyLink() {
        history.replaceState(null, "", `#${this.fragment}`);
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
        this.study?.colour();
        this.redraw();
    }
}

function start() {
    const explorer = new Explorer();
    const fragment = location.hash.slice(1);
    const select = /** @type {HTMLSelectElement} */ (byId("experiment"));
    const wanted = experimentIn(fragment);
    if (wanted !== null && document.getElementById(`data-${wanted}`)) select.value = wanted;
    void explorer.open(select.value, fragment);
}

start();
