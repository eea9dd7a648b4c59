"""Arguments that the constructors of Gymnasium's own environments take without a look at them.

Read in Gymnasium 1.4.0. A text where a truth value belongs counts as true, a probability of 2 is played as if it were
1, and a lake without a start begins in its first field: nothing fails, and something else is learned.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

LETTERS = frozenset("SFHG")
KNOWN_MAPS = ("4x4", "8x8")
GREATEST_SPEED = 0.07
"""Of MountainCar's car: at no other speed can it reach its goal."""


class Argument(NamedTuple):
    """What an argument may be.

    Attributes:
        is_sound: tells whether a value is allowed.
        allowed: which ones are, in words.
    """

    is_sound: Callable[[Any], bool]
    allowed: str


def wrong_arguments(creator: object, arguments: Mapping[str, Any], given: Collection[str]) -> dict[str, str]:
    """Return, by its name, what each wrong argument may be; empty for environments that aren't Gymnasium's own.

    Args:
        creator: the environment's class.
        arguments: all that it is made with.
        given: the names of those that are the user's, and not what the environment is registered with.
    """
    name = f"{getattr(creator, '__module__', '')}:{getattr(creator, '__qualname__', '')}"
    known = KNOWN.get(name, {})
    wrong = {
        argument: f"{argument}: {known[argument].allowed}"
        for argument, value in arguments.items()
        if argument in known and not known[argument].is_sound(value)
    }
    if name == FROZEN_LAKE:
        wrong |= _wrong_lake(arguments, given)
    return wrong


def _wrong_lake(arguments: Mapping[str, Any], given: Collection[str]) -> dict[str, str]:
    """Find faults of a lake's map."""
    rows, name = arguments.get("desc"), arguments.get("map_name", KNOWN_MAPS[0])
    if rows is not None:
        fault = map_fault(rows)
        return {"desc": f"desc: {fault}"} if fault else {}
    which = "desc" if "desc" in given and "map_name" not in given else "map_name"
    if name is None:
        return {which: "a map_name or a desc: without both, every environment is made with another map"}
    return {} if name in KNOWN_MAPS else {which: f"map_name: {' or '.join(KNOWN_MAPS)}; maps of your own go into desc"}


def map_fault(rows: object) -> str | None:
    """Say what a lake's map has to be where it isn't; None: it is sound.

    Args:
        rows: a text, or a list of letters, for each row.
    """
    lake = _lake(rows)
    if lake is None:
        return 'a list of rows, each a text, such as ["SFF", "FHG"]'
    if len({len(row) for row in lake}) != 1 or not lake[0]:
        return f"rows of the same length; here they have {', '.join(str(len(row)) for row in lake)} letters"
    strange = sorted({letter for row in lake for letter in row} - LETTERS)
    if strange:
        return f"only the letters S, F, H and G, for start, frozen, hole and goal; here is also {', '.join(strange)}"
    for letter, what in (("S", "start"), ("G", "goal")):
        if not any(letter in row for row in lake):
            return f"a map with a {what}, {letter}"
    return None if _all_starts_lead_to_a_goal(lake) else "a map in which a way leads from each S to a G, around the H"


def _lake(rows: object) -> list[list[str]] | None:
    """Return a map as letters; None where it is no map."""
    rows = rows.tolist() if hasattr(rows, "tolist") else rows
    if not isinstance(rows, list | tuple) or not rows:
        return None
    lake = []
    for row in rows:
        text = row.decode("latin-1") if isinstance(row, bytes) else row
        if not isinstance(text, str | list | tuple):
            return None
        letters = [one.decode("latin-1") if isinstance(one, bytes) else one for one in text]
        if not all(isinstance(one, str) and len(one) == 1 for one in letters):
            return None
        lake.append(letters)
    return lake


def _all_starts_lead_to_a_goal(lake: list[list[str]]) -> bool:
    """Tell whether every start is connected with a goal; holes and goals end the way."""
    frontier = [(row, column) for row, line in enumerate(lake) for column, one in enumerate(line) if one == "G"]
    reached = set(frontier)
    while frontier:
        row, column = frontier.pop()
        for neighbour in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            inside = 0 <= neighbour[0] < len(lake) and 0 <= neighbour[1] < len(lake[0])
            if inside and neighbour not in reached and lake[neighbour[0]][neighbour[1]] in "SF":
                reached.add(neighbour)
                frontier.append(neighbour)
    return all(
        (row, column) in reached for row, line in enumerate(lake) for column, one in enumerate(line) if one == "S"
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_probability(value: Any) -> bool:  # noqa: ANN401 (whatever was given)
    return _is_number(value) and 0 <= value <= 1


def _is_rewards(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and all(map(_is_number, value))  # noqa: PLR2004


def _is_reachable_speed(value: Any) -> bool:  # noqa: ANN401 (whatever was given)
    return _is_number(value) and value <= GREATEST_SPEED


TRUTH = Argument(lambda value: isinstance(value, bool), "true or false")
PROBABILITY = Argument(_is_probability, "a number from 0 to 1")

FROZEN_LAKE = "gymnasium.envs.toy_text.frozen_lake:FrozenLakeEnv"

KNOWN: dict[str, dict[str, Argument]] = {
    FROZEN_LAKE: {
        "is_slippery": TRUTH,
        "success_rate": PROBABILITY,
        "reward_schedule": Argument(
            _is_rewards, "three finite numbers, the rewards of a goal, a hole and a frozen field"
        ),
    },
    "gymnasium.envs.toy_text.taxi:TaxiEnv": {
        "is_rainy": TRUTH,
        "fickle_passenger": TRUTH,
        "rainy_probability": PROBABILITY,
        "fickle_probability": PROBABILITY,
    },
    "gymnasium.envs.toy_text.cliffwalking:CliffWalkingEnv": {"is_slippery": TRUTH},
    "gymnasium.envs.toy_text.blackjack:BlackjackEnv": {"natural": TRUTH, "sab": TRUTH},
    "gymnasium.envs.classic_control.cartpole:CartPoleEnv": {"sutton_barto_reward": TRUTH},
    "gymnasium.envs.classic_control.mountain_car:MountainCarEnv": {
        "goal_velocity": Argument(_is_reachable_speed, f"a number, at most {GREATEST_SPEED}, the car's greatest speed"),
    },
}
"""By the class of an environment, what its arguments may be."""
