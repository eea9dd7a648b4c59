"""How fast the whole is: the tutorial's drawing, its video and all of it together, against the project's.

    uv run python benchmarks/tutorial.py

Drawing and video are timed on a sample of snapshots, the two sides in turn; the tutorial's whole is its training, timed
in full, and its drawing and video, multiplied from the sample to all snapshots. The project's whole is what a user
types, from an empty folder to the last picture.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

from tabular.drawing.action_panels import MarkStyle  # noqa: E402 (found by the path above)
from tabular.q_tables.first_updates import first_updates_shown  # noqa: E402
from tabular.q_tables.view import choose_view  # noqa: E402
from tabular.results.environment import read_description  # noqa: E402
from tabular.results.first_updates import updated_by  # noqa: E402
from tabular.results.q_table import read_first_updates, read_table  # noqa: E402
from tabular.videos.frame_composition import make_template, write_frame  # noqa: E402
from tabular.videos.frame_picture import draw_panels  # noqa: E402
from tabular.videos.writing import write_video  # noqa: E402
from training import run_tutorial  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

EPISODES = 25_000
SNAPSHOTS = 2_501
FPS = 60


def draw_as_the_tutorial(tables: Sequence[Path], folder: Path) -> float:
    """Draw tables as the tutorial does, a `scatter` call for each dot; return the seconds per frame."""
    began = time.perf_counter()
    for path in tables:
        q_table = np.load(path)
        figure = plt.figure(figsize=(12, 9))
        for action in range(3):
            axes = figure.add_subplot(311 + action)
            for x, cells in enumerate(q_table):
                for y, values in enumerate(cells):
                    best = values[action] == np.max(values)
                    axes.scatter(x, y, c="green" if best else "red", marker="o", alpha=1.0 if best else 0.3)
            axes.set_ylabel(f"Action {action}")
        plt.savefig(folder / f"{path.stem}.png")
        plt.close(figure)
    return (time.perf_counter() - began) / len(tables)


class ProjectDrawing:
    """The project's drawing, its template made beforehand, as in a job that draws hundreds of frames."""

    def __init__(self, results: Path) -> None:
        """Draw the template."""
        self.description = read_description(results / "environment.json")
        self.view = choose_view(self.description, None, "mean", None)
        first_updates = results / "seed-0" / "first_updates.npy"
        updates = read_first_updates(first_updates, tuple(self.description.table_shape))
        self.first_updates = first_updates_shown(self.view, updates)
        style = MarkStyle(
            {"best": "#0072B2", "other": "#D55E00"}, {"best": "o", "other": "x"}, {"best": 1.0, "other": 0.4}
        )
        self.template = make_template(draw_panels(self.description, self.view, style, (1200, 900)))

    def draw(self, tables: Sequence[Path], folder: Path) -> float:
        """Draw tables; return the seconds per frame."""
        began = time.perf_counter()
        for path in tables:
            table = read_table(path, tuple(self.description.table_shape))
            updated = updated_by(self.first_updates, int(path.stem))
            picture = self.template.compose(self.view.best(table), updated, f"episode {path.stem}")
            write_frame(folder / f"{path.stem}.png", picture)
        return (time.perf_counter() - began) / len(tables)


def write_video_as_the_tutorial(frames: Sequence[Path], path: Path) -> float:
    """Write a video as the tutorial does, with OpenCV; return the seconds per frame."""
    began = time.perf_counter()
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"XVID"), FPS, (1200, 900))
    for frame in frames:
        picture: NDArray[np.uint8] | None = cv2.imread(str(frame))  # type: ignore[assignment]
        if picture is None:
            raise FileNotFoundError(frame)
        writer.write(picture)
    writer.release()
    return (time.perf_counter() - began) / len(frames)


def write_video_of_the_project(frames: Sequence[Path], path: Path) -> float:
    """Write the project's video; return the seconds per frame."""
    began = time.perf_counter()
    write_video(path, frames, FPS, hold_seconds=0, threads=2)
    return (time.perf_counter() - began) / len(frames)


TUTORIAL = [f"results/mountain_car_tutorial/{file}" for file in ("rewards.png", "seed-0/qtable.mp4")]
"""What the tutorial makes; plain `snakemake` makes more."""


def run_project(folder: Path, cores: int) -> float:
    """Make what the tutorial makes from an empty folder; return the seconds that the whole took."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder)]
    began = time.perf_counter()
    subprocess.run([*command, "--cores", str(cores), *TUTORIAL], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - began


def evenly(paths: Sequence[Path], count: int) -> list[Path]:
    """Choose `count` of the paths, evenly spaced."""
    return [paths[round(index * (len(paths) - 1) / (count - 1))] for index in range(count)]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=3, help="of each measurement but the tutorial's training")
    parser.add_argument("--sample", type=int, default=20, help="tables that the tutorial's way draws, in all")
    parser.add_argument("--cores", type=int, default=2, help="for the project's whole")
    options = parser.parse_args()
    repetitions = options.repetitions
    drawing: dict[str, list[float]] = {"tutorial": [], "project": []}
    video: dict[str, list[float]] = {"tutorial": [], "project": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = [run_project(folder / f"whole-{number}", options.cores) for number in range(repetitions)]
        results = folder / "whole-0" / "results" / "mountain_car_tutorial"
        tables = sorted((results / "seed-0" / "qtables").glob("*.npy"))
        frames = sorted((results / "seed-0" / "frames").rglob("*.png"))
        project = ProjectDrawing(results)
        sample = evenly(tables, options.sample)
        for number in range(repetitions):
            drawing["tutorial"].append(draw_as_the_tutorial(sample[number::repetitions], folder))
            drawing["project"].append(project.draw(evenly(tables, 200), folder))
            video["tutorial"].append(write_video_as_the_tutorial(frames[:400], folder / "tutorial.avi"))
            video["project"].append(write_video_of_the_project(frames[:400], folder / "project.mp4"))
        training = run_tutorial(EPISODES, 20).seconds
    per_frame = {side: statistics.median(values) for side, values in drawing.items()}
    per_video_frame = {side: statistics.median(values) for side, values in video.items()}
    tutorial = training + SNAPSHOTS * (per_frame["tutorial"] + per_video_frame["tutorial"])
    ours = statistics.median(whole)
    print("| | tutorial | project | × |\n| --- | --: | --: | --: |")
    for what, by_side in (("drawing a frame, ms", per_frame), ("a frame into the video, ms", per_video_frame)):
        theirs, own = (1000 * by_side[side] for side in ("tutorial", "project"))
        print(f"| {what} | {theirs:,.1f} | {own:,.2f} | {theirs / own:,.1f} |")
    print(f"| the whole, s | {tutorial:,.0f} | {ours:,.1f} | {tutorial / ours:,.0f} |")


if __name__ == "__main__":
    main()
