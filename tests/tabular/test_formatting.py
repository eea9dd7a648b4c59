"""Numbers as pictures and pages write them."""

from __future__ import annotations

import numpy as np
import pytest
from tabular.formatting import (
    mean_return_text,
    setting_text,
    share_text,
    tick_texts,
    trials_text,
    value_texts,
)


@pytest.mark.parametrize(
    ("places", "texts"),
    [
        ([-7.5, -7.0, -6.5], ["−7.5", "−7.0", "−6.5"]),
        ([-10.0, -0.0], ["−10", "0"]),
        ([-2000.0, 0.0], ["−2,000", "0"]),
        ([-13.00002, -13.00001], ["−13.00002", "−13.00001"]),
        ([3.0], ["3"]),
    ],
)
def test_ticks_have_as_many_decimals_as_they_need(places: list[float], texts: list[str]) -> None:
    assert tick_texts(np.array(places)) == texts


def test_a_return_alone_is_short() -> None:
    assert [mean_return_text(value) for value in (-10010.4, -13.456, 0.7402)] == ["−10,010", "−13.5", "0.74"]


def test_values_of_a_setting_have_the_digits_that_tell_them_apart() -> None:
    assert value_texts([0.0858, 1 / 3, 1024.0, -20.0]) == ["0.0858", "0.333", "1024", "−20"]
    assert value_texts([0.12341, 0.12342]) == ["0.12341", "0.12342"]
    assert value_texts(["[20,20]", "null"]) == ["[20,20]", "null"]
    assert [setting_text(value) for value in (1 / 3, 20.0, "softmax")] == ["0.333333", "20", "softmax"]


def test_counts_and_shares_are_written_in_words() -> None:
    assert [trials_text(count) for count in (1, 2)] == ["1 trial", "2 trials"]
    assert [share_text(share) for share in (0.0, 0.466, 1.0)] == ["0 %", "47 %", "100 %"]
