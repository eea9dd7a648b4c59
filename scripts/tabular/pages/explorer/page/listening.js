// @ts-check
// Which control changes what.

/**
 * Connect the controls that stay.
 * @param {Explorer} explorer
 */
function listen(explorer) {
    byId("experiment").addEventListener("change", (event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        void explorer.open(value, `experiment=${encodeURIComponent(value)}`);
    });
    byId("time").addEventListener("input", (event) => {
        explorer.moveTo(Number(/** @type {HTMLInputElement} */ (event.target).value));
    });
    byId("play").addEventListener("click", () => explorer.playOrPause());
    byId("previous-change").addEventListener("click", () => explorer.moveToChange(-1));
    byId("next-change").addEventListener("click", () => explorer.moveToChange(1));
    byId("pin-time").addEventListener("click", () => explorer.change({ before: explorer.state.time, layer: "difference" }));
    byId("layers").addEventListener("change", (event) => {
        explorer.change({ layer: /** @type {Layer} */ (/** @type {HTMLInputElement} */ (event.target).value) });
    });
    byId("colours-of-training").addEventListener("change", (event) => {
        explorer.change({ isOfTraining: /** @type {HTMLInputElement} */ (event.target).checked });
    });
    byId("has-path").addEventListener("change", (event) => {
        explorer.change({ hasPath: /** @type {HTMLInputElement} */ (event.target).checked });
    });
    byId("copy").addEventListener("click", () => void explorer.copyLink());
    byId("theme").addEventListener("click", () => explorer.switchTheme());
    byId("pin-cell").addEventListener("click", () => explorer.pinCell());
    byId("unpin").addEventListener("click", () => explorer.change({ pins: [] }));
    byId("as-table").addEventListener("toggle", () => explorer.redraw());
    for (const id of ["rows-dimension", "columns-dimension", "others"]) {
        byId(id).addEventListener("change", () => explorer.chooseDimensions());
    }
    for (const id of ["sensitivity-key", "map-across", "map-upwards"]) {
        byId(id).addEventListener("change", () => explorer.chooseOfStudy());
    }
    byId("hidden-cells").addEventListener("input", () => explorer.chooseDimensions());
    document.addEventListener("keydown", (event) => explorer.onKey(event));
    const canvas = byId("map");
    canvas.addEventListener("pointermove", (event) => explorer.onPointer(event));
    canvas.addEventListener("click", (event) => explorer.onPointer(event));
    canvas.addEventListener("keydown", (event) => explorer.onMapKey(event));
    new ResizeObserver(() => explorer.redraw()).observe(/** @type {Element} */ (canvas.parentElement));
    window.addEventListener("hashchange", (event) => {
        // Not location.hash: by now, the page may have written the address of what it showed before.
        const fragment = new URL(event.newURL).hash.slice(1);
        const name = experimentIn(fragment);
        if (name === null || !document.getElementById(`data-${name}`)) return;
        /** @type {HTMLSelectElement} */ (byId("experiment")).value = name;
        void explorer.open(name, fragment);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => explorer.recolour());
}
