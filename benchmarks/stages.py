"""Where the time of the tutorial's whole goes, and what each part would cost at least.

    uv run python benchmarks/stages.py

Makes what the tutorial makes from an empty folder, to video and reward plot, reads what Snakemake measured of each job,
and times, in the same minutes, what the stages can't do without: an interpreter's start, imports, PNG encoding, x264,
and as many jobs of Snakemake's that do nothing. All figures are medians.
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

from tabular.videos.encoding import ENCODINGS, EncoderSettings  # noqa: E402 (found by the path above)
from tabular.videos.frame_composition import FRAME_COMPRESSION  # noqa: E402
from tabular.videos.frame_files import read_for_encoder, read_frame  # noqa: E402
from tabular.videos.writing import write_video  # noqa: E402
from tutorial import ProjectDrawing, evenly, run_project  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZE = (1200, 900)
FPS = 60
JOBS = 9
"""Jobs that it takes."""

EMPTY_JOBS = """
rule all:
    input: expand("{number}.txt", number=range(JOBS))

rule nothing:
    output: "{number}.txt"
    script: "nothing.py"
"""

PEAK_MEMORY = "measure_peak_memory"


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def python(*arguments: str) -> float:
    """Return how long a Python process takes from its start to its end."""
    return seconds_of(lambda: subprocess.run([sys.executable, *arguments], cwd=ROOT / "scripts", check=True))  # noqa: S603


def stage_seconds(results: Path) -> dict[str, list[float]]:
    """Return the seconds of each job by rule, as Snakemake measured them."""
    found: dict[str, list[float]] = defaultdict(list)
    folder = results / ".benchmarks"
    for path in sorted(folder.rglob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            found[path.relative_to(folder).parts[0]] += [
                float(row["s"]) for row in csv.DictReader(file, delimiter="\t")
            ]
    return found


def snakemake_alone(folder: Path, cores: int) -> float:
    """Return how long Snakemake takes for as many jobs that do nothing."""
    folder.mkdir()
    (folder / "Snakefile").write_text(f"JOBS = {JOBS}\n{EMPTY_JOBS}", encoding="utf-8")
    (folder / "nothing.py").write_text("open(snakemake.output[0], 'w').close()\n", encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", str(cores), "--scheduler", "greedy"]
    return seconds_of(lambda: subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL))  # noqa: S603


def encode_png(frames: Sequence[Path]) -> float:
    """Return the seconds a frame that Pillow takes to encode pictures that are in memory already."""
    pictures = [read_frame(frame, None) for frame in frames]

    def encode_all() -> None:
        for picture in pictures:
            picture.save(io.BytesIO(), "PNG", compress_level=FRAME_COMPRESSION)

    return seconds_of(encode_all) / len(pictures)


def encode_h264(frames: Sequence[Path]) -> tuple[float, float]:
    """Return the seconds a frame for reading frames, and for x264 alone on what was read, on one core."""
    encoding = ENCODINGS[".mp4"]
    began = time.perf_counter()
    pictures = [read_for_encoder(frame, SIZE, encoding.colorspace) for frame in frames]
    reading = time.perf_counter() - began
    encoder = EncoderSettings(encoding, SIZE, FPS, av.codec.context.Flags.global_header).make_encoder()
    for number, picture in enumerate(pictures):
        picture.pts, picture.time_base = number, Fraction(1, FPS)
    encoding_seconds = seconds_of(lambda: [encoder.encode(picture) for picture in [*pictures, None]])
    return reading / len(frames), encoding_seconds / len(frames)


def peak_megabytes(results: Path, count: int) -> float:
    """Return the peak memory of a process that makes a video of the first so many frames."""
    command = [sys.executable, __file__, PEAK_MEMORY, str(results), str(count)]
    return int(subprocess.check_output(command)) / 1024  # noqa: S603


def print_peak_memory(results: Path, count: int) -> None:
    """Make a video of the first so many frames, its last second held, and print this process's peak memory in KiB."""
    frames = sorted((results / "seed-0" / "frames").rglob("*.png"))[:count]
    with tempfile.TemporaryDirectory() as folder:
        write_video(Path(folder) / "qtable.mp4", frames, FPS, hold_seconds=1.0, threads=2)
    # Not `ru_maxrss`: a child's starts at what its parent had.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(status.split("VmHWM:")[1].split()[0])


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    values: dict[str, list[float]] = defaultdict(list)
    jobs: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        for repetition in range(options.repetitions):
            folder = Path(name) / str(repetition)
            values["the whole"].append(run_project(folder, options.cores))
            for rule, seconds in stage_seconds(folder / "results").items():
                values[rule].append(sum(seconds))
                jobs[rule] = len(seconds)
            results = folder / "results" / "mountain_car_tutorial"
            frames = sorted((results / "seed-0" / "frames").rglob("*.png"))
            values["interpreter"].append(python("-c", "pass"))
            values["imports"].append(python("-c", "import render_qtable_frames"))
            values["template"].append(seconds_of(partial(ProjectDrawing, results)))
            values["png"].append(encode_png(evenly(frames, 200)))
            # In one piece, as a segment has them: neighbouring frames are much alike.
            pieces = [encode_h264(frames[start : start + 60]) for start in (60, 1200, 2400)]
            values["reading"].append(float(np.mean([reading for reading, _ in pieces])))
            values["x264"].append(float(np.mean([x264 for _, x264 in pieces])))
            values["snakemake"].append(snakemake_alone(Path(name) / f"empty-{repetition}", options.cores))
            for count in (250, len(frames)):
                values[f"memory {count}"].append(peak_megabytes(results, count))
        count = len(frames)
    median = {what: statistics.median(seconds) for what, seconds in values.items()}
    start = median["imports"] + median["template"]
    each = {what: f"{1000 * median[what]:.2f} ms" for what in ("png", "reading", "x264")}
    floors = {
        "render_qtable_frames": f"{count * median['png']:.1f} core seconds of PNG encoding ({each['png']} a frame)",
        "make_video": f"{count * (median['reading'] + median['x264']):.1f} core seconds: "
        f"reading ({each['reading']} a frame) and x264 ({each['x264']})",
    }
    print("| stage | jobs | seconds, all jobs | at least |\n| --- | --: | --: | --- |")
    for rule, number in jobs.items():
        print(f"| {rule} | {number} | {median[rule]:.1f} | {floors.get(rule, '')} |")
    print(f"| Snakemake, with {JOBS} jobs that do nothing | {JOBS} | {median['snakemake']:.1f} | |")
    print(f"| the whole, {options.cores} cores | {sum(jobs.values())} | {median['the whole']:.1f} | |")
    print(
        f"\nBefore its first frame a render job takes {start:.2f} s: interpreter {median['interpreter']:.2f}, "
        f"imports {median['imports'] - median['interpreter']:.2f}, template {median['template']:.2f}."
    )
    print(f"Peak memory of the video: {median['memory 250']:.0f} MB for 250 frames, "
          f"{median[f'memory {count}']:.0f} MB for {count}.")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == [PEAK_MEMORY]:
        print_peak_memory(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
