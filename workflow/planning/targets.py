"""What is meant by a target on the command line that no rule makes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from configuration.problems import nearest
from tabular.book.registry import BOOK_FIGURES
from tabular.figures.available import FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS = "results"
COMPARISONS = f"{RESULTS}/comparisons"
STUDIES = f"{RESULTS}/studies"
BOOK = f"{RESULTS}/book"

FILES_OF_AN_EXPERIMENT = (
    "environment.json",
    "baselines.parquet",
    "optimal_values.npy",
    "best_return.json",
    *(f"{figure}.{kind}" for figure in FIGURES for kind in ("png", "svg")),
    *(
        f"seed-0/{file}"
        for file in (
            "qtables",
            "qtables.sha256",
            "rewards.parquet",
            "visits.npy",
            "evaluation.parquet",
            "trajectories.parquet",
            "greedy_paths.parquet",
            "qtable.mp4",
            "qtable.avi",
            "rollout.mp4",
            "tensorboard/events.out.tfevents",
            "monitor.csv",
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

FILES_OF_A_STUDY = (
    "study.md",
    "study.html",
    "best.json",
    "trials.parquet",
    "scores.parquet",
    "curves.parquet",
    "failures.parquet",
    "ranking.csv",
    "ranking.md",
    "importance.csv",
    "sensitivity.csv",
    "confirmation.csv",
    "confirmation.parquet",
    *(f"{figure}.{kind}" for figure in ("sensitivity", "score_map", "parallel_coordinates") for kind in ("png", "svg")),
)
"""Files that can be asked for, in a study's folder."""

FILES_OF_THE_BOOK = (
    "all.md",
    *(f"{figure}{ending}" for figure in BOOK_FIGURES for ending in (".png", ".svg", ".csv", "_numbers.csv")),
)
"""Files that can be asked for, of the figures of Sutton & Barto's book."""


@dataclass(frozen=True)
class Folders:
    """Folders of one kind.

    Attributes:
        kind: what each of them is for.
        place: the folder that they are in.
        names: their names.
        files: what can be asked for in each of them.
    """

    kind: str
    place: str
    names: Sequence[str]
    files: Sequence[str]

    def explain(self, path: str) -> str:
        """Say what is probably meant by a path that begins with `place`."""
        name, _, file = path.removeprefix(f"{self.place}/").partition("/")
        if name not in self.names:
            known = sorted({*self.names, "summary.csv", "explorer.html"} if self.place == RESULTS else self.names)
            return f"there is no {self.kind} {name}; {_hint(self.place, name, known, file)}"
        if not file:
            return f"to build the whole {self.kind}, write {self.place}/{name}"
        return f"no rule makes this file; {_hint(f'{self.place}/{name}', file, self.files)}"


@dataclass(frozen=True)
class KnownTargets:
    """What can be asked for.

    Attributes:
        experiments: the names of all experiments of the configuration.
        comparisons: the names of all comparisons.
        studies: the names of all studies.
        rules: the names of all rules that can be asked for.
    """

    experiments: Sequence[str]
    comparisons: Sequence[str]
    studies: Sequence[str]
    rules: Sequence[str]

    def explain(self, target: str) -> str | None:
        """Say, in a sentence, what is probably meant by a target that no rule makes; None where nobody knows.

        Args:
            target: a file's path, relative to where Snakemake runs, or a name that was taken for one.
        """
        path = os.path.normpath(target).replace(os.sep, "/")
        if path.startswith(f"{COMPARISONS}/"):
            known = Folders("comparison", COMPARISONS, self.comparisons, FILES_OF_A_COMPARISON)
            return f"{target}: {known.explain(path)}"
        if path.startswith(f"{STUDIES}/"):
            known = Folders("study", STUDIES, self.studies, FILES_OF_A_STUDY)
            return f"{target}: {known.explain(path)}"
        if path.startswith(f"{BOOK}/"):
            return f"{target}: no rule makes this file; {_hint(BOOK, path.removeprefix(f'{BOOK}/'), FILES_OF_THE_BOOK)}"
        if path.startswith(f"{RESULTS}/"):
            known = Folders("experiment", RESULTS, self.experiments, FILES_OF_AN_EXPERIMENT)
            return f"{target}: {known.explain(path)}"
        first, _, rest = path.partition("/")
        if not rest:
            return self._explain_name(path)
        return None if nearest(first, [RESULTS]) is None else f"{target}: did you mean {RESULTS}/{rest}?"

    def _explain_name(self, name: str) -> str | None:
        for place, known in (
            (RESULTS, self.experiments),
            (COMPARISONS, self.comparisons),
            (STUDIES, self.studies),
        ):
            if name in known:
                return f"{name} is no file and no rule; did you mean {place}/{name}?"
        targets = {
            **{name: f"{STUDIES}/{name}" for name in self.studies},
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
