"""The memory that jobs have at most, beside what they are allotted."""

from __future__ import annotations

import sys

import pytest

from tests.helpers.running import ROOT

sys.path.append(str(ROOT / "benchmarks"))

from memory import CASES, peaks

NEARNESS = 0.25
"""By how much, as a share of the peak, an allotment may miss it."""

VARYING = 0.1
"""By how much more where threads encode frames: how many of them wait varies from run to run."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its peak")
@pytest.mark.parametrize("case", ["short", "deep table", "large table, two", "large frames", "large figures"])
def test_jobs_are_allotted_what_they_take(case: str) -> None:
    jobs = peaks(CASES[case], [])
    assert {"train", "make_video", "plot_qtable", "write_explorer_page"} <= {job["rule"] for job in jobs}
    for job in jobs:
        nearness = NEARNESS + VARYING * (job["rule"] == "make_video")
        assert job["allotted"] == pytest.approx(job["peak"], rel=nearness), job
