"""One look for all figures: type that survives a projector, colours that the colour-blind can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7"
SKY_BLUE, YELLOW, BLACK = "#56B4E9", "#F0E442", "#000000"
"""Okabe & Ito (2008), "Color universal design": told apart with every common kind of colour blindness."""

GREY = "#666666"

STYLE: dict[RcKeyType, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11.0,
    "axes.titlesize": 12.0,
    "axes.labelsize": 12.0,
    "xtick.labelsize": 10.0,
    "ytick.labelsize": 10.0,
    "legend.fontsize": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # Same input, same bytes: no random element names in SVG, text as text.
    "svg.hashsalt": "tabular",
    "svg.fonttype": "none",
    # Names are text: `$`, `\` and `{` in them begin no formula.
    "text.parse_math": False,
    # Ticks show their numbers in full, not what is to be added to or multiplied with another number at the axis's end.
    "axes.formatter.useoffset": False,
}


FIGURE_STYLE: dict[RcKeyType, Any] = STYLE | {
    "font.size": 13.0,
    "axes.titlesize": 13.0,
    "axes.labelsize": 14.0,
    "xtick.labelsize": 12.0,
    "ytick.labelsize": 12.0,
    "legend.fontsize": 12.0,
    "figure.titlesize": 14.0,
    "hatch.linewidth": 0.8,
}
"""Of figures that are as wide as two columns of a paper: in one column of 3.4 inches, no type is below 6 points."""

DIVERGING = "PuOr_r"
"""Colours of differences, white for none: told apart with every common kind of colour blindness (ColorBrewer)."""

SEQUENTIAL = "viridis"
"""Colours of numbers: as different as the numbers are, in grey and with every kind of colour blindness too."""
