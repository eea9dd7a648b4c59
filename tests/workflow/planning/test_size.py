"""What is said of a plan with very many jobs, before Snakemake builds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from planning import code
from planning.code import JobCode
from planning.settings import JobSettings
from planning.size import MANY, count_jobs, large_plan
from snakemake.iocontainers import Wildcards

from tests.helpers.configurations import load, of
from tests.helpers.running import ROOT, rules_to_run, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path


def jobs_of(experiment: dict[str, Any]) -> JobSettings:
    return JobSettings(load(of(experiment)), pytest.fail)


def said(experiment: dict[str, Any]) -> str | None:
    jobs = jobs_of(experiment)
    settings = jobs.experiments["mine"]
    return large_plan([("mine", settings, count_jobs(settings, len(jobs.batches_of("mine"))))])


@pytest.mark.parametrize(
    ("experiment", "announced", "reason"),
    [
        (
            {"seeds": 10_000},
            "Snakemake plans about 20,005 jobs, which takes about 2 minutes:",
            "  - experiment mine has 10,000 seeds; give a comparison that many, which trains them in a few jobs",
        ),
        (
            {"snapshots": {"every": 1}, "frames": {"snapshots_per_job": 1}},
            "Snakemake plans about 25,002 jobs, which takes about 2 minutes:",
            "  - the frames of experiment mine are 25,000 jobs; raise frames.snapshots_per_job to 500",
        ),
    ],
)
def test_a_large_plan_is_announced_with_its_reason_and_its_remedy(
    experiment: dict[str, Any], announced: str, reason: str
) -> None:
    assert said(experiment) == f"{announced}\n{reason}"


@pytest.mark.parametrize("experiment", [{"seeds": 1000}, {"episodes": 500_000, "snapshots": {"every": 1}}])
def test_nothing_is_said_of_a_plan_that_takes_seconds(experiment: dict[str, Any]) -> None:
    assert said(experiment) is None


def test_many_jobs_of_an_experiment_look_up_their_code_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dry run of 1,000 seeds spent three quarters of its time on it."""
    files = JobCode(jobs_of({"seeds": 50}), ROOT / "scripts").of("train", "environment", "dynamics", "algorithm")
    assert callable(files)
    look_up = Mock(wraps=code.code_of_job)
    monkeypatch.setattr(code, "code_of_job", look_up)
    lists = [files(Wildcards(fromdict={"experiment": "mine", "seed": str(seed)})) for seed in range(50)]
    assert look_up.call_count == 1
    assert all(one == lists[0] for one in lists)


def test_many_batches_are_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 10^6 snapshots, the dry run took minutes without a word."""
    jobs = jobs_of({"snapshots": {"every": 1}, "frames": {"snapshots_per_job": 100}})
    names = list(jobs.batches_of("mine"))
    monkeypatch.setattr("planning.settings.batches", pytest.fail)
    episodes = [jobs.batch_episodes(Wildcards(fromdict={"experiment": "mine", "batch": name})) for name in names]
    assert [episode for batch in episodes for episode in batch] == list(range(25_000))


@pytest.mark.slow
def test_a_dry_run_of_very_many_seeds_says_first_how_many_jobs_it_plans(tmp_path: Path) -> None:
    write_config(tmp_path, {"run": ["many"], "experiments": {"many": {"seeds": MANY}}})
    text = snakemake("-n", "--snakefile", str(ROOT / "Snakefile"), cwd=tmp_path)
    assert text.index("Snakemake plans about 6,005 jobs") < text.index("Job stats:")
    assert rules_to_run(text)["train"] == MANY
