"""How much memory jobs take at most, beside what their rules allot.

    uv run python benchmarks/memory.py [CASE …]

Runs the workflow on configurations that are large in one way each, in a temporary folder, and prints for each rule the
case in which allotment and peak are farthest apart. Only on Linux, which tells a process its peak.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]

SHORT = {"episodes": 200, "snapshots": {"count": 5, "spacing": "linear"}, "evaluation": {"episodes": 10}}

LARGE = SHORT | {
    "episodes": 5000,
    # Where the car is at the beginning, so that all parts of the table are visited.
    "environment": {"bins": [1000, 1000], "bounds": [[-0.7, -0.3], [-0.03, 0.03]]},
}

EXPORT = {"tensorboard": True, "monitor": True}
"""All rules are measured, those for other programs too."""

CASES: dict[str, dict[str, Any]] = {
    "default": {},
    "short": SHORT,
    "large table": LARGE,
    "large table, two": LARGE | {"agent": {"algorithm": "double_q_learning"}},
    "large table, traces": LARGE | {"agent": {"algorithm": "sarsa_lambda"}},
    "large table, model": LARGE | {"agent": {"algorithm": "dyna_q"}},
    "large table, queue": LARGE | {"agent": {"algorithm": "prioritized_sweeping"}},
    "large table, whole episodes": LARGE | {"agent": {"algorithm": "monte_carlo"}},
    "deep table": SHORT
    | {
        "environment": {
            "id": "CartPole-v1",
            "bins": [10, 10, 100, 100],
            "bounds": [None, [-3.0, 3.0], None, [-3.0, 3.0]],
        }
    },
    "many episodes": {
        "environment": {"id": "MaximisationBias-v0"},
        "episodes": 10_000_000,
        "snapshots": {"count": 5, "spacing": "linear"},
    },
    "many snapshots": {"episodes": 20_000, "snapshots": {"every": 1}},
    "large frames": SHORT | {"frames": {"size": [3840, 2160]}},
    "long video": {"episodes": 6000, "frames": {"size": [1600, 1200]}, "evaluation": {"episodes": 10}},
    "large figures": SHORT | {"figures": {"size": [1360, 1020], "dpi": 400}},
    "many evaluations": SHORT | {"evaluation": {"episodes": 500_000}},
    "lake": SHORT | {"environment": {"id": "FrozenLake8x8-v1"}},
    "large lake": SHORT
    | {
        "environment": {
            "id": "FrozenLake-v1",
            "arguments": {"desc": ["S" + "F" * 249, *["F" * 250] * 248, "F" * 249 + "G"]},
            "time_limit": 1000,
        }
    },
    "many seeds": {"seeds": 20, "episodes": 100_000, "snapshots": {"count": 5, "spacing": "linear"}},
}
"""Experiments, each large in one way."""


def peaks(experiment: dict[str, Any], targets: list[str]) -> list[dict[str, Any]]:
    """Run an experiment and return what its jobs noted."""
    with tempfile.TemporaryDirectory() as folder:
        directory, noted = Path(folder, "run"), Path(folder, "noted")
        noted.mkdir()
        configuration = Path(folder, "measured.yaml")
        changes = {"run": ["measured"], "export": EXPORT, "experiments": {"measured": experiment}}
        configuration.write_text(yaml.safe_dump(changes))
        command = [
            sys.executable,
            "-m",
            "snakemake",
            *targets,
            "--snakefile",
            str(ROOT / "Snakefile"),
            "--directory",
            str(directory),
        ]
        command += ["--configfile", str(configuration), "--cores", "2", "--profile", str(ROOT / "profiles/default")]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT / "benchmarks/peak_memory"),
            "PEAK_MEMORY_FOLDER": str(noted),
            "NUMBA_CACHE_DIR": str(Path(folder, "compiled")),  # empty: compiling takes a part of the memory
        }
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if ended.returncode:
            print(ended.stderr[-2000:], file=sys.stderr)
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(noted.iterdir())]


def main() -> None:
    """Measure the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--targets", nargs="*", default=[])
    arguments = parser.parse_args()
    print("| case | rule | peak, MB | allotted, MB | allotted / peak |")
    print("| --- | --- | --: | --: | --: |")
    for case in arguments.cases:
        largest: dict[str, dict[str, Any]] = {}
        for job in peaks(CASES[case], arguments.targets):
            if job["peak"] > largest.get(job["rule"], {"peak": 0})["peak"]:
                largest[job["rule"]] = job
        for rule, job in sorted(largest.items()):
            ratio = job["allotted"] / job["peak"]
            print(f"| {case} | {rule} | {job['peak']:.0f} | {job['allotted']} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
