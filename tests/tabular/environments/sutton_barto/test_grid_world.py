"""Grid worlds from drawn maps move as they say, and those of the book have the book's shortest ways."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import gymnasium
import numpy as np
import pytest
import tabular.environments.own  # noqa: F401 (registers the environments)
from gymnasium.utils.env_checker import check_env
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.engines.dynamics.grid_world import functional_environment
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

STRAIGHT = [(-1, 0), (0, 1), (1, 0), (0, -1)]
KING = [*STRAIGHT, (-1, 1), (1, 1), (1, -1), (-1, -1)]
CLOCKWISE = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]
MOVES = {4: STRAIGHT, 8: KING, 9: [*KING, (0, 0)]}

BOOK = ["WindyGridWorld-v0", "DynaMaze-v0", "BlockingMaze-v0", "ShortcutMaze-v0"]


def world(identity: str = "GridWorld-v0", **arguments: Any) -> Any:
    return gymnasium.make(identity, **arguments).unwrapped


def expected(rows: list[str], cell: tuple[int, int], move: tuple[int, int], wind: int) -> tuple[int, int]:
    """Return where a step ends, stated a second time: over the list of the cells on its way."""
    height, width = len(rows), len(rows[0])
    row = min(max(cell[0] + move[0] - wind, 0), height - 1)
    column = min(max(cell[1] + move[1], 0), width - 1)
    sign = 1 if row > cell[0] else -1
    heights = [*list(range(cell[0], row, sign))[1:], row]
    way = [cell, *[(one, column) for one in heights]]
    passable = itertools.takewhile(lambda place: place == cell or rows[place[0]][place[1]] != "#", way)
    return list(passable)[-1]


def outcomes(env: Any, state: int, action: int) -> dict[tuple[int, float, bool], Fraction]:
    """Return what the table says, by next state, reward and end; probabilities as fractions."""
    found: Counter[tuple[int, float, bool]] = Counter()
    for probability, following, reward, terminated in env.P[state][action]:
        found[following, reward, terminated] += Fraction(probability).limit_denominator(1000)  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    height, width = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    cells = draw(st.lists(st.sampled_from(".....#C"), min_size=height * width, max_size=height * width))
    start, goal = draw(st.lists(st.integers(0, height * width - 1), min_size=2, max_size=2, unique=True))
    cells[start], cells[goal] = "S", "G"
    if draw(st.booleans()):
        cells[next((place for place, one in enumerate(cells) if one == "."), start)] = "S"
    return {
        "map": ["".join(cells[row * width : (row + 1) * width]) for row in range(height)],
        "moves": draw(st.sampled_from([4, 8, 9])),
        "wind": draw(st.lists(st.integers(-1, 2), min_size=width, max_size=width)),
        "stochastic_wind": draw(st.booleans()),
        "slip": draw(st.sampled_from([0.0, 0.25, 0.5])),
        "step_reward": -0.5,
        "goal_reward": 3.0,
        "cliff_reward": -7.0,
    }


@settings(deadline=None, max_examples=150)
@given(arguments=worlds())
def test_every_step_is_the_one_that_is_described(arguments: dict[str, Any]) -> None:
    rows: list[str] = arguments["map"]
    width, moves = len(rows[0]), MOVES[arguments["moves"]]
    try:
        env = world(**arguments)
    except ValueError as error:
        assert "no way leads from the start" in str(error)  # noqa: PT017 (not on all maps, a way leads to the goal)
        return
    starts = [state for state in range(len(rows) * width) if rows[state // width][state % width] == "S"]
    assert env.initial_state_distrib.tolist() == [(state in starts) / len(starts) for state in env.P]
    ring = [move for move in CLOCKWISE if move in moves]
    for state, action in itertools.product(env.P, range(len(moves))):
        cell = divmod(state, width)
        if rows[cell[0]][cell[1]] == "G":
            continue
        slips = {moves[action]: Fraction(1)}
        if arguments["slip"] and moves[action] in ring:
            half = Fraction(arguments["slip"]) / 2
            place = ring.index(moves[action])
            slips = {moves[action]: 1 - 2 * half, ring[place - 1]: half, ring[(place + 1) % len(ring)]: half}
        wind = arguments["wind"][cell[1]]
        winds = [wind - 1, wind, wind + 1] if wind and arguments["stochastic_wind"] else [wind]
        wanted: Counter[tuple[int, float, bool]] = Counter()
        for (move, probability), blowing in itertools.product(slips.items(), winds):
            end = expected(rows, cell, move, blowing)
            share: Any = probability / len(winds)
            letter = rows[end[0]][end[1]]
            if letter == "C" and end != cell:
                for start in starts:
                    wanted[start, -7.0, False] += share / len(starts)
            else:
                wanted[end[0] * width + end[1], 3.0 if letter == "G" else -0.5, letter == "G"] += share
        assert outcomes(env, state, action) == dict(wanted)


@pytest.mark.parametrize("moves", [4, 8, 9])
def test_the_windy_grid_world_is_the_book_s(moves: int) -> None:
    """Its states are shifted up by the wind of the column that is left, and stay on the grid."""
    env = world("WindyGridWorld-v0", moves=moves)
    wind = [0, 0, 0, 1, 1, 1, 2, 2, 1, 0]
    assert np.flatnonzero(env.initial_state_distrib).tolist() == [30]
    for row, column in itertools.product(range(7), range(10)):
        for action, (down, right) in enumerate(MOVES[moves]):
            if (row, column) != (3, 7):
                after = min(max(row + down - wind[column], 0), 6), min(max(column + right, 0), 9)
                ((_, following, reward, terminated),) = env.P[row * 10 + column][action]
                assert (divmod(following, 10), reward, terminated) == (after, -1.0, after == (3, 7))
    # "One cell to the right of the goal, the action left takes you to the cell just above the goal."
    ((_, following, _, _),) = env.P[38][3]
    assert divmod(following, 10) == (2, 7)


def test_a_grid_world_with_a_cliff_is_gymnasium_s_cliff() -> None:
    env = world(map=["............"] * 3 + ["SCCCCCCCCCCG"])
    cliff: Any = gymnasium.make("CliffWalking-v1").unwrapped
    for state in range(37):
        for action in range(4):
            assert [tuple(one) for one in env.P[state][action]] == [tuple(one) for one in cliff.P[state][action]]


def test_a_grid_world_that_slips_is_gymnasium_s_lake_without_holes() -> None:
    rows = ["SFFF", "FFFF", "FFFG"]
    lake: Any = gymnasium.make("FrozenLake-v1", desc=rows).unwrapped
    env = world(map=[row.replace("F", ".") for row in rows], slip=2 / 3, step_reward=0.0, goal_reward=1.0)
    for state in range(11):
        for action, of_the_lake in enumerate([3, 2, 1, 0]):  # the lake counts left, down, right, up
            table: Any = type("", (), {"P": {0: {0: lake.P[state][of_the_lake]}}})
            assert outcomes(env, state, action) == outcomes(table, 0, 0)


def steps_to_the_goal(env: Any) -> int:
    """Return the length of the shortest way, by trying every action in every state that can be reached."""
    env.reset(seed=0)
    frontier, seen = [env.state], {env.state}
    for steps in itertools.count(1):
        following = []
        for state, action in itertools.product(frontier, range(int(env.action_space.n))):
            env.reset(options={"state": state})
            after, _, terminated, _, _ = env.step(action)
            if terminated:
                return steps
            if after not in seen:
                seen.add(after)
                following.append(after)
        frontier = following
    raise AssertionError


@pytest.mark.parametrize(
    ("identity", "arguments", "before", "after"),
    [
        ("WindyGridWorld-v0", {}, 15, 15),
        ("WindyGridWorld-v0", {"moves": 8}, 7, 7),
        ("WindyGridWorld-v0", {"moves": 9}, 7, 7),
        ("DynaMaze-v0", {}, 14, 14),
        ("BlockingMaze-v0", {"change_at_step": 10**9}, 10, 16),
        ("ShortcutMaze-v0", {"change_at_step": 10**9}, 16, 10),
    ],
)
def test_the_shortest_ways_are_the_book_s(identity: str, arguments: dict[str, Any], before: int, after: int) -> None:
    env = world(identity, **arguments)
    assert steps_to_the_goal(env) == before
    env.finish_changes()
    assert steps_to_the_goal(env) == after


@pytest.mark.parametrize("refine", [2, 3, 5])
def test_a_finer_maze_has_the_same_walls(refine: int) -> None:
    coarse, fine = world("DynaMaze-v0"), world("DynaMaze-v0", refine=refine)
    assert sum(row.count("X") for row in coarse.map_letters) == 7
    for row, column in itertools.product(range(6 * refine), range(9 * refine)):
        letter, old = fine.map_letters[row][column], coarse.map_letters[row // refine][column // refine]
        is_upper_left = row % refine == column % refine == 0
        assert letter == ("F" if old == "S" and not is_upper_left else old)
    # From the upper left of the start below the first wall, one cell up past the next, and up to the goal's lower edge.
    assert steps_to_the_goal(fine) == 8 * refine + 2 * refine + (3 * refine + 1)


def test_the_maze_changes_after_so_many_steps_of_all_episodes_even_amid_one() -> None:
    env = world("BlockingMaze-v0", change_at_step=25)
    up, right = 0, 1
    env.reset(seed=4)
    way = [right] * 5 + [up] * 5
    for number, action in enumerate([*way, *way, *way[:5]]):
        assert not env.has_changed()
        _, _, terminated, _, _ = env.step(action)
        assert terminated == (number % 10 == 9)
        if terminated:
            env.reset()
    # The 25th step went to the cell below and left of the gap, which is closed from the 26th step on.
    assert divmod(env.state, 9) == (5, 8)
    assert [divmod(env.step(up)[0], 9) for _ in range(3)] == [(4, 8)] * 3
    env.reset(seed=4)
    assert not env.has_changed()


def test_both_engines_change_the_map_at_the_same_step() -> None:
    env = world(map=["S.G", "..."], later_map=["S#G", "..."], change_at_step=4)
    compiled = functional_environment(env, np.random.default_rng())
    state, _ = env.reset(seed=0)
    also = compiled.reset(compiled.env)
    states = []
    for action in (1, 3, 1, 3, 1, 3, 1):
        state, also = env.step(action)[0], compiled.step(compiled.env, also, action)[0]
        assert state == also
        states.append(state)
    assert states == [1, 0, 1, 0, 0, 0, 0]


def test_who_stands_where_a_wall_comes_can_leave() -> None:
    env = world(map=["S.G", "..."], later_map=["S#G", "..."], change_at_step=1)
    env.reset(seed=0)
    env.step(1)
    assert env.has_changed()
    assert env.state == 1
    state, _, terminated, _, _ = env.step(1)
    assert (state, terminated) == (2, True)
    # Nothing else leads there any more.
    others = [transitions for state in env.P if state != 1 for transitions in env.P[state].values()]
    assert all(following != 1 for transitions in others for _, following, _, _ in transitions)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_what_was_learned_is_evaluated_in_the_maze_as_it_is_in_the_end(engine: Any) -> None:
    environment = EnvironmentSettings("BlockingMaze-v0", time_limit=500)
    tables = {}
    for change_at_step in (1, 10**9):
        changing = EnvironmentSettings("BlockingMaze-v0", time_limit=500, arguments={"change_at_step": change_at_step})
        training = Training(changing, make_agent(discount=0.95, initial_high=0.0, initial_low=0.0), 200, 0, "compiled")
        list(training.run([200]))
        tables[change_at_step] = training.q_table
    with GreedyEvaluator(environment, EvaluationSettings(episodes=300, seed=5, max_steps=500), engine) as evaluator:
        for _ in range(2):  # a second time, it is as it was the first time
            assert set(evaluator.outcome(tables[1]).lengths.tolist()) == {16}
            assert not evaluator.outcome(tables[10**9]).terminated.any()


def test_both_engines_count_the_steps_over_the_change_and_beyond() -> None:
    environment = EnvironmentSettings("ShortcutMaze-v0", time_limit=400, arguments={"change_at_step": 2000})
    agent = make_agent(discount=0.95, initial_low=0.0, initial_high=0.0, exploration=0.1)
    trained = []
    for engine in ("compiled", "gymnasium"):
        training = Training(environment, agent, 150, 3, engine)
        list(training.run([60, 150]))
        assert training.engine.name == engine
        trained.append([training.q_table.tobytes(), training.rewards.length.tobytes()])
    assert trained[0] == trained[1]
    lengths = training.rewards.length
    # Ten steps are enough only once the shortcut is open, and exploring finds it here.
    assert lengths[lengths.cumsum() <= 2000].min() >= 16
    assert lengths.min() < 16


@pytest.mark.parametrize("identity", ["GridWorld-v0", *BOOK])
def test_gymnasium_s_own_check_finds_nothing(identity: str, recwarn: pytest.WarningsRecorder) -> None:
    check_env(world(identity, render_mode="rgb_array"))
    assert [str(one.message) for one in recwarn] == []


def test_the_picture_shows_the_agent_the_walls_and_the_map_of_the_moment() -> None:
    env = world("BlockingMaze-v0", change_at_step=1, render_mode="rgb_array")
    env.reset(seed=0)
    first = env.render()
    assert (first.dtype, first.ndim) == (np.uint8, 3)
    size = first.shape[1] // 9

    def color(picture: Any, row: int, column: int) -> list[int]:
        middle: list[int] = picture[int((row + 0.5) * size), int((column + 0.5) * size)].tolist()
        return middle

    assert color(first, 3, 0) == [64, 64, 64]
    assert color(first, 3, 8) == [255, 255, 255]
    assert color(first, 5, 3) == [0, 114, 178]
    env.step(3)
    second = env.render()
    assert color(second, 3, 0) == [255, 255, 255]
    assert color(second, 3, 8) == [64, 64, 64]
    assert color(second, 5, 2) == [0, 114, 178]


def test_its_description_has_the_map_as_it_is_in_the_end_and_names_of_actions() -> None:
    description = describe(EnvironmentSettings("BlockingMaze-v0"), None, None)
    assert description.grid == [6, 9]
    assert description.map == ["FFFFFFFFG", "FFFFFFFFF", "FFFFFFFFF", "FXXXXXXXX", "FFFFFFFFF", "FFFSFFFFF"]
    assert description.actions == ["up", "right", "down", "left"]
    windy = describe(EnvironmentSettings("WindyGridWorld-v0", arguments={"moves": 9}), None, None)
    assert windy.actions[4:] == ["up-right", "down-right", "down-left", "up-left", "stay"]
    # The wind carries the agent away from some cells, which are no walls for that.
    assert "X" not in "".join(windy.map or [])
    assert describe(EnvironmentSettings("DynaMaze-v0"), ["n", "e", "s", "w"], None).actions == ["n", "e", "s", "w"]


def test_a_map_may_be_one_text_with_a_line_for_each_row() -> None:
    assert world(map="S.#\n..G\n").P == world(map=["S.#", "..G"]).P


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"map": ["S..", "..G."]}, "map: row 1 has 4 characters, and row 0 has 3; allowed: rows of the same length"),
    ({"map": ["S.X", "..G"]}, 'map: the character "X" in row 0, "S.X", is not allowed; allowed: S .a start.'),
    ({"map": ["...", "..G"]}, "map: a map without a start is not allowed; allowed: at least one S"),
    ({"map": ["S..", "..."]}, "map: a map without a goal is not allowed; allowed: at least one G"),
    ({"map": ["S#G", ".#."]}, "map: no way leads from the start in row 0, column 0"),
    ({"map": ["S.G", "###", "..S"]}, "map: no way leads from the start in row 2, column 2"),
    ({"map": ["..", "S.", "G."], "wind": [2, 2]}, "map: no way leads from the start in row 1, column 0"),
    ({"map": []}, r"map: \[\] is not allowed; allowed: a list with a text for each row"),
    ({"map": [1, 2]}, "a list with a text for each row"),
    ({"map": None}, "map: None is not allowed"),
    ({"map": ["S" + "." * 400 + "G"] * 400}, "allowed: 100000 cells"),
    ({"map": ["S.G"], "wind": [0, 1]}, r"wind: \[0, 1\] is not allowed; allowed: 3 whole numbers, one for each column"),
    ({"map": ["S.G"], "wind": [0, 0.5, 0]}, "wind: .* allowed: 3 whole numbers"),
    ({"map": ["S.G"], "wind": 1}, "wind: 1 is not allowed"),
    ({"map": ["S.G"], "wind": [0, 1, 0], "refine": 2}, "refine: 2 is not allowed; allowed: 1 where there is wind"),
    ({"moves": 5}, r"moves: 5 is not allowed; allowed: 4 \(up, right, down, left\), 8"),
    ({"moves": "eight"}, "moves: 'eight' is not allowed"),
    ({"slip": 1.5}, "slip: 1.5 is not allowed; allowed: a number from 0 to 1"),
    ({"slip": True}, "slip: True is not allowed"),
    ({"refine": 0}, "refine: 0 is not allowed; allowed: a whole number, at least 1"),
    ({"step_reward": float("nan")}, "step_reward: nan is not allowed; allowed: a finite number"),
    ({"goal_reward": "much"}, "goal_reward: 'much' is not allowed"),
    ({"cliff_reward": None}, "cliff_reward: None is not allowed"),
    ({"stochastic_wind": "yes"}, "stochastic_wind: 'yes' is not allowed; allowed: true or false"),
    ({"map": ["S.G"], "later_map": ["S.G"]}, "change_at_step: None is not allowed; allowed, with a later_map"),
    ({"map": ["S.G"], "change_at_step": 5}, "later_map: None is not allowed"),
    ({"map": ["S.G"], "later_map": ["S.G"], "change_at_step": 0}, "change_at_step: 0 is not allowed"),
    ({"map": ["S.G"], "later_map": ["S..G"], "change_at_step": 5}, "later_map: 1 rows of 4 .* 1 rows of 3"),
    ({"map": ["S.G"], "later_map": ["G.S"], "change_at_step": 5}, "later_map: other starts are not allowed"),
    ({"map": ["S.G"], "later_map": ["SGG"], "change_at_step": 5}, "later_map: other goals are not allowed"),
    ({"map": ["S.G"], "later_map": ["S#G"], "change_at_step": 5}, "later_map: no way leads from the start"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_cannot_be_is_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        world(**arguments)


def test_a_state_to_start_in_has_to_be_one() -> None:
    env = world()
    assert env.reset(options={"state": 7})[0] == 7
    with pytest.raises(ValueError, match="state 15 is not allowed; allowed: a whole number from 0 to 14"):
        env.reset(options={"state": 15})
