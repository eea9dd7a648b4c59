"""Texts that mean something to a program that reads them, and all others that a configuration may have."""

from __future__ import annotations

from hypothesis import strategies as st

ANY_SIGN = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])
"""A character that a name may have."""

MARKUP = "ab1 _*|`~<>&[](){}!#-+=.:;,$%\\/^\"'@?"
"""Signs with a meaning in Markdown, LaTeX, HTML, reStructuredText or a spreadsheet; other text rarely has them."""

PIECES = (
    "a_", "_a", "a__", "__a__", "*a*", "**", "`a`", "``a``", ":a:", "|a|", "[a](b)", "![a](b)", "[1]_", ".. a", "a::",
    "<b>", "</td>", "</script>", "<!--", "-->", "&amp;", "&#33;", "]]>", r"\n", "\\", r"\\", r"\textbf{a}", r"\frac{",
    "$x$", "~a~", "^a", "=1+1", "-1", "+1", "@a", "https://a.b", "a@b.c", "www.a.b", "# a", "- a", "1. a", "> a",
    "---", "''", "--", '"', "{{ a }}", "{% a %}", "{# a #}",
)  # fmt: skip
"""Whole constructs of these languages, whose signs rarely meet by chance."""

AWKWARD = st.one_of(
    st.text(ANY_SIGN, max_size=12),
    st.text(MARKUP, max_size=12),
    st.lists(st.sampled_from(PIECES) | st.sampled_from([" ", "a", ""]), max_size=5).map("".join),
)
"""Any name or other text of a configuration."""
