"""Checks of studies: their base exists, their keys can vary, and every value is one that an experiment may have."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from configuration.checks.environment import environment_findings
from configuration.checks.experiment import experiment_findings
from configuration.checks.findings import CheckedExperiment
from configuration.experiments import within_experiment
from configuration.problems import Problem, dotted, shown, unknown_name, wrong_value
from configuration.schema import REPORTED, is_sound, override_problems
from configuration.studies.complete import FROM_STUDY, complete_study, seeds_of
from configuration.studies.keys import SECTIONS, is_number, is_variable, nested, variable_keys
from configuration.studies.varied import is_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from job_resources.machine import Memory

    from configuration.experiments import Settings
    from configuration.problems import KeyPath
    from configuration.studies.trials import Trial

MOST_TRIALS = 20_000
"""Trials beyond which each start of Snakemake, which lists them, takes minutes."""

OF_A_RANGE = {"from", "to", "points", "log"}

DRAWN = ("random", "sobol")


def study_problems(config: Settings) -> Iterator[Problem]:
    """Yield what is wrong with studies by themselves, and with experiments that name a study.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
    """
    studies, experiments = config["studies"], config["experiments"]
    if studies is REPORTED or experiments is REPORTED:
        return
    for name, study in studies.items():
        if study is not REPORTED:
            yield from _problems_of(("studies", name), study, experiments)
    for name, override in experiments.items():
        given = override.get(FROM_STUDY) if isinstance(override, dict) else None
        if isinstance(given, str) and given not in studies:
            yield unknown_name(("experiments", name, FROM_STUDY), given, list(studies), "study")


def _problems_of(path: KeyPath, study: Settings, experiments: Settings) -> Iterator[Problem]:
    base = study["base"]
    if base is not REPORTED and base not in experiments:
        yield unknown_name((*path, "base"), base, list(experiments), "experiment")
    elif base is not REPORTED and isinstance(experiments[base], dict) and FROM_STUDY in experiments[base]:
        yield wrong_value((*path, "base"), base, f"an experiment without {FROM_STUDY}")
    if not is_sound({key: value for key, value in study.items() if key != "vary"}):
        return
    complete = complete_study(study)
    yield from _method(path, study, complete)
    if study["vary"] is REPORTED:
        return
    varied = study["vary"] if isinstance(study["vary"], list) else [study["vary"]]
    combinations = 0
    for number, mapping in enumerate(varied):
        where = (*path, "vary", number) if isinstance(study["vary"], list) else (*path, "vary")
        if is_sound(mapping):
            yield from _vary(where, mapping, complete["method"])
            combinations += _combinations(mapping, complete)
    if combinations > MOST_TRIALS:
        yield Problem(
            (*path, "vary"), f"these are {combinations:,} trials; allowed: at most {MOST_TRIALS:,} in a study"
        )


def _method(path: KeyPath, study: Settings, complete: Settings) -> Iterator[Problem]:
    method = complete["method"]
    if method in DRAWN and complete["points"] is None:
        yield Problem((*path, "points"), f"this key is missing; add it: the number of trials that {method} draws")
    if method not in DRAWN and complete["points"] is not None:
        yield Problem((*path, "points"), f"has no meaning with method {method}; remove it, or give it to each range")
    if method == "halving":
        rungs = complete["rungs"]
        if rungs is None:
            yield Problem((*path, "rungs"), "this key is missing; add it: numbers of seeds, such as [10, 50]")
        elif any(first >= second for first, second in pairwise(rungs)):
            yield wrong_value((*path, "rungs"), rungs, "numbers of seeds, each larger than the one before")
        if "seeds" in study:
            yield Problem((*path, "seeds"), "has no meaning with method halving; remove it: `rungs` says it")
    elif complete["rungs"] is not None:
        yield Problem((*path, "rungs"), f"has no meaning with method {method}; remove it, or choose method: halving")


def _vary(path: KeyPath, mapping: Mapping[str, Any], method: str) -> Iterator[Problem]:
    for key, values in mapping.items():
        where = (*path, key)
        if not is_variable(key):
            yield unknown_name(where, key, list(variable_keys()), "key")
        elif any(other != key and other.startswith(f"{key}.") for other in mapping):
            yield Problem(where, "a part of this key varies too; vary either the whole or its parts")
        elif is_range(values):
            yield from _range(where, key, values, method)
        elif values == []:
            yield wrong_value(where, values, "a list of at least one value, or a range {from, to}")
        else:
            for index, value in enumerate(values if isinstance(values, list) else [values]):
                place = (*where, index) if isinstance(values, list) else where
                yield from (Problem(place, problem.message) for problem in override_problems(nested({key: value})))


def _range(path: KeyPath, key: str, values: Mapping[str, Any], method: str) -> Iterator[Problem]:
    unknown = sorted(values.keys() - OF_A_RANGE)
    if unknown:
        yield unknown_name((*path, unknown[0]), unknown[0], sorted(OF_A_RANGE), "key")
        return
    if not is_number(key):
        yield Problem(path, "a range has no meaning here, because the key is no number; give a list of values")
        return
    ends = [values["from"], values["to"]]
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends) or ends[0] >= ends[1]:
        yield wrong_value(path, dict(values), "{from, to}: two numbers, the first the smaller one")
        return
    if values.get("log", False) not in {True, False} or (values.get("log", False) and ends[0] <= 0):
        yield wrong_value((*path, "log"), values["log"], "true or false; true only where `from` is more than 0")
    points = values.get("points")
    if method in DRAWN:
        if points is not None:
            yield Problem((*path, "points"), f"has no meaning with method {method}; remove it: `points` of the study")
    elif not isinstance(points, int) or isinstance(points, bool) or points < 2:  # noqa: PLR2004 (both ends)
        yield Problem((*path, "points"), f"{shown(points)} is not allowed; allowed: a whole number, at least 2")
    for end, value in zip(("from", "to"), ends, strict=True):
        yield from (Problem((*path, end), problem.message) for problem in override_problems(nested({key: value})))


def _combinations(mapping: Mapping[str, Any], complete: Settings) -> int:
    if complete["method"] in DRAWN:
        return int(complete["points"] or 1)
    count = 1
    for values in mapping.values():
        points = values.get("points") if is_range(values) else len(values) if isinstance(values, list) else 1
        count *= points if isinstance(points, int) else 1
    return count


def trial_problems(
    name: str, study: Settings, trials: Sequence[Trial], config: Settings, memory: Memory | None
) -> list[Problem]:
    """Return what is wrong with a study's trials as experiments, each problem once, with the first trial that has it.

    Args:
        name: of the study.
        study: its settings, complete.
        trials: the study's.
        config: the configuration, in which nothing is wrong so far.
        memory: what a job can have at most; None, environments are not made.
    """
    found: dict[tuple[KeyPath, str], Problem] = {}
    environments: set[str] = set()
    for trial in trials:
        # The base alone, so that what another experiment has wrong isn't said here.
        given = {study["base"]: config["experiments"][study["base"]]}
        checked = CheckedExperiment({**config, "experiments": given}, study["base"], trial.settings)
        findings = [*experiment_findings(checked)]
        environment = repr((trial.settings["environment"], trial.settings["agent"]["tiles"]))
        if memory is not None and environment not in environments:
            environments.add(environment)
            findings += environment_findings(checked, memory)
        for finding in findings:
            path = within_experiment(finding.path)
            if path[0] in SECTIONS and (path, finding.wrong) not in found:
                message = f"with {_text(trial)}: {dotted(path)}: {finding.wrong} {finding.remedy}"
                found[path, finding.wrong] = Problem(("studies", name, "vary"), message)
    problems = list(found.values())
    evaluation = trials[0].settings["evaluation"]
    all_seeds = seeds_of(study) + (study["confirm"]["seeds"] if study["confirm"] else 0)
    if study["objective"]["of"] == "greedy_return" and evaluation["seed"] < all_seeds:
        message = (
            f"these are {all_seeds} seeds, with those of `confirm`; allowed: at most evaluation.seed, "
            f"{evaluation['seed']}, so that no training meets the starts of the evaluation"
        )
        problems.append(Problem(("studies", name, "seeds"), message))
    return problems


def _text(trial: Trial) -> str:
    return ", ".join(f"{key} {shown(value)}" for key, value in trial.assignment.items())
