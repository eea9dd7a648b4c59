// @ts-check
// Numbers and intervals in words.

/**
 * Write a number with four significant digits, or as a whole number.
 * @param {number} number
 */
function numberText(number) {
    if (Number.isInteger(number) && Math.abs(number) < 1e15) return number.toLocaleString("en").replace("-", "−");
    const text = Math.abs(number) >= 1e6 || Math.abs(number) < 1e-4 ? number.toExponential(3) : number.toPrecision(4);
    return text.replaceAll("-", "−");
}

/**
 * Return a name of at most so many letters, its middle left out where it is longer.
 * @param {string} name
 * @param {number} most
 */
function shortened(name, most) {
    const letters = [...name];
    if (letters.length <= most) return name;
    const end = Math.floor((most - 1) / 2);
    return `${letters.slice(0, most - 1 - end).join("")}…${letters.slice(letters.length - end).join("")}`;
}

/**
 * @param {Estimate} estimate
 */
function estimateText({ value, low, high }) {
    if (low === null || high === null) return numberText(value);
    return `${numberText(value)} [${numberText(low)}, ${numberText(high)}]`;
}

/**
 * Say where a cell is along an axis.
 * @param {Axis} axis
 * @param {number} index
 */
function rangeText(axis, index) {
    const width = (axis.high - axis.low) / axis.cells;
    if (axis.discrete) return numberText(Math.round(axis.low + (index + 0.5) * width));
    const digits = Math.max(0, 1 - Math.floor(Math.log10(width)));
    const [from, to] = [axis.low + index * width, axis.low + (index + 1) * width];
    return `${from.toFixed(digits)} to ${to.toFixed(digits)}`.replaceAll("-", "−");
}

/**
 * Say which cell a position is.
 * @param {Training} training
 * @param {View} view
 * @param {number} position
 */
function positionText(training, view, position) {
    const row = Math.floor(position / view.columns.cells);
    const column = position % view.columns.cells;
    const parts = [];
    if (view.shown === null && view.isMap) parts.push(`${training.experiment.environment.axes[0]} ${position}`);
    if (view.rows.cells > 1) parts.push(`${view.rows.name} ${rangeText(view.rows, row)}`);
    parts.push(`${view.columns.name} ${rangeText(view.columns, column)}`);
    if (view.reduction === "cell") {
        for (const [index, dimension] of view.hidden.entries()) {
            const axis = axisOf(training.experiment.environment, dimension);
            parts.push(`${axis.name} ${rangeText(axis, view.hiddenCell[index])}`);
        }
    }
    return parts.join(", ");
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {Record<string, string>} attributes
 * @returns {HTMLElement}
 */
function element(tag, text = "", attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
}

/**
 * Return an element of the page.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @returns {Kind}
 */
function byId(id) {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`the page has no element ${id}`);
    return /** @type {Kind} */ (found);
}

/**
 * Return what the page has of an experiment, a comparison or a study.
 * @param {string} name
 */
function contentsOf(name) {
    return JSON.parse(byId(`data-${name}`).textContent ?? "");
}

/**
 * Fill a table with a heading and rows.
 * @param {HTMLElement} table
 * @param {string} caption
 * @param {string[]} heads
 * @param {string[][]} rows
 */
function fillTable(table, caption, heads, rows) {
    const head = element("tr");
    head.append(...heads.map((text) => element("th", text, { scope: "col" })));
    const top = element("thead");
    top.append(head);
    const body = element("tbody");
    for (const [first, ...others] of rows) {
        const row = element("tr");
        row.append(element("th", first, { scope: "row" }), ...others.map((text) => element("td", text)));
        body.append(row);
    }
    table.replaceChildren(element("caption", caption), top, body);
}
