// @ts-check
// How well the agent plays, and its film.

/**
 * Say how well the agent plays, and beside what.
 * @param {Training} training
 */
function showSummary(training) {
    const { experiment } = training;
    const { results } = experiment;
    byId("name").textContent = experiment.name;
    byId("environment").textContent = experiment.environment.id;
    byId("greedy-return").textContent = numberText(results.greedyReturn.value);
    const { low, high } = results.greedyReturn;
    const over = `${numberText(results.runs)} ${results.seeds > 1 ? "seeds" : "starts"}`;
    byId("greedy-interval").textContent = low === null || high === null
        ? "one run; no interval"
        : `95 % interval ${numberText(low)} to ${numberText(high)}, over ${over}`;
    byId("compared-with").replaceChildren(...comparedWith(training).map(({ name, height }) => {
        const entry = element("div");
        entry.append(element("dt", name), element("dd", numberText(height)));
        return entry;
    }));
}

/**
 * Play the film of the agent, if it lies where the run put it.
 * @param {string | null} rollout its address; null: there is none
 */
function showRollout(rollout) {
    const [card, video] = [byId("rollout-card"), /** @type {HTMLVideoElement} */ (byId("rollout"))];
    card.hidden = true;
    video.removeAttribute("src");
    if (rollout === null) return;
    video.onloadedmetadata = () => {
        card.hidden = false;
        if (!matchMedia("(prefers-reduced-motion: reduce)").matches) void video.play().catch(() => {});
    };
    video.onerror = () => {
        card.hidden = true;
    };
    video.src = rollout;
}
