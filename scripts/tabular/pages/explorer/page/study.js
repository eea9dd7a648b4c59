// @ts-check
// A study: what it asks, what is best, which keys matter, and its plots.

const STUDY_PREFIX = "study:";

class StudyView {
    /**
     * Show a study.
     * @param {Study} study
     * @param {string} fragment the part of the address after the #
     */
    constructor(study, fragment) {
        this.study = study;
        const names = study.keys.map((key) => key.name);
        const parts = new URLSearchParams(fragment);
        const known = (/** @type {string} */ part, /** @type {string} */ otherwise) => {
            const given = parts.get(part) ?? "";
            return names.includes(given) ? given : otherwise;
        };
        // A study of one number has its curves over that number.
        const first = study.lines.length > 0 ? study.keys.find((key) => key.isNumber)?.name ?? names[0] : names[0];
        this.key = known("key", first);
        this.across = known("across", study.maps[0]?.across ?? "");
        this.upwards = known("up", study.maps[0]?.upwards ?? "");
        /** @type {Record<string, StudyPlot>} */
        this.plots = {};
        fillOptions(byId("sensitivity-key"), names);
        byId("sensitivity-choice").hidden = byId("importance-card").hidden = names.length === 1;
        byId("map-choice").hidden = names.length === 2;
        byId("score-map-card").hidden = study.maps.length === 0;
        byId("parallel-card").hidden = study.parallel === null;
        const mapped = names.filter((name) => study.maps.some((map) => map.across === name || map.upwards === name));
        fillOptions(byId("map-across"), mapped);
        fillOptions(byId("map-upwards"), mapped);
        this.showTexts();
        this.showSensitivity();
        this.showMap();
        this.showParallel();
    }

    /** The part of the address after the #. */
    get fragment() {
        const parts = new URLSearchParams({ experiment: `${STUDY_PREFIX}${this.study.name}`, key: this.key });
        if (this.across !== "") {
            parts.set("across", this.across);
            parts.set("up", this.upwards);
        }
        return parts.toString();
    }

    showTexts() {
        const { study } = this;
        const { best, confirmation, trials } = study;
        byId("study-name").textContent = study.name;
        byId("question").textContent = study.question;
        byId("facts").textContent = study.facts;
        const shown = confirmation ?? best;
        byId("best-title").textContent = confirmation === null
            ? `Best trial: ${study.score}`
            : `Best trial, with ${numberText(confirmation.seeds)} new seeds: ${study.score}`;
        byId("best-score").textContent = numberText(shown.value);
        const interval = shown.low === null ? "one seed; no interval" : `95 % interval ${intervalText(shown.low, shown.high)}`;
        const warning = trials.ranked > 1 ? " The best of many is partly the luckiest: with other seeds it probably scores less." : "";
        byId("best-interval").textContent = confirmation === null
            ? `${interval}.${warning}`
            : `${interval}. With the ${numberText(best.seeds)} seeds that chose it: ${numberText(best.value)}.`;
        byId("best-values").replaceChildren(...Object.entries(best.values).map(([key, value]) => {
            const entry = element("div");
            entry.append(element("dt", key), element("dd", value));
            return entry;
        }));
        byId("best-settings").textContent = best.settings;
        fillTable(byId("importance"), "", ["key", "values", "", "share", "by chance"], study.importance.map((one) => [
            one.key, numberText(one.values), "", percentText(one.share), percentText(one.byChance),
        ]));
        for (const [index, row] of [...byId("importance").querySelectorAll("tbody tr")].entries()) {
            const bar = element("span", "", { class: "share" });
            bar.style.width = `${100 * study.importance[index].share}%`;
            row.children[2].append(bar);
        }
        fillTable(byId("ranking"), "", study.ranking.columns, study.ranking.rows);
        const parts = [
            trials.shown < trials.ranked
                ? `The best ${numberText(trials.shown)} of ${numberText(trials.ranked)} trials; ranking.csv has all.`
                : "",
            best.low === null ? "" : "Numbers in brackets are 95 % bootstrap intervals over seeds.",
        ];
        byId("ranking-note").textContent = parts.filter((part) => part).join(" ");
    }

    showSensitivity() {
        const { study } = this;
        const key = /** @type {StudyKey} */ (study.keys.find((one) => one.name === this.key));
        /** @type {HTMLSelectElement} */ (byId("sensitivity-key")).value = key.name;
        this.draw("sensitivity-plot", sensitivityPlot(study, key));
        const parts = [
            key.isBinned ? `The numbers were drawn at random, and are taken together in ${numberText(key.values)} bins.` : "",
            key.texts.length < key.values ? `${numberText(key.texts.length)} of ${numberText(key.values)} values, evenly chosen, and the best.` : "",
            study.scores.lowest < study.scores.axis[0] ? `Some scores lie below the picture, down to ${numberText(study.scores.lowest)}.` : "",
        ];
        byId("sensitivity-note").textContent = parts.filter((part) => part).join(" ");
        fillTable(byId("sensitivity-table"), "", [key.name, "best score", "mean score", "trials"], key.texts.map((text, index) => [
            text,
            key.best[index] === null ? "–" : estimateText({ value: key.best[index] ?? 0, low: key.low95[index], high: key.high95[index] }),
            key.mean[index] === null ? "–" : numberText(key.mean[index] ?? 0),
            numberText(key.trials[index]),
        ]));
    }

    showMap() {
        const { study } = this;
        if (study.maps.length === 0) return;
        const map = mapOf(study, this.across, this.upwards) ?? study.maps[0];
        [this.across, this.upwards] = [map.across, map.upwards];
        /** @type {HTMLSelectElement} */ (byId("map-across")).value = map.across;
        /** @type {HTMLSelectElement} */ (byId("map-upwards")).value = map.upwards;
        this.draw("score-map", scoreMapPlot(study, map));
        const isCut = study.scores.lowest < study.scores.colours[0];
        const parts = [
            `Colour: ${study.score}, of the best trial with both values, whatever the other keys are. The best of all is framed.`,
            map.best.length < map.columns.count * map.rows.count ? "Where there is no colour, no trial has a score." : "",
            isCut ? `Scores from ${numberText(study.scores.lowest)} to ${numberText(study.scores.colours[0])} have the darkest colour.` : "",
        ];
        byId("score-map-note").textContent = parts.filter((part) => part).join(" ");
        fillMapOfScores(map);
    }

    showParallel() {
        const { study } = this;
        if (study.parallel === null) return;
        this.draw("parallel-plot", parallelPlot(study, study.parallel));
        const count = study.parallel.rank.length;
        const which = count < study.trials.ranked
            ? `${numberText(count)} of ${numberText(study.trials.ranked)} trials: the best, and some of the others, evenly chosen from the ranking.`
            : "All trials.";
        byId("parallel-note").textContent = `${which} The colour is the score; the lines of the best tenth are opaque.`;
    }

    /**
     * Put a plot in its place.
     * @param {string} id
     * @param {StudyPlot} plot
     */
    draw(id, plot) {
        plot.colour();
        this.plots[id] = plot;
        byId(id).replaceChildren();
        Bokeh.Plotting.show(plot.plot, byId(id));
    }

    /** Read what was chosen, and draw it. */
    choose() {
        const chosen = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id)).value;
        if (chosen("sensitivity-key") !== this.key) {
            this.key = chosen("sensitivity-key");
            this.showSensitivity();
            return;
        }
        const [across, upwards] = [chosen("map-across"), chosen("map-upwards")];
        // Where both are the same, the two keys change places.
        [this.across, this.upwards] = across === upwards ? [this.upwards, this.across] : [across, upwards];
        this.showMap();
    }

    colour() {
        for (const plot of Object.values(this.plots)) plot.colour();
    }
}

/**
 * Return the map of two keys, turned round where the study has it the other way; undefined where it has none.
 * @param {Study} study
 * @param {string} across
 * @param {string} upwards
 * @returns {ScoreMap | undefined}
 */
function mapOf(study, across, upwards) {
    const found = study.maps.find((map) => map.across === across && map.upwards === upwards);
    if (found !== undefined) return found;
    const other = study.maps.find((map) => map.across === upwards && map.upwards === across);
    return other && { ...other, across, upwards, columns: other.rows, rows: other.columns, column: other.row, row: other.column };
}

/**
 * Write the map as a table, its highest row first.
 * @param {ScoreMap} map
 */
function fillMapOfScores(map) {
    const rows = [...Array(map.rows.count).keys()].map((row) => [
        levelText(map.rows, row),
        ...[...Array(map.columns.count).keys()].map(() => "–"),
    ]);
    for (const [index, row] of map.row.entries()) rows[row][1 + map.column[index]] = numberText(map.best[index]);
    const heads = [...Array(map.columns.count).keys()].map((column) => levelText(map.columns, column));
    fillTable(byId("score-map-table"), `${map.upwards} down, ${map.across} across`, ["", ...heads], rows.reverse());
}

/**
 * @param {HTMLElement} select
 * @param {string[]} names
 */
function fillOptions(select, names) {
    select.replaceChildren(...names.map((name) => element("option", name, { value: name })));
}

/**
 * Write a share, from 0 to 1, in per cent.
 * @param {number} share
 */
function percentText(share) {
    return `${Math.round(100 * share)} %`;
}
