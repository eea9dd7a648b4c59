// @ts-check
// Colours of numbers and of actions, which all kinds of colour-blind people can tell apart.

/** Okabe & Ito (2008); the order of the project's figures. */
const ACTION_COLOURS = ["#0072B2", "#F0E442", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000"];

/** For experiments on the same axes; none is too light on white or too dark on black. */
const CURVE_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

/** Of cells whose available actions are all equally good. */
const TIED = [190, 190, 190];

const VIRIDIS = [
    [68, 1, 84], [72, 36, 117], [65, 68, 135], [53, 95, 141], [42, 120, 142], [33, 145, 140],
    [34, 168, 132], [68, 191, 112], [122, 209, 81], [189, 223, 38], [253, 231, 37],
];

/** From blue over white to vermillion. */
const DIVERGING = [
    [0, 84, 147], [0, 114, 178], [102, 170, 209], [190, 219, 236], [247, 247, 247],
    [247, 208, 180], [235, 150, 90], [213, 94, 0], [158, 66, 0],
];

/**
 * Return a table of 256 colours between those given.
 * @param {number[][]} stops
 * @returns {Uint8Array} red, green and blue of each
 */
function colourTable(stops) {
    const table = new Uint8Array(256 * 3);
    for (let index = 0; index < 256; index++) {
        const position = (index / 255) * (stops.length - 1);
        const before = Math.min(Math.floor(position), stops.length - 2);
        for (let part = 0; part < 3; part++) {
            const [from, to] = [stops[before][part], stops[before + 1][part]];
            table[3 * index + part] = Math.round(from + (to - from) * (position - before));
        }
    }
    return table;
}

const SEQUENTIAL_TABLE = colourTable(VIRIDIS);
const DIVERGING_TABLE = colourTable(DIVERGING);

/**
 * Return the red, green and blue of an action's colour, from 0 to 255.
 * @param {number} action
 */
function actionColour(action) {
    const code = Number.parseInt(ACTION_COLOURS[action % ACTION_COLOURS.length].slice(1), 16);
    return [code >> 16, (code >> 8) & 255, code & 255];
}

/**
 * Return a CSS variable's value.
 * @param {string} name
 */
function themeColour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
