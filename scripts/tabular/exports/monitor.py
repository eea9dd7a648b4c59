"""`monitor.csv`: the episodes of a training, as the function `load_results` of Stable-Baselines3 reads them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tabular.exports.clock import seconds_at_end
from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.results.episodes import TrainingHistory

ROWS_AT_ONCE = 10_000
"""Episodes that are text in memory at a time."""


def write_monitor_file(path: Path, history: TrainingHistory, environment: str) -> None:
    """Write a first line that says of which environment and since when, then one row an episode.

    The columns are `r`, the return; `l`, the number of steps; and `t`, when the episode ended, in seconds since the
    training began. A clock would make each file another one, so each step counts as one second.

    Args:
        path: where the file goes; `load_results` finds those whose names end with `monitor.csv`.
        history: the episodes of the training.
        environment: the Gymnasium id.
    """
    ends = seconds_at_end(history.length)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(f"#{json.dumps({'t_start': 0.0, 'env_id': environment})}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("r", "l", "t"))
        for first in range(0, len(ends), ROWS_AT_ONCE):
            some = slice(first, first + ROWS_AT_ONCE)
            columns = (history.returns[some], history.length[some], ends[some])
            writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
