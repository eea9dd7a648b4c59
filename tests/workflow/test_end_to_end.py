"""The workflow itself, run on small settings: environments of every kind, from anywhere, into a report."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from PIL import Image
from playwright.sync_api import TimeoutError  # noqa: A004 (Playwright's own)
from tabular.figures.available import FIGURES

from tests.helpers.browser import PATIENCE, open_page
from tests.helpers.running import ROOT, copy_project, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

EPISODES = 24

OWN_ENVIRONMENT = '''
"""A corridor with a treasure at its end."""

import gymnasium


class Corridor(gymnasium.Env):
    observation_space = gymnasium.spaces.Box(0.0, 10.0, (1,))
    action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.place = float(self.np_random.uniform(0, 5))
        return self.observation(), {}

    def step(self, action):
        self.place = min(max(self.place + (1 if action == 1 else -1), 0.0), 10.0)
        return self.observation(), -1.0, self.place >= 9.0, False, {}

    def observation(self):
        import numpy

        return numpy.array([self.place], dtype=numpy.float32)


gymnasium.register("Corridor-v0", entry_point=Corridor, max_episode_steps=30)
'''

SMALL: dict[str, Any] = {"episodes": EPISODES, "snapshots": {"count": 3}, "evaluation": {"episodes": 7}}

KINDS: dict[str, tuple[dict[str, Any], tuple[int, ...]]] = {
    # Optimistic, so that 24 episodes without the goal teach something too.
    "discrete": ({"environment": {"id": "FrozenLake-v1"}, "agent": {"initial_value": 1.0}}, (16, 4)),
    "unbounded": (
        {
            "environment": {
                "id": "CartPole-v1",
                "bins": [3, 4, 5, 6],
                "bounds": [[-2.4, 2.4], [-3, 3], [-0.21, 0.21], [-3, 3]],
            },
            "video": {"codec": "xvid"},
        },
        (3, 4, 5, 6, 2),
    ),
    "six_dimensions": ({"environment": {"id": "Acrobot-v1", "bins": [3] * 6, "time_limit": 60}}, (3,) * 6 + (3,)),
    "tuple": ({"environment": {"id": "Blackjack-v1"}, "view": {"reduce": "middle"}}, (32, 11, 2, 2)),
    "own": ({"environment": {"id": "Corridor-v0", "module": "my corridor.py", "bins": [5]}}, (5, 2)),
}


NO_SENSE = {
    "discrete": {"cost_to_go"},
    "unbounded": {"cost_to_go", "optimality"},
    "six_dimensions": {"cost_to_go", "optimality"},
    "tuple": {"cost_to_go", "trajectories"},
    "own": {"cost_to_go", "trajectories", "optimality"},
}
"""The figures that make no sense for each kind."""


def project_config() -> dict[str, Any]:
    """Return the project's own configuration."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    return config


def run_elsewhere(tmp_path: Path, name: str, settings: dict[str, Any]) -> Path:
    """Run one experiment with `--directory`, from another folder, into a path with spaces; then once more."""
    folder = tmp_path / "a folder with spaces"
    experiments = {name: {**SMALL, **settings}}
    write_config(folder, {"run": [name], "experiments": experiments, "rewards_plot": {"window": 5}})
    (folder / "my corridor.py").write_text(OWN_ENVIRONMENT, encoding="utf-8")
    arguments = ["--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder), "--cores", "2"]
    snakemake(*arguments, cwd=tmp_path)
    assert "Nothing to be done" in snakemake(*arguments, cwd=tmp_path)
    return folder


WHEN_THEY_RUN = {"own": [], **{kind: [pytest.mark.slow] for kind in ("unbounded", "discrete", "tuple")}}
"""Marks of the kinds; `.ci/run` tries the others."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=WHEN_THEY_RUN.get(kind, [pytest.mark.thorough])) for kind in KINDS]
)
def test_an_environment_of_any_kind_is_trained_drawn_and_filmed(tmp_path: Path, kind: str) -> None:
    settings, shape = KINDS[kind]
    results = run_elsewhere(tmp_path, kind, settings) / "results" / kind
    assert tuple(json.loads((results / "environment.json").read_text())["table_shape"]) == shape

    tables = sorted((results / "seed-0" / "qtables").glob("*.npy"))
    assert [path.name for path in tables] == ["00.npy", "12.npy", "23.npy"]
    assert {np.load(path).shape for path in tables} == {shape}
    assert not np.array_equal(np.load(tables[0]), np.load(tables[-1])), "it learned something"
    assert pq.read_table(results / "seed-0" / "rewards.parquet").num_rows == EPISODES

    evaluation = pq.read_table(results / "seed-0" / "evaluation.parquet")
    assert evaluation["snapshot"].to_pylist() == [0] * 7 + [12] * 7 + [23] * 7
    baselines = pq.read_table(results / "baselines.parquet")
    names = ["random", *json.loads((results / "environment.json").read_text())["actions"]]
    assert baselines["baseline"].to_pylist() == [name for name in names for _ in range(7)]

    frames = sorted((results / "seed-0" / "frames").rglob("*.png"))
    assert [path.name for path in frames] == ["00.png", "12.png", "23.png"]
    assert {Image.open(path).size for path in frames} == {(1200, 900)}

    ending = "avi" if settings.get("video") else "mp4"
    with av.open(str(results / "seed-0" / f"qtable.{ending}")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == ("mpeg4" if ending == "avi" else "h264")
        assert stream.average_rate == 60
        assert len([*container.decode(stream)]) == 3 + 60

    rollout = results / "seed-0" / "rollout.mp4"
    if kind == "own":
        assert not rollout.exists(), "it doesn't draw itself"
    else:
        with av.open(str(rollout)) as container:
            stream = container.streams.video[0]
            assert (stream.codec_context.name, stream.codec_context.width) == ("h264", 1280)
            assert len([*container.decode(stream)]) > 3

    figures = {*FIGURES} - NO_SENSE[kind]
    assert {path.stem for path in results.glob("*.png")} == figures
    for figure in figures:
        picture = np.asarray(Image.open(results / f"{figure}.png").convert("L"))
        assert (picture < 128).sum() > 1000, "something is drawn"
        assert (results / f"{figure}.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.thorough
def test_logs_benchmarks_and_report_are_where_the_rules_names_say(tmp_path: Path) -> None:
    folder = run_elsewhere(tmp_path, "own", KINDS["own"][0] | {"seeds": 2})
    evaluations = [folder / "results" / "own" / f"seed-{seed}" / "evaluation.parquet" for seed in (0, 1)]
    assert all(path.is_file() for path in evaluations), "of all seeds"
    assert (folder / "logs" / "evaluate" / "own" / "seed-1.log").read_text().count("snapshot ") == 3
    assert (folder / "logs" / "evaluate_baselines" / "own.log").read_text().count("mean return ") == 3
    assert (folder / "logs" / "train" / "own" / "seed-1.log").read_text().count("episodes ") == 5
    assert "0 to 10 in 5 bins of 2" in (folder / "logs" / "describe_environment" / "own.log").read_text()
    assert (folder / "results" / ".benchmarks" / "train" / "own" / "seed-0.tsv").is_file()

    arguments = ["--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder), "--cores", "1"]
    snakemake(*arguments, "--report", "report.html", cwd=folder)
    with open_page() as page:
        page.goto((folder / "report.html").as_uri())
        read_report(page, json.loads((folder / "results/own/environment.json").read_text())["id"])


def read_report(page: Page, environment: str) -> None:
    """Read a report as a person would: the scores, then the explorer, a video, and the description of a figure."""
    # Snakemake's menu moves as it opens, and a click on a busy machine may miss what moves.
    page.add_style_tag(content="* { transition: none !important; }")
    scores = page.locator("table.scores")
    scores.wait_for()
    assert environment in scores.inner_text()

    page.get_by_role("link", name="All experiments").click()
    frame = page.frame_locator("iframe")
    view(page, "explorer", frame.get_by_role("heading", name="own", exact=True))

    page.get_by_text("Results", exact=True).click()
    page.get_by_role("link", name="Experiment own").click()
    parts = page.locator("nav ul li").all_inner_texts()
    assert parts == sorted(parts, key=["Learning", "Tables", "The agent acting"].index), "learning before acting"
    page.get_by_role("link", name="Tables", exact=True).click()
    video = frame.locator("video")
    view(page, "video of the table, seed 0", video)
    video.evaluate("video => video.readyState > 0 || new Promise((done) => (video.onloadedmetadata = done))")
    assert video.evaluate("video => [video.error, video.duration > 0]") == [None, True]

    row = page.locator("nav tbody tr", has_text="value function")
    row.locator("a").nth(1).click()
    assert re.search(r"It goes from [−.\d]+ to [−.\d]+\.", page.locator("nav").first.inner_text())


def view(page: Page, name: str, shown: Locator) -> None:
    """Show a result of the report: click until it is there, since a click is lost while the menu is drawn anew."""
    for milliseconds in (5_000, 20_000, PATIENCE):
        page.locator("nav tbody tr", has_text=name).locator("a").first.click()
        with suppress(TimeoutError):
            shown.wait_for(timeout=milliseconds)
            return
    raise AssertionError(f"the report doesn't show {name}")


MODULE = """
configfile: "mine.yaml"

module tabular:
    snakefile: {snakefile!r}
    config: config["tabular"]
    {prefix}

use rule * from tabular as tabular_*

rule mine:
    default_target: True
    input: "{folder}results/small/rewards.png", "{folder}results/small/seed-0/qtable.mp4"
    output: "mine.txt"
    shell: "ls {{input:q}} > {{output}}"
"""


@pytest.mark.parametrize("prefix", [pytest.param("", marks=pytest.mark.slow), "learning"])
def test_the_workflow_can_be_a_module_of_another(tmp_path: Path, prefix: str) -> None:
    config = project_config()
    config |= {"run": ["small"], "comparisons": {}, "experiments": {"small": SMALL}}
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump({"tabular": config}))
    text = MODULE.format(
        snakefile=str(ROOT / "Snakefile"),
        prefix=f'prefix: "{prefix}"' if prefix else "",
        folder=f"{prefix}/" if prefix else "",
    )
    (tmp_path / "Snakefile").write_text(text)
    snakemake("--cores", "2", cwd=tmp_path)
    assert len((tmp_path / "mine.txt").read_text().split()) == 2
    assert "Nothing to be done" in snakemake("--cores", "2", cwd=tmp_path)


@pytest.mark.thorough
def test_results_do_not_depend_on_cores_or_batches(tmp_path: Path) -> None:
    def run(name: str, cores: str, snapshots_per_job: int) -> dict[str, bytes]:
        folder = tmp_path / name
        presentation = {"frames": {"snapshots_per_job": snapshots_per_job}}
        write_config(folder, {"run": ["small"], "experiments": {"small": SMALL}, **presentation})
        snakemake("--snakefile", str(ROOT / "Snakefile"), "--cores", cores, cwd=folder)
        kept = ("*.npy", "*.parquet", "*.csv", "*.png", "*.svg", "*.mp4", "*.json", "*.html", "*.rst")
        files = [path for pattern in kept for path in (folder / "results").rglob(pattern)]
        return {
            path.name if "frames" in path.parts else str(path.relative_to(folder)): path.read_bytes() for path in files
        }

    one = run("one core", "1", 1)
    assert len(one) == 1 + 3 + 5 + 5 + 16 + 8 + 2 + 1 + 2
    assert one == run("eight cores", "8", 2)


@pytest.mark.slow
def test_frames_of_an_earlier_batch_size_are_gone_after_the_run_that_draws_others(tmp_path: Path) -> None:
    def batches(snapshots_per_job: int) -> list[str]:
        presentation = {"frames": {"snapshots_per_job": snapshots_per_job}}
        write_config(tmp_path, {"run": ["small"], "experiments": {"small": SMALL}, **presentation})
        video = "results/small/seed-0/qtable.mp4"
        snakemake("--snakefile", str(ROOT / "Snakefile"), "--cores", "2", video, cwd=tmp_path)
        return sorted(path.name for path in (tmp_path / "results" / "small" / "seed-0" / "frames").iterdir())

    assert len(batches(1)) == 2 * 3
    assert batches(100) == ["00", "00.sha256"]
    assert len(batches(1)) == 2 * 3


@pytest.mark.thorough
def test_a_spoiled_table_stops_the_frames_with_a_message_that_names_it(tmp_path: Path) -> None:
    write_config(tmp_path, {"run": ["small"], "experiments": {"small": SMALL}})
    arguments = ["--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]
    snakemake(*arguments, "results/small/seed-0/rewards.parquet", cwd=tmp_path)
    table = tmp_path / "results" / "small" / "seed-0" / "qtables" / "12.npy"
    table.write_bytes(table.read_bytes()[:-8])
    output = snakemake(*arguments, cwd=tmp_path, expect=1)
    assert "results/small/seed-0/qtables/12.npy: not a whole .npy file" in output
    assert "run `train` again" in output
    assert not (tmp_path / "results" / "small" / "seed-0" / "qtable.mp4").exists()


BROKEN_ENVIRONMENT = OWN_ENVIRONMENT.replace("Corridor", "Tunnel").replace(
    "    observation_space",
    """    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self, render_mode=None):
        self.render_mode = render_mode

    pictures = 0

    def render(self):
        type(self).pictures += 1
        if type(self).pictures > 1:
            raise RuntimeError("it is dark in here")
        import numpy

        return numpy.zeros((400, 600, 3), dtype=numpy.uint8)

    observation_space""",
    1,
)


@pytest.mark.thorough
def test_an_environment_that_cannot_be_filmed_keeps_nothing_else_from_being_made(tmp_path: Path) -> None:
    (tmp_path / "my_tunnel.py").write_text(BROKEN_ENVIRONMENT, encoding="utf-8")
    (tmp_path / "my_corridor.py").write_text(OWN_ENVIRONMENT, encoding="utf-8")
    names = {"silent": "Corridor-v0", "broken": "Tunnel-v0"}
    modules = {"silent": "my_corridor.py", "broken": "my_tunnel.py"}
    experiments = {
        name: {**SMALL, "environment": {"id": names[name], "module": modules[name], "bins": [5]}} for name in names
    }
    write_config(tmp_path, {"run": ["silent"], "experiments": experiments})
    arguments = ["--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]

    # What is known beforehand to be impossible isn't tried, and it is said why.
    output = snakemake(*arguments, cwd=tmp_path)
    said = "No rollout.mp4 is made for silent: Corridor-v0 can't be filmed: it has no render modes"
    assert output.count(said) == 1
    assert output.count("No trajectories.png is made for silent: Corridor-v0 has one dimension") == 1
    assert (tmp_path / "results" / "silent" / "seed-0" / "qtable.mp4").exists()
    output = snakemake(*arguments, "results/silent/seed-0/rollout.mp4", cwd=tmp_path, expect=1)
    assert "Error: Corridor-v0 can't be filmed: it has no render modes" in output

    # What turns out to be impossible fails, and all the rest is made.
    output = snakemake(*arguments, "--config", "run=[broken]", cwd=tmp_path, expect=1)
    assert "Error: Tunnel-v0 can't be filmed: its render() failed (RuntimeError: it is dark in here)" in output
    results = tmp_path / "results" / "broken"
    assert {"qtable.mp4"} == {path.name for path in (results / "seed-0").glob("*.mp4")}
    drawn = {"rewards", "qtable", "learning_curve", "value_function", "policy", "visits"}
    assert {path.name for path in results.glob("*.*g")} == {
        f"{name}.{kind}" for name in drawn for kind in ("png", "svg")
    }


@pytest.mark.thorough
def test_a_moved_clone_reruns_nothing(tmp_path: Path) -> None:
    folder = copy_project(tmp_path / "before")
    write_config(folder, {**project_config(), "run": ["small"], "comparisons": {}, "experiments": {"small": SMALL}})
    snakemake("--cores", "2", "results/small/rewards.png", cwd=folder)
    folder.rename(tmp_path / "after")
    output = snakemake("--cores", "2", "results/small/rewards.png", cwd=tmp_path / "after")
    assert "Nothing to be done" in output
