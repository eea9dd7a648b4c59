"""How far a job is, and how one is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from jobs.progress import Rate, Steps, duration, steps_text
from jobs.training_progress import TrainingProgress
from tabular.results.episodes import TrainingHistory

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_a_duration_is_written_for_people(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_steps_say_how_many_how_fast_and_how_long_still() -> None:
    steps = Steps("frame", 2501)
    assert steps.text(0) == "frame 0 of 2,501"
    for now, done in ((3.0, 0), (4.0, 100), (5.0, 400), (6.0, 700)):
        steps.done = done
        assert steps.look(now) == []
    # What came before the first frame is no part of the rate.
    assert steps.text(6) == "frame 700 of 2,501, 300 frames/s, 6.0 s left"


def test_where_nobody_knows_how_many_there_will_be_only_the_rate_is_said() -> None:
    rate = Rate()
    rate.look(1, 10)
    rate.look(3, 14)
    assert steps_text("frame", 14, None, rate) == "frame 14, 2.0 frames/s"


def a_training(episodes: int, *, has_time_limit: bool) -> tuple[TrainingHistory, np.ndarray, TrainingProgress]:
    rewards = TrainingHistory.before_training(np.zeros(episodes), np.zeros(episodes))
    visits = np.zeros((4, 2), dtype=np.uint32)
    return rewards, visits, TrainingProgress(rewards, visits, 2, has_time_limit=has_time_limit, compiles=True)


def test_a_training_says_its_episode_and_its_recent_return() -> None:
    rewards, visits, progress = a_training(100, has_time_limit=True)
    progress.look(0)
    assert progress.text(0) == "episode 0 of 100 (the first time, the loop is compiled)"
    visits += 1
    assert progress.text(0) == "episode 0 of 100"
    for now, done in ((1, 10), (2, 30)):
        rewards.length[:done] = 7
        rewards.returns[:done] = -np.arange(done)
        progress.look(now)
    assert progress.text(2) == "episode 30 of 100, 20 episodes/s, 3.5 s left, mean return of the last 2: −28.5"
    rewards.length[:] = 1
    progress.look(3)
    assert progress.done == 100


def test_an_episode_that_does_not_end_is_said_once_with_the_remedy() -> None:
    rewards, visits, progress = a_training(100, has_time_limit=False)
    visits[0, 0] = 5_000_000
    rewards.length[:3] = 1
    assert progress.look(1) == [], "these steps may belong to the first three episodes"
    visits[1, 1] = 999_999
    assert progress.look(2) == []
    visits[1, 1] = 1_000_001
    (warning,) = progress.look(3)
    assert warning.startswith("episode 3 has gone on for more than 1,000,001 steps")
    assert "environment.time_limit" in warning
    visits[1, 1] = 3_000_000
    assert progress.look(4) == []


def test_where_episodes_end_nothing_is_said() -> None:
    _, visits, progress = a_training(100, has_time_limit=True)
    visits[0, 0] = 5_000_000
    assert progress.look(1) == []


NEVER_ENDING = """
import numba, sys
sys.path.append({scripts!r})
from jobs.log import logging_to
from tabular.results.atomic import replacing

@numba.njit(nogil=True)
def loop(values):
    while values[0] < 1:
        values[1] += 1

import numpy as np
values = np.zeros(2)
if {compiled}:
    values[0] = 1
    loop(values)
    values[0] = 0
with logging_to({log!r}):
    with replacing({log!r} + ".result") as temporary:
        temporary.write_text("half")
        import os
        os.write(int(sys.argv[1]), b"ready")
        if {compiled}:
            loop(values)
        while True:
            pass
"""


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("compiled", [False, True])
def test_a_job_that_is_asked_to_stop_ends_with_a_line_in_its_log(
    tmp_path: Path, number: signal.Signals, *, compiled: bool
) -> None:
    log = tmp_path / "job.log"
    code = NEVER_ENDING.format(scripts=str(SCRIPTS), log=str(log), compiled=compiled)
    ready, told = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", code, str(told)], pass_fds=[told], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as job:
        os.close(told)
        assert os.read(ready, 5) == b"ready"
        job.send_signal(number)
        try:
            output, _ = job.communicate(timeout=60)
        finally:
            job.kill()
    os.close(ready)
    assert job.returncode == 130
    assert output == b"", "nothing on the terminal"
    assert log.read_text() == "Interrupted.\n"
    if not compiled:
        assert [path.name for path in tmp_path.iterdir()] == ["job.log"], "what was half written is removed"
