"""YAML read strictly: every value keeps its line, a duplicate key is refused, a wrong value is named by file and line.

Belongs here: loading a YAML file and validating it, or a part of it, with a pydantic model.
Does not belong here: what a file must hold (contracts.py and the other models of this package).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipelines.errors import LinliError

Location = tuple[str | int, ...]
Stamp = tuple[Path, int, int]
Model = TypeVar("Model", bound=BaseModel)


class _Loader(yaml.CSafeLoader):
    """Safe loader that leaves yes, no, on, off, 010 and 12:30 as the text they look like."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|false|False", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


@dataclass(frozen=True)
class Document:
    """The data of one YAML file and the line each of its values stands on."""

    path: Path
    data: Any
    lines: dict[Location, int]

    def line(self, location: Location = ()) -> int:
        """Return the line of the value at a location, or of the nearest value around it."""
        known = list(location)
        while known and tuple(known) not in self.lines:
            known.pop()
        return self.lines.get(tuple(known), 1)

    def at(self, location: Location) -> Any:
        """Return the value at a location."""
        value = self.data
        for step in location:
            value = value[step]
        return value

    def where(self, location: Location = ()) -> str:
        """Return `file:line` of a location, as messages print it."""
        return f"{self.path}:{self.line(location)}"

    def error(self, location: Location, zh: str, en: str, code: str = "bad_yaml") -> LinliError:
        """Return an error about the value at a location that names the file and the line."""
        return LinliError(f"{self.where(location)}：{zh}", f"{self.where(location)}: {en}", code)

    def validate(self, model: type[Model], location: Location = (), **also: Any) -> Model:
        """Return the mapping at a location as a model; `also` adds fields that stand elsewhere in the file.

        All that is wrong becomes one LinliError, each error with its file and line.
        """
        value = self.at(location)
        if also:
            if twice := sorted(also.keys() & value.keys()):
                raise self.error(
                    (*location, twice[0]), f"键 {twice[0]} 不写在这里", f"key {twice[0]} does not belong here"
                )
            value = {**value, **also}
        try:
            return model.model_validate(value)
        except ValidationError as error:
            raise self._refusal(error, location) from None

    def _refusal(self, error: ValidationError, location: Location) -> LinliError:
        zh, en = [], []
        for item in error.errors(include_url=False, include_input=False):
            place = location + tuple(item["loc"])
            name = ".".join(str(step) for step in item["loc"]) or "(…)"
            zh.append(f"{self.where(place)}：{_in_chinese(item['type'], name, item['msg'])}")
            en.append(f"{self.where(place)}: {name}: {item['msg']}")
        return LinliError("；".join(zh), "; ".join(en), "bad_yaml")


def load(path: Path) -> Document:
    """Read one YAML file; refuse a syntax error or a duplicate key with its file and line."""
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except OSError as error:
        raise LinliError(
            f"读不到文件 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}", "bad_yaml"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise LinliError(
            f"{where}：不是合格的 YAML：{problem}", f"{where}: not valid YAML: {problem}", "bad_yaml"
        ) from None
    lines: dict[Location, int] = {}
    data = None if node is None else _construct(loader, node, (), lines, path)
    return Document(path, data, lines)


def stamp(path: Path) -> Stamp:
    """Tell one state of a file from the next; whoever keeps what a file said asks again when this has changed."""
    try:
        found = path.stat()
    except OSError:
        return path, 0, 0
    return path, found.st_mtime_ns, found.st_size


def load_all(paths: Iterable[Path]) -> list[Document]:
    """Read several YAML files in the order of their names."""
    return [load(path) for path in sorted(paths)]


def _construct(loader: _Loader, node: yaml.Node, location: Location, lines: dict[Location, int], path: Path) -> Any:
    lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, child, (*location, index), lines, path) for index, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(loader, node, path)
    mapping: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = _scalar(loader, key_node, path)
        if key in mapping:
            where = f"{path}:{key_node.start_mark.line + 1}"
            raise LinliError(f"{where}：键 {key} 重复", f"{where}: duplicate key {key}", "bad_yaml")
        lines[(*location, key)] = key_node.start_mark.line + 1
        mapping[key] = _construct(loader, value_node, (*location, key), lines, path)
    return mapping


def _scalar(loader: _Loader, node: yaml.Node, path: Path) -> Any:
    try:
        if not isinstance(node, yaml.ScalarNode):
            raise ValueError("a key must be plain text")
        return loader.construct_object(node)
    except (ValueError, yaml.YAMLError) as error:
        where = f"{path}:{node.start_mark.line + 1}"
        raise LinliError(f"{where}：值不合格：{error}", f"{where}: bad value: {error}", "bad_yaml") from None


def _in_chinese(kind: str, name: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"未知的键 {name}"
    if kind == "missing":
        return f"缺少 {name}"
    return f"{name} 的值不合格（{message}）"
