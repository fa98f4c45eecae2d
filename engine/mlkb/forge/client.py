"""One forge's API, asked over HTTP: bounded in time, size and tries, and never led elsewhere.

`urllib` because it honours proxies and the system's certificates and is there already; a library
for retries would not know the headers in which a forge says how long to wait.
"""

from __future__ import annotations

import json
import time
from errno import ECONNRESET, ETIMEDOUT
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPErrorProcessor, Request, build_opener

from mlkb import __version__
from mlkb.forge.refusal import gave_up, refused, too_many, unreadable
from mlkb.forge.retry import MOST_TRIES, passes, pause

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from http.client import HTTPResponse

    from mlkb.forge.token import Token

MOST_PAGES = 100
NOT_FOUND = 404
_EACH_PAGE = 100
_LARGEST = 64 * 1024 * 1024
"""Bytes of an answer: a page of a hundred comments, each as long as its forge allows."""
_PIECE = 64 * 1024
_DONE = range(200, 300)


class Patience(NamedTuple):
    """How long to bear with a forge, in seconds: for a sign of life, an answer, all pauses."""

    silence: float = 20
    answer: float = 60
    pauses: float = 60
    sleep: Callable[[float], None] = time.sleep


PATIENT = Patience()


class Answer(NamedTuple):
    """What a forge said; the names of *headers* are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Client:
    """Asks the API below one address. Its repr, like that of any object, shows no token."""

    def __init__(
        self, forge: str, api: str, token: Token, *, headers: Mapping[str, str], patience: Patience
    ) -> None:
        """Ask the *forge* at *api*; *headers* go with every request and may hold the *token*."""
        self.forge = forge
        self._api = api
        self._token = token
        self._headers = headers
        self._patience = patience
        self._left = patience.pauses
        self._opener = build_opener(_NoLeading)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
        bear: Collection[int] = (),
    ) -> tuple[Answer, Any]:
        """Return an answer and its JSON; `NotCommented` unless its status is good or in *bear*."""
        address = f"{self._api}{path}" + (f"?{urlencode(query, errors='replace')}" if query else "")
        answer = self._answer(method, address, None if body is None else _encoded(body))
        if answer.status in bear:
            return answer, None
        if answer.status not in _DONE:
            raise refused(self.forge, answer, self._token)
        return answer, self._decoded(answer)

    def pages(
        self, path: str, query: Mapping[str, object], more: Callable[[Answer], bool]
    ) -> Iterator[Any]:
        """Yield the entries of a list, page by page, as long as there is *more*.

        The next page has the next number. An address that the forge gives for it is not followed,
        so the token goes nowhere but where it should.
        """
        for page in range(1, MOST_PAGES + 1):
            asked = {**query, "per_page": _EACH_PAGE, "page": page}
            answer, entries = self.ask("GET", path, query=asked)
            if not isinstance(entries, list):
                raise unreadable(self.forge)
            yield from entries
            if not more(answer):
                return
        raise too_many(self.forge, MOST_PAGES * _EACH_PAGE)

    def _answer(self, method: str, address: str, data: bytes | None) -> Answer:
        """Return the last answer of a few tries; `NotCommented` if there was none at all."""
        tried = 0
        while True:
            answer, why = self._try(method, address, data)
            if answer is not None and not passes(answer):
                return answer
            tried += 1
            wait = pause(answer, tried)
            if tried == MOST_TRIES or wait > self._left:
                raise gave_up(self.forge, answer, why=self._token.hidden_in(why), wait=wait)
            self._left -= wait
            self._patience.sleep(wait)

    def _try(self, method: str, address: str, data: bytes | None) -> tuple[Answer | None, str]:
        """Return an answer, or None and why there is none."""
        request = Request(address, data, method=method)  # noqa: S310 - `place` checked its scheme
        request.add_header("User-Agent", f"mlkb/{__version__}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in self._headers.items():
            request.add_unredirected_header(name, value)
        try:
            with self._opener.open(request, timeout=self._patience.silence) as response:
                return self._read(response), ""
        except URLError as broken:
            return None, _why(broken.reason)
        except (OSError, HTTPException) as broken:  # while reading
            return None, _why(broken)

    def _read(self, response: HTTPResponse) -> Answer:
        until = time.monotonic() + self._patience.answer
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise unreadable(self.forge)
            if time.monotonic() > until:
                raise TimeoutError(ETIMEDOUT, "the answer took too long")
        headers = {name.lower(): value for name, value in response.headers.items()}
        length = headers.get("content-length", "")
        if length.isdecimal() and size < int(length):  # `read1` does not mind, unlike `read`
            raise ConnectionResetError(ECONNRESET, "the answer broke off")
        return Answer(response.status, headers, b"".join(pieces))

    def _decoded(self, answer: Answer) -> Any:  # noqa: ANN401 - JSON is anything
        if not answer.body:
            return None
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise unreadable(self.forge) from None


class _NoLeading(HTTPErrorProcessor):
    """Hands every answer on as it is: no status is an exception, and no redirect is followed.

    Following one, urllib would carry the token to whatever host the answer names.
    """

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """Return *response*."""
        del request
        return response

    https_response = http_response


def _encoded(body: Mapping[str, object]) -> bytes:
    return json.dumps(body).encode("ascii")


def _why(broken: object) -> str:
    """Return what broke, in the system's words, or else by its name."""
    said = broken.strerror if isinstance(broken, OSError) else None
    return said or str(broken) or type(broken).__name__
