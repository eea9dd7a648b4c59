"""The trainings of a study: what each scores, and that how they are run makes no difference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
import pytest
import run_trials as run_trials_script
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from list_trials import list_trials
from run_trials import run_trials
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import DivergenceError, Training
from tabular.studies import batches, running, trial
from tabular.studies.batches import read_batch, write_batch
from tabular.studies.objective import Objective
from tabular.studies.survivors import survivors_of
from tabular.studies.trial import WINDOWS, TrialResults, curves_of, run_trial, training_of
from tabular.studies.trial_settings import read_trials

from tests.helpers.trials import AGENT, EVALUATION, trial_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tabular.engines.engine import EngineName
    from tabular.studies.objective import ObjectiveName
    from tabular.studies.trial import TrialSettings

RETURN = {"of": "training_return", "episodes": "all"}

RETURNS = arrays.arrays(
    np.float64, st.tuples(st.integers(1, 5), st.integers(1, 300)), elements=st.floats(-1e3, 1e3), fill=st.nothing()
)
"""Of some trainings of as many episodes."""

TRIALS = {f"{number:016x}": trial_settings(rate) for number, rate in enumerate([0.1, 0.3, 0.5, 0.9])}


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Write down four trials; return the file of their settings."""
    return listed_in(tmp_path, TRIALS)


def listed_in(folder: Path, trials: dict[str, dict[str, Any]]) -> Path:
    rows = [
        {"name": name, "assignment": {"agent.learning_rate": one["agent"]["learning_rate"]["start"]}, "settings": one}
        for name, one in trials.items()
    ]
    path = folder / "trial_settings.parquet"
    list_trials(
        trials=rows,
        keys=["agent.learning_rate"],
        index=folder / "trials.parquet",
        settings=path,
        study={"base": "lake"},
    )
    return path


class OfTraining(NamedTuple):
    """What one training brought, of `TrialResults`."""

    trial: str
    seed: int
    score: float
    curve: list[float]
    failure: str


def run(listed: Path, path: Path, seeds: range = range(3), **changes: Any) -> list[OfTraining]:
    run_trials(**{"settings": listed, "names": [*TRIALS], "seeds": seeds, "objective": RETURN, "path": path, **changes})
    return [
        OfTraining(one.trial, seed, score, curve, one.failures.get(seed, ""))
        for one in read_batch(path)
        for seed, score, curve in zip(one.seeds.tolist(), one.scores.tolist(), one.curves.tolist(), strict=True)
    ]


def returns_of(one: dict[str, Any], seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Train as an experiment is trained; return the returns of all episodes, and the last table."""
    environment = EnvironmentSettings(**one["environment"])
    training = Training(environment, AgentSettings.from_settings(one["agent"]), one["episodes"], seed, "gymnasium")
    list(training.run([one["episodes"]]))
    return training.rewards.returns, training.q_table


def test_a_trial_scores_what_its_trainings_return(listed: Path, tmp_path: Path) -> None:
    results = run(listed, tmp_path / "batch.parquet")
    assert [(result.trial, result.seed) for result in results] == [(name, seed) for name in TRIALS for seed in range(3)]
    for result in results:
        returns, _ = returns_of(TRIALS[result.trial], result.seed)
        assert result.score == returns.mean()
        assert result.curve == [window.mean() for window in np.array_split(returns, WINDOWS)]
        assert result.failure == ""


@pytest.mark.parametrize(("episodes", "counted"), [("last_half", slice(22, None)), (10, slice(35, None))])
def test_the_episodes_that_count_are_those_that_the_objective_names(
    listed: Path, tmp_path: Path, episodes: str | int, counted: slice
) -> None:
    for result in run(listed, tmp_path / "batch.parquet", objective={"of": "training_return", "episodes": episodes}):
        assert result.score == returns_of(TRIALS[result.trial], result.seed)[0][counted].mean()


def test_a_greedy_score_is_that_of_the_last_table(listed: Path, tmp_path: Path) -> None:
    objective = {"of": "greedy_return", "episodes": "all"}
    for result in run(listed, tmp_path / "batch.parquet", range(1), objective=objective):
        one = TRIALS[result.trial]
        environment = EnvironmentSettings(**one["environment"])
        with GreedyEvaluator(environment, EvaluationSettings(**EVALUATION), "gymnasium") as evaluator:
            assert result.score == evaluator.evaluate(returns_of(one, result.seed)[1]).mean


def test_threads_processes_and_one_worker_write_the_same_bytes(listed: Path, tmp_path: Path) -> None:
    files = {}
    for engine in ("compiled", "gymnasium"):
        for workers in (1, 4):
            path = tmp_path / f"{engine}-{workers}.parquet"
            run(listed, path, engine=engine, workers=workers)
            files[path.name] = path.read_bytes()
    assert len(set(files.values())) == 1, files.keys()


@pytest.mark.parametrize("at_once", [1, 2 * 45, 1000])
def test_how_many_trainings_a_worker_is_handed_makes_no_difference(
    listed: Path, tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = run(listed, tmp_path / "alone.parquet", range(11), engine="gymnasium")
    monkeypatch.setattr(running, "EPISODES_AT_ONCE", at_once)
    monkeypatch.setattr(running, "PARTS_OF_WORKER", 1)
    handed: list[int] = []

    def noted(trial: TrialSettings, seeds: Sequence[int], engine: EngineName, *, objective: Objective) -> TrialResults:
        handed.append(len(seeds))
        return run_trial(trial, seeds, engine, objective=objective)

    monkeypatch.setattr(run_trials_script, "run_trial", noted)
    assert run(listed, tmp_path / "batch.parquet", range(11), workers=2) == one_by_one
    assert max(handed) == {1: 1, 90: 2, 1000: 11}[at_once]
    assert (tmp_path / "batch.parquet").read_bytes() == (tmp_path / "alone.parquet").read_bytes()


@settings(max_examples=40)
@given(returns=RETURNS, episodes=st.sampled_from(["all", "last_half", 1, 3]))
def test_the_means_of_many_trainings_are_those_of_each_by_itself(
    returns: NDArray[np.float64], episodes: str | int
) -> None:
    counted = {"all": returns.shape[1], "last_half": -(-returns.shape[1] // 2)}.get(str(episodes), episodes)
    scores, curves = Objective("training_return", episodes).scores_of_returns(returns), curves_of(returns)
    for row, score, curve in zip(returns, scores, curves, strict=True):
        means = [window.mean() for window in np.array_split(row.copy(), min(WINDOWS, len(row)))]
        assert score == row[-int(counted) :].copy().mean()
        assert curve[: len(means)].tolist() == means
        assert np.isnan(curve[len(means) :]).all()


@pytest.mark.parametrize("of", ["training_return", "greedy_return"])
def test_a_training_that_fails_takes_none_of_the_others_with_it(
    listed: Path, of: ObjectiveName, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = read_trials(listed, [*TRIALS][:1])
    objective = Objective(of, "all")
    whole = run_trial(first.trial, range(4), "compiled", objective=objective)

    def sometimes(settings: TrialSettings, seed: int, engine: EngineName) -> Training:
        if seed == 2:
            raise DivergenceError("it diverged")
        return training_of(settings, seed, engine)

    monkeypatch.setattr(trial, "training_of", sometimes)
    some = run_trial(first.trial, range(4), "compiled", objective=objective)
    assert some.failures == {2: "it diverged"}
    assert np.isnan(some.scores[2])
    assert np.isnan(some.curves[2]).all()
    others = [0, 1, 3]
    assert some.scores[others].tolist() == whole.scores[others].tolist()
    assert some.curves[others].tolist() == whole.curves[others].tolist()


def trained(output: str) -> int:
    """Return how many trainings a job says that it had to run."""
    return int(output.split("trainings to run: ")[1].split(",", maxsplit=1)[0])


def test_more_seeds_and_more_trials_run_what_is_new_and_keep_the_rest(
    listed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, names = tmp_path / "batch.parquet", [*TRIALS]
    before = {(result.trial, result.seed): result.score for result in run(listed, path, range(2), names=names[:2])}
    assert trained(capfd.readouterr().out) == 4
    after = {(result.trial, result.seed): result.score for result in run(listed, path, range(3), names=names[:3])}
    assert trained(capfd.readouterr().out) == 9 - 4
    assert before.items() <= after.items()
    run(listed, tmp_path / "new.parquet", range(3), names=names[:3])
    assert path.read_bytes() == (tmp_path / "new.parquet").read_bytes()


def test_fewer_seeds_and_fewer_trials_leave_no_others_behind(listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "batch.parquet"
    run(listed, path, range(3))
    assert {(one.trial, one.seed) for one in run(listed, path, range(1), names=[*TRIALS][1:3])} == {
        (name, 0) for name in [*TRIALS][1:3]
    }


@pytest.mark.parametrize("change", ["code", "objective", "damage"])
def test_rows_of_other_code_and_of_damaged_files_are_not_kept(
    listed: Path, tmp_path: Path, change: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, path = tmp_path / "loop.py", tmp_path / "batch.parquet"
    code.write_text("first = 1")
    run(listed, path, range(1), code=[code])
    if change == "code":
        code.write_text("first = 2")
    if change == "damage":
        path.write_bytes(path.read_bytes()[:200])
    capfd.readouterr()
    objective = {"of": "training_return", "episodes": 5} if change == "objective" else RETURN
    run(listed, path, range(1), code=[code], objective=objective)
    assert trained(capfd.readouterr().out) == len(TRIALS)


def test_a_trial_that_fails_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    trials = dict(TRIALS)
    trials["f" * 16] = {
        **trial_settings(1.0),
        "agent": {**AGENT, "learning_rate": {"schedule": "constant", "start": 1e308}},
    }
    trials["f" * 16]["agent"]["initial_value"] = {"low": 1e308, "high": 1e308}
    results = run(listed_in(tmp_path, trials), tmp_path / "batch.parquet", range(2), names=[*trials])
    failed = {result.trial for result in results if result.failure}
    assert failed == {"f" * 16}
    assert "infinite or undefined" in next(result.failure for result in results if result.failure)
    assert len(results) == 2 * len(trials)


def test_failures_and_scores_that_are_kept_are_written_as_they_were(tmp_path: Path) -> None:
    failing = trial_settings(1.0)
    failing["agent"] = {**failing["agent"], "initial_value": {"low": 1e308, "high": 1e308}}
    failing["agent"]["learning_rate"] = {"schedule": "constant", "start": 1e308}
    trials = {**TRIALS, "f" * 16: failing}
    listed = listed_in(tmp_path, trials)
    path, anew = tmp_path / "batch.parquet", tmp_path / "anew.parquet"
    run(listed, path, range(2), names=[*trials])
    run(listed, path, range(1, 4), names=[*trials])
    results = run(listed, anew, range(1, 4), names=[*trials])
    assert [bool(result.failure) for result in results] == [False] * 12 + [True] * 3
    assert path.read_bytes() == anew.read_bytes()


def test_a_batch_that_is_written_in_parts_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = [scored(name, score, seeds=range(3)) for name, score in zip("cab", [1.0, 2.0, 3.0], strict=True)]
    files = []
    for rows in (1, 4, 100):
        monkeypatch.setattr(batches, "ROWS_AT_ONCE", rows)
        write_batch(tmp_path / "batch.parquet", results, {})
        files.append(pq.ParquetFile(tmp_path / "batch.parquet"))
        assert [(one.trial, one.scores.tolist()) for one in read_batch(tmp_path / "batch.parquet")] == [
            ("a", [2.0] * 3), ("b", [3.0] * 3), ("c", [1.0] * 3)
        ]  # fmt: skip
    assert [file.num_row_groups for file in files] == [3, 2, 1]


def test_numbers_are_columns_of_numbers_and_all_else_is_text(tmp_path: Path) -> None:
    rows = [
        {"name": "a" * 16, "assignment": {"x": 1, "bins": [2, 3], "mixed": None}, "settings": {}},
        {"name": "b" * 16, "assignment": {"x": 0.5, "bins": None, "mixed": 3}, "settings": {}},
    ]
    list_trials(
        trials=rows,
        keys=["x", "bins", "mixed"],
        index=tmp_path / "trials.parquet",
        settings=tmp_path / "settings.parquet",
        study={},
    )
    assert pq.read_table(tmp_path / "trials.parquet").to_pylist() == [
        {"trial": "a" * 16, "x": 1.0, "bins": "[2,3]", "mixed": "null"},
        {"trial": "b" * 16, "x": 0.5, "bins": "null", "mixed": "3"},
    ]
    kept = pq.read_table(tmp_path / "settings.parquet").to_pylist()
    assert json.loads(kept[0]["assignment"]) == rows[0]["assignment"]


def scored(
    name: str, score: float, failures: dict[int, str] | None = None, seeds: Sequence[int] = (0,)
) -> TrialResults:
    scores, curves = np.full(len(seeds), score), np.zeros((len(seeds), WINDOWS))
    return TrialResults(name, np.array(seeds, dtype=np.int32), scores, curves, failures or {})


def test_the_best_third_goes_on_rounded_up_and_never_what_failed() -> None:
    results = [scored(name, score) for name, score in zip("abcd", [1.0, 4.0, 3.0, 2.0], strict=True)]
    assert survivors_of(results, "mean") == ["b", "c"]
    assert survivors_of([*results, scored("e", np.nan, {0: "diverged"})], "mean") == ["b", "c"]
    assert survivors_of([scored("z", 1.0), scored("a", 1.0)], "median") == ["a"]


def test_the_scores_of_all_rungs_of_a_trial_count() -> None:
    early = [scored("a", 5.0), scored("b", 4.0)]
    assert survivors_of(early, "mean") == ["a"]
    assert survivors_of([*early, scored("b", 7.0), scored("a", 5.0)], "mean") == ["b"]
