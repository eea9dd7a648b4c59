// @ts-check
// Drawing the table on a canvas: panels of cells with axes, the chosen cell, the greedy path.

const LEFT = 62;
const BOTTOM = 44;
const TOP = 22;
const GAP = 14;
const LETTERS = /** @type {Record<string, string>} */ ({ S: "S", G: "G", H: "H", X: "" });
const DIRECTIONS = /** @type {Record<string, [number, number]>} */ ({
    left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1], west: [-1, 0], east: [1, 0], north: [0, -1], south: [0, 1],
});

/**
 * @typedef {object} Panel
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

/** The map of a table. */
class TableMap {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        this.canvas = canvas;
        this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
        this.cells = document.createElement("canvas");
        /** @type {Panel[]} */
        this.panels = [];
        /** @type {View | null} */
        this.view = null;
    }

    /**
     * Lay out as many panels as there is room for side by side.
     * @param {View} view
     * @param {number} count
     */
    arrange(view, count) {
        const width = this.canvas.clientWidth;
        const ratio = window.devicePixelRatio || 1;
        const columns = count === 1 ? 1 : Math.max(1, Math.min(count, Math.floor(width / 260)));
        const panelWidth = (width - LEFT - 8 - GAP * (columns - 1)) / columns;
        const shape = view.isMap ? view.rows.cells / view.columns.cells : view.rows.cells === 1 ? 0.2 : count === 1 ? 0.72 : 0.8;
        const tallest = Math.max(240, Math.min(count === 1 ? 520 : 360, window.innerHeight * 0.52));
        const panelHeight = Math.max(40, Math.min(tallest, panelWidth * shape));
        const fitted = view.isMap ? Math.min(panelWidth, panelHeight / shape) : panelWidth;
        const lines = Math.ceil(count / columns);
        const height = TOP + lines * panelHeight + (lines - 1) * (GAP + TOP) + BOTTOM;
        this.canvas.style.height = `${height}px`;
        if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
            this.canvas.width = Math.round(width * ratio);
            this.canvas.height = Math.round(height * ratio);
        }
        this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.context.clearRect(0, 0, width, height);
        this.view = view;
        this.panels = [...Array(count).keys()].map((index) => ({
            left: LEFT + (index % columns) * (panelWidth + GAP),
            top: TOP + Math.floor(index / columns) * (panelHeight + GAP + TOP),
            width: fitted,
            height: panelHeight,
        }));
        this.lines = lines;
        this.columns = columns;
    }

    /**
     * Draw a layer.
     * @param {Training} training
     * @param {View} view
     * @param {Layer} layer
     * @param {LayerNumbers} numbers
     * @param {[number, number]} range
     */
    draw(training, view, layer, numbers, range) {
        this.arrange(view, numbers.panels);
        for (const [index, panel] of this.panels.entries()) {
            this.paintCells(view, layer, numbers, index, range, panel);
            this.drawFrame(training, view, layer, index, panel);
        }
        if (layer === "policy" && view.isMap) this.drawArrows(training, view, numbers);
        this.drawPlaces(training, view);
    }

    /**
     * @param {View} view
     * @param {Layer} layer
     * @param {LayerNumbers} numbers
     * @param {number} index
     * @param {[number, number]} range
     * @param {Panel} panel
     */
    paintCells(view, layer, numbers, index, range, panel) {
        const { rows, columns } = view;
        this.cells.width = columns.cells;
        this.cells.height = rows.cells;
        const painter = /** @type {CanvasRenderingContext2D} */ (this.cells.getContext("2d"));
        const image = painter.createImageData(columns.cells, rows.cells);
        const kind = LAYERS[layer].colours;
        const table = kind === "diverging" ? DIVERGING_TABLE : SEQUENTIAL_TABLE;
        for (let position = 0; position < view.positions; position++) {
            const number = numbers.numbers[index * view.positions + position];
            if (Number.isNaN(number)) continue;
            const row = Math.floor(position / columns.cells);
            // The rows of a map count from the top; along a physical axis, numbers grow upwards.
            const pixel = 4 * ((view.isMap ? row : rows.cells - 1 - row) * columns.cells + (position % columns.cells));
            if (kind === "actions") {
                const [red, green, blue] = number < 0 ? TIED : actionColour(number);
                image.data.set([red, green, blue, 255], pixel);
            } else {
                const shade = 3 * Math.round(255 * shareOfRange(layer, number, range));
                image.data.set([table[shade], table[shade + 1], table[shade + 2], 255], pixel);
            }
        }
        painter.putImageData(image, 0, 0);
        this.context.fillStyle = this.hatching();
        this.context.fillRect(panel.left, panel.top, panel.width, panel.height);
        this.context.imageSmoothingEnabled = false;
        this.context.drawImage(this.cells, panel.left, panel.top, panel.width, panel.height);
    }

    /** Return the pattern of cells that were never updated. */
    hatching() {
        const size = 6;
        const tile = document.createElement("canvas");
        tile.width = tile.height = size;
        const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
        pen.fillStyle = themeColour("--panel");
        pen.fillRect(0, 0, size, size);
        pen.strokeStyle = themeColour("--hatch");
        pen.beginPath();
        pen.moveTo(0, size);
        pen.lineTo(size, 0);
        pen.stroke();
        return /** @type {CanvasPattern} */ (this.context.createPattern(tile, "repeat"));
    }

    /**
     * Return the upper left corner of a position.
     * @param {View} view
     * @param {number} position
     * @param {Panel} panel
     * @returns {[number, number]}
     */
    corner(view, position, panel) {
        const row = Math.floor(position / view.columns.cells);
        const down = view.isMap ? row : view.rows.cells - 1 - row;
        return [
            panel.left + ((position % view.columns.cells) * panel.width) / view.columns.cells,
            panel.top + (down * panel.height) / view.rows.cells,
        ];
    }

    /**
     * Draw the border of a panel, its title, ticks and the names of its axes.
     * @param {Training} training
     * @param {View} view
     * @param {Layer} layer
     * @param {number} index
     * @param {Panel} panel
     */
    drawFrame(training, view, layer, index, panel) {
        const pen = this.context;
        pen.strokeStyle = themeColour("--line");
        pen.lineWidth = 1;
        pen.strokeRect(panel.left, panel.top, panel.width, panel.height);
        pen.fillStyle = themeColour("--text");
        pen.font = "13px system-ui, sans-serif";
        pen.textBaseline = "alphabetic";
        pen.textAlign = "left";
        if (layer === "actions") this.writeTitle(training.actions[index], panel);
        const isFirst = index % (this.columns ?? 1) === 0;
        const isLast = index + (this.columns ?? 1) >= this.panels.length;
        pen.font = "12px system-ui, sans-serif";
        if (isLast) this.drawTicks(view.columns, panel, false, view.isMap);
        if (isFirst && view.rows.cells > 1) this.drawTicks(view.rows, panel, true, view.isMap);
    }

    /**
     * Write an action's name over its panel, with its colour beside it.
     * @param {string} name
     * @param {Panel} panel
     */
    writeTitle(name, panel) {
        let text = name;
        while (text.length > 2 && this.context.measureText(text).width > panel.width) text = `${text.slice(0, -2)}…`;
        this.context.fillText(text, panel.left, panel.top - 6);
    }

    /**
     * @param {Axis} axis
     * @param {Panel} panel
     * @param {boolean} isVertical
     * @param {boolean} isMap
     */
    drawTicks(axis, panel, isVertical, isMap) {
        const pen = this.context;
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
     * Draw an arrow in each cell of a grid world whose actions are directions.
     * @param {Training} training
     * @param {View} view
     * @param {LayerNumbers} numbers
     */
    drawArrows(training, view, numbers) {
        const directions = training.actions.map((name) => DIRECTIONS[name.toLowerCase()]);
        if (directions.some((direction) => direction === undefined)) return;
        const [panel] = this.panels;
        const size = Math.min(panel.width / view.columns.cells, panel.height / view.rows.cells);
        const places = training.experiment.environment.map?.join("") ?? "";
        for (let position = 0; position < view.positions; position++) {
            const action = numbers.numbers[position];
            if (Number.isNaN(action) || action < 0 || "GHX".includes(places[position] || " ")) continue;
            const [x, y] = this.corner(view, position, panel);
            drawArrow(
                this.context,
                x + panel.width / view.columns.cells / 2,
                y + panel.height / view.rows.cells / 2,
                directions[action],
                size * 0.3,
            );
        }
    }

    /**
     * Write what the places of a grid world are.
     * @param {Training} training
     * @param {View} view
     */
    drawPlaces(training, view) {
        const places = training.experiment.environment.map?.join("");
        if (places === undefined || !view.isMap) return;
        const pen = this.context;
        for (const panel of this.panels) {
            const [width, height] = [panel.width / view.columns.cells, panel.height / view.rows.cells];
            for (let position = 0; position < view.positions; position++) {
                const place = places[position];
                if (!(place in LETTERS)) continue;
                const [x, y] = this.corner(view, position, panel);
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
     * Draw a path of observations over each panel.
     * @param {Training} training
     * @param {View} view
     * @param {number[][]} points along the table's dimensions
     */
    drawPath(training, view, points) {
        for (const panel of this.panels) {
            const line = points.map((point) => this.pointOf(view, point, panel));
            for (const [colour, width] of /** @type {[string, number][]} */ ([["#ffffff", 4.5], ["#111111", 2]])) {
                this.context.strokeStyle = colour;
                this.context.lineWidth = width;
                this.context.lineJoin = "round";
                this.context.beginPath();
                for (const [x, y] of line) this.context.lineTo(x, y);
                this.context.stroke();
            }
            drawDot(this.context, line[0], "#ffffff");
            drawDot(this.context, line[line.length - 1], "#111111");
        }
    }

    /**
     * @param {View} view
     * @param {number[]} point
     * @param {Panel} panel
     * @returns {[number, number]}
     */
    pointOf(view, point, panel) {
        const [row, column] = view.shown ?? [0, 0];
        let [x, y] = [point[column], point[row]];
        if (view.shown === null && view.isMap) {
            [x, y] = [point[0] % view.columns.cells, Math.floor(point[0] / view.columns.cells)];
        } else if (view.shown === null) {
            y = 0.5;
        }
        const across = (x - view.columns.low) / (view.columns.high - view.columns.low);
        const up = (y - view.rows.low) / (view.rows.high - view.rows.low);
        return [panel.left + across * panel.width, panel.top + (view.isMap ? up : 1 - up) * panel.height];
    }

    /**
     * Draw a border around a position, in every panel.
     * @param {View} view
     * @param {number} position
     * @param {string} colour
     */
    outline(view, position, colour) {
        for (const panel of this.panels) {
            const [x, y] = this.corner(view, position, panel);
            const [width, height] = [panel.width / view.columns.cells, panel.height / view.rows.cells];
            this.context.strokeStyle = "#ffffff";
            this.context.lineWidth = 5;
            this.context.strokeRect(x, y, width, height);
            this.context.strokeStyle = colour;
            this.context.lineWidth = 2.5;
            this.context.strokeRect(x, y, width, height);
        }
    }

    /**
     * Return the position under a point of the canvas; null where there is none.
     * @param {number} x
     * @param {number} y
     */
    positionAt(x, y) {
        const { view } = this;
        if (view === null) return null;
        for (const panel of this.panels) {
            const column = Math.floor(((x - panel.left) / panel.width) * view.columns.cells);
            const down = Math.floor(((y - panel.top) / panel.height) * view.rows.cells);
            const isInside = column >= 0 && column < view.columns.cells && down >= 0 && down < view.rows.cells;
            if (isInside) return (view.isMap ? down : view.rows.cells - 1 - down) * view.columns.cells + column;
        }
        return null;
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

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {[number, number]} direction
 * @param {number} reach from the middle to the tip
 */
function drawArrow(pen, x, y, [right, down], reach) {
    const tip = [x + right * reach, y + down * reach];
    pen.strokeStyle = pen.fillStyle = "#111111";
    pen.lineWidth = Math.max(1.2, reach / 6);
    pen.beginPath();
    pen.moveTo(x - right * reach, y - down * reach);
    pen.lineTo(x + right * reach * 0.5, y + down * reach * 0.5);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(tip[0], tip[1]);
    for (const side of [1, -1]) {
        pen.lineTo(
            x + right * reach * 0.3 + side * down * reach * 0.45,
            y + down * reach * 0.3 + side * right * reach * 0.45,
        );
    }
    pen.fill();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number]} point
 * @param {string} colour
 */
function drawDot(pen, [x, y], colour) {
    pen.beginPath();
    pen.arc(x, y, 5, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = colour === "#ffffff" ? "#111111" : "#ffffff";
    pen.lineWidth = 1.5;
    pen.stroke();
}
