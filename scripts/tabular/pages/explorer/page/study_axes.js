// @ts-check
// The axes of a study's keys: numbers, evenly or logarithmically, or texts side by side.

/** Values of a key that all have ticks. */
const MOST_TICKS = 8;

/** Room around the values, as a share of their range. */
const AROUND_VALUES = 0.05;

/** Letters of a tick; of longer texts the middle is left out. */
const LETTERS_OF_TICK = 18;

/** Pixels of a letter of a tick, about. */
const LETTER = 6.5;

/**
 * Return a place in the middle of an axis where it lies along it, from 0 to 1.
 * @param {StudyKey} key
 * @param {number} place
 */
function shareAlong(key, place) {
    if (key.low === key.high) return 0.5;
    const [low, high, inner] = [key.low, key.high, place].map((one) => (key.isLogarithmic ? Math.log(one) : one));
    return (inner - low) / (high - low);
}

/**
 * Return a plot of scores over the values of a key, without anything in it.
 * @param {Study} study
 * @param {StudyKey} key
 */
function plotOverKey(study, key) {
    const plot = emptyPlot(study.score.replace(", ", ",\n"), 300, key.name, key.isLogarithmic ? "log" : "linear");
    const [low, high] = study.scores.axis;
    plot.y_range = new Bokeh.Range1d({ start: low, end: high });
    plot.x_range = new Bokeh.Range1d(endsOfKey(key));
    if (!key.isNumber || key.values <= MOST_TICKS) {
        tickTexts(plot.xaxis, key.places, key.texts, key.isNumber ? Infinity : byId("sensitivity-plot").clientWidth - 60);
    } else if (key.isLogarithmic) {
        const powers = powersOfTen(key.low, key.high);
        tickTexts(plot.xaxis, powers, powers.map(String));
    } else {
        plot.xaxis.formatter = new Bokeh.BasicTickFormatter({ use_scientific: false });
    }
    return plot;
}

/**
 * @param {StudyKey} key
 * @returns {{start: number, end: number}}
 */
function endsOfKey({ isNumber, isLogarithmic, low, high }) {
    if (!isNumber) return { start: low - 0.5, end: high + 0.5 };
    if (low === high) return { start: low - (Math.abs(low) || 1), end: high + (Math.abs(high) || 1) };
    if (isLogarithmic) {
        const room = (high / low) ** AROUND_VALUES;
        return { start: low / room, end: high * room };
    }
    const room = AROUND_VALUES * (high - low);
    return { start: low - room, end: high + room };
}

/**
 * Return the powers of ten in a range, and where there are few, three times each, too.
 * @param {number} low
 * @param {number} high
 */
function powersOfTen(low, high) {
    const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
    const factors = last - first > 4 ? [1] : [1, 3];
    const powers = [...Array(last - first + 1).keys()].flatMap((step) => factors.map((factor) => Number(`${factor}e${first + step}`)));
    return powers.filter((power) => power >= low * 0.999 && power <= high * 1.001);
}

/**
 * Write texts at places of an axis, as many as have room.
 * @param {any} axis
 * @param {number[]} places
 * @param {string[]} texts
 * @param {number} room pixels of a horizontal axis, about; texts that are too long for it are turned
 */
function tickTexts(axis, places, texts, room = Infinity) {
    const short = texts.map((text) => shortened(text, LETTERS_OF_TICK));
    axis.ticker = new Bokeh.FixedTicker({ ticks: places, minor_ticks: [] });
    axis.major_label_overrides = new Map(short.map((text, index) => [places[index], text]));
    axis.major_label_policy = new Bokeh.NoOverlap({ min_distance: 4 });
    const longest = Math.max(...short.map((text) => text.length));
    if ((longest + 1) * LETTER > room / texts.length) axis.major_label_orientation = Math.PI / 4;
}

/**
 * Return colours from the lowest to the highest score of a study that pictures show.
 * @param {Study} study
 */
function colourOfScores(study) {
    const palette = [...Array(256).keys()].map((index) => {
        const parts = SEQUENTIAL_TABLE.slice(3 * index, 3 * index + 3);
        return `#${[...parts].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    });
    const [low, high] = study.scores.colours;
    return new Bokeh.LinearColorMapper({ palette, low, high });
}

/**
 * Write the ends of an interval; a dash where there is none.
 * @param {number | null} low
 * @param {number | null} high
 */
function intervalText(low, high) {
    return low === null || high === null ? "–" : `${numberText(low)} to ${numberText(high)}`;
}
