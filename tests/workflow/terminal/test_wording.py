"""Names, changes, reasons and targets in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from planning.targets import KnownTargets
from terminal.changed_values import changed_values
from terminal.dry_run import DryRun
from terminal.messages import is_of_no_use
from terminal.run_record import RunningJob
from terminal.wording import job_name, ranges, showable, size_text, some_of


@pytest.mark.parametrize(
    ("rule", "wildcards", "name"),
    [
        ("train", {"experiment": "taxi", "seed": "3"}, "train taxi seed 3"),
        (
            "render_qtable_frames",
            {"experiment": "taxi", "seed": "0", "batch": "05000"},
            "render_qtable_frames taxi seed 0 from episode 5,000",
        ),
        ("plot_comparison", {"comparison": "cliffs"}, "plot_comparison cliffs"),
        ("train_compared", {"comparison": "cliffs", "batch": "1"}, "train_compared cliffs batch 1"),
        ("rank_trials", {"study": "steps"}, "rank_trials steps"),
        ("run_trials", {"study": "steps", "rung": "0", "batch": "3"}, "run_trials steps batch 3"),
        ("run_trials", {"study": "steps", "rung": "2", "batch": "3"}, "run_trials steps rung 2 batch 3"),
        ("plot_book_lines", {"figure": "figure_6_3"}, "plot_book_lines figure_6_3"),
        ("summarize_runs", {}, "summarize_runs"),
    ],
)
def test_a_job_is_named_by_its_rule_and_what_it_is_about(rule: str, wildcards: dict[str, str], name: str) -> None:
    assert job_name(rule, wildcards) == name


def test_amounts_are_written_for_people() -> None:
    assert [size_text(size) for size in (1, 999, 1000, 9_949, 54_300_000, 999_600_000, 1_250_000_000)] == [
        "1 byte",
        "999 bytes",
        "1.0 kB",
        "9.9 kB",
        "54 MB",
        "1.0 GB",
        "1.2 GB",
    ]
    assert ranges([7, 0, 1, 2, 4]) == "0 to 2, 4, 7"
    assert some_of(["a", "b", "c", "d"]) == "a, b, c, d", "one more is as short as its name"
    assert some_of(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


AGENT = {"algorithm": "q_learning", "discount": 0.95, "epsilon": {"schedule": "linear", "end": 0.0}}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"agent": AGENT}, {"agent": AGENT | {"discount": 0.99}}, ["agent.discount 0.95 → 0.99"]),
        (
            {"agent": AGENT, "environment": {"id": "Taxi-v4", "bins": None}},
            {
                "agent": AGENT | {"epsilon": {"schedule": "linear", "end": 0.1}},
                "environment": {"id": "Taxi-v4", "bins": [2, 3]},
            },
            ["agent.epsilon.end 0.0 → 0.1", "environment.bins null → [2, 3]"],
        ),
        ({"agent": AGENT}, {"agent": AGENT | {"steps": 4}}, ["agent.steps is new: 4"]),
        ({"agent": AGENT | {"steps": 4}}, {"agent": AGENT}, ["agent.steps is gone, it was 4"]),
        ({"episodes": 100}, {"episodes": 200}, ["episodes 100 → 200"]),
        ({"episodes": 100}, {"episodes": 100, "seed": 5}, ["seed is new: 5"]),
        ({"episodes": 100, "seed": 5}, {"episodes": 100}, ["no longer a parameter: 5"]),
        ({"agent": AGENT}, {"agent": AGENT}, []),
        ({"flag": True}, {"flag": False}, ["flag true → false"]),
    ],
)
def test_a_changed_value_is_said_with_its_path_and_what_it_was(
    before: dict[str, object], now: dict[str, object], said: list[str]
) -> None:
    recorded = sorted(repr(value) for value in before.values())  # as Snakemake keeps them: without names
    assert changed_values(recorded, now) == said


def test_a_long_value_is_shortened() -> None:
    (said,) = changed_values([repr(list(range(100)))], {"batch": list(range(200))})
    assert len(said) < 100


def job(rule: str, **wildcards: str) -> RunningJob:
    return RunningJob(job_name(rule, wildcards), rule, wildcards, [], Path("log"))


def test_a_dry_run_has_a_line_for_jobs_that_are_alike() -> None:
    reasons = ["episodes 100 → 200", "episodes 100 → 200", "after train", "missing: a.png", "episodes 100 → 200"]
    jobs = [
        job("train", experiment="taxi", seed="0"),
        job("train", experiment="taxi", seed="1"),
        job("plot_rewards", experiment="taxi"),
        job("plot_rewards", experiment="lake"),
        job("train", experiment="taxi", seed="4"),
    ]
    dry_run = DryRun(lambda number: reasons[number])
    for number, one in enumerate(jobs):
        dry_run.add(number, one)
    assert dry_run.lines()[1:-1] == [
        "  train taxi seeds 0 to 1, 4 (3 jobs): episodes 100 → 200",
        "  plot_rewards lake: missing: a.png",
        "  plot_rewards taxi: after train",
    ]


KNOWN = KnownTargets(["taxi", "mountain_car_tutorial"], ["cliff_walking"], ["step_sizes"], ["all", "summarize_runs"])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("results/taxii", "there is no experiment taxii; did you mean results/taxi?"),
        ("results/studies/step_size", "there is no study step_size; did you mean results/studies/step_sizes?"),
        ("results/studies/step_sizes/rankin.csv", "did you mean results/studies/step_sizes/ranking.csv?"),
        ("step_sizes", "did you mean results/studies/step_sizes?"),
        ("results/taxii/qtable.png", "did you mean results/taxi/qtable.png?"),
        ("results/taxi/learning_curv.png", "did you mean results/taxi/learning_curve.png?"),
        ("results/taxi/seed-0/rewards.parqet", "did you mean results/taxi/seed-0/rewards.parquet?"),
        ("results/summry.csv", "did you mean results/summary.csv?"),
        ("./results/taxi", "write results/taxi"),
        ("results/zzz", "there are explorer.html, mountain_car_tutorial, summary.csv, taxi"),
        ("results/comparisons/cliff_walkin", "did you mean results/comparisons/cliff_walking?"),
        ("results/comparisons/cliff_walking/score.csv", "results/comparisons/cliff_walking/scores.csv?"),
        ("results/book/figure_6_33.png", "did you mean results/book/figure_6_3.png?"),
        ("taxi", "taxi is no file and no rule; did you mean results/taxi?"),
        ("cliff_walking", "did you mean results/comparisons/cliff_walking?"),
        ("sumarize_runs", "did you mean summarize_runs?"),
        ("result/taxi", "did you mean results/taxi?"),
    ],
)
def test_a_target_that_nothing_makes_is_answered_with_the_nearest(target: str, said: str) -> None:
    text = KNOWN.explain(target)
    assert text is not None
    assert said in text
    assert "\n" not in text


def test_of_a_target_that_is_like_nothing_snakemake_says_what_it_knows() -> None:
    assert KNOWN.explain("data/input.csv") is None
    assert KNOWN.explain("zzz") is None


def test_a_message_that_is_not_known_is_shown() -> None:
    assert is_of_no_use("Select jobs to execute...")
    assert not is_of_no_use("Nothing to be done (all requested files are present and up to date).")
    assert not is_of_no_use("No cost_to_go.png is made for taxi: ")


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "return −200 … 2 × ü, 日"),
        ("latin-1", "return -200 ... 2 x ü, \\u65e5"),
        ("ascii", "return -200 ... 2 x \\xfc, \\u65e5"),
    ],
)
def test_a_terminal_without_all_signs_gets_those_that_it_has(encoding: str, expected: str) -> None:
    assert showable("return −200 … 2 × ü, 日", encoding) == expected
