"""What a badge says."""

from __future__ import annotations

import pytest

from harbor import harbor_document
from mlkb.render.badge import badge_of
from mlkb.render.labels import Labels

ENGLISH = Labels("en")


def test_a_badge_says_how_much_is_in_the_way_of_the_gate() -> None:
    document = harbor_document()
    gate = document["gate"]

    badge = badge_of(document, ENGLISH)

    assert badge.fails
    assert badge.message == f"{gate['gaps'] + gate['open']} in the way"
    assert badge_of(document, Labels("ko")).message == "막는 질문 10개"


def test_a_badge_says_that_the_gate_holds() -> None:
    gate = {"holds": True, "fail_on": "blocking", "gaps": 0, "open": 0}

    badge = badge_of(harbor_document() | {"gate": gate}, ENGLISH)

    assert (badge.message, badge.fails) == ("gate holds", False)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({}, "129 gaps"),
        ({"gaps": []}, "no gaps"),
        ({"gaps": [], "evaluations": []}, "nothing answered yet"),
    ],
)
def test_without_a_gate_a_badge_counts_gaps(changed: dict[str, object], message: str) -> None:
    gate = {"holds": True, "fail_on": "none", "gaps": 0, "open": 0}

    badge = badge_of(harbor_document() | {"gate": gate} | changed, ENGLISH)

    assert (badge.message, badge.fails) == (message, False)


def test_white_words_can_be_read_on_every_colour() -> None:
    gates = [
        {"holds": holds, "fail_on": fail_on, "gaps": 1, "open": 0}
        for holds, fail_on in ((True, "major"), (False, "major"), (True, "none"))
    ]
    colours = {badge_of(harbor_document() | {"gate": one}, ENGLISH).colour for one in gates}

    assert len(colours) == 3
    assert all(contrast_to_white(colour) >= 4.5 for colour in (*colours, "3b444d"))


def contrast_to_white(colour: str) -> float:
    """Return the contrast of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    light = sum(one * share for one, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 1.05 / (light + 0.05)
