"""What the jobs of a study of very many trainings are allotted, beside what they take."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from list_trials import list_trials
from planning.code import JobCode
from planning.settings import JobSettings
from planning.studies import JobStudies
from planning.study_needs import StudyNeeds
from tabular.studies.batches import write_batch
from tabular.studies.trial import WINDOWS, TrialResults

from tests.helpers.configurations import load
from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = 100_000

OBJECTIVE = {"of": "training_return", "episodes": "all"}

JOB = """
import json, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
folder = Path(sys.argv[2])
batch, settings, index = folder / "batch.parquet", folder / "trial_settings.parquet", folder / "trials.parquet"
scores, failures = folder / "scores.parquet", folder / "failures.parquet"
objective = %s
%s
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000)
"""

JOBS = {
    "run_trials": """
from run_trials import run_trials
names = json.loads(sys.argv[3])
run_trials(settings=settings, names=names, seeds=range(int(sys.argv[4]) + 1), objective=objective, path=batch)
""",
    "select_survivors": """
from select_survivors import select_survivors
select_survivors(batches=[batch], running=None, statistic="mean", path=folder / "survivors.json")
""",
    "collect_trials": """
from collect_trials import collect_trials
collect_trials(batches=[batch], study={}, scores=scores, curves=folder / "curves.parquet", failures=failures)
""",
    "rank_trials": """
from rank_trials import rank_trials
names = {"csv": "ranking.csv", "markdown": "r.md", "importance": "i.csv", "sensitivity": "s.csv"}
rank_trials(trials=index, scores=scores, failures=failures, statistic="mean",
            paths={kind: folder / name for kind, name in names.items()})
""",
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its peak")
def test_jobs_of_very_many_trainings_are_allotted_what_they_take(tmp_path: Path) -> None:
    """A batch of 800,000 trainings that grows by a seed, and what is made of it."""
    rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    study = {"base": "cliff_walking_sarsa", "vary": {"agent.learning_rate.start": rates, "episodes": [3]}}
    loaded = load({"studies.many": {**study, "seeds": SEEDS, "batches": 1}})
    studies = JobStudies(loaded, pytest.fail, JobCode(JobSettings(loaded, pytest.fail), ROOT / "scripts"), cores=1)
    job = SimpleNamespace(study="many", rung="0", batch="0")
    list_trials(
        trials=studies.listed_trials(job),
        keys=studies.varied_keys(job),
        index=tmp_path / "trials.parquet",
        settings=tmp_path / "trial_settings.parquet",
        study={},
    )
    rng = np.random.default_rng(0)
    made_by = {"objective": OBJECTIVE, "code": hashlib.sha256().hexdigest()}
    write_batch(
        tmp_path / "batch.parquet",
        (
            TrialResults(
                name, np.arange(SEEDS, dtype=np.int32), rng.normal(size=SEEDS), rng.normal(size=(SEEDS, WINDOWS)), {}
            )
            for name in studies.batch_trials(job)
        ),
        made_by,
    )
    needs = StudyNeeds(studies)
    allotted = {name: needs.memory_of_scores(job) for name in JOBS} | {"run_trials": needs.memory_of_training(job, 1)}
    for name, body in JOBS.items():
        arguments = [str(ROOT / "scripts"), str(tmp_path), json.dumps(studies.batch_trials(job)), str(SEEDS)]
        command = [sys.executable, "-c", JOB % (json.dumps(OBJECTIVE), body), *arguments]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        peak = int(output.split("peak ")[1])
        assert peak <= allotted[name] < 3 * peak, (name, peak, allotted[name], output)
