"""The page of the book's figures: each with its picture, its command, and what the book says and what was found."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.pages.captions import escaped
from tabular.pages.tables import markdown, with_intervals
from tabular.results.book import FINDINGS
from tabular.statistics.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tabular.book.figure import BookFigure
    from tabular.book.statements import Finding

PAGE = """# The figures of Sutton & Barto's book

{introduction}

{command}

{overview}

{figures}
"""

INTRODUCTION = (
    "Richard S. Sutton & Andrew G. Barto, *Reinforcement Learning: An Introduction*, 2nd edition, MIT Press 2018: "
    "its control experiments, each made by a command. Bands, and numbers in brackets, are 95 % intervals over "
    "runs. `≈` stands before what was read off a figure. A number agrees with the book where its interval reaches "
    "what the book says, as precisely as that is said or can be read; a difference agrees where its whole "
    "interval is above 0."
)

COMMAND = (
    "`uv run snakemake --cores all results/book` makes all of them, and this page. Each figure has its numbers "
    "beside it, `results/book/{{figure}}.csv`, and an `.svg`.{times}"
)

TIMES = (
    " The times are those of each command by itself, on two cores, from an empty folder, with learning loops that "
    "had been compiled before (`uv run python benchmarks/book.py`); together {whole}."
)

SECTION = """## {heading}

`uv run snakemake --cores all results/book/{file}.png`{time}

![{title}]({folder}{file}.png)

{about}
"""

WIDTH = 120
"""Letters of a line of the page."""

LONG = 100
"""Seconds from which times are written in minutes."""


def finding_table(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return what the book says beside what was found here, in the columns `FINDINGS`."""
    rows = []
    for one in findings:
        found = one.found
        estimate = Estimate(np.nan, np.nan, np.nan) if isinstance(found, str) else found
        rows.append(
            {
                "what": one.statement.what,
                "book": one.statement.book,
                "here": found if isinstance(found, str) else found.value,
                "low": estimate.low,
                "high": estimate.high,
                "runs": one.runs,
                "agrees": "yes" if one.statement.agrees(found) else "no",
            }
        )
    return pd.DataFrame(rows, columns=list(FINDINGS), dtype=object)


def book_page(
    figures: Mapping[str, BookFigure],
    findings: Mapping[str, pd.DataFrame],
    *,
    folder: str = "",
    seconds: Mapping[str, float] | None = None,
) -> str:
    """Return the page of all figures.

    Args:
        figures: by name, in the order of the book.
        findings: for each of them what the book says beside what was found here.
        folder: where the pictures are, ending in a slash; empty: beside the page.
        seconds: how long each of them takes from an empty folder on two cores; None: the page doesn't say it.
    """
    times = {name: "" if seconds is None else f" ({time_text(seconds[name])})" for name in figures}
    said = "" if seconds is None else TIMES.format(whole=time_text(sum(seconds.values())))
    sections = [section(name, figure, findings[name], folder, times[name]) for name, figure in figures.items()]
    return PAGE.format(
        introduction=filled(INTRODUCTION),
        command=filled(COMMAND.format(times=said)),
        overview=overview(figures, findings, seconds),
        figures="\n".join(sections).rstrip(),
    )


def overview(
    figures: Mapping[str, BookFigure], findings: Mapping[str, pd.DataFrame], seconds: Mapping[str, float] | None
) -> str:
    """Return the table of all figures, with links to their parts of the page."""
    rows = [
        {
            "figure": f"[{figure_text(name)}](#{anchor(heading(name, figure))})",
            "shows": figure.title,
            "runs": f"{max(findings[name]['runs'], default=1):,}",
            "statements that agree": agreement(findings[name]["agrees"]),
            **({} if seconds is None else {"time": time_text(seconds[name])}),
        }
        for name, figure in figures.items()
    ]
    columns = ["left", "left", *["right"] * (len(rows[0]) - 2)]
    return pd.DataFrame(rows).to_markdown(index=False, disable_numparse=True, colalign=columns)


def agreement(agrees: pd.Series) -> str:
    """Write how many of a figure's statements agree."""
    return f"{(agrees == 'yes').sum()} of {len(agrees)}" if len(agrees) else "no numbers"


def heading(name: str, figure: BookFigure) -> str:
    """Return the heading of a figure's part of the page."""
    return f"{figure_text(name)}: {figure.title}"


def anchor(text: str) -> str:
    """Return what links to a heading end with, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def section(name: str, figure: BookFigure, findings: pd.DataFrame, folder: str, time: str) -> str:
    """Return the part of the page that is about a figure."""
    text = SECTION.format(
        heading=heading(name, figure),
        title=figure.title,
        file=name,
        folder=folder,
        about=filled(figure.about),
        time=time,
    )
    if len(findings):
        text += f"\n{markdown(shown(findings))}\n"
    if figure.shape:
        text += f"\n{filled(f'Same shape as in the book: {figure.shape}')}\n"
    return f"{text}\n{filled(figure.remark)}\n" if figure.remark else text


def figure_caption(name: str, figure: BookFigure, findings: pd.DataFrame) -> str:
    """Return what stands below a figure in the report, in reStructuredText.

    Args:
        name: the figure's.
        figure: what it is.
        findings: what the book says of it beside what was found.
    """
    about = f"{figure_text(name)} of Sutton & Barto (2nd edition). {figure.about}"
    lines = [
        f"- {escaped(f'{what}: in the book {book}, here {here}.')}"
        for what, book, here in zip(findings["what"], findings["book"], shown(findings)["here"], strict=True)
    ]
    return "\n\n".join([*(escaped(part) for part in (about, figure.remark) if part), *lines]) + "\n"


def filled(text: str) -> str:
    """Return a paragraph in lines of a page's width."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def time_text(seconds: float) -> str:
    """Write how long something takes."""
    return f"{seconds:.0f} s" if seconds < LONG else f"{seconds / 60:.0f} min"


def shown(findings: pd.DataFrame) -> pd.DataFrame:
    """Return what the page's table has: texts, with intervals."""
    return pd.DataFrame(
        {
            "": findings["what"],
            "the book says": findings["book"],
            "here": [here_text(*row) for row in findings[["here", "low", "high"]].itertuples(index=False)],
            "runs": [f"{runs:,}" for runs in findings["runs"]],
            "agrees": findings["agrees"],
        }
    )


def here_text(here: str, low: float, high: float) -> str:
    """Return what was found as text: a number with its interval, or a name."""
    try:
        value = float(here)
    except ValueError:
        return here
    if np.isinf(value):
        return "never"
    are_whole = all(np.isnan(end) or float(end).is_integer() for end in (value, low, high))
    return with_intervals([Estimate(value, low, high)], decimals=0 if are_whole else None)[0]


def figure_text(name: str) -> str:
    """Write a figure's name as the book does, such as `Figure 6.3`."""
    kind, chapter, number = name.split("_")
    return f"{kind.capitalize()} {chapter}.{number}"
