"""The badge for an endpoint."""

from __future__ import annotations

import json

from harbor import harbor_document
from mlkb.render.labels import Labels
from mlkb.report import reporter
from mlkb.report.base import Look


def test_an_endpoint_answers_with_the_keys_that_shields_reads() -> None:
    text = reporter("badge-json").render(harbor_document(), Labels("en"), Look())

    assert json.loads(text) == {
        "schemaVersion": 1,
        "label": "mlkb",
        "message": "10 in the way",
        "color": "a3231d",
        "isError": True,
    }
