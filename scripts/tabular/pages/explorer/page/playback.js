// @ts-check
// Playing the tables of a training one after the other.

/** Tables a second. */
const SPEEDS = [5, 15, 30, 60, 120, 300];

/** Moves on through time, at the speed that is chosen, until it is stopped or nothing is left. */
class Playback {
    /**
     * @param {() => number} tablesLeft returns how many tables come after the one that is shown
     * @param {(tables: number) => void} moveOn shows the table so many further
     */
    constructor(tablesLeft, moveOn) {
        this.tablesLeft = tablesLeft;
        this.moveOn = moveOn;
        this.isPlaying = false;
        this.lastFrame = 0;
        /** Tables that should have been shown since the last one, less than one after each frame. */
        this.due = 0;
        const speed = /** @type {HTMLSelectElement} */ (byId("speed"));
        speed.replaceChildren(...SPEEDS.map((one) => element("option", `${one} tables a second`, { value: String(one) })));
        speed.value = "60";
        this.speed = speed;
    }

    start() {
        this.isPlaying = true;
        this.due = 0;
        this.lastFrame = performance.now();
        byId("play").textContent = "Pause";
        requestAnimationFrame((now) => this.frame(now));
    }

    stop() {
        this.isPlaying = false;
        byId("play").textContent = "Play";
    }

    /** @param {number} now */
    frame(now) {
        if (!this.isPlaying) return;
        this.due += ((now - this.lastFrame) * Number(this.speed.value)) / 1000;
        this.lastFrame = now;
        const tables = Math.min(Math.floor(this.due), this.tablesLeft());
        this.due -= Math.floor(this.due);
        const isLast = tables === this.tablesLeft();
        if (isLast) this.stop();
        if (tables > 0) this.moveOn(tables);
        if (!isLast) requestAnimationFrame((next) => this.frame(next));
    }
}
