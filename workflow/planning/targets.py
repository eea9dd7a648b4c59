"""What is meant by a target on the command line that no rule makes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from configuration.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS = "results"
COMPARISONS = f"{RESULTS}/comparisons"

FILES_OF_AN_EXPERIMENT = (
    "environment.json",
    "baselines.parquet",
    *(
        f"{figure}.{kind}"
        for figure in (
            "rewards",
            "qtable",
            "learning_curve",
            "value_function",
            "cost_to_go",
            "policy",
            "visits",
            "trajectories",
        )
        for kind in ("png", "svg")
    ),
    *(
        f"seed-0/{file}"
        for file in (
            "qtables",
            "qtables.sha256",
            "rewards.parquet",
            "visits.npy",
            "evaluation.parquet",
            "trajectories.parquet",
            "qtable.mp4",
            "qtable.avi",
            "rollout.mp4",
        )
    ),
)
"""Files that can be asked for, in an experiment's folder."""

FILES_OF_A_COMPARISON = (
    "comparison.md",
    "scores.csv",
    "scores.md",
    "scores.tex",
    "learning_curves.parquet",
    "performance_profiles.parquet",
    "improvement.csv",
    *(
        f"{figure}.{kind}"
        for figure in ("learning_curves", "performance_profiles", "improvement")
        for kind in ("png", "svg")
    ),
)
"""Files that can be asked for, in a comparison's folder."""


@dataclass(frozen=True)
class KnownTargets:
    """What can be asked for.

    Attributes:
        experiments: the names of all experiments of the configuration.
        comparisons: the names of all comparisons.
        rules: the names of all rules.
    """

    experiments: Sequence[str]
    comparisons: Sequence[str]
    rules: Sequence[str]

    def explain(self, target: str) -> str | None:
        """Say, in a sentence, what is probably meant by a target that no rule makes; None where nobody knows.

        Args:
            target: a file's path, relative to where Snakemake runs, or a name that was taken for one.
        """
        path = os.path.normpath(target).replace(os.sep, "/")
        folder, _, rest = path.removeprefix(f"{COMPARISONS}/").partition("/")
        if path.startswith(f"{COMPARISONS}/"):
            return self._explain(target, COMPARISONS, folder, rest, self.comparisons, FILES_OF_A_COMPARISON)
        folder, _, rest = path.removeprefix(f"{RESULTS}/").partition("/")
        if path.startswith(f"{RESULTS}/"):
            return self._explain(target, RESULTS, folder, rest, self.experiments, FILES_OF_AN_EXPERIMENT)
        if "/" in path:
            return None
        return self._explain_name(path)

    def _explain(
        self, target: str, place: str, folder: str, rest: str, known: Sequence[str], files: Sequence[str]
    ) -> str:
        kind = "comparison" if place == COMPARISONS else "experiment"
        if folder not in known:
            names = {*known, *({"summary.csv"} if place == RESULTS else ())}
            return f"{target}: there is no {kind} {folder}; {_hint(place, folder, sorted(names), rest)}"
        if not rest:
            return f"{target}: to build the whole {kind}, write {place}/{folder}"
        return f"{target}: no rule makes this file; {_hint(f'{place}/{folder}', rest, files)}"

    def _explain_name(self, name: str) -> str | None:
        for place, known in ((RESULTS, self.experiments), (COMPARISONS, self.comparisons)):
            if name in known:
                return f"{name} is no file and no rule; did you mean {place}/{name}?"
        targets = {
            **{name: f"{COMPARISONS}/{name}" for name in self.comparisons},
            **{name: f"{RESULTS}/{name}" for name in self.experiments},
            **{name: name for name in self.rules},
        }
        meant = nearest(name, targets)
        return None if meant is None else f"{name} is no file and no rule; did you mean {targets[meant]}?"


def _hint(place: str, given: str, known: Sequence[str], rest: str = "") -> str:
    """Name the nearest of the known names, or all of them where none is near."""
    meant = nearest(given, known)
    if meant is None:
        return f"there are {', '.join(known)}"
    return f"did you mean {'/'.join(part for part in (place, meant, rest) if part)}?"
