"""Figures of the handbook: one module per figure, imported when a page first asks for it.

A figure is drawn by us from what the claims say: twice, for wide and for narrow screens, with the
same words, and told once more in words for those who do not see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from mlkb.errors import UnknownName
from mlkb.site.figures.measures import NARROW, WIDE
from mlkb.site.figures.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkb.load.library import Library
    from mlkb.model.ledger import Ledger
    from mlkb.model.text import Text
    from mlkb.render.labels import Labels
    from mlkb.render.markup import Markup

FIGURES = {
    "archetypes": "mlkb.site.figures.archetypes",
    "flywheel": "mlkb.site.figures.flywheel",
    "ownership": "mlkb.site.figures.ownership",
    "delivery": "mlkb.site.figures.delivery",
    "priority": "mlkb.site.figures.priority",
    "role-stages": "mlkb.site.figures.role_stages",
    "feedback": "mlkb.site.figures.feedback",
    "organisation": "mlkb.site.figures.organisation",
    "skills": "mlkb.site.figures.skills",
    "output": "mlkb.site.figures.output",
}

Caption = tuple[tuple[str, tuple[str, ...]], ...]
"""Sentences, each the name of its words, and the claims that bear it out; none if it is ours."""
Told = tuple[str, "Sequence[str]"]
"""Something in the drawing, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a figure draws from: its own words, the checklists and the ledger, in one language."""

    name: str
    labels: Labels
    library: Library
    ledger: Ledger

    def say(self, key: str, **facts: object) -> str:
        """Return the figure's own words under *key*."""
        return self.labels.say(f"figure.{self.name}-{key}", **facts)

    def spoken(self, text: Text) -> str:
        """Return *text* in the language of the page."""
        return text.spoken(self.labels.locale)


class Figure(Protocol):
    """The names that every figure defines."""

    CAPTION: Caption
    """What stands below it."""

    def draw(self, scene: Scene, sheet: Sheet) -> None:
        """Draw the figure on a *sheet* of either width."""

    def tell(self, scene: Scene) -> Iterable[Told]:
        """Yield everything that the drawing shows, in words."""


class Drawn(NamedTuple):
    """A figure: both drawings, its caption with claims, and the drawing in words."""

    title: str
    wide: Markup
    narrow: Markup
    caption: tuple[tuple[str, tuple[str, ...]], ...]
    told: tuple[Told, ...]


def drawn(name: str, labels: Labels, library: Library, ledger: Ledger) -> Drawn:
    """Return the figure *name* in the language of *labels*."""
    if name not in FIGURES:
        raise UnknownName(kind="figure", name=name, known=FIGURES)
    figure = cast("Figure", import_module(FIGURES[name]))
    scene = Scene(name, labels, library, ledger)
    title, says = scene.say("title"), scene.say("desc")

    def on(width: int, kind: str) -> Markup:
        sheet = Sheet(width)
        figure.draw(scene, sheet)
        return sheet.svg(title, says, kind)

    return Drawn(
        title,
        on(WIDE, "mlkb-wide"),
        on(NARROW, "mlkb-narrow"),
        tuple((scene.say(f"says-{key}"), claims) for key, claims in figure.CAPTION),
        tuple((head, tuple(said)) for head, said in figure.tell(scene)),
    )
