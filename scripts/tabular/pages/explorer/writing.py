"""The explorer as one file, which opens without a network."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = Path(__file__).parent / "page"
"""The page's template, style and scripts."""

SCRIPTS = (
    "text", "colours", "tables", "view", "layers", "ticks", "grid_world", "map", "curves", "comparison", "study_axes",
    "study_plots", "study", "state", "summary", "controls", "cell", "playback", "keyboard",
    "listening", "main",
)  # fmt: skip
"""In their order: each uses what those before it declare."""

BOKEH = ("bokeh.min.js", "bokeh-api.min.js")


def write_page(
    path: Path,
    experiments: Sequence[dict[str, Any]],
    comparisons: Sequence[dict[str, Any]],
    studies: Sequence[dict[str, Any]],
) -> None:
    """Write the page.

    Args:
        path: where it goes.
        experiments: what it shows of each, as `experiment_contents` returns it.
        comparisons: likewise, as `comparison_contents` returns it.
        studies: likewise, as `study_contents` returns it.
    """
    environment = Environment(loader=FileSystemLoader(PARTS), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("page.html").render(
        style=Markup((PARTS / "style.css").read_text(encoding="utf-8")),  # noqa: S704 (the project's own file)
        script=joined_scripts(),
        bokeh=bokeh(),
        **{
            kind: [{"name": one["name"], "json": json_in_page(one)} for one in several]
            for kind, several in (("experiments", experiments), ("comparisons", comparisons), ("studies", studies))
        },
    )
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def joined_scripts() -> Markup:
    """Return the scripts as one, of which no name is visible outside."""
    parts = [(PARTS / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return Markup(f"(() => {{\n'use strict';\n{''.join(parts)}}})();")  # noqa: S704 (the project's own files)


def bokeh() -> Markup:
    """Return BokehJS, which Bokeh's wheel carries."""
    folder = files("bokeh") / "server" / "static" / "js"
    return Markup("\n".join((folder / name).read_text(encoding="utf-8") for name in BOKEH))  # noqa: S704 (Bokeh's)


def json_in_page(contents: dict[str, Any]) -> Markup:
    """Return JSON as it may stand inside a script element, whatever its texts are."""
    text = json.dumps(contents, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":  # json.dumps escapes whatever isn't ASCII
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 (nothing in it ends the element)
