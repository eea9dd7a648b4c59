// @ts-check
// Curves over the episodes of training and the figures of comparisons, drawn by Bokeh.

/** How much of the curves' range may be added for a line. */
const MOST_EMPTY = 0.6;

/** Of a name in a legend; a plot is as wide as its legend. */
const MOST_LETTERS = 26;

/** Pixels beside the map from which a legend has several columns. */
const WIDE_LEGEND = 480;

/** Pixels that a row of a legend takes. */
const LEGEND_ROW = 24;

const DASHES = ["solid", "dashed", "dotted", "dotdash"];

/**
 * Return an empty plot.
 * @param {string} yName
 * @param {number} height in pixels, without a legend
 * @param {string} xName
 * @param {"linear" | "log"} xType
 */
function emptyPlot(yName, height, xName = "episode of training", xType = "linear") {
    const plot = Bokeh.Plotting.figure({
        height,
        sizing_mode: "stretch_width",
        tools: "pan,box_zoom,wheel_zoom,reset",
        toolbar_location: "above",
        x_axis_type: xType,
        x_axis_label: xName,
        y_axis_label: yName,
        background_fill_alpha: 0,
        border_fill_color: null,
        outline_line_color: null,
        min_border_right: 18,
    });
    plot.toolbar.logo = null;
    // A finger or a wheel that moves over a plot moves the page, unless a tool is chosen.
    plot.toolbar.active_drag = null;
    plot.toolbar.active_scroll = null;
    plot.xaxis.formatter = new Bokeh.NumeralTickFormatter({ format: "0,0.[000]" });
    plot.yaxis.formatter = new Bokeh.NumeralTickFormatter({ format: "0,0.[000]" });
    return plot;
}

/**
 * Give a plot the colours of the page, light or dark.
 * @param {any} plot
 */
function colourPlot(plot) {
    const [text, line, panel] = [themeColour("--text"), themeColour("--grid"), themeColour("--panel")];
    for (const axis of [plot.xaxis, plot.yaxis]) {
        Object.assign(axis, {
            axis_label_text_color: text,
            axis_label_text_font_style: "normal",
            major_label_text_color: text,
            axis_line_color: line,
            major_tick_line_color: line,
            minor_tick_line_color: null,
        });
    }
    plot.xgrid.grid_line_color = null;
    plot.ygrid.grid_line_color = line;
    Object.assign(plot.legend, {
        background_fill_color: panel,
        background_fill_alpha: 0.9,
        border_line_color: null,
        label_text_color: text,
        label_text_font_size: "12px",
        spacing: 4,
        padding: 2,
        margin: 0,
        label_standoff: 5,
        glyph_width: 18,
        click_policy: "hide",
    });
}

/**
 * Put a plot's legend below it, where it hides no curve and takes no room from them.
 * @param {any} plot
 * @param {number} columns
 */
function legendBelow(plot, columns) {
    const { legend } = plot;
    plot.center = plot.center.filter((/** @type {any} */ one) => one !== legend);
    legend.ncols = (byId("curve").clientWidth || window.innerWidth) < WIDE_LEGEND ? 1 : columns;
    legend.location = "left";
    plot.add_layout(legend, "below");
    plot.height += LEGEND_ROW * Math.ceil(legend.items.length / legend.ncols);
}

/**
 * Draw a curve, and its band where it has one.
 * @param {any} plot
 * @param {Curve} curve
 * @param {string} colour
 * @param {string} name
 * @param {Record<string, unknown>} looks
 */
function drawCurve(plot, curve, colour, name, looks = {}) {
    const hasBand = curve.low.some((end) => end !== null);
    const source = new Bokeh.ColumnDataSource({ data: { x: curve.episode, y: curve.mean, low: curve.low, high: curve.high } });
    const [x, y] = [{ field: "x" }, { field: "y" }];
    if (hasBand) {
        plot.varea(x, { field: "low" }, { field: "high" }, { source, fill_color: colour, fill_alpha: 0.2, legend_label: shortened(name, MOST_LETTERS) });
    }
    const line = plot.line(x, y, { source, line_color: colour, line_width: 2, legend_label: shortened(name, MOST_LETTERS), ...looks });
    const interval = /** @type {[string, string][]} */ (hasBand ? [["95 % interval", "@low{0,0.0} to @high{0,0.0}"]] : []);
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [line],
        mode: "vline",
        tooltips: [["", name], ["episode", "@x{0,0}"], ["return", "@y{0,0.00}"], ...interval],
    }));
    return line;
}

/** The learning curve of an experiment, with the cursor at the table that is shown. */
class LearningCurve {
    /**
     * @param {Training} training
     * @param {(episode: number) => void} onChoice called with the episode that was clicked
     */
    constructor(training, onChoice) {
        const { results } = training.experiment;
        const { training: learning, greedy } = results;
        this.plot = emptyPlot("return of an episode", 220);
        const name = results.window > 1 ? `learning, in windows of ${numberText(results.window)}` : "learning";
        drawCurve(this.plot, learning, "#0072B2", name);
        const source = new Bokeh.ColumnDataSource({ data: { x: greedy.episode, y: greedy.mean, low: greedy.low, high: greedy.high } });
        if (results.seeds > 1) {
            this.plot.segment({ field: "x" }, { field: "low" }, { field: "x" }, { field: "high" }, {
                source, line_color: "#D55E00", line_width: 2, line_alpha: 0.6, legend_label: "greedy evaluation",
            });
        }
        const markers = this.plot.scatter({ field: "x" }, { field: "y" }, {
            source, marker: "diamond", size: 10, fill_color: "#D55E00", line_color: "#ffffff", legend_label: "greedy evaluation",
        });
        this.plot.add_tools(new Bokeh.HoverTool({
            renderers: [markers],
            tooltips: [["", "greedy evaluation"], ["after episode", "@x{0,0}"], ["mean return", "@y{0,0.00}"]],
        }));
        const [low, high] = rangeOfCurves(results);
        const near = comparedWith(training).filter(({ height }) => height >= low && height <= high);
        for (const [index, line] of near.entries()) {
            const colour = ["#009E73", "#8a8f98", "#CC79A7", "#E69F00"][index % 4];
            this.plot.line([0, training.experiment.episodes], [line.height, line.height], {
                line_color: colour, line_width: 1.6, line_dash: DASHES[1 + (index % 3)], legend_label: `${shortened(line.name, MOST_LETTERS - 6)}: ${numberText(line.height)}`,
            });
        }
        this.cursor = new Bokeh.Span({ dimension: "height", location: 0, line_width: 2 });
        this.plot.add_layout(this.cursor);
        legendBelow(this.plot, 2);
        this.plot.on_event("tap", (/** @type {{x: number}} */ event) => onChoice(event.x));
        this.colour();
    }

    colour() {
        colourPlot(this.plot);
        this.cursor.line_color = themeColour("--text");
    }

    /** @param {number} episode */
    moveTo(episode) {
        this.cursor.location = episode;
    }
}

/**
 * Return the range of returns in which lines are drawn: that of the curves, and some more. Lines farther away would
 * flatten the curves; the page names them above.
 * @param {Results} results
 * @returns {[number, number]}
 */
function rangeOfCurves({ training, greedy }) {
    const ends = [training, greedy].flatMap(({ mean, low, high }) => [...mean, ...low, ...high]);
    const returns = ends.filter((end) => end !== null);
    const [smallest, largest] = [Math.min(...returns), Math.max(...returns)];
    const room = MOST_EMPTY * (largest - smallest || Math.abs(largest) || 1);
    return [smallest - room, largest + room];
}

/**
 * Return the returns with which the agent is compared.
 * @param {Training} training
 * @returns {{name: string, height: number}[]}
 */
function comparedWith(training) {
    const { results, environment } = training.experiment;
    const { bestConstantAction } = results;
    const constant = bestConstantAction === null ? "any single action" : `always “${bestConstantAction}”`;
    const lines = [
        { name: constant, height: results.bestConstantReturn },
        { name: "random actions", height: results.random },
    ];
    for (const [name, height] of Object.entries(results.references)) lines.push({ name, height });
    if (environment.reward_threshold !== null) lines.push({ name: "solved from", height: environment.reward_threshold });
    return lines;
}

/** The values of pinned positions over the training. */
class ValueCurves {
    /**
     * @param {Training} training
     * @param {View} view
     * @param {number[]} pins
     */
    constructor(training, view, pins) {
        const { tables, experiment, actions } = training;
        const summary = new Summary(actions.length);
        this.plot = emptyPlot("action value", 260);
        for (const [number, position] of pins.entries()) {
            /** @type {number[][]} */
            const values = actions.map(() => []);
            for (let time = 0; time < tables.times; time++) {
                summarise(training, view, position, time, summary);
                for (const [action, row] of values.entries()) row.push(summary.known ? summary.values[action] : NaN);
            }
            for (const [action, row] of values.entries()) {
                const name = pins.length > 1 ? `${number + 1}: ${actions[action]}` : actions[action];
                this.plot.line(experiment.snapshots.episodes, row, {
                    line_color: ACTION_COLOURS[action % ACTION_COLOURS.length],
                    line_dash: DASHES[number % DASHES.length],
                    line_width: 2,
                    legend_label: shortened(name, MOST_LETTERS),
                });
            }
        }
        legendBelow(this.plot, Math.min(3, actions.length));
        this.cursor = new Bokeh.Span({ dimension: "height", location: 0, line_width: 2 });
        this.plot.add_layout(this.cursor);
        this.colour();
    }

    colour() {
        colourPlot(this.plot);
        this.cursor.line_color = themeColour("--text");
    }

    /** @param {number} episode */
    moveTo(episode) {
        this.cursor.location = episode;
    }
}
