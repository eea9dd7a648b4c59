"""Settings as a person would write them: as in config.yaml, and schedules as a phrase."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml
from tabular.learning.schedules import Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 60
"""Letters of a setting; longer lists and mappings are cut off."""

LONGEST_DECIMAL = 20
"""Characters of a number that is written without an exponent."""


class _Dumper(yaml.SafeDumper):
    """Writes numbers without exponents where they are short, such as 0.00001 instead of 1.0e-05."""


def _represent_float(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    if not math.isfinite(value):
        return dumper.represent_float(value)
    if value.is_integer() and abs(value) < 10**LONGEST_DECIMAL:
        return dumper.represent_int(int(value))
    text = f"{Decimal(repr(value)):f}"
    if len(text) > LONGEST_DECIMAL:
        return dumper.represent_float(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # In double quotes, line breaks are written as \n, so that the text stays on one line.
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\n" in value else None)


_Dumper.add_representer(float, _represent_float)
_Dumper.add_representer(str, _represent_text)


def setting_text(value: object) -> str:
    """Write a value as YAML does on one line: true, null, 0.1, [20, 20]; whole numbers without a decimal point."""
    text = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, width=math.inf, allow_unicode=True, sort_keys=False
    )
    return text.strip().removeprefix("[").removesuffix("]")


def schedule_text(value: Any) -> str:  # noqa: ANN401 (a mapping, or a number for a constant schedule)
    """Write a schedule as a phrase, such as `linear from 1 to 0 until the last episode`; a constant as its value."""
    if not isinstance(value, dict):
        return setting_text(value)
    schedule = Schedule(**value)
    if schedule.schedule == "constant":
        return setting_text(schedule.start)
    change = f"{schedule.schedule} from {setting_text(schedule.start)} to {setting_text(schedule.end)}"
    if schedule.to_episode is None:
        end = "half of the episodes"
    elif schedule.to_episode == "last":
        end = "the last episode"
    else:
        end = f"episode {schedule.to_episode}"
    if schedule.from_episode == 0:
        return f"{change} until {end}"
    return f"{change} between episode {schedule.from_episode} and {end}"


def initial_value_text(value: Any) -> str:  # noqa: ANN401 (a mapping, or a number)
    """Write the initial values of a table: one number, or the range that they are drawn from."""
    if not isinstance(value, dict):
        return setting_text(value)
    low, high = setting_text(value["low"]), setting_text(value["high"])
    return low if low == high else f"uniform from {low} to {high}"


def shortened_alike(texts: Sequence[str]) -> list[str]:
    """Cut off long texts, unless texts that differ would then look the same."""
    short = [text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip(' ,')}…" for text in texts]
    return short if len(set(short)) == len(set(texts)) else list(texts)
