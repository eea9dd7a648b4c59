"""Join the frames of all snapshots into one video."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.results.snapshots import SnapshotPolicy, batches, episode_name
from tabular.videos.writing import write_video

snakemake: Any  # what Snakemake gives a script


def make_video(
    *,
    folders: Sequence[Path],
    episodes: int,
    snapshots: Mapping[str, Any],
    snapshots_per_folder: int,
    playback: Mapping[str, Any],
    path: Path,
    threads: int,
) -> None:
    """Write the video and say how long it is.

    Args:
        folders: the folders of the frames, in the order of their first episodes.
        episodes: length of the training.
        snapshots: which episodes have frames, as in the configuration.
        snapshots_per_folder: how many of them lie in one folder.
        playback: `fps` and `hold_seconds`.
        path: where the video goes; its ending chooses the codec.
        threads: for encoding; their number doesn't change the video.
    """
    expected = batches(SnapshotPolicy(**snapshots).episodes(episodes), snapshots_per_folder)
    frames = [
        folder / f"{episode_name(episode, episodes)}.png"
        for folder, batch in zip(folders, expected, strict=True)
        for episode in batch
    ]
    progress = Steps("frame", len(frames) + round(playback["hold_seconds"] * playback["fps"]))
    with reporting(progress):
        count = write_video(path, frames, playback["fps"], playback["hold_seconds"], threads, progress=progress)
    seconds = count / playback["fps"]
    print(f"{len(frames)} frames at {playback['fps']} a second, the last one held: {seconds:.2f} s")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        make_video(
            folders=[Path(folder) for folder in snakemake.input.frames],
            episodes=snakemake.params.episodes,
            snapshots=snakemake.params.snapshots,
            snapshots_per_folder=snakemake.params.snapshots_per_folder,
            playback=snakemake.params.playback,
            path=Path(snakemake.output.video),
            threads=snakemake.threads,
        )
