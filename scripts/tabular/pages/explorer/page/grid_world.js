// @ts-check
// What a grid world's map has in its cells: letters of its places, and arrows of the policy.

const LETTERS = /** @type {Record<string, string>} */ ({ S: "S", G: "G", H: "H", X: "" });

const DIRECTIONS = /** @type {Record<string, [number, number]>} */ ({
    left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1], west: [-1, 0], east: [1, 0], north: [0, -1], south: [0, 1],
    "up-right": [0.8, -0.8], "down-right": [0.8, 0.8], "down-left": [-0.8, 0.8], "up-left": [-0.8, -0.8],
});

/**
 * Draw an arrow in each cell of a grid world whose actions are directions.
 * @param {TableMap} map
 * @param {Training} training
 * @param {View} view
 * @param {LayerNumbers} numbers
 */
function drawArrows(map, training, view, numbers) {
    const directions = training.actions.map((name) => DIRECTIONS[name.toLowerCase()]);
    if (directions.some((direction) => direction === undefined)) return;
    const [panel] = map.panels;
    const size = Math.min(panel.width / view.columns.cells, panel.height / view.rows.cells);
    const places = training.experiment.environment.map?.join("") ?? "";
    for (let position = 0; position < view.positions; position++) {
        const action = numbers.numbers[position];
        if (Number.isNaN(action) || action < 0 || "GHX".includes(places[position] || " ")) continue;
        const [x, y] = map.corner(view, position, panel);
        drawArrow(
            map.context,
            x + panel.width / view.columns.cells / 2,
            y + panel.height / view.rows.cells / 2,
            directions[action],
            size * 0.3,
            ACTION_COLOURS[action] === "#000000" ? "#ffffff" : "#111111",
        );
    }
}

/**
 * Write what the places of a grid world are.
 * @param {TableMap} map
 * @param {Training} training
 * @param {View} view
 */
function drawPlaces(map, training, view) {
    const places = training.experiment.environment.map?.join("");
    if (places === undefined || !view.isMap) return;
    const pen = map.context;
    for (const panel of map.panels) {
        const [width, height] = [panel.width / view.columns.cells, panel.height / view.rows.cells];
        for (let position = 0; position < view.positions; position++) {
            const place = places[position];
            if (!(place in LETTERS)) continue;
            const [x, y] = map.corner(view, position, panel);
            if (place !== "S") {
                pen.fillStyle = place === "G" ? "#fff3b0" : place === "H" ? "#30343b" : "#7a7f87";
                pen.fillRect(x, y, width + 0.5, height + 0.5);
            }
            pen.fillStyle = place === "H" ? "#ffffff" : "#16181d";
            pen.font = `600 ${Math.round(Math.min(width, height) * (place === "S" ? 0.26 : 0.45))}px system-ui, sans-serif`;
            pen.textAlign = place === "S" ? "left" : "center";
            pen.textBaseline = place === "S" ? "top" : "middle";
            if (place === "S") pen.fillText("S", x + 4, y + 3);
            else pen.fillText(LETTERS[place], x + width / 2, y + height / 2);
        }
    }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {[number, number]} direction
 * @param {number} reach from the middle to the tip
 * @param {string} ink
 */
function drawArrow(pen, x, y, [right, down], reach, ink) {
    const tip = [x + right * reach, y + down * reach];
    pen.strokeStyle = pen.fillStyle = ink;
    pen.lineWidth = Math.max(1.2, reach / 6);
    pen.beginPath();
    pen.moveTo(x - right * reach, y - down * reach);
    pen.lineTo(x + right * reach * 0.5, y + down * reach * 0.5);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(tip[0], tip[1]);
    for (const side of [1, -1]) {
        pen.lineTo(
            x + right * reach * 0.3 - side * down * reach * 0.45,
            y + down * reach * 0.3 + side * right * reach * 0.45,
        );
    }
    pen.fill();
}
