"""Each kind of file in results/, damaged in each way, is refused in one line that names it and says what to do."""

from __future__ import annotations

import contextlib
import json
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.errors import UserError
from tabular.results.comparisons import CURVES, PROFILES, read_curves, read_improvement, read_profiles, read_scores
from tabular.results.environment import read_description, write_description
from tabular.results.episodes import TrainingHistory, read_history, write_history
from tabular.results.parquet import writing_parquet
from tabular.results.q_table import read_first_updates, read_table, read_visits, write_table
from tabular.results.returns import Outcome, read_baseline_means, read_mean_returns, writing_outcomes
from tabular.results.steps import Step
from tabular.results.trajectories import read_greedy_paths, read_trajectories, write_greedy_paths, write_trajectories
from write_comparison_page import scores_table

from tests.helpers.descriptions import MOUNTAIN_CAR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EPISODES, SHAPE = 6, (4, 3, 2)
EXPERIMENTS = ["first", "second"]
PLAYED = {"evaluation": {"episodes": 3}}


def outcome() -> Outcome:
    return Outcome(np.array([-1.0, -2.0, -3.0]), np.ones(3, dtype=np.int32), np.ones(3, dtype=np.bool_))


def make_rewards(path: Path) -> None:
    write_history(
        path, TrainingHistory.before_training(np.zeros(EPISODES), np.ones(EPISODES)), {"episodes": EPISODES}, 0
    )


def make_evaluation(path: Path) -> None:
    with writing_outcomes(path, "snapshot", PLAYED, 0) as write:
        write(0, outcome())
        write(5, outcome())


def make_baselines(path: Path) -> None:
    with writing_outcomes(path, "baseline", PLAYED) as write:
        write("random", outcome())
        write("left", outcome())


def make_trajectories(path: Path) -> None:
    ended = [None, None, "terminated"]
    moments = [
        Step(episode, step, -float(step), None if end else 1, end, (0, 0), (0.5, 0.25))  # type: ignore[arg-type]
        for episode in range(2)
        for step, end in enumerate(ended)
    ]
    write_trajectories(path, moments, {"trajectories": 2}, 0)


def make_curves(path: Path) -> None:
    with writing_parquet(path, CURVES, {}) as write:
        for name in EXPERIMENTS:
            for play in ("training", "greedy"):
                numbers = {key: np.array([0.0, 1.0]) for key in ("mean", "low", "high")}
                write({"experiment": [name] * 2, "play": [play] * 2, "episode": np.arange(2), **numbers})


def make_profiles(path: Path) -> None:
    with writing_parquet(path, PROFILES, {}) as write:
        for name in EXPERIMENTS:
            numbers = {key: np.array([0.0, 1.0]) for key in ("threshold", "share", "low", "high")}
            write({"experiment": [name] * 2, **numbers})


def make_improvement(path: Path) -> None:
    path.write_text("experiment,than,probability,low,high\nsecond,first,0.5,0.25,0.75\n", encoding="utf-8")


def make_scores(path: Path) -> None:
    path.write_text("| experiment | score |\n|:---|---:|\n| first | 1 |\n| second | 2 |\n", encoding="utf-8")


def make_greedy_paths(path: Path) -> None:
    ended = [None, None, "terminated"]
    steps = [
        Step(0, step, -float(step), None if end else 1, end, (0, 0), (0.5, 0.25))  # type: ignore[arg-type]
        for step, end in enumerate(ended)
    ]
    write_greedy_paths(path, {0: steps, 5: steps}, {}, 0)


def make_scores_for_programs(path: Path) -> None:
    path.write_text("experiment,greedy return\nfirst,0.5\nsecond,1.0\n", encoding="utf-8")


FILES: dict[str, tuple[Callable[[Path], None], Callable[[Path], Any]]] = {
    "qtables/5.npy": (lambda path: write_table(path, np.zeros(SHAPE)), lambda path: read_table(path, SHAPE)),
    "visits.npy": (
        lambda path: write_table(path, np.zeros(SHAPE, dtype=np.uint32)),
        lambda path: read_visits(path, SHAPE),
    ),
    "first_updates.npy": (
        lambda path: write_table(path, np.zeros(SHAPE, dtype=np.int32)),
        lambda path: read_first_updates(path, SHAPE),
    ),
    "rewards.parquet": (make_rewards, read_history),
    "evaluation.parquet": (make_evaluation, read_mean_returns),
    "baselines.parquet": (make_baselines, read_baseline_means),
    "trajectories.parquet": (make_trajectories, read_trajectories),
    "greedy_paths.parquet": (make_greedy_paths, lambda path: read_greedy_paths(path, [0, 5])),
    "environment.json": (lambda path: write_description(path, MOUNTAIN_CAR), read_description),
    "learning_curves.parquet": (make_curves, lambda path: read_curves(path, EXPERIMENTS)),
    "performance_profiles.parquet": (make_profiles, lambda path: read_profiles(path, EXPERIMENTS)),
    "improvement.csv": (make_improvement, lambda path: read_improvement(path, "first", EXPERIMENTS)),
    "scores.csv": (make_scores_for_programs, lambda path: read_scores(path, EXPERIMENTS)),
    "scores.md": (make_scores, lambda path: scores_table(path, EXPERIMENTS)),
}
"""By its name, what writes a file and what reads it."""

NUMBERS = {
    "rewards.parquet": "reward",
    "evaluation.parquet": "return",
    "baselines.parquet": "return",
    "trajectories.parquet": "return",
    "greedy_paths.parquet": "return",
    "learning_curves.parquet": "mean",
    "performance_profiles.parquet": "share",
}
"""By file, a column of numbers that are all known."""


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Write a Parquet file again, changed, with what it says of itself."""
    table = pq.read_table(path)
    pq.write_table(change(table).replace_schema_metadata(table.schema.metadata), path)


def with_column(path: Path, value: float | None) -> None:
    """Put a value into a column of numbers, or of JSON's lists of numbers."""
    if path.suffix == ".parquet":
        name = NUMBERS[path.name]

        def change(table: pa.Table) -> pa.Table:
            values = table[name].to_pylist()
            values[1] = value
            place = table.schema.get_field_index(name)
            return table.set_column(place, name, pa.array(values, type=pa.float64()))

        rewrite(path, change)
    elif path.suffix == ".npy":
        table = np.load(path).astype(np.float64)
        table.flat[0] = np.nan if value is None else value
        np.save(path, table)
    elif path.suffix == ".json":
        content = json.loads(path.read_text())
        content["low"] = [value, *content["low"][1:]]
        path.write_text(json.dumps(content))
    else:
        text = "" if value is None else str(value)
        path.write_text(path.read_text().replace("0.5", text).replace("| first ", f"| {text} "))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2])


def wrong_shape(path: Path) -> None:
    if path.suffix == ".npy":
        np.save(path, np.load(path)[:-1])
    elif path.suffix == ".json":
        content = json.loads(path.read_text())
        path.write_text(json.dumps(content | {"table_shape": [5, *content["table_shape"]]}))
    elif path.suffix == ".parquet":
        rewrite(path, lambda table: pa.concat_tables([table, table]).select(table.column_names[1:]))
    else:
        path.write_text("".join(line.partition(",")[2] for line in path.read_text().splitlines(keepends=True)))


def missing_column(path: Path) -> None:
    if path.suffix == ".npy":
        np.save(path, np.load(path)[..., :-1])
    elif path.suffix == ".json":
        content = json.loads(path.read_text())
        del content["actions"]
        path.write_text(json.dumps(content))
    elif path.suffix == ".parquet":
        rewrite(path, lambda table: table.drop_columns([NUMBERS[path.name]]))
    else:
        path.write_text(
            path.read_text().replace("probability,", "").replace(",greedy return", "").replace("| first ", "")
        )


def fewer_rows(path: Path) -> None:
    if path.suffix == ".npy":
        np.save(path, np.load(path)[1:])
    elif path.suffix == ".json":
        content = json.loads(path.read_text())
        path.write_text(json.dumps(content | {"actions": content["actions"][1:]}))
    elif path.suffix == ".parquet":
        rewrite(path, lambda table: table.slice(0, table.num_rows // 2 - 1))
    else:
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "truncated": truncated,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(bytes(range(256)) * 4),
    "wrong shape": wrong_shape,
    "missing column": missing_column,
    "fewer rows": fewer_rows,
    "nulls": lambda path: with_column(path, None),
    "NaN": lambda path: with_column(path, float("nan")),
    "pickled": lambda path: path.write_bytes(pickle.dumps({"a": pd.DataFrame({"b": [1]})})),
    "deleted": lambda path: path.unlink(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_whole_file_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    write, read = FILES[name]
    write(path)
    assert read(path) is not None


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_refused_in_one_line_that_names_it_and_the_remedy(
    name: str, damage: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    write, read = FILES[name]
    write(path)
    DAMAGES[damage](path)
    with pytest.raises(UserError) as raised:
        read(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert "delete" in message
    assert "again" in message


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_the_bytes_are_a_file_is_read_or_refused_in_one_line(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("damaged") / name
    path.parent.mkdir(exist_ok=True)
    write, read = FILES[name]
    write(path)
    content = bytearray(path.read_bytes())
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[place] = byte
    path.write_bytes(content)
    with contextlib.suppress(UserError):
        read(path)


def test_a_file_that_does_not_say_how_many_rows_it_should_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rewards.parquet"
    write_history(path, TrainingHistory.before_training(np.zeros(2), np.ones(2)), {"seeds": 1}, 0)
    with pytest.raises(UserError, match="not a whole Parquet file"):
        read_history(path)
