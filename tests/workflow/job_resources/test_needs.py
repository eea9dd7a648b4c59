"""What jobs are allotted, and what is refused because it can't fit into memory."""

from __future__ import annotations

import re
from typing import Any

import pytest
from configuration import loading
from configuration.problems import ConfigurationError
from hypothesis import given
from hypothesis import strategies as st
from job_resources import memory, quantities, runtime
from job_resources.machine import UNLIMITED, Memory, memory_for_jobs, memory_of_machine, share_memory
from job_resources.memory import NEEDS
from job_resources.quantities import Quantities
from snakemake.resources import Resources
from tabular.pages.explorer.contents import FEWEST_TABLES, MOST_SAMPLED_VALUES, MOST_VALUES
from tabular.statistics import intervals
from tabular.videos.writing import SEGMENT

from tests.helpers.configurations import changed, load, of
from tests.helpers.descriptions import CART_POLE, FINE_MOUNTAIN_CAR, FROZEN_LAKE, MOUNTAIN_CAR, TILED_ACROBOT, TILED_CAR
from tests.helpers.running import ROOT

MACHINE = Memory(24_000, "this machine has")

RULE = re.compile(r"^rule (\w+):", re.MULTILINE)

EXPERIMENT = load(of({})).experiments["mine"]
TILED_EXPERIMENT = load(of({"agent": {"value_function": "tiles", "tiles": [9, 7]}})).experiments["mine"]


def measured(changes: dict[str, Any] | None = None) -> Quantities:
    return Quantities.of(load(of(changes or {})).experiments["mine"], MOUNTAIN_CAR)


@pytest.mark.parametrize(
    ("experiment", "key", "given", "rule"),
    [
        ({"environment": {"bins": [40_000, 40_000]}}, "environment.bins", "[40000, 40000]", "plot_trajectories"),
        (
            {"episodes": 1_000_000_000, "snapshots": {"count": 10, "spacing": "linear"}},
            "episodes",
            "1000000000",
            "plot_rewards",
        ),
        (
            {"figures": {"size": [8192, 8192], "dpi": 1200}},
            "figures.dpi",
            "1200 with figures.size: [8192, 8192]",
            "plot_qtable",
        ),
        (
            {
                "environment": {"id": "Taxi-v4", "bins": None},
                "evaluation": {"episodes": 100_000_000},
            },
            "evaluation.episodes",
            "100000000 with evaluation.snapshots: 20",
            "write_explorer_page",
        ),
        (
            {"agent": {"algorithm": "sarsa_lambda"}, "environment": {"bins": [13_000, 13_000]}},
            "environment.bins",
            "[13000, 13000]",
            "plot_trajectories",
        ),
    ],
)
def test_what_cannot_fit_into_memory_is_refused_by_its_key(
    experiment: dict[str, Any], key: str, given: str, rule: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        loading.load(changed(of(experiment)), make_environments=True, memory=MACHINE)
    lines = {line.split(":")[0].strip(" -"): line for line in str(raised.value).splitlines()[1:]}
    line = lines[f"experiments.mine.{key}"]
    assert f": {given} is not allowed; allowed: what fits into memory: {rule} would need about " in line
    assert line.endswith(" MB, and this machine has 24,000 MB")


def test_what_the_user_gives_is_the_limit() -> None:
    with pytest.raises(
        ConfigurationError, match="even the smallest experiment does not fit into memory: train would need"
    ):
        loading.load(changed({}), make_environments=True, memory=Memory(250, "--resources mem_mb= gives"))


def test_an_experiment_that_is_not_run_is_refused_when_somebody_asks_for_it() -> None:
    changes = {"experiments.mine": {"environment": {"bins": [40_000, 40_000]}}, "run": ["taxi"]}
    complete = loading.load(changed(changes), make_environments=True, memory=MACHINE)
    assert complete.check_later("taxi") == []
    (problem,) = complete.check_later("mine")
    assert ".".join(map(str, problem.path)) == "experiments.mine.environment.bins"


def test_everything_that_stands_in_the_library_fits_into_a_small_laptop() -> None:
    experiments = load({}).experiments
    loading.load(changed({"run": list(experiments)}), make_environments=True, memory=Memory(4_000, "a laptop has"))


def test_every_rule_with_a_script_has_its_needs() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "workflow/rules").glob("*.smk")]
    bodies = {name: text.split(f"rule {name}:")[1].split("\n\n\n")[0] for text in texts for name in RULE.findall(text)}
    # Those of studies follow from the sizes of all trials, those of a comparison's trainings from all its experiments,
    # those of the book from what its figures show.
    of_many = {
        name: re.search(r"mem_mb=(study_needs|comparisons|book|updates)\.", text) for name, text in bodies.items()
    }
    for name, match in of_many.items():
        assert match is None or f"runtime={match[1]}." in bodies[name]
    assert {name for name, match in of_many.items() if match is None} == NEEDS.keys()
    for name in NEEDS:
        assert f'mem_mb=needs.memory("{name}")' in bodies[name]
        assert f'runtime=needs.minutes("{name}")' in bodies[name]


@given(
    larger=st.dictionaries(
        st.sampled_from(
            [
                "episodes",
                "seeds",
                "values",
                "cells",
                "shown",
                "sampled",
                "explored",
                "kept",
                "played",
                "points",
                "frame_pixels",
            ]
        ),
        st.integers(1, 1000),
        min_size=1,
    )
)
def test_whatever_is_larger_needs_no_less(larger: dict[str, int]) -> None:
    small = Quantities.of(TILED_EXPERIMENT, TILED_CAR)
    large = Quantities(**{key: value * larger.get(key, 1) for key, value in vars(small).items()})
    for rule in NEEDS:
        assert memory.megabytes(rule, [large]) >= memory.megabytes(rule, [small])
        assert runtime.minutes(rule, [large]) >= runtime.minutes(rule, [small])


def test_a_table_is_counted_with_the_cells_that_pictures_show() -> None:
    fine = Quantities.of(EXPERIMENT, FINE_MOUNTAIN_CAR)
    assert (fine.values, fine.cells, fine.shown) == (180_000, 60_000, 60_000)
    deep = Quantities.of(EXPERIMENT, CART_POLE)
    assert (deep.values, deep.cells, deep.shown) == (720, 360, 30)
    grid = Quantities.of(EXPERIMENT, FROZEN_LAKE)
    assert (grid.values, grid.cells, grid.shown) == (256, 64, 64)
    assert {(one.tilings, one.sampled, one.explored - one.values) for one in (fine, deep, grid)} == {(0, 0, 0)}


def test_tiles_are_counted_with_the_values_that_are_sampled() -> None:
    car = Quantities.of(TILED_EXPERIMENT, TILED_CAR)
    assert (car.values, car.shown, car.tilings, car.sampled, car.explored) == (8 * 63 * 3, 1600, 8, 4800, 4800)
    finest = {**TILED_EXPERIMENT, "view": {**TILED_EXPERIMENT["view"], "resolution": 400}}
    deep = Quantities.of(finest, TILED_ACROBOT)
    assert (deep.shown, deep.sampled) == (160_000, 400 * 400 * 20 * 3)
    assert 0.9 * MOST_SAMPLED_VALUES < deep.explored <= MOST_SAMPLED_VALUES, "70 × 70 × 4 × 5 × 3"
    assert memory.megabytes("plot_policy", [deep]) > 250 > memory.megabytes("plot_policy", [car])
    assert runtime.minutes("render_qtable_frames", [deep]) > runtime.minutes("render_qtable_frames", [car])


@pytest.mark.parametrize(
    ("changes", "key", "given"),
    [
        (
            {"agent": {"tiles": [9, 9]}, "view": {"resolution": 400}},
            "view.resolution",
            "400 with agent.tiles: [9, 9]",
        ),
        (
            {"agent": {"tiles": [3000, 3000], "tilings": 32}},
            "agent.tiles",
            "[3000, 3000] with agent.tilings: 32",
        ),
    ],
)
def test_what_is_too_much_of_tiles_is_refused_by_their_keys(changes: dict[str, Any], key: str, given: str) -> None:
    changes["agent"] |= {"value_function": "tiles"}
    machine = Memory(300, "this machine has") if key == "view.resolution" else MACHINE
    with pytest.raises(ConfigurationError) as raised:
        loading.load(changed(of(changes)), make_environments=True, memory=machine)
    assert f"experiments.mine.{key}: {given} is not allowed; allowed: what fits into memory" in str(raised.value)


def test_trainings_side_by_side_need_more_memory_than_one_after_the_other() -> None:
    large = measured({"environment": {"bins": [1000, 1000]}})
    alone = memory.megabytes_of_threads([large], 1)
    assert alone == memory.megabytes("train", [large])
    of_a_table = 8 * large.values / memory.MEGABYTE
    assert memory.megabytes_of_threads([large], 5) > alone + 4 * of_a_table


def test_an_environment_that_only_gymnasium_plays_may_take_longer() -> None:
    compiled, interpreted = measured({"engine": "auto"}), measured({"engine": "gymnasium"})
    assert runtime.minutes("train", [interpreted]) > runtime.minutes("train", [compiled])


def test_the_numbers_that_stand_elsewhere_are_the_same_there() -> None:
    assert (memory.EXPLORER_VALUES, FEWEST_TABLES) == (MOST_VALUES, 2)
    assert quantities.MOST_SAMPLED_VALUES == MOST_SAMPLED_VALUES
    assert memory.RESAMPLES == intervals.RESAMPLES
    assert memory.RESAMPLED_AT_ONCE == intervals.VALUES_AT_A_TIME
    assert memory.POINTS_AT_ONCE == intervals.POINTS_AT_A_TIME
    assert memory.FRAMES_OF_ENCODER == SEGMENT


class FakeWorkflow:
    """What Snakemake's workflow says of its resources."""

    def __init__(self, resources: dict[str, int], cores: int | None, nodes: int | None = None) -> None:
        """Take the resources of the command line, the number of cores, and that of jobs of a cluster."""
        self.global_resources = Resources()
        for name, value in resources.items():
            self.global_resources[name] = value
        self.resource_settings = type("Settings", (), {"cores": cores, "nodes": nodes})
        self.registered: dict[str, int] = {}

    def register_resource(self, name: str, value: int) -> None:
        self.registered[name] = value


def test_jobs_have_what_the_user_gives_or_what_the_machine_has() -> None:
    assert memory_for_jobs(FakeWorkflow({"mem_mb": 700}, 4)).megabytes == 700
    assert memory_for_jobs(FakeWorkflow({}, 4)) == memory_of_machine()
    assert memory_for_jobs(FakeWorkflow({}, None)) == UNLIMITED
    assert memory_for_jobs(FakeWorkflow({}, 4, nodes=100)) == UNLIMITED, "four cores for each of a cluster's jobs"


def test_jobs_share_the_memory_of_the_machine_but_not_that_of_a_cluster() -> None:
    here, cluster = FakeWorkflow({}, 4), FakeWorkflow({}, None)
    for workflow in (here, cluster):
        share_memory(workflow, memory_for_jobs(workflow))
    assert here.registered == {"mem_mb": memory_of_machine().megabytes}
    assert cluster.registered == {}
