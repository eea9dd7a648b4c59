"""Checks of an experiment against its environment, which is made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.environments.describe import describe
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.suggestions import meant_id
from tabular.learning.agent import ACTION_MASK
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view import ViewError
from tabular.q_tables.view_settings import ViewSettings

from configuration.checks.memory import memory_findings
from configuration.learned_environment import TILING, learned_environment, shown_view
from configuration.problems import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from job_resources.machine import Memory
    from tabular.results.environment import EnvironmentDescription

    from configuration.checks.findings import CheckedExperiment, Finding


def environment_findings(experiment: CheckedExperiment, memory: Memory) -> Iterator[Finding]:
    """Find what doesn't suit the environment, by making it once, or what doesn't fit into memory."""
    keys_of_agent = ("value_function", *TILING, ACTION_MASK)
    if not experiment.is_sound(("environment",), *(("agent", key) for key in keys_of_agent)):
        return
    names = {key: experiment.settings["environment"][key] for key in ("actions", "axes")}
    settings = EnvironmentSettings(**learned_environment(experiment.settings))
    try:
        description = describe(settings, **names)
    except UnsuitableEnvironmentError as error:
        for one in (error, *error.others):
            path = (one.section, one.key)
            # Who asks for tiles has to say how many.
            keys = [path, ("agent", "value_function")] if one.section == "agent" else None
            yield experiment.wrong(path, one.allowed, meant_id(settings) if one.key == "id" else None, keys)
        return
    yield from _constant_action(experiment, description)
    yield from _view(experiment, description)
    yield from memory_findings(experiment, description, memory)


def _constant_action(experiment: CheckedExperiment, description: EnvironmentDescription) -> Iterator[Finding]:
    path = ("rollout", "constant_action")
    if not experiment.is_sound(path) or experiment.value(path) is None:
        return
    try:
        description.action_number(experiment.value(path))
    except ValueError:
        names = ", ".join(map(shown, description.actions))
        allowed = (
            f"null, or an action of {description.id}: {names}, or a number from 0 to {len(description.actions) - 1}"
        )
        yield experiment.wrong(path, allowed, nearest(experiment.value(path), description.actions))


def _view(experiment: CheckedExperiment, description: EnvironmentDescription) -> Iterator[Finding]:
    view = {key: ("view", key) for key in ("axes", "reduce", "grid", "resolution")}
    if not experiment.is_sound(*view.values()):
        return
    try:
        ShownValues.of(description, ViewSettings(**shown_view(experiment.settings)))
    except ViewError as error:
        meant_axes = [nearest(name, description.axes) or name for name in experiment.value(view["axes"]) or ()]
        is_misspelt = error.key == "axes" and len({*meant_axes} & {*description.axes}) == len(meant_axes)
        yield experiment.wrong(view[error.key], error.allowed, meant_axes if is_misspelt else None)
