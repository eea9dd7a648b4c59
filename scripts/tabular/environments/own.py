"""The project's own environments: known to Gymnasium by their ids, and loaded when one of them is made."""

from __future__ import annotations

import gymnasium

EXAMPLES = f"{__package__}.sutton_barto"

gymnasium.register("MaximisationBias-v0", entry_point=f"{EXAMPLES}.maximisation_bias:MaximisationBiasEnv")
gymnasium.register(
    "AccessControl-v0", entry_point=f"{EXAMPLES}.access_control:AccessControlEnv", max_episode_steps=10_000
)
gymnasium.register("GridWorld-v0", entry_point=f"{EXAMPLES}.grid_world:GridWorldEnv")
gymnasium.register("WindyGridWorld-v0", entry_point=f"{EXAMPLES}.windy_grid_world:WindyGridWorldEnv")
gymnasium.register("DynaMaze-v0", entry_point=f"{EXAMPLES}.dyna_maze:DynaMazeEnv")
gymnasium.register("BlockingMaze-v0", entry_point=f"{EXAMPLES}.changing_mazes:BlockingMazeEnv")
gymnasium.register("ShortcutMaze-v0", entry_point=f"{EXAMPLES}.changing_mazes:ShortcutMazeEnv")
gymnasium.register("RandomWalk-v0", entry_point=f"{EXAMPLES}.random_walk:RandomWalkEnv")
gymnasium.register("Racetrack-v0", entry_point=f"{EXAMPLES}.racetrack:RacetrackEnv")


def module_of_environment(environment_id: str) -> str | None:
    """Return the full name of the module of one of these environments; None for any other id."""
    spec = gymnasium.registry.get(environment_id)
    if spec is None or not isinstance(spec.entry_point, str):
        return None
    module = spec.entry_point.partition(":")[0]
    return module if module.startswith(f"{__package__}.") else None
