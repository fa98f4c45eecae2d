"""An OpenAPI description, and what of a request or an answer it does not allow."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent / "schemas"
_NAME = "urn:forge"

Data = dict[str, Any]


class Description:
    """What one of the files in `tests/schemas` says of an API."""

    def __init__(self, file: str) -> None:
        self.data: Data = _json_schema(json.loads((FOLDER / file).read_text("utf-8")))
        resource = Resource.from_contents(self.data, default_specification=DRAFT202012)
        self.registry = Registry().with_resource(_NAME, resource)

    def operation(self, method: str, path: str) -> tuple[Data, Mapping[str, str]]:
        """Return what is described under a path, and the parts that stand for its names."""
        for template, methods in self.data["paths"].items():
            names = re.findall(r"\{(\w+)\}", template)
            match = re.fullmatch(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(template)), path)
            if match and method.lower() in methods:
                parts = map(unquote, match.groups())
                return methods[method.lower()], dict(zip(names, parts, strict=True))
        raise LookupError(method, path)

    def request_faults(self, method: str, path: str, query: str, body: bytes) -> Iterator[str]:
        """Yield everything in which a request is not as described."""
        try:
            operation, parts = self.operation(method, path)
        except LookupError:
            yield f"{method} {path} is not described"
            return
        given = {"path": dict(parts), "query": dict(parse_qsl(query, keep_blank_values=True))}
        for parameter in map(self.resolved, operation.get("parameters", ())):
            value = given[parameter["in"]].pop(parameter["name"], None)
            if value is not None:
                yield from self.faults(_typed(value, parameter["schema"]), parameter["schema"])
            elif parameter.get("required"):
                yield f"{method} {path}: {parameter['name']} is missing"
        yield from (f"{method} {path}: {name} is not described" for name in given["query"])
        described = operation.get("requestBody")
        if described is None:
            if body:
                yield f"{method} {path}: takes no body"
        else:
            yield from self.faults(json.loads(body), _schema(described))

    def answer_faults(self, method: str, path: str, status: int, data: Any) -> Iterator[str]:
        """Yield everything in which an answer is not as described."""
        operation, _ = self.operation(method, path)
        described = operation["responses"].get(str(status))
        if described is None:
            return  # any request may fail in ways that are not told of each
        described = self.resolved(described)
        if "content" in described:
            yield from self.faults(data, _schema(described))
        elif data is not None:
            yield f"{method} {path}: {status} has no body"

    def faults(self, data: Any, schema: Data) -> Iterator[str]:
        absolute = _absolute(schema)
        for error in Draft202012Validator(absolute, registry=self.registry).iter_errors(data):
            yield f"{error.json_path}: {error.message[:200]}"

    def resolved(self, data: Data) -> Data:
        while "$ref" in data:
            _, _, kind, name = data["$ref"].split("/")
            data = self.data["components"][kind][name]
        return data

    def sample(self, schema: Data) -> Any:
        """Return the least that *schema* allows."""
        schema = self.resolved(schema)
        if "anyOf" in schema or "oneOf" in schema:
            return self.sample((schema.get("anyOf") or schema["oneOf"])[0])
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "object" or "properties" in schema:
            fields = schema.get("properties", {})
            return {name: self.sample(fields[name]) for name in schema.get("required", ())}
        plain: Data = {"array": [], "boolean": False, "integer": 1, "number": 1, "null": None}
        return plain.get(schema.get("type", ""), "text")


@cache
def description(file: str) -> Description:
    """Return a description, which is read once."""
    return Description(file)


def _json_schema(node: Any) -> Any:
    """Return a description in the words of JSON Schema, which knows no `nullable`."""
    if isinstance(node, list):
        return [_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    read = {name: _json_schema(one) for name, one in node.items() if name != "nullable"}
    return {"anyOf": [{"type": "null"}, read]} if node.get("nullable") is True else read


def _schema(described: Data) -> Data:
    schema: Data = described["content"]["application/json"]["schema"]
    return schema


def _absolute(node: Any) -> Any:
    """Return a part of the description so that its references lead into the whole."""
    if isinstance(node, list):
        return [_absolute(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _NAME + one if name == "$ref" and isinstance(one, str) else _absolute(one)
        for name, one in node.items()
    }


def _typed(value: str, schema: Data) -> Any:
    is_number = schema.get("type") == "integer" and re.fullmatch(r"-?[0-9]+", value)
    return int(value) if is_number else value
