"""GitHub and GitLab as far as a comment needs them: stateful, on this machine, and strict.

A fake keeps users, comments and pull requests. What it is asked, and what it answers, must be as
the forge describes its API; what is not, and whatever a forge would let us do but we must not, is
noted in `violations`. It fails as it is told to: `fail` scripts answers, `before` runs something
(another client, say) between two requests.
"""

from __future__ import annotations

import json
import re
import socket
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

from described import description

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOW = 1_795_000_000
"""The moment that every answer is dated, in seconds since 1970."""
_DATE = "Wed, 18 Nov 2026 11:06:40 GMT"
TOKEN = "token-of-the-workflow"  # noqa: S105 - nobody's
PERSONAL = "token-of-a-person"
STRANGER = "token-of-a-stranger"
READING = "token-that-may-only-read"
_QUICK_ACTION = re.compile(r"^\s*/\w", re.MULTILINE)

Data = dict[str, Any]


class Asked(NamedTuple):
    """A request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        return self.headers.get("private-token") or self.headers.get("authorization", "")[7:]

    @property
    def text(self) -> str:
        text: str = json.loads(self.body)["body"]
        return text


class Said(NamedTuple):
    """An answer, or how none arrives: *how* is lost, cut, slow or dripping."""

    status: int = 200
    data: Any = None
    headers: Mapping[str, str] = MappingProxyType({})
    how: str = ""
    raw: bytes | None = None


@dataclass
class Kept:
    """A comment in the fake's keeping."""

    id: int
    author: str
    body: str
    hidden: bool = False
    system: bool = False


@dataclass
class _Script:
    method: str
    path: str
    answers: list[Said]


@dataclass
class _Hook:
    method: str
    path: str
    run: Callable[[], object]
    left: int


@dataclass
class FakeForge:
    """What both forges have in common; `with` starts and stops the server."""

    file: ClassVar[str]
    root: ClassVar[str] = ""
    """The beginning of every path that is described."""
    own: ClassVar[str]
    """The path of the comments."""

    prefix: str = ""
    users: dict[str, str] = field(default_factory=dict)
    comments: list[Kept] = field(default_factory=list)
    pulls: list[Data] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    scripts: list[_Script] = field(default_factory=list)
    hooks: list[_Hook] = field(default_factory=list)
    next_id: int = 1

    def __enter__(self) -> Self:
        self.described = description(self.file)
        forge = self

        class Handler(_Handler):
            def handle_any(self) -> None:
                self.exchange(forge)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}{self.prefix}{self.root}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def add(self, author: str, body: str, *, hidden: bool = False, system: bool = False) -> Kept:
        """Keep one more comment."""
        kept = Kept(self.next_id, author, body, hidden=hidden, system=system)
        self.next_id += 1
        self.comments.append(kept)
        return kept

    def fail(self, method: str, path: str, *answers: Said) -> None:
        """Answer the next requests whose path has *path* in it otherwise, each once."""
        self.scripts.append(_Script(method, path, list(answers)))

    def before(self, method: str, path: str, run: Callable[[], object], *, nth: int = 1) -> None:
        """Run something right before the *nth* such request is looked at."""
        self.hooks.append(_Hook(method, path, run, nth))

    def methods(self) -> list[str]:
        """Return the methods of all requests about comments."""
        return [one.method for one in self.asked if one.path.startswith(self.own)]

    def answer(self, asked: Asked) -> Said:
        """Return the answer to a request, after noting what is wrong with it."""
        self.asked.append(asked)
        faults = [*self.described.request_faults(*asked[:3], asked.body)]
        self.violations += faults + self.header_faults(asked)
        if faults:
            return self.refusal(400, "not as described")
        for hook in [one for one in self.hooks if _meant(one, asked)]:
            hook.left -= 1
            if hook.left == 0:
                hook.run()
        for script in self.scripts:
            if _meant(script, asked) and script.answers:
                scripted = script.answers.pop(0)
                if scripted.how == "lost":
                    self.real(asked)
                return scripted
        said = self.real(asked)
        self.violations += self.described.answer_faults(*asked[:2], said.status, said.data)
        return said

    def real(self, asked: Asked) -> Said:
        """Return what the forge would say."""
        user = self.users.get(asked.token)
        if user is None:
            return self.refusal(401)
        for pattern, handle in self.routes():
            match = re.fullmatch(pattern, asked.path)
            if match:
                return handle(asked, user, *match.groups())
        return self.refusal(404)

    def header_faults(self, asked: Asked) -> list[str]:
        """Return what is wrong with the headers, which the description does not tell of."""
        wanted = {"user-agent": r"mlkb/\d+\.\d+\.\d+.*"}
        if asked.body:
            wanted["content-type"] = "application/json"
        return _header_faults(asked, wanted)

    def routes(self) -> list[tuple[str, Callable[..., Said]]]:
        raise NotImplementedError

    def refusal(self, status: int, message: str = "") -> Said:
        raise NotImplementedError

    def note(self, kept: Kept) -> Data:
        raise NotImplementedError

    def one(self, asked: Asked, user: str, id: str) -> Said:
        """Read, change or delete one comment."""
        kept = next((one for one in self.comments if one.id == int(id)), None)
        if kept is None:
            return self.refusal(404)
        if asked.method == "GET":
            return Said(200, self.note(kept))
        if asked.token == READING:
            return self.refusal(403)
        if kept.author != user:
            self.violations.append(f"{asked.method}: the comment {id} is of {kept.author}")
        if asked.method == "DELETE":
            self.comments.remove(kept)
            return Said(204)
        kept.body = asked.text
        return Said(200, self.note(kept))

    def all(self, asked: Asked, user: str) -> Said:
        """List the comments, or add one."""
        if asked.method == "GET":
            return self.listed(asked, [self.note(one) for one in self.comments])
        if asked.token == READING:
            return self.refusal(403)
        return Said(201, self.note(self.add(user, asked.text)))

    def listed(self, asked: Asked, data: list[Data]) -> Said:
        query = parse_qs(asked.query)
        size, page = int(query["per_page"][0]), int(query["page"][0])
        pages = max(1, -(-len(data) // size))
        headers = self.page_headers(page, pages)
        return Said(200, data[(page - 1) * size : page * size], headers)

    def page_headers(self, page: int, pages: int) -> dict[str, str]:
        raise NotImplementedError


@dataclass
class FakeGitHub(FakeForge):
    """A repository `harbor/ml` with pull requests; 7 is the one whose comments are kept."""

    file = "github-openapi.json"
    own = "/repos/harbor/ml/issues"
    bot = "github-actions[bot]"

    def __post_init__(self) -> None:
        self.users = {TOKEN: self.bot, PERSONAL: "kim", STRANGER: "stranger", READING: self.bot}

    def environ(self, token: str = TOKEN) -> dict[str, str]:
        """Return what a job knows that comments on 7."""
        return {"GITHUB_API_URL": self.url, "GITHUB_TOKEN": token}

    def header_faults(self, asked: Asked) -> list[str]:
        wanted = {
            "accept": r"application/vnd\.github\+json",
            "authorization": "Bearer .+",
            "x-github-api-version": r"20\d\d-\d\d-\d\d",
        }
        return super().header_faults(asked) + _header_faults(asked, wanted)

    def routes(self) -> list[tuple[str, Callable[..., Said]]]:
        return [
            ("/user", self.whoami),
            ("/repos/harbor/ml/issues/7/comments", self.all),
            (r"/repos/harbor/ml/issues/comments/(\d+)", self.one),
            ("/repos/harbor/ml/pulls", self.pulls_at),
        ]

    def whoami(self, _: Asked, user: str) -> Said:
        if user == self.bot:
            return self.refusal(403)
        sample = self.described.sample({"$ref": "#/components/schemas/public-user"})
        return Said(200, {**sample, "login": user})

    def all(self, asked: Asked, user: str) -> Said:
        if asked.method == "POST" and len(asked.text) > 65_536:
            errors = [{"resource": "IssueComment", "code": "unprocessable", "message": "too long"}]
            return Said(422, {"message": "Validation Failed", "errors": errors})
        return super().all(asked, user)

    def pulls_at(self, asked: Asked, _: str) -> Said:
        wanted = parse_qs(asked.query)["head"][0]
        found = [one for one in self.pulls if one["head"]["label"] == wanted]
        return self.listed(asked, [one for one in found if one["state"] == "open"])

    def add_pull(self, number: int, repository: str, branch: str, sha: str, **fields: Any) -> None:
        """Keep a pull request."""
        sample = self.described.sample({"$ref": "#/components/schemas/pull-request-simple"})
        repo = self.described.sample({"$ref": "#/components/schemas/repository"})
        label = f"{repository.partition('/')[0]}:{branch}"
        head = {
            "label": label,
            "sha": sha,
            "ref": branch,
            "repo": {**repo, "full_name": repository},
        }
        base = {"repo": {**repo, "full_name": "harbor/ml"}}
        self.pulls.append(
            {
                **sample,
                "number": number,
                "state": "open",
                "head": {**sample["head"], **head},
                "base": {**sample["base"], **base},
                **fields,
            }
        )

    def note(self, kept: Kept) -> Data:
        sample = self.described.sample({"$ref": "#/components/schemas/issue-comment"})
        user = self.described.sample({"$ref": "#/components/schemas/simple-user"})
        return {
            **sample,
            "id": kept.id,
            "body": kept.body,
            "html_url": f"https://github.example/harbor/ml/pull/7#issuecomment-{kept.id}",
            "user": {**user, "login": kept.author} if kept.author else None,
            "minimized": {"reason": "outdated"} if kept.hidden else None,
        }

    def page_headers(self, page: int, pages: int) -> dict[str, str]:
        # As GitHub does, by the number of the repository, not by its name.
        address = f"<{self.url}/repositories/1/issues/7/comments?per_page=100&page={{}}>"
        links = [f'{address.format(pages)}; rel="last"', f'{address.format(1)}; rel="first"']
        if page < pages:
            links.insert(0, f'{address.format(page + 1)}; rel="next"')
        return {"Link": ", ".join(links)}

    def refusal(self, status: int, message: str = "") -> Said:
        words = {
            401: "Bad credentials",
            403: "Resource not accessible by integration",
            404: "Not Found",
        }
        data = {"message": message or words[status], "documentation_url": "https://docs.example"}
        return Said(status, {**data, "status": str(status)})


@dataclass
class FakeGitLab(FakeForge):
    """A project 42, also called `harbor/ml`, with the merge request 7."""

    file = "gitlab-openapi.json"
    own = "/api/v4/projects/"
    bot = "project_42_bot_9f8e"
    root = "/api/v4"

    def __post_init__(self) -> None:
        self.users = {TOKEN: self.bot, PERSONAL: "kim", STRANGER: "stranger", READING: self.bot}

    def environ(self, token: str = TOKEN) -> dict[str, str]:
        """Return what a job knows that comments on 7."""
        return {"CI_API_V4_URL": self.url, "GITLAB_TOKEN": token}

    def header_faults(self, asked: Asked) -> list[str]:
        return super().header_faults(asked) + _header_faults(asked, {"private-token": ".+"})

    def routes(self) -> list[tuple[str, Callable[..., Said]]]:
        notes = f"/api/v4/projects/(?:42|{quote('harbor/ml', safe='')})/merge_requests/7/notes"
        return [("/api/v4/user", self.whoami), (notes, self.all), (rf"{notes}/(\d+)", self.one)]

    def whoami(self, _: Asked, user: str) -> Said:
        return Said(200, self.user(user))

    def all(self, asked: Asked, user: str) -> Said:
        self.check(asked)
        return super().all(asked, user)

    def one(self, asked: Asked, user: str, id: str) -> Said:
        self.check(asked)
        return super().one(asked, user, id)

    def check(self, asked: Asked) -> None:
        if asked.body and _QUICK_ACTION.search(asked.text):
            self.violations.append("a line is a quick action")

    def user(self, name: str) -> Data:
        sample = self.described.sample({"$ref": "#/components/schemas/User"})
        return {**sample, "username": name}

    def note(self, kept: Kept) -> Data:
        sample = self.described.sample({"$ref": "#/components/schemas/Note"})
        return {
            **sample,
            "id": kept.id,
            "body": kept.body,
            "author": self.user(kept.author),
            "system": kept.system,
        }

    def page_headers(self, page: int, pages: int) -> dict[str, str]:
        return {"X-Next-Page": str(page + 1) if page < pages else "", "X-Page": str(page)}

    def refusal(self, status: int, message: str = "") -> Said:
        words = {401: "401 Unauthorized", 403: "403 Forbidden", 404: "404 Not found"}
        return Said(status, {"message": message or words[status]})


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, has the fake answer it, and sends that, or breaks as the answer says."""

    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        raise NotImplementedError

    def exchange(self, fake: FakeForge) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not parts.path.startswith(fake.prefix):
            fake.violations.append(f"{parts.path} is not below {fake.prefix}")
        path = parts.path.removeprefix(fake.prefix)
        self.send(fake.answer(Asked(self.command, path, parts.query, headers, body)))

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return what handles a method, whichever it is: the fake tells which it knows."""
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)

    def send(self, said: Said) -> None:
        self.close_connection = True
        if said.how == "lost":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if said.how == "slow":
            time.sleep(0.6)
        body = b"" if said.data is None else json.dumps(said.data).encode()
        body = body if said.raw is None else said.raw
        try:
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.status != 204:
                self.send_header("Content-Length", str(len(body) + (said.how == "cut")))
            self.send_header("Connection", "close")
            self.end_headers()
            for piece in [body] if said.how != "dripping" else [bytes([one]) for one in body]:
                self.wfile.write(piece)
                if said.how == "dripping":
                    time.sleep(0.05)
        except OSError:
            return  # whoever asked has gone

    def date_time_string(self, timestamp: float | None = None) -> str:
        del timestamp
        return _DATE

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _meant(one: _Script | _Hook, asked: Asked) -> bool:
    return one.method == asked.method and one.path in unquote(asked.path)


def _header_faults(asked: Asked, wanted: dict[str, str]) -> list[str]:
    return [
        f"{asked.method} {asked.path}: {name} is {asked.headers.get(name)!r}"
        for name, pattern in wanted.items()
        if not re.fullmatch(pattern, asked.headers.get(name, ""))
    ]
