// @ts-check
// Drawing the table on a canvas: panels of cells with axes, the chosen cell, the greedy path.

const LEFT = 62;
/** Room for half of the last number below the map. */
const RIGHT = 14;
const BOTTOM = 44;
const TOP = 22;
const GAP = 14;

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
        const panelWidth = (width - LEFT - RIGHT - GAP * (columns - 1)) / columns;
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
        if (layer === "policy" && view.isMap) drawArrows(this, training, view, numbers);
        drawPlaces(this, training, view);
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
        if (layer === "actions") {
            pen.fillText(shortenedTo(pen, training.actions[index], panel.width), panel.left, panel.top - 6);
        }
        const isFirst = index % (this.columns ?? 1) === 0;
        const isLast = index + (this.columns ?? 1) >= this.panels.length;
        pen.font = "12px system-ui, sans-serif";
        if (isLast) drawTicks(pen, view.columns, panel, false, view.isMap);
        if (isFirst && view.rows.cells > 1) drawTicks(pen, view.rows, panel, true, view.isMap);
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
                for (const [index, [x, y]] of line.entries()) {
                    const [fromX, fromY] = line[Math.max(0, index - 1)];
                    // Round a circle, the path goes over an edge.
                    const isOver = (view.columns.periodic && Math.abs(x - fromX) > panel.width / 2)
                        || (view.rows.periodic && Math.abs(y - fromY) > panel.height / 2);
                    if (isOver) this.context.moveTo(x, y);
                    else this.context.lineTo(x, y);
                }
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
