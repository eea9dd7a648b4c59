"""Record the agent acting, with some of the tables that were kept, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from numpy.typing import NDArray
from tabular.environments.bins import discretise
from tabular.environments.rendering import frames_per_second, make_drawn_environment, picture_of, without_a_screen
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.rollout import play
from tabular.formatting import return_text
from tabular.q_tables.first_updates import known_cells
from tabular.q_tables.greedy import constant_policy, greedy_policy, is_outline, outline, with_available_actions
from tabular.q_tables.view import TableView, choose_view
from tabular.results.environment import EnvironmentDescription, read_description
from tabular.results.first_updates import updated_by
from tabular.results.q_table import read_first_updates, read_table
from tabular.results.snapshots import episode_name
from tabular.videos.rollout_frames import RolloutRenderer, RolloutSegment
from tabular.videos.rollout_layout import SIZE
from tabular.videos.writing import stream_video

snakemake: Any  # what Snakemake gives a script


def record_rollout(
    *,
    settings: EnvironmentSettings,
    qtables: Path,
    first_updates: Path,
    description: Path,
    chosen: Sequence[int],
    episodes: int,
    view: Mapping[str, Any],
    rollout: Mapping[str, Any],
    path: Path,
) -> None:
    """Let the greedy policy of each chosen table play, from the same starts, and write the video.

    Args:
        settings: the environment and its bins.
        qtables: folder of the tables.
        first_updates: the same training's `first_updates.npy`.
        description: the experiment's `environment.json`.
        chosen: the training episodes at whose end the tables were kept that play, in this order.
        episodes: length of the training.
        view: `axes`, `reduce` and `grid` of the map of the policy, as in the configuration's `frames`.
        rollout: `episodes` that each policy plays, `seed` of their starts, `max_steps` of one, `constant_action` that
            is taken all the time before the first table plays, or None, `fps` or None for the environment's own, and
            `hold_seconds`, how long the end of an episode stays.
        path: where the video goes.
    """
    without_a_screen()
    fps, picture_size = first_look(settings, rollout["seed"])
    described = read_description(description)
    shown = choose_view(described, view["axes"], view["reduce"], view["grid"])
    segments = [
        *constant_segments(described, shown, rollout["constant_action"]),
        *greedy_segments(described, shown, chosen, episodes, qtables=qtables, first_updates=first_updates),
    ]
    drawn = [segment.outline or segment.policy for segment in segments]
    renderer = RolloutRenderer(
        described,
        shown,
        picture_size,
        episodes=rollout["episodes"],
        some_tied=any((policy.tied & policy.known).any() for policy in drawn),
        some_never_updated=not all(policy.known.all() for policy in drawn),
    )
    speed = fps if rollout["fps"] is None else rollout["fps"]
    held = round(rollout["hold_seconds"] * speed)
    progress = Steps("frame", None)
    with reporting(progress):
        count = stream_video(path, counted(frames(settings, segments, renderer, rollout, held), progress), SIZE, speed)
    print(f"{count} frames at {speed} a second: {count / speed:.2f} s")


def counted(
    pictures: Iterator[tuple[NDArray[np.uint8], int]], progress: Steps
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Yield the pictures, and count the frames for which they stay."""
    for picture, times in pictures:
        yield picture, times
        progress.done += times


def first_look(settings: EnvironmentSettings, seed: int) -> tuple[int, tuple[int, int]]:
    """Return how many steps a second the environment is meant to be seen at, and its pictures' width and height."""
    with closing(make_drawn_environment(settings)) as environment:
        environment.reset(seed=seed)
        height, width, _ = picture_of(environment).shape
        return frames_per_second(environment), (width, height)


def constant_segments(
    described: EnvironmentDescription, view: TableView, action: str | int | None
) -> Iterator[RolloutSegment]:
    """Yield what shows a constant action, if one is asked for."""
    if action is not None:
        number = described.action_number(action)
        shown = view.rows.cells, view.columns.cells
        outlined = constant_policy(number, shown) if is_outline(described, view) else None
        yield RolloutSegment(
            f"always “{described.actions[number]}”", constant_policy(number, described.cells), outlined
        )


def greedy_segments(
    described: EnvironmentDescription,
    view: TableView,
    chosen: Sequence[int],
    episodes: int,
    *,
    qtables: Path,
    first_updates: Path,
) -> Iterator[RolloutSegment]:
    """Yield what shows each of the chosen tables."""
    shape = tuple(described.table_shape)
    updates = read_first_updates(first_updates, shape)
    for episode in chosen:
        known = known_cells(updated_by(updates, episode))
        table = with_available_actions(described, read_table(qtables / f"{episode_name(episode, episodes)}.npy", shape))
        outlined = outline(view, table, known) if is_outline(described, view) else None
        yield RolloutSegment(
            f"greedy policy at the end of training episode {episode:,}", greedy_policy(table, known), outlined
        )


def frames(
    settings: EnvironmentSettings,
    segments: Sequence[RolloutSegment],
    renderer: RolloutRenderer,
    rollout: Mapping[str, Any],
    held: int,
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Yield what is seen, and for how many frames: the start of each episode, and what follows each step.

    Args:
        settings: the environment.
        segments: who acts.
        renderer: what composes the pictures.
        rollout: `episodes`, `seed` and `max_steps`, as in the configuration.
        held: for how many frames more the end of an episode stays.
    """
    for segment in segments:
        with closing(make_drawn_environment(settings)) as environment:
            discretisation = discretise(environment.observation_space, settings)
            playing = {key: rollout[key] for key in ("episodes", "seed", "max_steps")}
            for step in play(environment, discretisation, segment.policy, **playing):
                yield (
                    renderer.compose(segment, step, picture_of(environment)),
                    1 if step.outcome is None else 1 + held,
                )
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
            view=snakemake.params.view,
            rollout=snakemake.params.rollout,
            path=Path(snakemake.output.video),
        )
