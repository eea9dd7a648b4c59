"""Checks of an experiment's agent: its algorithm, its schedules, its first table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.learning.agent import (
    EPSILON_GREEDY_ONLY,
    KEYS_OF_TILES,
    LONGEST_EPISODE,
    TABLE_ONLY,
    TEXTBOOK_ONLY,
    WHOLE_EPISODES,
    unused_keys,
)
from tabular.learning.schedules import Schedule

from configuration.experiments import SCHEDULES, stands_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.checks.findings import CheckedExperiment, Finding
    from configuration.problems import KeyPath

STEP_SIZE = ("agent", "learning_rate")


def agent_findings(experiment: CheckedExperiment) -> Iterator[Finding]:
    """Find what is wrong with the agent."""
    for path in SCHEDULES:
        if experiment.is_sound(path):
            yield from _schedule(experiment, path)
    if experiment.is_sound(
        *(("agent", key) for key in ("algorithm", "behaviour", "at_termination", "average_returns"))
    ):
        yield from _algorithm(experiment)
    if experiment.is_sound(*(("agent", key) for key in (*KEYS_OF_TILES, "algorithm", "behaviour", "at_termination"))):
        yield from _value_function(experiment)
    if experiment.is_sound(("agent", "value_function"), STEP_SIZE):
        yield from _step_size(experiment)
    if experiment.is_sound(("agent", "initial_value")):
        yield from _initial_value(experiment)


def _algorithm(experiment: CheckedExperiment) -> Iterator[Finding]:
    agent = experiment.settings["agent"]
    algorithm, behaviour = agent["algorithm"], agent["behaviour"]
    for key, (kind, users) in unused_keys(agent).items():
        # What an experiment takes over may be meant for others; what it gives itself is meant for itexperiment.
        if stands_in(experiment.override or {}, experiment.base, ("agent", key)):
            wrong = f"has no meaning with {kind} {str(agent[kind]).lower()};"
            yield experiment.finding(("agent", key), wrong, f"remove it, or choose {kind}: {' or '.join(users)}")
    if algorithm == "watkins_q_lambda" and experiment.is_sound(("agent", "traces")) and agent["traces"] == "dutch":
        path = ("agent", "traces")
        allowed = (
            "accumulating, replacing or clearing with algorithm watkins_q_lambda; only sarsa_lambda has dutch ones"
        )
        yield experiment.wrong(path, allowed, keys=[path, ("agent", "algorithm")])
    if algorithm == "prioritized_sweeping" and agent["planning_steps"] == 0:
        path = ("agent", "planning_steps")
        allowed = "at least 1 with algorithm prioritized_sweeping, which learns only in planning"
        yield experiment.wrong(path, allowed, keys=[path, ("agent", "algorithm")])
    if algorithm in EPSILON_GREEDY_ONLY and behaviour != "epsilon_greedy":
        path = ("agent", "behaviour")
        allowed = f"epsilon_greedy with algorithm {algorithm}, which has to know how probable each action was"
        yield experiment.wrong(path, allowed, keys=[path, ("agent", "algorithm")])
    if algorithm in WHOLE_EPISODES and experiment.is_sound(("environment", "time_limit")):
        path = ("environment", "time_limit")
        if (experiment.value(path) or 0) > LONGEST_EPISODE:
            allowed = f"at most {LONGEST_EPISODE} with algorithm {algorithm}, which keeps whole episodes"
            yield experiment.wrong(path, allowed, keys=[path, ("agent", "algorithm")])
    if algorithm in TEXTBOOK_ONLY and agent["at_termination"] == "zero":
        path = ("agent", "at_termination")
        yield experiment.wrong(path, f"target with algorithm {algorithm}", keys=[path, ("agent", "algorithm")])


def _value_function(experiment: CheckedExperiment) -> Iterator[Finding]:
    agent = experiment.settings["agent"]
    path = ("agent", "value_function")

    def gives(*key: str) -> bool:
        return stands_in(experiment.override or {}, experiment.base, key)

    if agent["value_function"] == "table":
        for key in KEYS_OF_TILES[1:]:
            if gives("agent", key):
                wrong = "has no meaning with value_function table;"
                yield experiment.finding(("agent", key), wrong, "remove it, or choose value_function: tiles")
        return
    if gives("environment", "bins") and experiment.value(("environment", "bins")) is not None:
        wrong = "bins have no meaning with value_function tiles;"
        yield experiment.finding(("environment", "bins"), wrong, "remove them: agent.tiles are what values are kept in")
    reasons = {
        "algorithm": (
            agent["algorithm"] in TABLE_ONLY,
            TABLE_ONLY.get(agent["algorithm"], ""),
        ),
        "behaviour": (agent["behaviour"] == "ucb", "it counts how often a state was visited, and tiles have no states"),
        "at_termination": (agent["at_termination"] == "zero", "the tutorial's rule is one for tables"),
    }
    for key, (is_wrong, reason) in reasons.items():
        if is_wrong:
            yield experiment.wrong(path, f"table with {key} {agent[key]}: {reason}", keys=[path, ("agent", key)])


def _step_size(experiment: CheckedExperiment) -> Iterator[Finding]:
    """Find step sizes that are too large for a table; the schema knows the largest with tiles."""
    value_function = ("agent", "value_function")
    if experiment.value(value_function) != "table":
        return
    for end in ("start", "end"):
        path = (*STEP_SIZE, end)
        if experiment.value(STEP_SIZE).get(end, 0) > 1:
            allowed = "at most 1 with value_function table, whose values a larger step takes beyond their targets"
            yield experiment.wrong(path, f"{allowed}; tiles allow up to 2", keys=[path, value_function])


def _schedule(experiment: CheckedExperiment, path: KeyPath) -> Iterator[Finding]:
    given = experiment.value(path)
    kind = given["schedule"]
    needed = ("start",) if kind == "constant" else ("start", "end")
    missing = [one for one in needed if one not in given]
    for one in missing:
        yield experiment.finding((*path, one), "this key is missing:", f"{kind} schedules have {' and '.join(needed)}")
    if kind == "constant":
        for extra in sorted(given.keys() - {"schedule", "start"}):
            wrong = f"a constant schedule has no {extra};"
            yield experiment.finding((*path, extra), wrong, "remove it, or choose schedule: linear or exponential")
        return
    if kind == "exponential":
        for one in needed:
            if given.get(one, 1) <= 0:
                yield experiment.wrong((*path, one), "more than 0 in an exponential schedule")
    if not missing and experiment.is_sound(("episodes",)):
        yield from _changing_episodes(experiment, path, Schedule(**given))


def _changing_episodes(experiment: CheckedExperiment, path: KeyPath, schedule: Schedule) -> Iterator[Finding]:
    episodes = experiment.settings["episodes"]
    first, last = schedule.from_episode, schedule.last_changing_episode(episodes)
    if first < last:
        return
    meanings: dict[int | str | None, str] = {None: f", half of {episodes}", "last": f", the last of {episodes}"}
    meaning = meanings.get(schedule.to_episode, "")
    keys = [(*path, "from_episode"), (*path, "to_episode")]
    wrong = "from_episode has to be smaller than to_episode;"
    yield experiment.finding(path, wrong, f"they are {first} and {last}{meaning}", keys)


def _initial_value(experiment: CheckedExperiment) -> Iterator[Finding]:
    path = ("agent", "initial_value")
    given = experiment.value(path)
    if given["low"] > given["high"]:
        yield experiment.wrong(path, "low at most as large as high", keys=[(*path, "low"), (*path, "high")])
