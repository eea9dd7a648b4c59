"""What `export` asks for, and what is said where an optional package is missing."""

from __future__ import annotations

import sys
import tomllib

import pytest
from planning.files import JobFiles
from planning.settings import JobSettings
from snakemake.iocontainers import Wildcards
from tabular.exports.optional_package import PACKAGE, REMEDY

from tests.helpers.configurations import changed, load, of, problems
from tests.helpers.running import ROOT

EVENTS, MONITOR = "tensorboard/events.out.tfevents", "monitor.csv"


def exported(changes: dict[str, object]) -> list[str]:
    """Return the files for other programs that plain `snakemake` builds."""
    files = JobFiles(JobSettings(load(changes), pytest.fail)).finished(Wildcards())
    return [file for file in files if file.endswith((EVENTS, MONITOR))]


def test_who_asks_for_nothing_gets_nothing() -> None:
    assert exported(of({"seeds": 2})) == []


def test_every_seed_of_who_asks_gets_the_files() -> None:
    events = [f"results/mine/seed-{seed}/{EVENTS}" for seed in (0, 1)]
    monitors = [f"results/mine/seed-{seed}/{MONITOR}" for seed in (0, 1)]
    assert exported(of({"seeds": 2, "export": {"tensorboard": True}})) == events
    assert exported(of({"seeds": 2, "export": {"monitor": True}})) == monitors
    everywhere = {**of({"seeds": 2, "export": {"monitor": False}}), "export.tensorboard": True, "export.monitor": True}
    assert exported(everywhere) == events


@pytest.fixture
def _without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)


@pytest.mark.usefixtures("_without_package")
def test_a_missing_package_is_refused_before_anything_runs_in_one_sentence() -> None:
    sentence = (
        "true needs the package tensorboardX, which is not installed; install it with `uv sync --group export`, "
        "or with `pip install tensorboardX==2.6.5`"
    )
    assert problems(of({"export": {"tensorboard": True}})) == [f"experiments.mine.export.tensorboard: {sentence}"]
    assert problems({**of({}), "export.tensorboard": True}) == [f"export.tensorboard: {sentence} (for experiment mine)"]


@pytest.mark.usefixtures("_without_package")
def test_a_package_that_nobody_asks_for_may_be_missing() -> None:
    load(of({"export": {"monitor": True}}))
    load({**of({}), "experiments.other": {"export": {"tensorboard": True}}})


def test_the_version_that_is_recommended_is_the_one_that_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (requirement,) = project["dependency-groups"]["export"]
    assert f"`pip install {requirement}`" in REMEDY
    assert changed({})["export"] == {"tensorboard": False, "monitor": False}
