"""What is printed of Snakemake's events."""

from __future__ import annotations

import io
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from tabular.results.exact_solution import BestReturn, write_best_return
from tabular.results.returns import Outcome, writing_outcomes
from terminal import ending
from terminal.run_record import RunningJob, RunRecord
from terminal.screen import LOOK_EVERY, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Give a screen whose output can be read."""
    found = Screen(
        io.StringIO(),
        RunRecord(),
        None,
        passes=lambda _: True,
        is_terminal=False,
        colored=False,
        show_failed_logs=True,
        jobs_to_run=lambda: 12,
        explain=lambda target: f"{target}: did you mean taxi?",
    )
    found.last_line = time.monotonic() + 1000  # so that its thread says nothing of its own
    yield found
    found.close()


def event(kind: LogEvent | None, message: str = "", level: int = logging.INFO, **said: Any) -> logging.LogRecord:
    record = logging.LogRecord("", level, "", 0, message, None, None)
    record.__dict__.update({"event": kind, **said})
    return record


def started(log: Path, number: int = 1, seed: int = 0, benchmark: Path | None = None) -> logging.LogRecord:
    wildcards = {"experiment": "taxi", "seed": str(seed)}
    return event(
        LogEvent.JOB_INFO,
        jobid=number,
        rule_name="train",
        wildcards=wildcards,
        log=[str(log)],
        output=["a.npy"],
        benchmark=str(benchmark) if benchmark else None,
    )


def printed(screen: Screen) -> list[str]:
    assert isinstance(screen.stream, io.StringIO)
    return screen.stream.getvalue().splitlines()


def test_that_snakemake_has_no_room_is_said_once_and_with_what_to_do(screen: Screen) -> None:
    said = "RuleException:\nOSError in file training.smk, line 43:\n[Errno 28] No space left on device"
    screen.emit(event(None, said, logging.ERROR))
    screen.emit(
        event(None, "WorkflowError:\nError recording metadata ([Errno 28] No space left on device).", logging.ERROR)
    )
    (line,) = printed(screen)
    assert line.endswith("/.snakemake: No space left on device; make room there and run the same command again")


def test_a_job_has_one_line_and_snakemakes_chatter_none(screen: Screen, tmp_path: Path) -> None:
    screen.emit(event(LogEvent.RESOURCES_INFO, cores=2))
    screen.emit(event(LogEvent.RUN_INFO, "Job stats: …"))
    screen.emit(event(None, "Select jobs to execute..."))
    screen.emit(started(tmp_path / "log"))
    screen.emit(event(LogEvent.JOB_FINISHED, job_id=1))
    screen.emit(event(LogEvent.PROGRESS, done=1, total=12))
    first, second = printed(screen)
    assert first == "12 jobs to run on 2 cores"
    assert second[8:].startswith("   1/12  train taxi seed 0, ")


def test_a_run_ends_although_the_screen_is_about_to_look_at_its_jobs(screen: Screen) -> None:
    """Snakemake closes a handler while it holds the handler's lock, for which the screen's thread may be waiting."""

    def stop_as_snakemake_does() -> None:
        screen.acquire()
        time.sleep(2 * LOOK_EVERY)  # by now, the screen's thread waits for the lock
        screen.close()
        screen.release()

    stopping = threading.Thread(target=stop_as_snakemake_does, daemon=True)
    stopping.start()
    stopping.join(timeout=20)
    assert not stopping.is_alive()
    screen.watch.join(timeout=20)
    assert not screen.watch.is_alive()


def test_a_failed_job_is_named_with_the_end_of_its_log(screen: Screen, tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text("".join(f"line {number}\n" for number in range(100)) + "progress: episode 3\nError: too bad\n")
    screen.emit(started(log))
    message = "RuleException:\nCalledProcessError in file training.smk, line 48:\nCommand '…' returned"
    screen.emit(event(LogEvent.ERROR, message, logging.ERROR))
    screen.emit(event(LogEvent.JOB_ERROR, jobid=1))
    lines = printed(screen)
    assert "FAILED after " in lines[0]
    assert lines[0].endswith("train taxi seed 0")
    assert str(log) in lines[1]
    assert lines[2].strip() == "(81 lines before)"
    assert lines[-1].strip() == "Error: too bad"
    assert len(lines) == 23
    assert not any("progress" in line or "CalledProcessError" in line for line in lines)


def test_of_a_job_that_a_cluster_ended_its_reason_and_its_log_are_shown(screen: Screen, tmp_path: Path) -> None:
    screen.emit(started(tmp_path / "log"))
    screen.emit(event(LogEvent.JOB_ERROR, jobid=1, rule_msg="SLURM-job '7' failed", log=["log", "slurm/7.log"]))
    assert printed(screen)[-2:] == ["  SLURM-job '7' failed", "  the cluster's log: slurm/7.log"]


def failed_group(*numbers: int, log: str = "slurm/7.log") -> logging.LogRecord:
    jobs = [{"jobid": number} for number in numbers]
    return event(
        LogEvent.GROUP_ERROR, "Error in group", logging.ERROR, job_error_info=jobs, aux_logs=[log] if log else []
    )


def test_of_a_failed_group_only_the_jobs_that_broke_off_are_named(screen: Screen, tmp_path: Path) -> None:
    for seed, files in enumerate((["log", "benchmark"], ["log"], [])):  # ended well, broke off, not begun
        names = {name: tmp_path / f"{seed}.{name}" for name in ("log", "benchmark")}
        screen.emit(event(LogEvent.GROUP_INFO, "Group job seeds (jobs in lexicogr. order):"))
        screen.emit(started(names["log"], seed, seed, names["benchmark"]))
        screen.run.running[seed].date -= 1  # the clock of files may be a little late
        for name in files:
            names[name].write_text("Interrupted.\n")
    screen.emit(failed_group(0, 1, 2))
    for number in range(3):
        screen.emit(event(LogEvent.JOB_ERROR, jobid=number, indent=True))
    first, log, job, *of_job, last = printed(screen)
    assert first.endswith("FAILED: a job of the cluster, which was 3 jobs of this run")
    assert log == "  the cluster's log: slurm/7.log"
    assert job.endswith("train taxi seed 1")
    assert of_job == [f"  its log, {tmp_path / '1.log'}:", "    Interrupted."]
    assert last == "  of the 2 other jobs, no files are kept"
    assert [one.name for one in screen.run.failed] == ["train taxi seed 1"]


def test_of_a_failed_group_in_which_none_had_begun_all_are_named(screen: Screen, tmp_path: Path) -> None:
    for seed in range(9):
        screen.emit(started(tmp_path / f"{seed}.log", seed, seed))
    screen.emit(failed_group(*range(9), log=""))
    assert "docs/clusters.md" in printed(screen)[-2]
    assert printed(screen)[-1] == "  none had begun: train taxi seed 0, train taxi seed 1, train taxi seed 2 and 6 more"
    assert len(screen.run.failed) == 9


def test_after_ctrl_c_there_is_one_sentence(screen: Screen, tmp_path: Path) -> None:
    screen.emit(event(LogEvent.RUN_INFO, "Job stats: …"))
    screen.emit(started(tmp_path / "log"))
    screen.interrupted = True
    screen.emit(event(None, "Will exit after finishing currently running jobs (scheduler)."))
    screen.emit(event(LogEvent.ERROR, "RuleException:\nCalledProcessError", logging.ERROR))
    screen.emit(event(LogEvent.JOB_ERROR, jobid=1))
    screen.emit(event(None, "WorkflowError:\nAt least one job did not complete successfully.", logging.ERROR))
    assert printed(screen)[1:] == ["Interrupted: 0 of 12 jobs done, and kept; the same command goes on from there."]


def test_a_warning_in_a_jobs_log_reaches_the_screen_once(screen: Screen, tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    screen.emit(started(log))
    log.write_text("seed: 0\nwarning: it doesn't end\nprogress: episode 1\n")
    screen.emit(event(LogEvent.JOB_FINISHED, job_id=1))
    warnings = [line for line in printed(screen) if "warning" in line]
    assert len(warnings) == 1
    assert warnings[0].endswith("train taxi seed 0: warning: it doesn't end")


def test_the_log_of_an_earlier_run_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text("warning: of yesterday\n")
    job = RunningJob("train", "train", {}, [], log, date=time.time() + 60)
    assert job.new_lines() == []


def test_a_line_that_is_half_written_is_read_later(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text("progress: episode 1\nprogr")
    job = RunningJob("train", "train", {}, [], log, date=0)
    assert job.new_lines() == ["progress: episode 1"]
    with log.open("a") as file:
        file.write("ess: episode 2\n")
    assert job.new_lines() == ["progress: episode 2"]


def test_a_target_that_no_rule_makes_is_answered_in_one_sentence(screen: Screen) -> None:
    text = "MissingRuleException in file …:\nNo rule to produce results/taxii (if you use input functions make sure …)."
    screen.emit(event(LogEvent.ERROR, text, logging.ERROR))
    assert printed(screen) == ["results/taxii: did you mean taxi?"]


def test_the_most_telling_picture_comes_first() -> None:
    made = ["results/a/qtable.npy", "results/a/qtable.png", "results/a/learning_curve.png", "results/a/rewards.png"]
    assert ending.first_picture(made) == "results/a/learning_curve.png"
    assert ending.first_picture(["results/a/seed-0/qtable.mp4"]) == "results/a/seed-0/qtable.mp4"
    assert ending.first_picture(["results/a/baselines.parquet"]) is None


def test_at_the_end_each_failed_job_is_named_but_for_those_that_went_well_later(tmp_path: Path) -> None:
    failed = [RunningJob(f"train {name}", "train", {}, [], tmp_path / name) for name in ("a", "b")]
    lines = ending.failure(failed, [failed[1]], total=5)
    assert lines == [
        f"Failed: train a (log: {tmp_path / 'a'})",
        "1 of 5 jobs done, and kept; once this is mended, the same command does the rest.",
    ]


def test_a_damaged_evaluation_is_named_at_the_end_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("results/taxi/baselines.parquet", "results/taxi/seed-0/evaluation.parquet"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(b"damaged")
    (line,) = ending.greedy_return("taxi", {"seeds": 1, "references": {}})
    assert line.startswith("  taxi: results/taxi/seed-0/evaluation.parquet: not a whole Parquet file")


def test_the_best_possible_return_of_an_exact_solution_is_named_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "results" / "taxi"
    outcome = Outcome(np.array([7.0, 8.0]), np.ones(2, dtype=np.int32), np.ones(2, dtype=np.bool_))
    settings = {"evaluation": {"episodes": 2}}
    with writing_outcomes(folder / "seed-0/evaluation.parquet", "snapshot", settings, 0) as write:
        write(9, outcome)
    with writing_outcomes(folder / "baselines.parquet", "baseline", settings) as write:
        write("random", outcome)
        write("south", outcome)
    write_best_return(folder / "best_return.json", BestReturn("Taxi-v4", 200, 7.93, 7.93, 0.99))
    (line,) = ending.greedy_return("taxi", {"seeds": 1, "references": {"DQN": 7.5}})
    assert line == "  taxi: greedy return 7.5, random 7.5, best possible 7.93"
