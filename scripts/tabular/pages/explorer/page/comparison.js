// @ts-check
// A comparison of experiments: its scores, curves, profiles, and who is probably better.

/**
 * Show a comparison; return its plots.
 * @param {Comparison} comparison
 */
function showComparison(comparison) {
    byId("comparison-name").textContent = comparison.name;
    const { columns, rows } = comparison.scores;
    fillTable(byId("scores"), "Scores, with 95 % bootstrap intervals over seeds", columns, rows);
    const place = byId("comparison-plots");
    place.replaceChildren();
    const plots = comparisonPlots(comparison);
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
    return plots.map(({ plot }) => plot);
}

/**
 * Return the plots of a comparison: curves while learning and greedy, profiles, improvement over the first.
 * @param {Comparison} comparison
 * @returns {{title: string, plot: any}[]}
 */
function comparisonPlots(comparison) {
    const names = [...new Set(comparison.curves.map((curve) => curve.experiment))];
    const looks = (/** @type {string} */ name) => {
        const number = names.indexOf(name);
        return {
            colour: CURVE_COLOURS[number % CURVE_COLOURS.length],
            dash: DASHES[Math.floor(number / CURVE_COLOURS.length) % DASHES.length],
        };
    };
    const plots = [];
    for (const [play, title] of [["training", "Return while learning"], ["greedy", "Greedy return"]]) {
        const plot = emptyPlot("return of an episode", 260);
        for (const curve of comparison.curves.filter((one) => one.play === play)) {
            drawCurve(plot, curve, looks(curve.experiment).colour, curve.experiment, { line_dash: looks(curve.experiment).dash });
        }
        plots.push({ title, plot });
    }
    const profiles = emptyPlot("share of runs above it", 260, "greedy return");
    for (const { experiment, threshold, share, low, high } of comparison.profiles) {
        const { colour, dash } = looks(experiment);
        drawCurve(profiles, { episode: threshold, mean: share, low, high }, colour, experiment, { line_dash: dash });
    }
    plots.push({ title: "How many runs are how good", plot: profiles });
    plots.push({ title: `Better than ${names[0]}?`, plot: improvementPlot(comparison, names) });
    for (const { plot } of plots) {
        if (plot.legend.items.length > 0) legendBelow(plot, 1);
        colourPlot(plot);
    }
    return plots;
}

/**
 * Return a plot of how probably each experiment is better than the first.
 * @param {Comparison} comparison
 * @param {string[]} names of the experiments, the first of all first
 */
function improvementPlot(comparison, names) {
    const others = names.slice(1).reverse();
    const labels = others.map((name) => shortened(name, MOST_LETTERS));
    const rows = others.map((name) => comparison.improvement.find((one) => one.experiment === name && one.than === names[0]));
    const plot = emptyPlot("", 320, "probability that a run has the larger greedy return");
    plot.x_range = new Bokeh.Range1d({ start: -0.03, end: 1.03 });
    plot.y_range = new Bokeh.Range1d({ start: -0.6, end: others.length - 0.4 });
    plot.yaxis.ticker = new Bokeh.FixedTicker({ ticks: others.map((_, index) => index) });
    plot.yaxis.major_label_overrides = new Map(labels.map((label, index) => [index, label]));
    const data = {
        name: others,
        y: others.map((_, index) => index),
        x: rows.map((row) => row?.probability ?? NaN),
        low: rows.map((row) => row?.low ?? row?.probability ?? NaN),
        high: rows.map((row) => row?.high ?? row?.probability ?? NaN),
    };
    const source = new Bokeh.ColumnDataSource({ data });
    plot.add_layout(new Bokeh.Span({ location: 0.5, dimension: "height", line_dash: "dashed", line_color: "#8a8f98" }));
    plot.segment({ field: "low" }, { field: "y" }, { field: "high" }, { field: "y" }, { source, line_width: 3, line_color: "#0072B2" });
    const points = plot.scatter({ field: "x" }, { field: "y" }, { source, size: 11, fill_color: "#0072B2", line_color: "#ffffff" });
    plot.add_tools(new Bokeh.HoverTool({
        renderers: [points],
        tooltips: [["", "@name"], ["probability", "@x{0.00}"], ["95 % interval", "@low{0.00} to @high{0.00}"]],
    }));
    return plot;
}
