"""What stands below a figure in the report: what it shows, with the run's own numbers, in reStructuredText."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from tabular.formatting import number_text, return_text, seeds_text
from tabular.statistics.windows import windows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from tabular.q_tables.final import FinalQTable
    from tabular.results.episodes import TrainingHistory
    from tabular.results.trajectories import Trajectory
    from tabular.statistics.learning_curves import ExperimentResults

FIRST_SEED = "of the last table of {name}, first seed"

HATCHED = "They are hatched: what the table says there is what it began with."

FIVE_DIGITS = 10_000

STARTS = "on starts that training never saw"


def escaped(text: str) -> str:
    """Return a text so that reStructuredText shows it as it is, on one line."""
    return re.sub(r"[^\w\s]|_", r"\\\g<0>", " ".join(text.split()))


def four_digits(value: float) -> str:
    """Write a number to four significant digits, a large one to whole numbers."""
    # Adding 0 keeps “−0” from being written.
    return number_text(value + 0.0, ",.0f" if abs(value) >= FIVE_DIGITS else ".4g")


def mean_with_interval(mean: float, low: float, high: float) -> str:
    """Write a mean of returns, with the ends of its 95 % interval where it has one."""
    if math.isnan(low):
        return four_digits(mean)
    return f"{four_digits(mean)} (95 % interval {four_digits(low)} to {four_digits(high)})"


def learning_curve_caption(results: ExperimentResults, references: Mapping[str, float]) -> str:
    """Describe the learning curve.

    Args:
        results: the experiment.
        references: by name, the returns that it is compared with.
    """
    greedy, training = results.greedy, results.training
    seeds = len(results.scores)
    played = mean_with_interval(greedy.mean[-1], greedy.low[-1], greedy.high[-1])
    learned = mean_with_interval(training.mean[-1], training.low[-1], training.high[-1])
    # The last window may be shorter than the others.
    last = int(training.episode[-1] - (training.episode[-2] if len(training.episode) > 1 else -1))
    others = "; ".join(f"{escaped(name)} {four_digits(height)}" for name, height in references.items())
    parts = [
        (
            f"Mean returns of {escaped(results.name)} over {training.episode[-1] + 1:,} episodes of training, "
            f"{seeds_text(seeds)}."
        ),
        f"The last evaluated table returns {played} when it is played greedily, {STARTS}.",
        f"While learning, with exploration, the last {_episodes(last)} returned {learned} on average.",
        f"For comparison: {others}.",
    ]
    if seeds > 1:
        parts.append("Bands and bars are 95 % bootstrap intervals over seeds.")
    return _paragraph(parts)


def rewards_caption(name: str, runs: Sequence[TrainingHistory], window: int) -> str:
    """Describe the returns while learning.

    Args:
        name: the experiment's name.
        runs: the episodes of each seed.
        window: episodes per point of a curve.
    """
    averages = np.mean([windows_of(run.returns, window).average for run in runs], axis=0)
    best = max(float(run.returns.max()) for run in runs)
    epsilon = runs[0].epsilon
    parts = [
        (
            f"Return of an episode, the sum of its rewards, of {escaped(name)} while it learns, with exploration "
            f"({seeds_text(len(runs))}): average, maximum and minimum over windows of {_episodes(window)}."
        ),
        (
            f"The average is {four_digits(averages[0])} in the first window and {four_digits(averages[-1])} in "
            f"the last. The best episode returned {return_text(best)}."
        ),
    ]
    if not np.isnan(epsilon).all():
        parts.append(
            f"Below: epsilon, the probability of a random action, {number_text(epsilon[0], '.3g')} in the first "
            f"episode and {number_text(epsilon[-1], '.3g')} in the last."
        )
    return _paragraph(parts)


def policy_caption(name: str, q_table: FinalQTable) -> str:
    """Describe the map of best actions."""
    best = f"The best action in each cell {_of_last_table(name)}."
    return _paragraph([best, _sampled(q_table.view.sampling), _never_updated_cells(q_table)])


def q_table_caption(name: str, q_table: FinalQTable, episodes: int) -> str:
    """Describe the table, action by action.

    Args:
        name: the experiment's name.
        q_table: the table.
        episodes: how many episodes it was learned in.
    """
    updated = q_table.updated
    never = updated.size - np.count_nonzero(updated)
    parts = [
        (
            f"The action values of {escaped(name)}, first seed, after {_episodes(episodes)}: a panel for each action, "
            "a mark for each cell, which says whether this is the action that the greedy policy takes there."
        ),
        _sampled(q_table.view.sampling),
    ]
    if updated.any():
        known = q_table.action_values[updated]
        parts.append(f"The values go from {four_digits(known.min())} to {four_digits(known.max())}.")
    parts.append(
        f"{never:,} of {updated.size:,} values were never updated. They are hatched." if never else "All were updated."
    )
    return _paragraph(parts)


def value_function_caption(name: str, q_table: FinalQTable, discount: float) -> str:
    """Describe the map of values.

    Args:
        name: the experiment's name.
        q_table: the table.
        discount: the discount that its values were learned with, from 0 to 1.
    """
    expected = "discounted return" if discount < 1 else "return"
    return _paragraph(
        [
            (
                f"The value of the best action in each cell {_of_last_table(name)}: the {expected} that is expected "
                f"from there{_with_discount(discount)}."
            ),
            *_range(q_table.values.compressed()),
            _sampled(q_table.view.sampling),
            _never_updated_cells(q_table),
        ]
    )


def cost_to_go_caption(name: str, q_table: FinalQTable, discount: float) -> str:
    """Describe the surface of costs; the arguments are those of `value_function_caption`."""
    return _paragraph(
        [
            (
                f"The cost to go, the negative value of the best action, {_of_last_table(name)}"
                f"{_with_discount(discount)}, as in Figure 10.1 of Sutton & Barto."
            ),
            *_range(-q_table.values.compressed()),
            _sampled(q_table.view.sampling),
            (
                "There is no surface where values were never updated. Spikes are cells that were updated few times and "
                "still have about their initial value."
            ),
        ]
    )


def visits_caption(name: str, counts: NDArray[np.int64], sampling: str = "") -> str:
    """Describe the map of visits.

    Args:
        name: the experiment's name.
        counts: the visits of each shown cell, shape (rows, columns).
        sampling: with tiles, how their values are sampled, in words.
    """
    never = np.count_nonzero(counts == 0)
    most = f"The most visited cell has {counts.max():,} of them."
    if sampling:
        parts = [
            (
                f"How often the tiles at the centre of each cell were updated while the first seed of {escaped(name)} "
                "learned, all actions together, mean over the tilings; an update counts as far as its tiles reach. "
                f"{most}"
            ),
            _sampled(sampling),
        ]
    else:
        parts = [
            (
                f"How often the values of each cell of {escaped(name)} were updated while the first seed learned, all "
                f"actions together: {counts.sum():,} updates. {most}"
            )
        ]
    if never:
        parts.append(f"{never:,} of {counts.size:,} cells were never updated. They are hatched.")
    return _paragraph(parts)


def trajectories_caption(name: str, trajectories: Sequence[Trajectory]) -> str:
    """Describe the paths of greedy episodes."""
    returns = [path.total for path in trajectories]
    ended = sum(path.outcome == "terminated" for path in trajectories)
    return _paragraph(
        [
            (
                f"Paths of the greedy policy {_of_last_table(name)}, over the policy itself: the first "
                f"{_episodes(len(returns))} of the evaluation."
            ),
            (
                f"They return {return_text(min(returns))} to {return_text(max(returns))}, "
                f"{four_digits(float(np.mean(returns)))} on average."
            ),
            f"{ended} of {len(returns)} end in a terminal state.",
        ]
    )


def comparison_caption(experiments: Mapping[str, int], curves: pd.DataFrame) -> str:
    """Describe all figures of a comparison.

    Args:
        experiments: the names of the experiments, and how many seeds each has.
        curves: the columns `experiment`, `play`, `mean`, `low` and `high`, in the order of the episodes.
    """
    last = curves[curves["play"] == "greedy"].groupby("experiment")[["mean", "low", "high"]].last()
    greedy = {name: last.loc[name].to_numpy(dtype=float) for name in experiments}
    ranked = sorted(greedy, key=lambda name: float(greedy[name][0]), reverse=True)
    scores = [f"{escaped(name)} {mean_with_interval(*greedy[name])}" for name in ranked]
    parts = [
        (
            "A run is one training, with a seed of its own. Its greedy return is the mean return of its last evaluated "
            f"table, played without learning or exploring, {STARTS}. Its return while learning is that of the "
            "training's own episodes, exploration included."
        ),
        f"Mean greedy returns, the best first: {'; '.join(scores)}.",
    ]
    if max(experiments.values()) > 1:
        parts.append("Bands and bars, where drawn, are 95 % bootstrap intervals over seeds.")
    return _paragraph(parts)


def _sampled(sampling: str) -> str:
    """Say where the values of cells come from that are no table's; nothing of a table's."""
    return f"Shown are {sampling}." if sampling else ""


def _paragraph(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence) + "\n"


def _of_last_table(name: str) -> str:
    return FIRST_SEED.format(name=escaped(name))


def _episodes(count: int) -> str:
    return "1 episode" if count == 1 else f"{count:,} episodes"


def _with_discount(discount: float) -> str:
    return f" (discount {number_text(discount)})" if discount < 1 else ""


def _range(values: NDArray[np.float64]) -> list[str]:
    return [f"It goes from {four_digits(values.min())} to {four_digits(values.max())}."] if len(values) else []


def _never_updated_cells(q_table: FinalQTable) -> str:
    never = np.ma.getmaskarray(q_table.values)
    count = np.count_nonzero(never)
    return f"In {count:,} of {never.size:,} cells, no value was ever updated. {HATCHED}" if count else ""
