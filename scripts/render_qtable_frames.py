"""Draw a batch of tables, one frame a snapshot."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.drawing.action_panels import MarkStyle
from tabular.formatting import number_text
from tabular.q_tables.first_updates import first_updates_of_cells, first_updates_shown
from tabular.q_tables.greedy import with_available_actions
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import read_description
from tabular.results.episodes import read_history
from tabular.results.first_updates import updated_by
from tabular.results.folder_digest import FolderDigest
from tabular.results.q_table import read_first_updates, read_table
from tabular.results.snapshots import episode_name
from tabular.statistics.windows import recent_average
from tabular.videos.frame_composition import make_template, write_frame
from tabular.videos.frame_picture import draw_panels

snakemake: Any  # what Snakemake gives a script


def render_qtable_frames(
    *,
    qtables: Path,
    rewards: Path,
    first_updates: Path,
    description: Path,
    batch: Sequence[int],
    episodes: int,
    view: ViewSettings,
    style: Mapping[str, Any],
    frames: Path,
    digest: Path,
) -> None:
    """Draw the tables of a batch of snapshots.

    Args:
        qtables: folder of the tables.
        rewards: the run's `rewards.parquet`.
        first_updates: the run's `first_updates.npy`.
        description: the experiment's `environment.json`.
        batch: the episodes to draw.
        episodes: length of the training.
        view: which part of the tables the frames show.
        style: `colors`, `markers`, `opacity`, `size` in pixels, and `return_window`.
        frames: folder for the frames, one `.png` an episode.
        digest: file that stands for the frames' contents.
    """
    shown = ShownValues.of(read_description(description), view)
    environment, table_view = shown.description, shown.view
    history, updates = read_history(rewards), shown.first_updates(read_first_updates(first_updates, shown.shape))
    marks = MarkStyle(style["colors"], style["markers"], style["opacity"])
    width, height = style["size"]
    first_known, first_shown = first_updates_of_cells(updates), first_updates_shown(table_view, updates)
    template = make_template(draw_panels(environment, table_view, marks, (width, height)))
    window: int = style["return_window"]
    frames.mkdir(parents=True, exist_ok=True)
    contents = FolderDigest()
    progress = Steps("frame", len(batch))
    with reporting(progress):
        for episode in batch:
            name = episode_name(episode, episodes)
            values = shown.values(read_table(qtables / f"{name}.npy", shown.shape))
            table = with_available_actions(environment, values)
            best = table_view.best(table, updated_by(first_known, episode))
            recent = number_text(recent_average(history.returns, episode, window), "#.4g")
            # Only epsilon-greedy behaviour has an epsilon.
            exploring = "" if math.isnan(history.epsilon[episode]) else f"epsilon {history.epsilon[episode]:.3f}      "
            averaged = min(window, episode + 1)
            mean = f" (mean of the last {averaged:,} episodes)" if averaged > 1 else ""
            text = f"end of episode {episode:,}      {exploring}return {recent}{mean}"
            frame = frames / f"{name}.png"
            write_frame(frame, template.compose(best, updated_by(first_shown, episode), text))
            contents.add(frame.name, frame.read_bytes())
            progress.done += 1
    contents.write(digest)
    print(f"{len(batch)} frames of {width} × {height} pixels in {len(template.palette)} colours")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        render_qtable_frames(
            qtables=Path(snakemake.input.qtables),
            rewards=Path(snakemake.input.rewards),
            first_updates=Path(snakemake.input.first_updates),
            description=Path(snakemake.input.description),
            batch=snakemake.params.batch,
            episodes=snakemake.params.episodes,
            view=ViewSettings(**snakemake.params.view),
            style=snakemake.params.style,
            frames=Path(snakemake.output.frames),
            digest=Path(snakemake.output.digest),
        )
