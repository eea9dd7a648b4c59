"""The explorer where it is read: in a browser, from a file, by keyboard and pointer."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from compare_experiments import compare_experiments
from tabular.pages.explorer.comparisons import ComparisonFiles
from tabular.q_tables.first_updates import known_cells
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import read_description
from tabular.results.episodes import read_history
from tabular.results.recordings import Recording, write_recordings
from tabular.results.returns import read_mean_returns
from tabular.results.snapshots import episode_name
from write_explorer_page import write_explorer_page

from tests.helpers.browser import open_page
from tests.helpers.explored import explored_experiment, studied
from tests.helpers.studies import grid, study_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import Page

MOUNTAIN_CAR = {"id": "MountainCar-v0", "bins": [6, 5]}
ODD_NAME = "<b>“angle” & co</b> 'θ' </script> with sixty letters in its name, or so"

REFERENCES = {ODD_NAME: 0.5, "half of it": 0.25, "a third": 1 / 3, "a quarter": 0.2, "nearly nothing": 0.01}

NEVER_UPDATED = "\N{EN DASH}"

EPISODES, EVERY = 120, 3

SWINGING = {
    "id": "Acrobot-v1",
    "time_limit": 60,
    "bounds": [None, None, [-7, 7], [-12, 12]],
    "angles": [[0, 1], [2, 3]],
    "tiling": {"tilings": 3, "tiles": [3, 3, 4, 4], "offsets": "asymmetric"},
}
SAMPLED: dict[str, Any] = {"axes": None, "reduce": "mean", "grid": None, "resolution": 6}

STUDY = study_of(
    grid(
        {"agent.learning_rate.start": [0.001, 0.1, 0.5], "environment.bins": ["[5,5]", "[10,10]"], ODD_NAME: ["a", "b"]}
    ),
    lambda one, seed: one["agent.learning_rate.start"] + seed / 10 - len(one["environment.bins"]) + ord(one[ODD_NAME]),
    failing=lambda one: one["agent.learning_rate.start"] == 0.5 and one[ODD_NAME] == "b",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page with experiments, a comparison and a study."""
    folder = tmp_path_factory.mktemp("results")
    lake = {"id": "FrozenLake-v1"}
    made = {
        "car": explored_experiment(folder / "car", MOUNTAIN_CAR, episodes=EPISODES, every=EVERY, seeds=2),
        "other-car": explored_experiment(folder / "other-car", MOUNTAIN_CAR, episodes=60, every=20, seeds=2),
        "lake": explored_experiment(folder / "lake", lake, episodes=300, every=10, references=REFERENCES),
        "pole": explored_experiment(
            folder / "pole",
            {"id": "CartPole-v1", "bins": [2, 3, 4, 5], "bounds": [[-2.4, 2.4], [-3, 3], [-0.21, 0.21], [-3, 3]]},
            episodes=60,
            every=10,
            actions=[ODD_NAME, "right"],
            axes=["position", "velocity", ODD_NAME, "turning"],
        ),
    }
    made["swinging"] = explored_experiment(folder / "swinging", SWINGING, episodes=20, every=5, view=SAMPLED)
    compared = ["car", "other-car"]
    comparison = {
        "csv": folder / "scores.csv",
        "markdown": folder / "scores.md",
        "latex": folder / "scores.tex",
        "greedy": folder / "greedy_returns.parquet",
        "curves": folder / "curves.parquet",
        "profiles": folder / "profiles.parquet",
        "improvement": folder / "improvement.csv",
    }
    runs = []
    for name in compared:
        files = made[name][1]
        for seed, (rewards, evaluation) in enumerate(zip(files.rewards, files.evaluations, strict=True)):
            snapshots, means = read_mean_returns(evaluation)
            returns = read_history(rewards).returns
            lengths = np.ones(len(returns), dtype=np.int32)
            runs.append((name, Recording(name, seed, returns, lengths, snapshots, means, np.ones(len(means)), "")))
    write_recordings(folder / "batch-0.parquet", runs)
    compare_experiments(
        experiments={name: {"seeds": 2, "differ": {"episodes": name}} for name in compared},
        batches=[folder / "batch-0.parquet"],
        window=10,
        paths=comparison,
    )
    studies = {"rates": studied(STUDY, folder / "rates", confirmation=(-1.25, -1.5, -1.0, 100), method="halving")}
    write_explorer_page(
        experiments={name: settings for name, (settings, _) in made.items()},
        files={name: files for name, (_, files) in made.items()},
        comparisons={"cars": compared},
        compared={
            "cars": ComparisonFiles(*(comparison[kind] for kind in ("csv", "curves", "profiles", "improvement")))
        },
        studies={name: settings for name, (settings, _) in studies.items()},
        studied={name: files for name, (_, files) in studies.items()},
        path=folder / "explorer.html",
    )
    return folder


@contextmanager
def explorer(folder: Path, fragment: str = "", width: int = 1280, height: int = 900) -> Iterator[Page]:
    """Open the page; nothing may go wrong in it, and nothing be asked for but the page itself."""
    said: list[str] = []
    asked: list[str] = []
    with open_page(width, height) as page:
        page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{(folder / 'explorer.html').as_uri()}{fragment}")
        page.wait_for_function("document.documentElement.dataset.ready")
        yield page
        assert said == []
        assert {url for url in asked if not url.startswith(("data:", "about:"))} == {asked[0]}


def wait_until_drawn(page: Page) -> None:
    """Wait for the frame in which the page draws what the last key, click or address asked for."""
    page.evaluate("() => new Promise(resolve => requestAnimationFrame(resolve))")


def text(page: Page, selector: str) -> str:
    wait_until_drawn(page)
    return (page.text_content(selector) or "").strip()


def number(words: str) -> float:
    return float(words.replace("−", "-").replace(",", ""))


def rows(page: Page, selector: str) -> list[list[str]]:
    """Return the texts of a table, row by row, without its head."""
    wait_until_drawn(page)
    found: list[list[str]] = page.eval_on_selector_all(
        f"{selector} tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def table_at(folder: Path, episode: int, seed: int = 0) -> NDArray[np.float64]:
    table: NDArray[np.float64] = np.load(folder / f"car/seed-{seed}/qtables/{episode_name(episode, EPISODES)}.npy")
    return table


def show_layer(page: Page, layer: str) -> None:
    page.check(f"#layers input[value={layer}]")
    page.wait_for_function(f"location.hash.includes('layer={layer}')")


def open_map_table(page: Page) -> None:
    page.click("#as-table summary")
    page.wait_for_selector("#map-table tbody tr")


def test_the_first_screen_says_how_good_the_agent_is_and_beside_what(folder: Path) -> None:
    with explorer(folder) as page:
        assert text(page, "#name") == "car"
        assert -200 <= number(text(page, "#greedy-return")) <= -80
        assert "2 seeds" in text(page, "#greedy-interval")
        compared = text(page, "#compared-with")
        assert "random actions" in compared
        assert "solved from" in compared
        for selector in ("#map", "#curve canvas"):
            box = page.locator(selector).first.bounding_box()
            assert box is not None
            assert box["y"] < 900


def test_a_long_legend_takes_no_room_from_the_learning_curve(folder: Path) -> None:
    with explorer(folder, "#experiment=lake") as page:
        heights = page.evaluate("Bokeh.documents.flatMap(one => one.roots().map(plot => plot.inner_height))")
        assert min(heights) >= 120, heights


@pytest.mark.parametrize("episode", [pytest.param(0, marks=pytest.mark.thorough), 60, EPISODES - 1])
def test_every_number_of_the_map_is_that_of_the_table(folder: Path, episode: int) -> None:
    table = table_at(folder, episode)
    updated = np.load(folder / "car/seed-0/first_updates.npy")
    updated = (updated >= 0) & (updated <= episode)
    with explorer(folder, f"#experiment=car&episode={episode}&layer=actions") as page:
        open_map_table(page)
        shown = rows(page, "#map-table")
        # A panel an action; rows are the second dimension, columns the first.
        assert len(shown) == 3 * 5
        for action in range(3):
            for velocity in range(5):
                for position in range(6):
                    words = shown[action * 5 + velocity][1 + position]
                    if updated[position, velocity, action]:
                        assert number(words) == pytest.approx(table[position, velocity, action], rel=1e-3, abs=2e-3)
                    else:
                        assert words == NEVER_UPDATED


def test_the_map_of_tiles_has_their_values_at_the_centres_of_its_cells(folder: Path) -> None:
    description = read_description(folder / "swinging/environment.json")
    shown = ShownValues.of(description, ViewSettings(**SAMPLED))
    own = folder / "swinging/seed-0"
    table = shown.values(np.load(own / "qtables/19.npy"))
    updated = shown.updated(np.load(own / "visits.npy"))
    panels, some = shown.view.panels(table, known_cells(updated)), shown.view.any_of(updated)
    with explorer(folder, "#experiment=swinging&episode=19&layer=actions") as page:
        assert "values of 3 tilings at the centres of 6 × 6 × 4 × 4 cells" in text(page, "#view-note").replace(
            "\xa0", " "
        )
        open_map_table(page)
        cells = [row[1:] for row in rows(page, "#map-table")]
        for number_of_row, row in enumerate(cells):
            for column, words in enumerate(row):
                place = (number_of_row // 6, number_of_row % 6, column)
                if some[place]:
                    assert number(words) == pytest.approx(panels[place], rel=1e-3, abs=2e-3)
                else:
                    assert words == NEVER_UPDATED


def test_the_policy_names_the_exact_best_action(folder: Path) -> None:
    episode = EPISODES - 1
    table = table_at(folder, episode)
    known = (np.load(folder / "car/seed-0/visits.npy") > 0).any(axis=-1)
    names = ["push left", "no push", "push right"]
    with explorer(folder, f"#experiment=car&episode={episode}") as page:
        open_map_table(page)
        shown = rows(page, "#map-table")
        for velocity in range(5):
            for position in range(6):
                values = table[position, velocity]
                expected = "equal" if (values == values[0]).all() else names[values.argmax()]
                assert shown[velocity][1 + position] == (expected if known[position, velocity] else NEVER_UPDATED)


def test_keys_scrub_play_and_end(folder: Path) -> None:
    with explorer(folder, "#experiment=car&episode=60") as page:
        page.click("h1")
        for key, episode in (
            ("ArrowRight", "63"),
            ("ArrowLeft", "60"),
            ("Home", "0"),
            ("End", "119"),
            ("PageDown", "90"),
        ):
            page.keyboard.press(key)
            page.wait_for_function(f"document.getElementById('episode').textContent === 'end of episode {episode}'")
        page.select_option("#speed", "300")
        page.keyboard.press("Space")
        page.wait_for_function("document.getElementById('episode').textContent === 'end of episode 119'")
        page.wait_for_function("document.getElementById('play').textContent === 'Play'")


@pytest.mark.thorough
def test_the_next_change_is_the_next_table_with_another_policy(folder: Path) -> None:
    kept = [*range(0, EPISODES, EVERY), EPISODES - 1]
    policies = [
        (table == table.max(axis=-1, keepdims=True)).tobytes() for table in (table_at(folder, one) for one in kept)
    ]
    start = len(kept) // 2
    expected = next(one for one in range(start + 1, len(kept)) if policies[one] != policies[one - 1])
    with explorer(folder, f"#experiment=car&episode={kept[start]}") as page:
        page.click("#next-change")
        page.wait_for_function(f"document.getElementById('episode').textContent === 'end of episode {kept[expected]}'")


def test_a_cell_is_chosen_by_pointer_and_by_keys_and_says_its_numbers(folder: Path) -> None:
    table = table_at(folder, EPISODES - 1)
    visits = np.load(folder / "car/seed-0/visits.npy")
    with explorer(folder) as page:
        page.focus("#map")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        for _ in range(2):
            page.keyboard.press("ArrowUp")
        page.wait_for_function("document.querySelectorAll('#cell-values tbody tr').length === 3")
        shown = rows(page, "#cell-values")
        assert [row[0] for row in shown] == ["push left", "no push", "push right"]
        assert [number(row[1]) for row in shown] == pytest.approx(table[3, 2].tolist(), rel=1e-3, abs=2e-3)
        assert [number(row[3]) for row in shown] == visits[3, 2].tolist()
        assert "position −0.30 to 0.00" in text(page, "#cell-name")
        assert "push" in text(page, "#read-out")
        by_keys = text(page, "#cell-name")
        box = page.locator("#map").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] - 30, box["y"] + 40)
        page.wait_for_function("name => document.getElementById('cell-name').textContent !== name", arg=by_keys)


def test_a_cell_that_was_never_updated_has_no_values_and_no_best_action(folder: Path) -> None:
    goal = 15  # of FrozenLake, where episodes end
    with explorer(folder, f"#experiment=lake&cell={goal}") as page:
        page.wait_for_function("document.querySelectorAll('#cell-values tbody tr').length === 4")
        assert [row[1:] for row in rows(page, "#cell-values")] == [[NEVER_UPDATED, "", "0"]] * 4


def test_a_cell_says_its_values_over_the_last_tables_of_all_seeds(folder: Path) -> None:
    tables = [table_at(folder, EPISODES - 1, seed) for seed in (0, 1)]
    values = np.stack([table[1, 3] for table in tables])
    is_best = values == values.max(axis=1, keepdims=True)
    with explorer(folder, f"#experiment=car&cell={1 + 3 * 6}") as page:
        page.wait_for_function("document.querySelectorAll('#cell-over-seeds tbody tr').length === 3")
        shown = rows(page, "#cell-over-seeds")
    for column, numbers in enumerate(
        (values.mean(axis=0), values.min(axis=0), values.max(axis=0), is_best.sum(axis=0))
    ):
        expected = pytest.approx(numbers.tolist(), rel=1e-3, abs=2e-3)
        assert [number(row[column + 1]) for row in shown] == expected
    with explorer(folder, "#experiment=lake&cell=2") as page:
        page.wait_for_function("document.querySelectorAll('#cell-values tbody tr').length === 4")
        assert rows(page, "#cell-over-seeds") == [], "of one seed, there is nothing to say"


@pytest.mark.thorough
def test_a_pinned_cell_is_followed_over_the_training(folder: Path) -> None:
    with explorer(folder, "#experiment=car&cell=14") as page:
        page.click("#pin-cell")
        page.wait_for_selector("#value-curves canvas", state="attached")
        page.wait_for_function("location.hash.includes('pins=14')")
        page.click("#unpin")
        page.wait_for_function("!location.hash.includes('pins')")
        assert page.is_hidden("#pins")


@pytest.mark.thorough
def test_an_address_brings_back_the_view(folder: Path) -> None:
    with explorer(folder, "#experiment=pole&layer=value&shown=1-0&others=cell&at=2-1&colours=now&episode=30") as page:
        before = page.screenshot()
        address = page.url
        assert page.input_value("#columns-dimension") == "0"
        assert page.input_value("#rows-dimension") == "1"
        assert text(page, "#episode") == "end of episode 30"
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_function("document.documentElement.dataset.ready === 'pole'")
        page.wait_for_timeout(300)
        assert page.input_value("#others") == "cell"
        assert len(page.screenshot()) == pytest.approx(len(before), rel=0.02)


@pytest.mark.parametrize(
    "fragment",
    [
        pytest.param("experiment=nothing", marks=pytest.mark.thorough),
        "experiment=car&episode=x&layer=y&cell=-3&pins=a-9999&shown=7-7",
    ],
)
def test_an_address_that_says_nothing_opens_the_page_all_the_same(folder: Path, fragment: str) -> None:
    with explorer(folder, f"#{fragment}") as page:
        assert text(page, "#name") == "car"


@pytest.mark.thorough
def test_clicking_the_curve_moves_to_the_episode(folder: Path) -> None:
    with explorer(folder, "#experiment=car&episode=0") as page:
        page.wait_for_selector("#curve canvas", state="attached")
        page.wait_for_timeout(400)
        box = page.locator("#curve").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 130)
        page.wait_for_function("document.getElementById('episode').textContent !== 'end of episode 0'")
        assert 30 < number(text(page, "#episode").split()[-1]) < 100


def test_the_greedy_path_is_that_of_the_last_evaluated_table(folder: Path) -> None:
    with explorer(folder, "#experiment=car&episode=60") as page:
        words = text(page, "#path-text")
        match = re.search(r"after episode (\d+) from one start; (\w+), return (\S+)\.", words)
        assert match is not None
        assert int(match[1]) <= 60
        assert -200 <= number(match[3]) <= -80
        page.uncheck("#has-path")
        page.wait_for_function("document.getElementById('path-text').textContent === ''")


def test_a_comparison_has_its_scores_and_curves(folder: Path) -> None:
    with explorer(folder) as page:
        page.select_option("#experiment", "comparison:cars")
        page.wait_for_function("document.documentElement.dataset.ready === 'comparison:cars'")
        assert [row[0] for row in rows(page, "#scores")] == ["car", "other-car"]
        assert page.locator("#comparison-plots figure").count() == 4
        assert rows(page, "#improvement")[0][:2] == ["other-car", "car"]
        page.select_option("#experiment", "lake")
        page.wait_for_function("document.documentElement.dataset.ready === 'lake'")
        assert text(page, "#name") == "lake"


def test_a_study_has_its_question_its_ranking_and_plots_over_the_keys_that_are_chosen(folder: Path) -> None:
    rate, bins = "agent.learning_rate.start", "environment.bins"
    with explorer(folder, f"#experiment=study:rates&key={bins}&across={bins}&up={rate}") as page:
        assert text(page, "#question").startswith(
            f"Which values of {rate}, {bins} and {ODD_NAME} give lake the largest"
        )
        assert text(page, "#best-score") == "−1.250"
        assert "95 % interval −1.500 to −1. With the 3 seeds that chose it:" in text(page, "#best-interval")
        ranking = rows(page, "#ranking")
        assert [row[0] for row in ranking] == [str(rank) for rank in range(1, 11)]
        assert ranking[0][2:5] == ["0.1", "[5,5]", "b"]
        assert len(rows(page, "#importance")) == 3
        assert page.locator("#study-plots canvas").count() >= 3
        assert [page.input_value(f"#map-{which}") for which in ("across", "upwards")] == [bins, rate]
        assert [row[0] for row in rows(page, "#sensitivity-table")] == ["[5,5]", "[10,10]"]
        # The highest row of the map comes first; the best trial with 0.5 has the odd key's other value.
        assert [row[0] for row in rows(page, "#score-map-table")] == ["0.5", "0.1", "0.001"]
        best = max(float(row[-1].split()[0]) for row in ranking if row[2:4] == ["0.1", "[10,10]"])
        assert number(rows(page, "#score-map-table")[1][2]) == pytest.approx(best, rel=1e-3)
        page.select_option("#map-across", ODD_NAME)
        assert len(rows(page, "#score-map-table")[0]) == 3
        assert rows(page, "#score-map-table")[0][2] == NEVER_UPDATED, "all these trials failed"
        page.select_option("#sensitivity-key", rate)
        address = page.url
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_function("document.documentElement.dataset.ready === 'study:rates'")
        assert page.input_value("#map-across") == ODD_NAME
        assert len(rows(page, "#sensitivity-table")) == 3


@pytest.mark.thorough
def test_a_page_may_have_a_study_alone(tmp_path: Path) -> None:
    settings, files = studied(STUDY, tmp_path / "rates")
    write_explorer_page(
        experiments={},
        files={},
        comparisons={},
        compared={},
        studies={"rates": settings},
        studied={"rates": files},
        path=tmp_path / "explorer.html",
    )
    with explorer(tmp_path) as page:
        assert "with other seeds it probably scores less" in text(page, "#best-interval")
        page.keyboard.press("ArrowRight")
        page.click("#theme")
        page.click("#copy")
        page.wait_for_function("document.getElementById('read-out').textContent !== ''")
        assert "study%3Arates" in page.url


def test_names_stand_as_they_are_written(folder: Path) -> None:
    with explorer(folder, "#experiment=pole&cell=3") as page:
        assert ODD_NAME in page.locator("#columns-dimension option").all_text_contents()
        assert ODD_NAME in page.locator("#action-legend span").all_text_contents()
        assert ODD_NAME in text(page, "#cell-values")
        page.select_option("#experiment", "lake")
        page.wait_for_function("document.documentElement.dataset.ready === 'lake'")
        assert ODD_NAME in page.locator("#compared-with dt").all_text_contents()
        assert page.locator("main b").count() == 0


def test_what_was_asked_for_last_is_opened_whatever_the_page_writes_into_its_address(folder: Path) -> None:
    with explorer(folder) as page:
        # The page writes the address of what it shows a moment after it changed, which may be just now.
        page.evaluate("location.hash = 'experiment=lake'; history.replaceState(null, '', '#experiment=car')")
        page.wait_for_function("document.documentElement.dataset.ready === 'lake'", timeout=5000)
        page.evaluate("location.hash = 'experiment=car'; location.hash = 'experiment=pole'")
        page.wait_for_function("document.documentElement.dataset.ready === 'pole'", timeout=5000)
        assert text(page, "#name") == "pole"


def opened(page: Page, shown: str) -> None:
    """Open an experiment or a comparison in the page that is there."""
    page.evaluate(f"location.hash = 'experiment={quote(shown)}&cell=3&pins=3-4'")
    page.wait_for_function("name => document.documentElement.dataset.ready === name", arg=shown)
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", [390, *(pytest.param(width, marks=pytest.mark.thorough) for width in (768, 1920))])
def test_nothing_is_wider_than_the_window(folder: Path, width: int) -> None:
    with explorer(folder, width=width) as page:
        for shown in ("lake", "pole", "comparison:cars", "study:rates", "car"):
            opened(page, shown)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, shown


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.thorough), "dark"])
def test_axe_finds_nothing(folder: Path, scheme: Literal["light", "dark"]) -> None:
    with explorer(folder) as page:
        page.emulate_media(color_scheme=scheme)
        for shown in ("pole", "comparison:cars", "study:rates", "car"):
            opened(page, shown)
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
            assert [
                (violation["id"], [node["html"][:120] for node in violation["nodes"]])
                for violation in found.response["violations"]
            ] == [], shown


@pytest.mark.thorough
def test_the_tutorial_s_tables_play_to_the_last(tmp_path: Path) -> None:
    """2,501 tables of 20 × 20 × 3, as the default run has them, in a page that is easily sent."""
    settings, files = explored_experiment(
        tmp_path / "car", {"id": "MountainCar-v0", "bins": [20, 20]}, episodes=2501, every=1
    )
    write_explorer_page(
        experiments={"car": settings},
        files={"car": files},
        comparisons={},
        compared={},
        studies={},
        studied={},
        path=tmp_path / "explorer.html",
    )
    assert (tmp_path / "explorer.html").stat().st_size < 4e6
    with explorer(tmp_path, "#experiment=car&episode=0&layer=actions") as page:
        page.select_option("#speed", "300")
        page.click("#play")
        page.wait_for_function("document.querySelector('#episode').textContent.endsWith('2,500')")
