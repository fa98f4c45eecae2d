"""The badge as an image."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from harbor import harbor_document
from mlkb.render.badge import badge_of
from mlkb.render.labels import Labels
from mlkb.render.width import width
from mlkb.report import reporter
from mlkb.report.base import Look

SVG = "{http://www.w3.org/2000/svg}"


def drawn(locale: str) -> str:
    return reporter("badge").render(harbor_document(), Labels(locale), Look())


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_badge_is_an_image_with_a_name(locale: str) -> None:
    badge = badge_of(harbor_document(), Labels(locale))
    image = ET.fromstring(drawn(locale))  # noqa: S314 - ours

    whole = f"{badge.label}: {badge.message}"
    assert image.get("role") == "img"
    assert image.get("aria-label") == whole
    assert [one.text for one in image.iter(f"{SVG}title")] == [whole]
    assert [one.text for one in image.iter(f"{SVG}text")] == [badge.label, badge.message]


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_badge_is_as_wide_as_its_words_in_whole_pixels(locale: str) -> None:
    image = ET.fromstring(drawn(locale))  # noqa: S314 - ours

    words = list(image.iter(f"{SVG}text"))
    lengths = [int(one.attrib["textLength"]) for one in words]

    assert lengths == [7 * width(one.text or "") for one in words]
    boxes = [int(one.attrib["width"]) for one in image.iter(f"{SVG}rect")]
    assert boxes == [length + 14 for length in lengths]
    assert int(image.attrib["width"]) == sum(boxes)


def test_a_badge_asks_nobody_for_anything() -> None:
    text = drawn("en")

    assert re.findall(r"[\w-]+://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<(script|style|image|use|a)\b|href|url\(", text)
