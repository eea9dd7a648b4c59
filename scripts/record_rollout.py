"""Record the agent acting, with some of the tables that were kept, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from numpy.typing import NDArray
from tabular.environments.bins import discretise
from tabular.environments.discretisation import Discretisation
from tabular.environments.rendering import frames_per_second, opened_to_be_drawn, picture_of, without_a_screen
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.greedy_action import acting_greedily
from tabular.evaluation.rollout import play
from tabular.evaluation.settings import RolloutSettings
from tabular.formatting import return_text
from tabular.q_tables.first_updates import known_cells
from tabular.q_tables.greedy import constant_policy, greedy_policy, is_outline, outline, with_available_actions
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import read_description
from tabular.results.first_updates import updated_by
from tabular.results.q_table import read_first_updates, read_table
from tabular.results.snapshots import episode_name
from tabular.videos.rollout_frames import RolloutRenderer, RolloutSegment
from tabular.videos.rollout_layout import SIZE
from tabular.videos.writing import stream_video

if TYPE_CHECKING:
    from tabular.environments.make import Environment

snakemake: Any  # what Snakemake gives a script


@dataclass(frozen=True)
class Player:
    """Who acts, and what is shown meanwhile.

    Attributes:
        segment: what is shown.
        act: from an observation to the action, counted from 0.
    """

    segment: RolloutSegment
    act: Callable[[Any], int]


def record_rollout(
    *,
    settings: EnvironmentSettings,
    qtables: Path,
    first_updates: Path,
    description: Path,
    chosen: Sequence[int],
    episodes: int,
    view: ViewSettings,
    rollout: RolloutSettings,
    path: Path,
) -> None:
    """Let the greedy policy of each chosen table play, from the same starts, and write the video.

    Args:
        settings: the environment and its bins or tiles.
        qtables: folder of the tables.
        first_updates: the same training's `first_updates.npy`.
        description: the experiment's `environment.json`.
        chosen: the training episodes at whose end the tables were kept that play, in this order.
        episodes: length of the training.
        view: which part of the table the map of the policy shows.
        rollout: what each policy plays, and how it is shown.
        path: where the video goes.
    """
    without_a_screen()
    shown = ShownValues.of(read_description(description), view)
    with opened_to_be_drawn(settings) as environment:
        discretisation = discretise(environment.observation_space, settings)
        players = [
            *constant_players(shown, rollout.constant_action),
            *greedy_players(shown, discretisation, chosen, episodes, qtables=qtables, first_updates=first_updates),
        ]
        drawn = [player.segment.outline or player.segment.policy for player in players]
        renderer = RolloutRenderer(
            shown.description,
            shown.view,
            picture_size(environment, rollout.seed),
            episodes=rollout.episodes,
            some_tied=any((policy.tied & policy.known).any() for policy in drawn),
            some_never_updated=not all(policy.known.all() for policy in drawn),
        )
        speed = frames_per_second(environment) if rollout.fps is None else rollout.fps
        held = round(rollout.hold_seconds * speed)
        cells = discretise(environment.observation_space, settings_of_cells(settings, shown))
        seen = frames(environment, cells, players, renderer=renderer, rollout=rollout, held=held)
        progress = Steps("frame", None)
        with reporting(progress):
            count = stream_video(path, counted(seen, progress), SIZE, speed)
    print(f"{count} frames at {speed} a second: {count / speed:.2f} s")


def counted(
    pictures: Iterator[tuple[NDArray[np.uint8], int]], progress: Steps
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Yield the pictures, and count the frames for which they stay."""
    for picture, times in pictures:
        yield picture, times
        progress.done += times


def picture_size(environment: "Environment", seed: int) -> tuple[int, int]:
    """Return the width and the height of an environment's pictures."""
    environment.reset(seed=seed)
    height, width, _ = picture_of(environment).shape
    return width, height


def settings_of_cells(settings: EnvironmentSettings, shown: ShownValues) -> EnvironmentSettings:
    """Return the settings with which the cells that are shown lie over observations: a table's own, or a grid's."""
    if settings.tiling is None:
        return settings
    return replace(settings, tiling=None, bins=shown.description.cells)


def constant_players(shown: ShownValues, action: str | int | None) -> Iterator[Player]:
    """Yield who always takes the same action, if one is asked for."""
    described, view = shown.description, shown.view
    if action is not None:
        number = described.action_number(action)
        cells_of_map = view.rows.cells, view.columns.cells
        outlined = constant_policy(number, cells_of_map) if is_outline(described, view) else None
        segment = RolloutSegment(
            f"always “{described.actions[number]}”", constant_policy(number, described.cells), outlined
        )
        yield Player(segment, lambda _: number)


def greedy_players(
    shown: ShownValues,
    discretisation: Discretisation,
    chosen: Sequence[int],
    episodes: int,
    *,
    qtables: Path,
    first_updates: Path,
) -> Iterator[Player]:
    """Yield who acts greedily by each of the chosen tables or weights of tiles.

    With tiles, the map shows best actions at the centres of cells, and the agent takes the best one at its observation.
    """
    described, view = shown.description, shown.view
    updates = shown.first_updates(read_first_updates(first_updates, shown.shape))
    for episode in chosen:
        known = known_cells(updated_by(updates, episode))
        q_values = read_table(qtables / f"{episode_name(episode, episodes)}.npy", shown.shape)
        table = with_available_actions(described, shown.values(q_values))
        segment = RolloutSegment(
            f"greedy policy at the end of training episode {episode:,}",
            greedy_policy(table, known),
            outline(view, table, known) if is_outline(described, view) else None,
        )
        yield Player(segment, acting_greedily(discretisation, with_available_actions(described, q_values)))


def frames(
    environment: "Environment",
    discretisation: Discretisation,
    players: Sequence[Player],
    *,
    renderer: RolloutRenderer,
    rollout: RolloutSettings,
    held: int,
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Yield what is seen, and for how many frames: the start of each episode, and what follows each step.

    Args:
        environment: where to play; it draws itself.
        discretisation: how the cells that are shown lie over its observations.
        players: who acts.
        renderer: what composes the pictures.
        rollout: what each policy plays.
        held: for how many frames more the end of an episode stays.
    """
    for player in players:
        segment = player.segment
        for step in play(
            environment,
            discretisation,
            player.act,
            episodes=rollout.episodes,
            seed=rollout.seed,
            max_steps=rollout.max_steps,
        ):
            yield renderer.compose(segment, step, picture_of(environment)), 1 if step.outcome is None else 1 + held
            if step.outcome is not None:
                total = return_text(step.return_so_far)
                print(f"{segment.title}: {step.outcome} after {step.steps} steps, return {total}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        record_rollout(
            settings=EnvironmentSettings(**snakemake.params.environment),
            qtables=Path(snakemake.input.qtables),
            first_updates=Path(snakemake.input.first_updates),
            description=Path(snakemake.input.description),
            chosen=snakemake.params.chosen,
            episodes=snakemake.params.episodes,
            view=ViewSettings(**snakemake.params.view),
            rollout=RolloutSettings(**snakemake.params.rollout),
            path=Path(snakemake.output.video),
        )
