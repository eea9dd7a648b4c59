"""Successive halving: which trials of a study go on to the next rung, with more seeds.

Trials are dropped after some seeds, never after some episodes: early in a training, noise and slow starts say little
about its end.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import numpy as np

from tabular.results.atomic import write_text
from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from tabular.studies.trial import TrialResults

SURVIVING = 1 / 3
"""The share of the trials that go on."""

Statistic = Literal["mean", "median"]


def survivors_of(results: Iterable[TrialResults], statistic: Statistic) -> list[str]:
    """Return the names of the best third of the trials, rounded up, the best first; failed trials never survive.

    Args:
        results: of all trials with the same seeds; those of a trial may be in several parts.
        statistic: what is made of a trial's scores; of equals, the first by name goes on.
    """
    scores: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    failed = set()
    for part in results:
        scores[part.trial].append(part.scores)
        if part.failures:
            failed.add(part.trial)
    of_scores = np.mean if statistic == "mean" else np.median
    ranked = sorted((-float(of_scores(np.concatenate(scores[trial]))), trial) for trial in scores.keys() - failed)
    return [trial for _, trial in ranked[: math.ceil(len(scores) * SURVIVING)]]


def write_survivors(path: Path, names: list[str]) -> None:
    """Write the names of trials."""
    write_text(path, json.dumps(names, indent=0) + "\n")


def read_survivors(path: Path) -> set[str]:
    """Return the names of trials that `write_survivors` wrote.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    with reading(path, "JSON file"):
        names = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise DamagedFileError(path, "it is no list of names")
    return set(names)
