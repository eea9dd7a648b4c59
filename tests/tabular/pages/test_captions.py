"""Captions: the numbers in them, and names that mean something in reStructuredText."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from tabular.pages.captions import (
    comparison_caption,
    cost_to_go_caption,
    escaped,
    learning_curve_caption,
    policy_caption,
    q_table_caption,
    rewards_caption,
    trajectories_caption,
    value_function_caption,
    visits_caption,
)
from tabular.results.episodes import TrainingHistory
from tabular.results.trajectories import Trajectory
from tabular.statistics.learning_curves import Curve, ExperimentResults

from tests.helpers.awkward_texts import AWKWARD
from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import q_table_of

if TYPE_CHECKING:
    from tabular.q_tables.final import FinalQTable
    from tabular.results.steps import Outcome

ODD_NAME = "_*mine*_ `a` |b| https://c.d <i> x_ [1]_ \\ .. end"


def shown(text: str) -> str:
    """Return what a reader sees of reStructuredText, after checking that it is a paragraph of text alone."""
    document = publish_doctree(text, settings_overrides={"report_level": 2, "halt_level": 2})
    kinds = [type(node) for node in document.findall() if not isinstance(node, nodes.Text)]
    assert kinds == [nodes.document, nodes.paragraph]
    return " ".join(document.astext().split())


@given(AWKWARD.filter(lambda name: name.split()), st.sampled_from([".", " 3", "; ", ""]))
def test_any_name_is_shown_as_it_is(name: str, after: str) -> None:
    assert shown(f"Returns of {escaped(name)}{after}") == f"Returns of {' '.join(name.split())}{after.rstrip()}"


@given(AWKWARD.filter(lambda name: name.split()))
def test_no_name_is_a_command_to_the_template_that_snakemake_takes_captions_for(name: str) -> None:
    assert Template(escaped(name)).render() == escaped(name)


def results(seeds: int) -> ExperimentResults:
    """Return 100 episodes of an experiment, in windows of 50."""
    ends = (np.array([-190.0, -150.25]), np.array([-180.0, -140.0])) if seeds > 1 else (np.full(2, np.nan),) * 2
    training = Curve(np.array([49, 99]), np.array([-185.0, -145.0]), *ends)
    greedy = Curve(np.array([0, 99]), np.array([-200.0, -112.749]), *ends)
    return ExperimentResults(ODD_NAME, np.zeros(seeds), np.zeros(seeds), np.zeros(seeds), training, greedy)


def test_of_a_learning_curve_the_last_numbers_and_the_references() -> None:
    text = shown(learning_curve_caption(results(3), {"random actions": -199.5, "always “x_”": -200.0}))
    assert text == (
        f"Mean returns of {ODD_NAME} over 100 episodes of training, 3 seeds. The last evaluated table returns −112.7 "
        "(95 % interval −150.2 to −140) when it is played greedily, on starts that training never saw. While learning, "
        "with exploration, the last 50 episodes returned −145 (95 % interval −150.2 to −140) on average. For "
        "comparison: random actions −199.5; always “x_” −200. Bands and bars are 95 % bootstrap intervals over seeds."
    )
    assert "95 %" not in shown(learning_curve_caption(results(1), {})), "one seed has no interval"


def test_the_last_window_of_a_learning_curve_has_only_the_episodes_that_are_left() -> None:
    one = results(1)
    training = Curve(np.array([49, 99, 106]), np.full(3, -145.0), np.full(3, np.nan), np.full(3, np.nan))
    assert "the last 7 episodes returned −145" in shown(learning_curve_caption(replace(one, training=training), {}))
    training = Curve(np.array([6]), np.array([-145.0]), np.array([np.nan]), np.array([np.nan]))
    assert "the last 7 episodes returned −145" in shown(learning_curve_caption(replace(one, training=training), {}))


def history(returns: list[float], epsilon: float) -> TrainingHistory:
    one = TrainingHistory.before_training(np.linspace(1.0, epsilon, len(returns)), np.zeros(len(returns)))
    one.returns[:] = returns
    return one


def test_of_returns_while_learning_the_first_and_last_window_over_seeds_and_the_best_episode() -> None:
    runs = [history([-4.0, -2.0, -1.0, 0.5], 0.05), history([-8.0, -6.0, -3.0, -3.0], 0.05)]
    text = shown(rewards_caption("mine", runs, 2))
    assert "The average is −5 in the first window and −1.625 in the last. The best episode returned 0.50." in text
    assert "1 in the first episode and 0.05 in the last" in text
    runs = [history([1.0], np.nan)]
    assert "epsilon" not in shown(rewards_caption("mine", runs, 1)), "other behaviour has none"


@pytest.fixture
def q_table() -> FinalQTable:
    """Return a table of which one cell was never updated, and another for one action only."""
    table = np.full(MOUNTAIN_CAR.table_shape, -3.0)
    updated = np.ones(table.shape, dtype=np.bool_)
    updated[0, 0] = False
    updated[1, 1, 1:] = False
    table[0, 0] = 7.0
    table[2, 3] = [-9.0, -8.5, -10.125]
    table[3, 3] = [-1.0, 0.0, -2.0]
    return q_table_of(MOUNTAIN_CAR, table, updated)


def test_of_a_table_what_was_never_updated_and_the_range_of_what_was(q_table: FinalQTable) -> None:
    cells = int(np.prod(MOUNTAIN_CAR.cells))
    text = shown(policy_caption("mine", q_table))
    assert f"In 1 of {cells} cells, no value was ever updated." in text
    text = shown(q_table_caption("mine", q_table, 1))
    assert "after 1 episode:" in text
    assert f"from −10.12 to 0. 5 of {3 * cells:,} values were never updated." in text, "7 was never learned"
    text = shown(value_function_caption("mine", q_table, 0.95))
    assert "the discounted return that is expected from there (discount 0.95). It goes from −8.5 to 0." in text
    assert "discount" not in shown(value_function_caption("mine", q_table, 1.0))
    assert "It goes from 0 to 8.5." in shown(cost_to_go_caption("mine", q_table, 1.0))


def test_of_visits_the_sum_the_most_and_the_cells_without() -> None:
    text = shown(visits_caption("mine", np.array([[0, 1_200], [34, 0]])))
    assert "1,234 updates. The most visited cell has 1,200 of them. 2 of 4 cells were never updated." in text
    assert "never" not in shown(visits_caption("mine", np.array([[1]])))


def path(total: float, outcome: Outcome) -> Trajectory:
    return Trajectory(np.zeros((2, 2)), total, outcome)


def test_of_paths_their_returns_and_how_they_end() -> None:
    paths = [path(-100.0, "terminated"), path(-110.5, "terminated"), path(-200.0, "truncated")]
    text = shown(trajectories_caption("mine", paths))
    assert "the first 3 episodes" in text
    assert "They return −200 to −100, −136.8 on average. 2 of 3 end in a terminal state." in text


def test_of_a_comparison_the_last_greedy_returns_the_best_first() -> None:
    rows = [
        ("one", "greedy", 0, -150.0, -151.0, -149.0),
        ("one", "greedy", 9, -120.0, -122.5, -118.0),
        ("two_", "greedy", 0, -200.0, -200.0, -200.0),
        ("two_", "greedy", 9, -99.95, -101.0, -98.0),
        ("two_", "training", 9, -50.0, -51.0, -49.0),
    ]
    curves = pd.DataFrame(rows, columns=["experiment", "play", "episode", "mean", "low", "high"])
    text = shown(comparison_caption({"one": 5, "two_": 5}, curves))
    expected = "two_ −99.95 (95 % interval −101 to −98); one −120 (95 % interval −122.5 to −118)."
    assert f"the best first: {expected}" in text
