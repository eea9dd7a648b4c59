"""The scripts that plot returns: their bytes don't change, and what they draw is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plot_learning_curve import plot_learning_curve
from plot_rewards import plot_rewards

from tests.helpers.figures import output_in, smallest_type_in_a_column
from tests.helpers.runs import write_experiment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("plot", "words"),
    [
        (plot_learning_curve, [b"made_up (mean of 2 seeds", b"learning, in windows of 7", b"push right"]),
        (plot_rewards, [b"made_up, while learning (mean of 2 seeds", b"in windows of 7", b"solved"]),
    ],
)
def test_the_same_results_give_the_same_bytes_and_type_that_a_column_leaves_readable(
    tmp_path: Path, plot: Callable[..., None], words: list[bytes]
) -> None:
    found = []
    for number in range(2):
        arguments = write_experiment(tmp_path / str(number), seeds=2)
        if plot is plot_rewards:
            del arguments["evaluations"], arguments["baselines"], arguments["best_return"]
        output = output_in(tmp_path / str(number))
        plot(**arguments, output=output)
        found.append((output.png.read_bytes(), output.svg.read_bytes()))
    assert found[0] == found[1]
    assert smallest_type_in_a_column(found[0][1]) >= 6
    assert all(word in found[0][1] for word in words)
