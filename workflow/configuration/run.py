"""What `run` names: experiments, and comparisons and studies by their folders below results/."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from configuration.problems import Problem, shown, unknown_name
from configuration.schema import REPORTED, is_sound
from configuration.studies.complete import FROM_STUDY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from configuration.experiments import Settings
    from configuration.studies.varied import Assignment

KINDS = {"comparisons": "comparison", "studies": "study"}
"""By section of the configuration, which is also the folder, what stands in it."""


class Taken(NamedTuple):
    """Where an experiment takes its settings from.

    Attributes:
        study: the name of the study.
        assignment: what the study's best trial gives the varied keys; None where it isn't known yet.
    """

    study: str
    assignment: Assignment | None


class Run(NamedTuple):
    """What plain `snakemake` builds.

    Attributes:
        experiments: those that `run` names, without those that wait for their study.
        comparisons: those that `run` names, and those whose experiments are all in it; likewise.
        studies: those that `run` names, and those from which its experiments take their settings.
        checked: the experiments that are built: those that it names, and those of the comparisons that it names.
        taking: experiments that it names, or of such a comparison, which take their settings from a study; those that
            wait for it, too.
    """

    experiments: list[str]
    comparisons: list[str]
    studies: list[str]
    checked: list[str]
    taking: dict[str, Taken]


def unknown_in_run(config: Settings) -> list[Problem]:
    """Return each entry of `run` that is not defined.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
    """
    if not is_sound(config["run"]) or any(config[section] is REPORTED for section in ("experiments", *KINDS)):
        return []
    return [
        problem
        for index, entry in enumerate(config["run"])
        if (problem := _unknown(index, entry, config["experiments"], {folder: config[folder] for folder in KINDS}))
    ]


def _unknown(
    index: int, entry: str, experiments: Collection[str], others: Mapping[str, Collection[str]]
) -> Problem | None:
    folder, _, name = entry.partition("/")
    if entry in experiments or (folder in others and name in others[folder]):
        return None
    entries = {kind: [f"{kind}/{name}" for name in names] for kind, names in others.items()}
    if folder in others and name:
        return unknown_name(("run", index), entry, entries[folder], KINDS[folder])
    last = entry.rpartition("/")[2]
    meant = [last] if last in experiments else []
    meant += [f"{kind}/{last}" for kind, names in others.items() if last in names]
    if meant:
        hint = " or ".join(map(shown, meant))
        return Problem(("run", index), f"there is no experiment {shown(entry)}; did you mean {hint}?")
    known = [*experiments, *(one for several in entries.values() for one in several)]
    return unknown_name(("run", index), entry, known, "experiment")


def built_by_run(
    config: Settings, waiting: Collection[str], best_assignment: Callable[[str], Assignment | None]
) -> Run:
    """Return what plain `snakemake` builds.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
        waiting: experiments whose study has no best trial yet.
        best_assignment: returns what a study's best trial gives the varied keys; None where it isn't known yet.
    """
    if not is_sound(config["run"]) or any(config[section] is REPORTED for section in ("experiments", *KINDS)):
        return Run([], [], [], [], {})
    entries: list[str] = config["run"]
    experiments = [entry for entry in entries if "/" not in entry]
    compared = {name: one["experiments"] for name, one in config["comparisons"].items() if is_sound(one)}
    named = [name for name in _below("comparisons", entries) if name in compared]
    checked = list(dict.fromkeys([*experiments, *(one for name in named for one in compared[name])]))
    of = {name: config["experiments"][name][FROM_STUDY] for name in checked if _takes(config["experiments"], name)}
    assignments = {study: best_assignment(study) for study in {*of.values()} & {*config["studies"]}}
    comparisons = [name for name, names in compared.items() if name in named or {*names} <= {*experiments}]
    return Run(
        experiments=[name for name in experiments if name not in waiting],
        comparisons=[name for name in comparisons if not {*compared[name]} & {*waiting}],
        studies=list(dict.fromkeys([*_below("studies", entries), *of.values()])),
        checked=[name for name in checked if name not in waiting],
        taking={name: Taken(study, assignments.get(study)) for name, study in of.items()},
    )


def _below(folder: str, entries: list[str]) -> list[str]:
    return [entry.removeprefix(f"{folder}/") for entry in entries if entry.startswith(f"{folder}/")]


def _takes(experiments: Settings, name: str) -> bool:
    return isinstance(experiments.get(name), dict) and FROM_STUDY in experiments[name]
