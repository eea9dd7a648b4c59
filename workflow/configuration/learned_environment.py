"""The settings of an experiment on which its states depend, and those of how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from configuration.experiments import Settings

ALWAYS = ("id", "module", "arguments", "time_limit", "bins", "bounds")
"""Keys of `environment` that every job is given. Its other keys are names for pictures, but for `angles`."""

TILING = ("tilings", "tiles", "offsets")
"""Keys of `agent` that say how tiles are laid."""


def learned_environment(settings: Settings) -> Settings:
    """Return what `tabular.environments.settings.EnvironmentSettings` takes.

    Angles, tiles and masks of actions are left out where there are none, so that adding them to the configuration's
    schema didn't change what other experiments' results say of their settings.

    Args:
        settings: the complete settings of an experiment.
    """
    environment, agent = settings["environment"], settings["agent"]
    learned = {key: environment[key] for key in ALWAYS}
    if environment["angles"] is not None:
        learned["angles"] = environment["angles"]
    if agent["value_function"] == "tiles":
        learned |= {"bins": None, "tiling": {key: agent[key] for key in TILING}}
    if agent["action_mask"]:
        learned["action_mask"] = True
    return learned


def shown_view(settings: Settings) -> Settings:
    """Return what `tabular.q_tables.view_settings.ViewSettings` takes.

    The resolution is left out where there are no tiles, so that changing it draws no table again.

    Args:
        settings: the complete settings of an experiment.
    """
    has_tiles = settings["agent"]["value_function"] == "tiles"
    return {key: value for key, value in settings["view"].items() if has_tiles or key != "resolution"}
