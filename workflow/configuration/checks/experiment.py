"""Checks of an experiment's settings against each other."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tabular.results.environment import RANDOM
from tabular.results.snapshots import SnapshotPolicy

from configuration.checks.agent import agent_findings
from configuration.checks.exports import export_findings
from configuration.checks.pictures import picture_findings
from configuration.problems import not_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.checks.findings import CheckedExperiment, Finding

MOST_SNAPSHOTS = 1_000_000
"""Tables beyond which a training can't be meant to leave a file for each."""


def experiment_findings(experiment: CheckedExperiment) -> Iterator[Finding]:
    """Find what is wrong with an experiment, without its environment."""
    yield from agent_findings(experiment)
    if experiment.is_sound(("snapshots",), ("episodes",)):
        findings = [*_snapshots(experiment)]
        yield from findings
        for section in ("evaluation", "rollout"):
            if not findings and experiment.is_sound((section, "snapshots")):
                yield from _snapshot_choice(experiment, section)
    if experiment.is_sound(("evaluation", "seed"), ("seeds",)):
        yield from _evaluation_seed(experiment)
    if experiment.is_sound(("environment", "actions")):
        yield from _action_names(experiment)
    yield from picture_findings(experiment)
    yield from export_findings(experiment)


def _snapshots(experiment: CheckedExperiment) -> Iterator[Finding]:
    path = ("snapshots",)
    snapshots, episodes = experiment.settings["snapshots"], experiment.settings["episodes"]
    if ("every" in snapshots) == ("count" in snapshots):
        yield experiment.wrong(path, "either {every: N} or {count: N, spacing: linear or log}")
        return
    key = "every" if "every" in snapshots else "count"
    if key == "every" and "spacing" in snapshots:
        wrong = "spacing says how `count` tables are spread, and here is `every`;"
        yield experiment.finding((*path, "spacing"), wrong, "remove it, or replace `every` by `count`")
    kept = snapshots["count"] if key == "count" else episodes // snapshots["every"]
    if snapshots[key] > episodes:
        yield experiment.wrong((*path, key), f"at most {episodes}, the number of episodes")
    elif kept > MOST_SNAPSHOTS:
        limit = f"at most {MOST_SNAPSHOTS}" if key == "count" else f"at least {-(-episodes // MOST_SNAPSHOTS)}"
        yield experiment.wrong((*path, key), f"{limit}, because every table that is kept is a file")


def _snapshot_choice(experiment: CheckedExperiment, section: str) -> Iterator[Finding]:
    """Find episodes in a list of snapshots of which no table is kept."""
    path = (section, "snapshots")
    choice = experiment.value(path)
    if isinstance(choice, int):
        return
    kept = SnapshotPolicy(**experiment.settings["snapshots"]).episodes(experiment.settings["episodes"])
    for index, episode in enumerate(choice):
        position = bisect_left(kept, episode)
        near = kept[max(position - 1, 0) : position + 1]
        if episode not in near:
            wrong = f"{not_allowed(episode)} allowed: episodes whose tables `snapshots` keeps, such as"
            yield experiment.finding((*path, index), wrong, " or ".join(map(str, near)))


def _evaluation_seed(experiment: CheckedExperiment) -> Iterator[Finding]:
    seeds = experiment.settings["seeds"]
    if experiment.settings["evaluation"]["seed"] < seeds:
        reason = "the smaller ones are those of trainings, which must not have met the same starts"
        yield experiment.wrong(("evaluation", "seed"), f"a whole number, at least {seeds}: {reason}")


def _action_names(experiment: CheckedExperiment) -> Iterator[Finding]:
    path = ("environment", "actions")
    for index, name in enumerate(experiment.value(path) or ()):
        if name == RANDOM:
            yield experiment.wrong(
                (*path, index), "another name: in baselines.parquet, this one means acting at random"
            )
