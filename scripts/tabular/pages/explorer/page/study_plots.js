// @ts-check
// The plots of a study, in the colours of its figures.

/** From a text, how far to the left the best trial is drawn, and to the right the mean. */
const BESIDE_TEXT = 0.12;

/** Of the trials, the best, whose lines are opaque. */
const OPAQUE_SHARE = 0.1;

/** Texts along an axis of a key that is crossed by lines. */
const MOST_TEXTS = 9;

/** Points along a curve from which they are drawn small. */
const MANY_POINTS = 50;

const MARKERS = ["circle", "square", "triangle", "diamond", "inverted_triangle", "plus", "x", "star"];

/**
 * A plot, and what gives it the colours of the page, light or dark.
 * @typedef {object} StudyPlot
 * @property {any} plot
 * @property {() => void} colour
 */

/**
 * Return the scores over the values of a key: a curve for each combination of the other keys, where these are few; else
 * the best trial with each value, and the mean of all.
 * @param {Study} study
 * @param {StudyKey} key
 * @returns {StudyPlot}
 */
function sensitivityPlot(study, key) {
    const plot = plotOverKey(study, key);
    const isStudyOfOneNumber = key.isNumber && study.lines.length > 0;
    if (isStudyOfOneNumber) study.lines.forEach((line, index) => drawStudyLine(plot, key, line, index, study.lines.length));
    else drawBestAndMean(plot, key);
    const x = isStudyOfOneNumber ? key.bestPlace : key.places[key.bestAt] - (key.isNumber ? 0 : BESIDE_TEXT);
    const ring = plot.scatter([x], [study.best.value], { size: 17, fill_color: null, line_width: 2, legend_label: "best trial of all" });
    legendBelow(plot, 2);
    return {
        plot,
        colour() {
            colourPlot(plot);
            ring.glyph.line_color = themeColour("--text");
        },
    };
}

/**
 * @param {any} plot
 * @param {StudyKey} key
 * @param {StudyLine} line
 * @param {number} index
 * @param {number} count of lines
 */
function drawStudyLine(plot, key, line, index, count) {
    const name = count === 1 ? "all trials" : line.name;
    const colour = CURVE_COLOURS[index % CURVE_COLOURS.length];
    const label = { legend_label: shortened(name, MOST_LETTERS) };
    const interval = line.low95.map((low, point) => intervalText(low, line.high95[point]));
    const source = new Bokeh.ColumnDataSource({ data: { ...line, name: line.x.map(() => name), interval } });
    const [x, y] = [{ field: "x" }, { field: "y" }];
    plot.varea(x, { field: "low95" }, { field: "high95" }, { source, fill_color: colour, fill_alpha: 0.2, ...label });
    plot.line(x, y, { source, line_color: colour, line_width: 2, line_dash: DASHES[index % DASHES.length], ...label });
    const points = plot.scatter(x, y, {
        source, size: line.x.length > MANY_POINTS ? 4 : 8, marker: MARKERS[index % MARKERS.length], color: colour, ...label,
    });
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [points],
        tooltips: [["", "@name"], [key.name, "@x{0,0.[000000]}"], ["score", "@y{0,0.00}"], ["95 % interval", "@interval"], ["seeds", "@seeds"]],
    }));
}

/**
 * @param {any} plot
 * @param {StudyKey} key
 */
function drawBestAndMean(plot, key) {
    const beside = key.isNumber ? 0 : BESIDE_TEXT;
    const source = new Bokeh.ColumnDataSource({
        data: {
            ...Object.fromEntries(["best", "low95", "high95", "mean", "trials", "seeds"].map((name) => [name, key[/** @type {"best"} */ (name)]])),
            bestX: key.places.map((place) => place - beside),
            meanX: key.places.map((place) => place + beside),
            text: key.texts,
            interval: key.low95.map((low, index) => intervalText(low, key.high95[index])),
        },
    });
    const [bestX, best, meanX, mean] = ["bestX", "best", "meanX", "mean"].map((field) => ({ field }));
    const [ofBest, ofMean] = [{ legend_label: "best trial with the value" }, { legend_label: "mean of all trials with it" }];
    if (key.isNumber) {
        plot.varea(bestX, { field: "low95" }, { field: "high95" }, { source, fill_color: "#0072B2", fill_alpha: 0.2, ...ofBest });
        plot.line(bestX, best, { source, line_color: "#0072B2", line_width: 2, ...ofBest });
        plot.line(meanX, mean, { source, line_color: "#E69F00", line_width: 1.5, ...ofMean });
    } else {
        plot.segment(bestX, { field: "low95" }, bestX, { field: "high95" }, { source, line_color: "#0072B2", line_alpha: 0.5, line_width: 5, ...ofBest });
    }
    const isDense = key.places.length > MANY_POINTS;
    const means = plot.scatter(meanX, mean, { source, size: isDense ? 3 : 6, marker: "square", color: "#E69F00", ...ofMean });
    const bests = plot.scatter(bestX, best, { source, size: isDense ? 4 : 8, color: "#0072B2", ...ofBest });
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [bests],
        tooltips: [[key.name, "@text"], ["best score", "@best{0,0.00}"], ["95 % interval", "@interval"], ["seeds", "@seeds"]],
    }));
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [means],
        tooltips: [[key.name, "@text"], ["mean score", "@mean{0,0.00}"], ["trials", "@trials"]],
    }));
}

/**
 * Return the best score at each pair of values as coloured cells; where no trial has a score, there is none.
 * @param {Study} study
 * @param {ScoreMap} map
 * @returns {StudyPlot}
 */
function scoreMapPlot(study, map) {
    const plot = emptyPlot(map.upwards, 380, map.across);
    plot.x_range = new Bokeh.Range1d({ start: 0, end: map.columns.count });
    plot.y_range = new Bokeh.Range1d({ start: 0, end: map.rows.count });
    const ticks = (/** @type {Levels} */ levels) => levels.texts.map((_, index) => (levels.areEdges ? index : index + 0.5));
    tickTexts(plot.xaxis, ticks(map.columns), map.columns.texts, byId("score-map").clientWidth - 150);
    tickTexts(plot.yaxis, ticks(map.rows), map.rows.texts);
    plot.ygrid.visible = false;
    const mapper = colourOfScores(study);
    const source = new Bokeh.ColumnDataSource({
        data: {
            x: map.column.map((column) => column + 0.5),
            y: map.row.map((row) => row + 0.5),
            column: map.column.map((column) => levelText(map.columns, column)),
            row: map.row.map((row) => levelText(map.rows, row)),
            interval: map.low95.map((low, index) => intervalText(low, map.high95[index])),
            best: map.best,
            seeds: map.seeds,
            rank: map.rank,
            trials: map.trials,
        },
    });
    const [x, y] = [{ field: "x" }, { field: "y" }];
    const cells = plot.rect(x, y, 1, 1, { source, fill_color: { field: "best", transform: mapper }, line_color: null });
    const first = map.rank.indexOf(1);
    for (const [line_color, line_width] of /** @type {[string, number][]} */ ([["#ffffff", 6], ["#D55E00", 3]])) {
        plot.rect([map.column[first] + 0.5], [map.row[first] + 0.5], 1, 1, { fill_color: null, line_color, line_width });
    }
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [cells],
        tooltips: [
            [map.across, "@column"], [map.upwards, "@row"], ["best score", "@best{0,0.00}"], ["95 % interval", "@interval"],
            ["seeds", "@seeds"], ["rank of that trial", "@rank"], ["trials with these values", "@trials"],
        ],
    }));
    const bar = new Bokeh.ColorBar({ color_mapper: mapper, width: 14, padding: 4, background_fill_color: null, bar_line_color: null });
    bar.formatter = new Bokeh.NumeralTickFormatter({ format: "0,0.[000]" });
    plot.add_layout(bar, "right");
    return {
        plot,
        colour() {
            colourPlot(plot);
            bar.major_label_text_color = themeColour("--text");
        },
    };
}

/**
 * Say which value, or which values, a column or a row of a map has.
 * @param {Levels} levels
 * @param {number} index
 */
function levelText({ texts, areEdges }, index) {
    return areEdges ? `${texts[index]} to ${texts[index + 1]}` : texts[index];
}

/**
 * Return the trials as lines through their values of all keys to their score, which colours them.
 * @param {Study} study
 * @param {NonNullable<Study["parallel"]>} parallel
 * @returns {StudyPlot}
 */
function parallelPlot(study, parallel) {
    const axes = parallel.keys.map(({ name }) => /** @type {StudyKey} */ (study.keys.find((key) => key.name === name)));
    const plot = emptyPlot("", 400, "");
    const count = axes.length;
    plot.x_range = new Bokeh.Range1d({ start: -0.35, end: count + 0.35 });
    plot.y_range = new Bokeh.Range1d({ start: -0.06, end: 1.06 });
    const names = [...axes.map((axis) => axis.name.replaceAll(".", ".\n")), "score"];
    plot.xaxis.ticker = new Bokeh.FixedTicker({ ticks: [...names.keys()], minor_ticks: [] });
    plot.xaxis.major_label_overrides = new Map(names.map((name, index) => [index, name]));
    plot.yaxis.visible = false;
    plot.ygrid.visible = false;
    const [low, high] = study.scores.colours;
    const heightOfScore = (/** @type {number} */ score) => Math.max(0, (score - low) / (high - low));
    const opaque = Math.ceil(OPAQUE_SHARE * study.trials.ranked);
    // The best comes last, so that it lies over the others.
    const order = [...parallel.rank.keys()].reverse();
    const data = {
        xs: order.map(() => [...Array(count + 1).keys()]),
        ys: order.map((trial) => [
            ...parallel.keys.map(({ places }, key) => shareAlong(axes[key], places[trial])),
            heightOfScore(parallel.score[trial]),
        ]),
        rank: order.map((trial) => parallel.rank[trial]),
        score: order.map((trial) => parallel.score[trial]),
        alpha: order.map((trial) => (parallel.rank[trial] <= opaque ? 1 : 0.4)),
        width: order.map((trial) => (parallel.rank[trial] <= opaque ? 2.4 : 1.3)),
        ...Object.fromEntries(parallel.keys.map(({ texts }, key) => [`key${key}`, order.map((trial) => texts[trial])])),
    };
    const lines = plot.multi_line({ field: "xs" }, { field: "ys" }, {
        source: new Bokeh.ColumnDataSource({ data }),
        line_color: { field: "score", transform: colourOfScores(study) },
        line_alpha: { field: "alpha" },
        line_width: { field: "width" },
        hover_line_color: "#D55E00",
        hover_line_alpha: 1,
    });
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [lines],
        tooltips: [["rank", "@rank"], ["score", "@score{0,0.00}"], ...axes.map((axis, key) => [axis.name, `@key${key}`])],
    }));
    const places = [...Array(count + 1).keys()];
    const uprights = plot.segment(places, places.map(() => 0), places, places.map(() => 1), { line_width: 1.5 });
    const texts = axisTexts(axes, low, high);
    const values = plot.text({ field: "x" }, { field: "y" }, { field: "text" }, {
        source: new Bokeh.ColumnDataSource({ data: texts }), x_offset: -6, text_align: "right", text_baseline: "middle", text_font_size: "12px",
        background_fill_alpha: 0.75,
    });
    return {
        plot,
        colour() {
            colourPlot(plot);
            uprights.glyph.line_color = themeColour("--line");
            values.glyph.text_color = themeColour("--text");
            values.glyph.background_fill_color = themeColour("--panel");
        },
    };
}

/**
 * Return the texts beside the axes, and where they stand.
 * @param {StudyKey[]} axes
 * @param {number} low the lowest score that is shown
 * @param {number} high
 */
function axisTexts(axes, low, high) {
    /** @type {{x: number[], y: number[], text: string[]}} */
    const found = { x: [], y: [], text: [] };
    const add = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text) => {
        found.x.push(x);
        found.y.push(y);
        found.text.push(shortened(text, LETTERS_OF_TICK));
    };
    for (const [index, axis] of axes.entries()) {
        const isWhole = axis.values <= MOST_TEXTS && !axis.isBinned;
        const every = isWhole ? 1 : Math.ceil(axis.texts.length / MOST_TEXTS);
        if (axis.isNumber && !isWhole) {
            for (const share of [0, 0.25, 0.5, 0.75, 1]) add(index, share, numberText(numberAlong(axis, share)));
        } else {
            axis.texts.forEach((text, one) => {
                if (one % every === 0) add(index, shareAlong(axis, axis.places[one]), text);
            });
        }
    }
    for (const share of [0, 0.5, 1]) add(axes.length, share, numberText(low + share * (high - low)));
    return found;
}

/**
 * Return the number at a share of an axis.
 * @param {StudyKey} axis
 * @param {number} share
 */
function numberAlong({ low, high, isLogarithmic }, share) {
    return isLogarithmic ? low * (high / low) ** share : low + share * (high - low);
}
