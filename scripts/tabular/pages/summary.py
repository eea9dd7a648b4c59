"""The scores of all experiments as a page, with which the report begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tabular.formatting import mean_return_text, number_text, seeds_text
from tabular.pages.tables import with_intervals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tabular.statistics.intervals import Estimate

# HTML lets a page omit its head and body. So the same file is a page, and the beginning of the report.
PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Scores of all experiments</title>
<style>
.scores {{ border-collapse: collapse; color: #1a1a1a; font: 14px/1.4 system-ui, sans-serif; width: auto; }}
.scores th, .scores td {{ border-bottom: 1px solid #ccc; padding: 4px 12px 4px 0; text-align: left; }}
.scores td {{ vertical-align: top; }}
.scores + p {{ color: #1a1a1a; font: 14px/1.4 system-ui, sans-serif; max-width: 46em; }}
.prose:has(.scores) {{ max-width: none; }}
</style>
{table}
<p>The greedy return is the mean return of the last evaluated table, played without learning or exploring, on starts
that training never saw. {intervals}</p>
</html>
"""


def summary_page(rows: Sequence[Mapping[str, Any]], scores: Sequence[tuple[Estimate, Estimate]]) -> str:
    """Return the page.

    Args:
        rows: what `summary.csv` says of each experiment, by the names of its columns.
        scores: for each, the greedy return, and the return in the last tenth of the training.
    """
    table = pd.DataFrame(
        [_row(row, greedy, learning) for row, (greedy, learning) in zip(rows, scores, strict=True)], dtype=object
    )
    # Columns in which no experiment has anything to say.
    table = table.loc[:, (table != "").any()]
    has_intervals = any(row["seeds"] > 1 for row in rows)
    intervals = "Numbers in brackets are 95 % bootstrap intervals over seeds." if has_intervals else ""
    return PAGE.format(
        table=table.to_html(index=False, border=0, classes="scores", justify="left"), intervals=intervals
    )


def _row(row: Mapping[str, Any], greedy: Estimate, learning: Estimate) -> dict[str, str]:
    best = "any action alone" if row["best_constant_action"] is None else f"always {row['best_constant_action']}"
    threshold = row["solved_from"]
    return {
        "experiment": row["experiment"],
        "environment": row["environment"],
        "learned": f"{row['algorithm']}, {row['episodes']:,} episodes, {seeds_text(row['seeds'])}",
        "greedy return": with_intervals([greedy])[0],
        "while learning, last tenth": with_intervals([learning])[0],
        "random actions": mean_return_text(row["random_return"]),
        "best single action": f"{mean_return_text(row['best_constant_action_return'])} ({best})",
        "solved from": "" if threshold is None else number_text(threshold),
        "known returns": row["references"],
    }
