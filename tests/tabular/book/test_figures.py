"""The definitions of the book's figures fit the library, each other, and what the book's numbers are compared with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from configuration import loading
from configuration.layers import lay_over, project_layers
from tabular.book import registry
from tabular.book.figure import LineFigure, TableFigure
from tabular.book.lines import AVERAGE_REWARD, WITH_BEST_ACTION
from tabular.book.sources import ComparisonLines, StudyLines
from tabular.book.statements import BestLine, Difference

from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from configuration.loading import Configuration


@cache
def library() -> Configuration:
    return loading.load(lay_over(project_layers(ROOT)), make_environments=False)


def names_of(source: Any) -> list[str]:
    return list(source.names.values())


@pytest.mark.parametrize("name", registry.BOOK_FIGURES)
def test_a_figure_shows_what_the_library_has(name: str) -> None:
    config, figure = library(), registry.load_figure(name)
    if isinstance(figure, TableFigure):
        assert {*figure.experiments} <= {*config.experiments}
        return
    assert isinstance(figure, LineFigure)
    for source in figure.sources:
        if isinstance(source, ComparisonLines):
            comparison = config.comparisons[source.comparison]
            assert {*source.names} <= {*comparison["experiments"]}
            if source.measure != "episodes_finished":
                assert all(config.experiments[one]["episodes"] >= source.points[-1] for one in source.names)
        if isinstance(source, StudyLines):
            vary = config.studies[source.study]["vary"]
            assert source.over in vary
            assert {*source.names} == {*vary[source.by]}


@pytest.mark.parametrize("name", registry.BOOK_FIGURES)
def test_statements_are_about_lines_that_the_figure_has(name: str) -> None:
    figure = registry.load_figure(name)
    known: set[str] = set()
    if isinstance(figure, LineFigure):
        known = {line for source in figure.sources for line in names_of(source)}
    elif isinstance(figure, TableFigure):
        known = {
            AVERAGE_REWARD,
            WITH_BEST_ACTION,
            *(f"{WITH_BEST_ACTION}, {one}" for one in figure.experiments.values()),
        }
    for statement in figure.statements:
        here = statement.here
        if isinstance(here, BestLine):
            assert {*here.among} <= known
            assert isinstance(statement.wanted, tuple)
            assert {*statement.wanted} <= known
        else:
            assert here.line in known
            assert not isinstance(here, Difference) or here.other in known


def test_all_figures_stand_in_the_order_of_the_book() -> None:
    assert sorted(registry.BOOK_FIGURES) == sorted([*registry.LINE_FIGURES, *registry.TABLE_FIGURES])
    chapters = [int(name.split("_")[1]) for name in registry.BOOK_FIGURES]
    assert chapters == sorted(chapters)


def test_figures_have_the_number_of_runs_that_the_book_gives() -> None:
    config = library()
    seeds = {name: one["seeds"] for name, one in {**config.comparisons, **config.studies}.items()}
    of_the_book = {
        "figure_6_3_interim": 50_000,
        "figure_6_3_asymptotic": 10,
        "figure_6_5": 10_000,
        "figure_8_2": 30,
        "figure_10_2": 100,
        "figure_10_3": 100,
        "figure_10_4": 100,
        "figure_12_10": 100,
        "figure_12_11": 100,
    }
    assert {name: seeds[name] for name in of_the_book} == of_the_book
