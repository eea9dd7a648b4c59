// @ts-check
// The numbers and the name of an axis beside a panel of the map.

/**
 * Draw the ticks and the name of an axis beside a panel.
 * @param {CanvasRenderingContext2D} pen
 * @param {Axis} axis
 * @param {Panel} panel
 * @param {boolean} isVertical
 * @param {boolean} isMap
 */
function drawTicks(pen, axis, panel, isVertical, isMap) {
    const length = isVertical ? panel.height : panel.width;
    const place = (/** @type {number} */ number) => {
        const share = (number - axis.low) / (axis.high - axis.low);
        return isVertical
            ? panel.top + (isMap ? share : 1 - share) * panel.height
            : panel.left + share * panel.width;
    };
    pen.fillStyle = themeColour("--text");
    for (const tick of ticksOf(axis, Math.max(2, Math.floor(length / (isVertical ? 38 : 64))))) {
        const at = place(tick.at);
        pen.beginPath();
        if (isVertical) {
            pen.moveTo(panel.left - 4, at);
            pen.lineTo(panel.left, at);
            pen.textAlign = "right";
            pen.textBaseline = "middle";
            pen.fillText(tick.text, panel.left - 7, at);
        } else {
            pen.moveTo(at, panel.top + panel.height);
            pen.lineTo(at, panel.top + panel.height + 4);
            pen.textAlign = "center";
            pen.textBaseline = "top";
            pen.fillText(tick.text, at, panel.top + panel.height + 7);
        }
        pen.stroke();
    }
    if (isVertical) {
        pen.save();
        pen.translate(12, panel.top + panel.height / 2);
        pen.rotate(-Math.PI / 2);
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.fillText(shortenedTo(pen, axis.name, panel.height), 0, 0);
        pen.restore();
    } else {
        pen.textAlign = "center";
        pen.textBaseline = "top";
        const name = shortenedTo(pen, axis.name, panel.width);
        pen.fillText(name, panel.left + panel.width / 2, panel.top + panel.height + 24);
    }
}

/**
 * Return a name that fits, its end left out where it is too long.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} name
 * @param {number} room
 */
function shortenedTo(pen, name, room) {
    let text = name;
    while (text.length > 2 && pen.measureText(text).width > room) text = `${text.slice(0, -2)}…`;
    return text;
}

/**
 * Return round numbers along an axis; whole numbers, some of them, where it has discrete cells.
 * @param {Axis} axis
 * @param {number} most
 * @returns {{at: number, text: string}[]}
 */
function ticksOf(axis, most) {
    const span = axis.high - axis.low;
    const rough = span / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    let step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
    if (axis.discrete) step = Math.max(1, Math.round(step));
    const ticks = [];
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (let count = Math.ceil(axis.low / step - 1e-9); count * step <= axis.high + 1e-9 * span; count++) {
        ticks.push({ at: count * step, text: (count * step).toFixed(axis.discrete ? 0 : decimals).replace("-", "−") });
    }
    return ticks;
}
