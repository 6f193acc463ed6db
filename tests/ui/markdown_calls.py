"""Reads the code of the app: which calls of Streamlit render Markdown, and what is handed to them."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Arguments whose description speaks of Markdown but which are no text, and texts whose description is silent.
_NO_TEXT = {"unsafe_allow_html", "width", "wrap", "anchors", "bind", "cursor", "pages", "theme"}
_SILENT = {
    "write": {"args"},
    "radio": {"options", "format_func", "captions"},
    "select_slider": {"format_func"},
    "table": {"data"},
    "pills": {"options", "format_func"},
    "segmented_control": {"options", "format_func"},
}
_SAFE = {"t", "literal", "code", "Markdown", "len", "int", "sum", "round"}


@cache
def markdown_arguments(called: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names of a Streamlit call's arguments in their order, and those that are rendered as Markdown."""
    method = getattr(DeltaGenerator, called, None)
    function = method or vars(st).get(called) or getattr(st.column_config, called, None)
    if called.startswith("_") or not callable(function):
        return (), frozenset()
    arguments = list(inspect.signature(function).parameters.values())[1 if method else 0 :]
    every = {argument.name for argument in arguments}
    in_order = tuple(a.name for a in arguments if a.kind is not a.KEYWORD_ONLY)
    told = re.split(
        r"^(?=\*{0,2}\w+(?: :|$))", (inspect.getdoc(function) or "").partition("Parameters\n")[2], flags=re.M
    )
    found = {
        part.split(" ")[0].split("\n")[0].lstrip("*")
        for part in told
        if "Markdown" in part.partition("Returns\n---")[0]
    }
    marked = (found & every) - _NO_TEXT | _SILENT.get(called, set()) | ({"help"} & every)
    return in_order, frozenset(marked)


@dataclass
class Code:
    """Modules read together: what one hands to a function of another may be rendered there."""

    sources: dict[str, str]
    trees: dict[str, ast.Module] = field(init=False)
    above: dict[ast.AST, ast.AST] = field(default_factory=dict)
    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    rendering: dict[ast.FunctionDef, set[str]] = field(default_factory=dict)  # functions whose arguments are rendered

    def __post_init__(self) -> None:
        self.trees = {name: ast.parse(text) for name, text in self.sources.items()}
        for tree in self.trees.values():
            for node in ast.walk(tree):
                self.above.update(dict.fromkeys(ast.iter_child_nodes(node), node))
                if isinstance(node, ast.FunctionDef):
                    self.functions.setdefault(node.name, []).append(node)
        known = -1
        while known < (known := sum(map(len, self.rendering.values()))):  # until no further argument is found
            list(self.unescaped())

    def unescaped(self) -> Iterator[str]:
        """Texts handed to a place of Markdown that are neither constant nor escaped."""
        for name, tree in self.trees.items():
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                for text in self._handed(call):
                    if not self.is_safe(text):
                        yield f"{name}:{text.lineno} {ast.unparse(call.func)}(… {ast.unparse(text)} …)"

    def misplaced(self) -> Iterator[str]:
        """Escaped texts that go where no Markdown is rendered: their backslashes would be seen."""
        for name, tree in self.trees.items():
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                escapes = _called(call) == "literal" or (_called(call) == "t" and call.keywords)
                if escapes and not self.lands(call):
                    yield f"{name}:{call.lineno} {ast.unparse(call)}"

    def _handed(self, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments of a call that are rendered as Markdown, by Streamlit or by who passes them on to it."""
        names, marked = self._wanted(call)
        given = {k.arg: k.value for k in call.keywords if k.arg}
        for at, value in enumerate(call.args):
            called = names[min(at, len(names) - 1)] if names else ""
            if called in marked and not (called == "options" and "format_func" in given):
                yield value.value if isinstance(value, ast.Starred) else value
        for called, value in given.items():
            if called in marked and not (called == "options" and "format_func" in given):
                yield value

    def _wanted(self, call: ast.Call) -> tuple[tuple[str, ...], set[str] | frozenset[str]]:
        if isinstance(call.func, ast.Attribute):
            of_a_message = bool(call.args) and ast.unparse(call.args[0]) in {"lang()", "language", "lang"}
            of_a_result = isinstance(call.func.value, ast.Call) and isinstance(call.func.value.func, ast.Name)
            return ((), frozenset()) if of_a_message or of_a_result else markdown_arguments(_called(call))
        for function in self._meant(call):
            if marked := self.rendering.get(function):
                return (*(a.arg for a in _arguments(function)), ""), marked
        return (), frozenset()

    def _meant(self, call: ast.AST) -> list[ast.FunctionDef]:
        """The functions that a name may stand for: those of its own module, else those of the others."""
        name = call.id if isinstance(call, ast.Name) else _called(call) if isinstance(call, ast.Call) else ""
        several = self.functions.get(name, [])
        return [f for f in several if self._module(f) is self._module(call)] or several

    def _module(self, node: ast.AST) -> ast.AST:
        while node in self.above:
            node = self.above[node]
        return node

    def is_safe(self, text: ast.AST) -> bool:
        """Whether a text is constant, escaped, or put together of such texts and numbers."""
        match text:
            case ast.Constant():
                return True
            case ast.Call(func=ast.Name(id=called)):
                return called in _SAFE or any(self._returns_markdown(f) for f in self._meant(text))
            case ast.Call(func=ast.Attribute(attr="join", value=between), args=[parts]):
                return self.is_safe(between) and self.is_safe(parts)
            case ast.JoinedStr(values=parts):
                return all(self.is_safe(part) for part in parts)
            case ast.FormattedValue(value=value, format_spec=shape):
                return self.is_safe(value) or (
                    shape is not None and bool(re.search(r"[,dfgeE%]'$", ast.unparse(shape)))
                )
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
                return self.is_safe(one) and self.is_safe(other)
            case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(self.is_safe(part) for part in parts)
            case ast.Dict(values=parts):
                return all(self.is_safe(part) for part in parts)
            case ast.Lambda(body=said) | ast.ListComp(elt=said) | ast.GeneratorExp(elt=said) | ast.DictComp(value=said):
                return self.is_safe(said)
            case ast.Subscript(value=ast.Name() as of) | ast.Attribute(attr="__getitem__", value=ast.Name() as of):
                return self.is_safe(of)
            case ast.Name():
                return self._is_safe_name(text)
        return False

    def _returns_markdown(self, function: ast.FunctionDef) -> bool:
        said = [node.value for node in _own(function) if isinstance(node, ast.Return)]
        return bool(said) and all(text is not None and self.is_safe(text) for text in said)

    def _is_safe_name(self, name: ast.Name) -> bool:
        scope: ast.AST = name
        while scope in self.above:
            scope = self.above[scope]
            if isinstance(scope, ast.FunctionDef | ast.Lambda | ast.Module):
                if bound := list(_bindings(scope, name.id)):
                    return all(value is not None and self.is_safe(value) for value in bound)
                if isinstance(scope, ast.Lambda | ast.FunctionDef) and name.id in {a.arg for a in _arguments(scope)}:
                    if isinstance(scope, ast.FunctionDef):  # then its callers are asked for it
                        self.rendering.setdefault(scope, set()).add(name.id)
                    return isinstance(scope, ast.FunctionDef)
        return any(self._returns_markdown(function) for function in self._meant(name))

    def lands(self, text: ast.AST) -> bool:
        """Whether a text goes nowhere but where Markdown is rendered."""
        up = self.above[text]
        match up:
            case ast.keyword():
                return self._lands_in_call(self.above[up], up.value)
            case ast.Call():
                return self._lands_in_call(up, text)
            case ast.Return():
                function = self._function(up)
                uses = [
                    n
                    for tree in self.trees.values()
                    for n in ast.walk(tree)
                    if isinstance(n, ast.Name) and n.id == function.name
                ]
                calls = [
                    self.above[n] if isinstance(self.above[n], ast.Call) and self.above[n].func is n else n
                    for n in uses
                    if function in self._meant(n)
                ]
                return bool(calls) and all(self.lands(call) for call in calls)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
                read = [n for n in ast.walk(self._function(up)) if isinstance(n, ast.Name) and n.id == name]
                return all(self.lands(node) for node in read if isinstance(node.ctx, ast.Load))
            case ast.expr() | ast.comprehension():
                return self.lands(up)
        return False

    def _function(self, node: ast.AST) -> ast.FunctionDef:
        while not isinstance(node, ast.FunctionDef):
            node = self.above[node]
        return node

    def _lands_in_call(self, call: ast.AST, text: ast.AST) -> bool:
        assert isinstance(call, ast.Call)
        if any(text is handed for handed in self._handed(call)) or _called(call) in {"list", "len"}:
            return True
        return _called(call) in {"join", "Markdown", "comma_list"} and self.lands(call)


def _arguments(function: ast.FunctionDef | ast.Lambda) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _bindings(scope: ast.AST, name: str) -> Iterator[ast.AST | None]:
    """What a name stands for in a function or module; None for what cannot be told."""
    for node in _own(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _bound(target, value, name)
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                yield from _bound(target, value, name)
            case ast.AnnAssign(target=target, value=value):
                yield from _bound(target, value, name)
            case ast.For(target=target, iter=several) | ast.comprehension(target=target, iter=several):
                for value in several.elts if isinstance(several, ast.List | ast.Tuple) else [None]:
                    yield from _bound(target, value, name)
            case ast.With(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        yield from _bound(item.optional_vars, None, name)


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield child
            yield from _own(child)


def _bound(target: ast.AST, value: ast.AST | None, name: str) -> Iterator[ast.AST | None]:
    if isinstance(target, ast.Name):
        if target.id == name:
            yield value
    elif isinstance(target, ast.Tuple):
        alike = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        for at, part in enumerate(target.elts):
            yield from _bound(part, value.elts[at] if alike else None, name)
