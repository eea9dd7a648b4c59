"""A study in words, and as a page of the report: what it asks, which trials are the best, which keys matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from tabular.formatting import seeds_text, share_text
from tabular.pages.ranking import ranking_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

MOST_IN_REPORT = 20
"""Trials in the report's ranking; `ranking.csv` has all of them."""

METHODS = {
    "grid": "all combinations of their values",
    "random": "values drawn at random",
    "sobol": "values drawn by Sobol's sequence",
    "halving": "all combinations of their values, of which the best third went on to more seeds each time",
}
"""By a study's method, which trials it has."""

PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Study {{ name }}</title>
<style>
body { color: #1a1a1a; font: 14px/1.4 system-ui, sans-serif; margin: 1.5em; }
h1 { font-size: 1.4em; }
h2 { font-size: 1.1em; margin: 1.5em 0 0.4em; }
p { max-width: 46em; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #ccc; padding: 4px 14px 4px 0; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
</style>
<h1>{{ name }}</h1>
<p>{{ question }} {{ facts }}</p>
<p>{{ confirmed }}</p>
{% macro table(heads, rows) %}<div><table>
<tr>{% for head in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></div>{% endmacro %}
<h2>Ranking</h2>
{{ table(ranking.columns, ranking.rows) }}
<p>{{ rest }}</p>
<h2>What matters</h2>
{{ table(["key", "values", "share", "by chance"], importance) }}
<p>The share is the part of the variance of the trials' scores that a key explains by itself; by chance: what a key
without any effect explains on average.</p>
</html>
"""


def study_page(
    name: str, settings: Mapping[str, Any], ranked: pd.DataFrame, important: pd.DataFrame, confirmed: str
) -> str:
    """Return the page of the report, in HTML.

    Args:
        name: the study's name.
        settings: `base`, `environment`, `score` (what it maximises, in words), `statistic` and `method`.
        ranked: the trials, the best first, as `read_ranking` returns them.
        important: the keys, as `read_importance` returns them.
        confirmed: what the best trial scores with new seeds, or that nobody knows, in a sentence.
    """
    keys = important["key"].to_list()
    scored = ranked[ranked["seeds"] > 0]
    texts = ranking_texts(scored.head(MOST_IN_REPORT).reset_index(), keys)
    others = len(scored) - len(texts)
    rest = [
        f"ranking.csv has {others:,} more." if others else "",
        "Numbers in brackets are 95 % bootstrap intervals over seeds." if scored["seeds"].max() > 1 else "",
    ]
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)
    return template.render(
        name=name,
        question=question(keys, settings),
        facts=facts(ranked, settings),
        confirmed=confirmed,
        ranking={"columns": texts.columns.to_list(), "rows": texts.to_numpy().tolist()},
        rest=" ".join(part for part in rest if part),
        importance=[
            (key, int(values), share_text(share), share_text(by_chance))
            for key, values, share, by_chance in important.itertuples(index=False)
        ],
    )


def question(keys: Sequence[str], settings: Mapping[str, Any]) -> str:
    """Say what the study asks."""
    names = keys[0] if len(keys) == 1 else f"{', '.join(keys[:-1])} and {keys[-1]}"
    return f"Which values of {names} give {settings['base']} the largest {settings['score']}?"


def facts(ranked: pd.DataFrame, settings: Mapping[str, Any]) -> str:
    """Say what was tried."""
    seeds = ranked.loc[ranked["seeds"] > 0, "seeds"].astype(int)
    few, most = int(seeds.min()), int(seeds.max())
    each = f"{seeds_text(most)} each" if few == most else f"{few} to {most} seeds each"
    failed = len(ranked) - len(seeds)
    trials = f"{len(ranked):,} {'trial' if len(ranked) == 1 else 'trials'}"
    parts = [
        f"{settings['environment']}; {trials}: {METHODS[settings['method']]}; {each}.",
        f"The score of a trial is the {settings['statistic']} over its seeds." if most > 1 else "",
        "Those with more seeds stand above the others, whatever their scores are." if few < most else "",
        f"{failed:,} failed; ranking.csv names them." if failed else "",
    ]
    return " ".join(part for part in parts if part)
