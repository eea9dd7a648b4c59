"""Files of a study that are missing, damaged, or don't belong together: one line says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.results.damage import DamagedFileError
from tabular.results.studies import (
    NoScoresError,
    read_importance,
    read_ranking,
    read_sensitivity,
    read_study,
    read_trials,
)

from tests.helpers.awkward_texts import AWKWARD
from tests.helpers.studies import grid, rank, study_of, write_study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = grid({"agent.discount": [0.5, 1.0], "environment.bins": ["[5,5]", "null"]})
RAW = ("trials", "scores", "failures")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return rank(study_of(FULL, lambda one, seed: one["agent.discount"] + seed), tmp_path)


def raw(files: dict[str, Path]) -> dict[str, Path]:
    return {name: files[name] for name in RAW}


def test_what_was_written_is_read(files: dict[str, Path]) -> None:
    study = read_study(**raw(files))
    assert study.keys == ["agent.discount", "environment.bins"]
    assert study.trials.dtypes.to_list()[0] == "float64"
    assert sorted(study.trials["environment.bins"]) == ["[5,5]", "[5,5]", "null", "null"]
    assert len(study.scores) == 12
    assert study.failures.empty


@pytest.mark.parametrize("name", [*RAW, "csv", "importance", "sensitivity"])
@pytest.mark.parametrize("damage", ["missing", "empty", "half"])
def test_a_damaged_file_is_named_with_the_remedy(files: dict[str, Path], name: str, damage: str) -> None:
    trials = read_trials(files["trials"])
    path = files[name]
    if damage == "missing":
        path.unlink()
    else:
        whole = path.read_bytes()
        path.write_bytes(b"" if damage == "empty" else whole[: len(whole) // 2])
    readers: dict[str, Callable[[], object]] = {
        "csv": lambda: read_ranking(path, trials),
        "importance": lambda: read_importance(path, trials.columns.to_list()),
        "sensitivity": lambda: read_sensitivity(path, trials),
    }
    with pytest.raises(DamagedFileError, match=r"delete .* and run the same command again") as caught:
        readers.get(name, lambda: read_study(**raw(files)))()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def rewrite(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path)


def test_files_that_do_not_belong_together_are_refused(files: dict[str, Path]) -> None:
    scores, trials = (pq.read_table(files[name]) for name in ("scores", "trials"))
    rewrite(files["scores"], scores.slice(3))
    with pytest.raises(DamagedFileError, match=r"its trials are not those of trials\.parquet"):
        read_study(**raw(files))
    rewrite(files["scores"], pa.concat_tables([scores, scores.slice(0, 1)]))
    with pytest.raises(DamagedFileError, match="it has a trial and seed twice"):
        read_study(**raw(files))
    rewrite(files["scores"], scores)
    rewrite(files["failures"], pa.table({"trial": trials["trial"][:1], "message": ["no"]}))
    with pytest.raises(DamagedFileError, match="it has scores of trials that failed"):
        read_study(**raw(files))
    rewrite(files["failures"], pa.table({"trial": pa.array([], pa.string()), "message": pa.array([], pa.string())}))
    seeds = pa.array(range(12), pa.int32())
    rewrite(files["scores"], scores.set_column(1, "seed", seeds))
    with pytest.raises(DamagedFileError, match="its trials have no seed in common"):
        read_study(**raw(files))


def test_trials_need_keys_of_numbers_or_texts(files: dict[str, Path]) -> None:
    trials = pq.read_table(files["trials"])
    rewrite(files["trials"], trials.select(["trial"]))
    with pytest.raises(DamagedFileError, match="it has no varied key"):
        read_trials(files["trials"])
    rewrite(files["trials"], trials.append_column("agent.x", pa.array([1, 2, 3, 4])))
    with pytest.raises(DamagedFileError, match=r"its column 'agent\.x' has neither numbers nor texts"):
        read_trials(files["trials"])
    rewrite(files["trials"], pa.concat_tables([trials, trials]))
    with pytest.raises(DamagedFileError, match="it has a trial twice"):
        read_trials(files["trials"])


def test_tables_of_another_study_are_refused(files: dict[str, Path], tmp_path: Path) -> None:
    other = rank(
        study_of(grid({"agent.discount": [0.1], "environment.bins": ["a"]}), lambda *_: 0.0), tmp_path / "other"
    )
    trials = read_trials(files["trials"])
    with pytest.raises(DamagedFileError, match="its trials are not those of the study"):
        read_ranking(other["csv"], trials)
    with pytest.raises(DamagedFileError, match="not a whole table"):
        read_sensitivity(other["sensitivity"], trials)
    with pytest.raises(DamagedFileError, match="its keys are not those of the study"):
        read_importance(other["importance"], ["agent.discount"])
    with pytest.raises(DamagedFileError, match="its keys are not those of the study"):
        read_sensitivity(other["sensitivity"], trials.drop(columns="agent.discount"))


def test_where_all_trials_failed_the_first_message_is_shown(tmp_path: Path) -> None:
    paths = write_study(study_of(FULL, lambda *_: 0.0, failing=lambda _: True), tmp_path)
    with pytest.raises(NoScoresError, match=r"all 4 trials failed; .{16}: a state has no available action"):
        read_study(**paths)


@given(texts=st.lists(AWKWARD, min_size=2, max_size=4, unique=True))
def test_values_come_back_whatever_they_are(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("awkward")
    found = rank(study_of(grid({"agent.name": texts, "agent.rate": [-1.5, 2.0]}), lambda *_: 0.0, seeds=1), folder)
    trials = read_trials(found["trials"])
    rows = read_sensitivity(found["sensitivity"], trials)
    assert set(rows.loc[rows["key"] == "agent.name", "value"]) == set(texts)
    assert rows.loc[rows["key"] == "agent.rate", "value"].to_list() == [-1.5, 2.0]
    assert sorted(read_ranking(found["csv"], trials)["agent.name"]) == sorted(texts * 2)
