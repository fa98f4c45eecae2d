"""Axe finds nothing to complain of on any kind of page: light and dark, from narrow to wide."""

from __future__ import annotations

from importlib.resources import files

import pytest

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = "() => axe.run(document, {resultTypes: ['violations']})"
WIDTHS = (320, 960, 1920)
KINDS = {
    "choice of a language": "",
    "start": "ko/",
    "guide": "en/using/",
    "guide with code": "ko/writing-checklists/",
    "overview": "en/checklists/",
    "chapter": "ko/checklists/mlops-process/",
    "longest checklist": "en/checklists/mlops-roles/",
    "roles": "ko/roles/",
    "role": "en/roles/fsdl-ml-engineer/",
    "organisation types": "en/organisation-types/",
    "organisation type": "ko/organisation-types/embedded/",
    "drawings": "en/checklists/product-archetype/",
    "commands": "ko/commands/",
    "pull requests": "en/pull-requests/",
    "glossary": "ko/glossary/",
    "sources": "en/sources/",
    "changelog": "ko/changelog/",
    "missing page": "en/404.html",
    "sample report": "ko/sample-report.html",
}
"""A page of each kind, in one language or the other: both come from the same templates."""
FORM = "en/checklists/when-to-use-ml/"


def found(page):
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for violation in page.evaluate(RUN)["violations"]:
            for node in violation["nodes"]:
                yield width, violation["id"], node["target"], node["failureSummary"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(visit, kind, scheme):
    page = visit(KINDS[kind], color_scheme=scheme, reduced_motion="reduce").page

    assert list(found(page)) == []


@pytest.mark.parametrize(("path", "scheme"), [(KINDS["chapter"], "dark"), (FORM, "light")])
def test_axe_finds_nothing_in_a_form_that_is_being_filled_in(visit, path, scheme):
    page = visit(path, color_scheme=scheme, reduced_motion="reduce").page
    page.locator("mlkb-form button").first.click()
    for choice in page.locator(".mlkb-question input[type=radio]:visible").all()[::4]:
        choice.check()
    for details in page.locator(".mlkb-filling details").all()[:6]:
        details.evaluate("(one) => { one.open = true; }")
    page.locator(".mlkb-outcome h4, .mlkb-outcome h5").first.wait_for()

    assert list(found(page)) == []
