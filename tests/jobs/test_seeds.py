"""Which seeds a job is about, from the wildcards of its files."""

from __future__ import annotations

import pytest
from jobs.seeds import job_seeds


@pytest.mark.parametrize(
    ("wildcards", "seeds"),
    [
        ({"experiment": "lake", "seed": "7"}, [7]),
        ({"experiment": "lake", "tens": ""}, [*range(10)]),
        ({"experiment": "lake", "tens": "4"}, [*range(40, 50)]),
        ({"experiment": "lake", "tens": "12"}, [*range(120, 130)]),
    ],
)
def test_a_job_is_about_one_seed_or_about_ten_that_differ_in_the_last_digit(
    wildcards: dict[str, str], seeds: list[int]
) -> None:
    assert job_seeds(wildcards) == seeds
