"""Integrals; expectations over what the scope or the text itself says is random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from referee.language.randomness import loose
from referee.language.reading.canonical.notation import parse
from referee.language.reading.elaboration import products
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    combined,
    resized,
)
from referee.language.reading.elaboration.subscripts import Subscripts
from referee.language.reading.grammar.expectations import Over
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.types import node_type
from referee.language.vocabulary import BINDERS, SCALAR, TRUTH, Type

# A zero and an identity of any size, or the numbers.
_WRITTEN = {
    text: [Candidate(Node("number", value=Fraction(number)), type_) for type_ in (SCALAR, ANY_SIZE)]
    for text, number in (("0", 0), ("I", 1))
}


class Expectations(Subscripts):
    """Readings of what binds a random name, or a number that is integrated over."""

    def integral(self, surface: Surface) -> Candidates:
        """Read an integral; one from minus infinity to an end runs the other way."""
        body, low, high = surface.args
        called, found = self.bodies(body, str(surface.value))
        bodies = [each for each in found if each.type != TRUTH]
        leaf = Node("index", value=called, at=surface.at)
        infinite = [each.kind == "infinity" for each in (low, high)]
        if (infinite[0] and not low.value) or (infinite[1] and high.value):
            return self.context.fail(surface, "an integral runs from minus infinity upwards")
        if infinite == [True, False]:
            bodies = [Candidate(_turned(each.node, called), each.type) for each in bodies]
        kind = ("integral", "integral_ray", "integral_line")[sum(infinite)]
        return [
            Candidate(Node(kind, (leaf, *bounds, each.node), at=surface.at), each.type)
            for each in bodies
            for bounds in self._bounds(low, high)
        ]

    def _bounds(self, low: Surface, high: Surface) -> Iterator[tuple[Node, ...]]:
        """Yield the ends of an integral that are numbers; the upper one alone with its sign."""
        upper: list[tuple[Node, ...]] = [()]
        if high.kind != "infinity":
            upper = [(each,) for each in self.bound(high)]
        for end in upper:
            if low.kind == "infinity":
                yield tuple(Node("neg", (each,), at=each.at) for each in end)
                continue
            for start in self.bound(low):
                yield (start, *end)

    def expectation(self, surface: Surface) -> Candidates:
        """Read E, Var and Cov over the names that they say, or over all that are random."""
        kind, over = surface.value
        if not over and not self.context.scope.random:
            raise FormulaError(
                f"{kind} over what? say how a name is distributed, as in E_{{x ~ N(m, S)}}[...]",
                surface.at,
            )
        parts = [
            [each for each in self.of(arg) if each.type not in {ANY_SIZE, TRUTH}]
            for arg in surface.args
        ]
        if kind == "E":
            return [self._over_random(each, over, surface) for each in parts[0]]
        if len(parts) == 1:
            return [c for u in parts[0] for c in self._covariance(u, u, over, surface)]
        return combined(parts, lambda u, v: self._covariance(u, v, over, surface))

    def _covariance(
        self, u: Candidate, v: Candidate, over: Sequence[Over], surface: Surface
    ) -> Candidates:
        """Return E (u − E u)(v − E v)ᵀ, of numbers the product; of matrices there is none."""
        at = surface.at
        a, b = (
            self.context.made("-", (each, self._over_random(each, over, surface)), at)
            for each in (u, v)
        )
        if a is None or b is None or a.size[1] != 1 or b.size[1] != 1:
            return []
        if u == v and u.type == SCALAR:
            two = Candidate(Node("number", value=Fraction(2), at=at), SCALAR)
            made = self.context.made("**", (a, two), at)
        elif u.type == v.type == SCALAR:
            made = self.context.made("*", (a, b), at)
        else:
            made = self.context.made("@", (a, products.transposed(b, at)), at)
        return [] if made is None else [self._over_random(made, over, surface)]

    def _over_random(self, body: Candidate, over: Sequence[Over], surface: Surface) -> Candidate:
        """Return the expectation of a part, over one name after the other from the last one."""
        declared = self.context.scope.random
        said = {each.name: each for each in over} or {
            name: Over(name, None, ()) for name in declared
        }
        node = body.node
        for name, each in reversed(said.items()):
            if each.kind is None and name not in declared:
                raise FormulaError(
                    f"{name} has no distribution: write E_{{{name} ~ N(m, S)}}", surface.at
                )
            if loose(node, (name,)):
                node = self._over_one(node, each, surface)
        return Candidate(node, body.type)

    def _over_one(self, node: Node, over: Over, surface: Surface) -> Node:
        name = Node("name", value=over.name, at=surface.at)
        size = self.context.scope.field(over.name).size(self.context.shape)
        kind, given = self._distribution(over)
        entry = BINDERS[f"expectation_{kind}"]
        if len(given) != entry.arity - 2:
            raise FormulaError(f"{kind} with {len(given)} parameters: {entry.says}", surface.at)
        wanted: list[Type] = [size] * len(given)
        if kind == "gaussian":
            wanted[1] = (size[0], size[0])
        chosen = [self._fitting(each, type_) for each, type_ in zip(given, wanted, strict=True)]
        if not all(chosen):
            types = " and ".join(self.types(each) for each in given)
            raise FormulaError(f"{kind} with {types} for {over.name}: {entry.says}", surface.at)
        parameters = (each[0].node for each in chosen)
        return Node(f"expectation_{kind}", (node, name, *parameters), at=surface.at)

    def _distribution(self, over: Over) -> tuple[str, list[Candidates]]:
        """Return a kind of distribution and what its parameters may be."""
        if over.kind is not None:
            return over.kind, [self._parameter(each) for each in over.parameters]
        declared = self.context.scope.random[over.name]
        names = dict.fromkeys(self.context.scope.names)
        return declared.kind, [self._declared(text, names) for text in declared.parameters]

    def _parameter(self, surface: Surface) -> Candidates:
        if surface.kind == "constant" and surface.value == "identity" and not surface.args:
            return _WRITTEN["I"]
        return self.of(surface)

    def _declared(self, text: str, names: Mapping[str, object]) -> Candidates:
        if text in _WRITTEN:
            return _WRITTEN[text]
        root = parse(text, names).root
        return [Candidate(root, node_type(root, self.context.scope.family, self.context.shape))]

    def _fitting(self, given: Candidates, wanted: Type) -> Candidates:
        """Return what has a size, what is put in its place, or a number for every entry."""
        exact = [each for each in given if each.type == wanted]
        put_in = [made for each in given for made in resized(self.context, each, wanted)]
        square = [each for each in put_in if each.node.kind != "ones"]
        return exact or square or [each for each in given if each.type == SCALAR]


def _turned(node: Node, leaf: str) -> Node:
    """Return a tree with −s in the place of a leaf s."""
    if node.kind == "index" and node.value == leaf:
        return Node("neg", (node,), at=node.at)
    args = tuple(_turned(each, leaf) for each in node.args)
    return Node(node.kind, args, node.value, node.at)
