"""The formula language as text: what is read, as what, and what is refused with which words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formula_family import SIZES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.language.reading import parse
from referee.language.tree import (
    LARGEST_EXPONENT,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_NODES,
    FormulaError,
    Node,
    constant,
)
from referee.language.vocabulary import FUNCTIONS, OPERATORS

properties = settings(deadline=None, database=None, max_examples=150)


def name(text: str) -> Node:
    return Node("name", value=text)


def number(value: int) -> Node:
    return Node("number", value=Fraction(value))


A, B, X, V = (name(x) for x in ("a", "b", "X", "v"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("(a)", A),
        ("  a\n", A),
        ("+a", A),
        ("3", number(3)),
        ("2.5", Node("number", value=Fraction(5, 2))),
        (".5", Node("number", value=Fraction(1, 2))),
        ("0.1", Node("number", value=Fraction(1, 10))),
        ("a + b", Node("+", (A, B))),
        ("a - b - a", Node("-", (Node("-", (A, B)), A))),
        ("a - (b - a)", Node("-", (A, Node("-", (B, A))))),
        ("a + b * a", Node("+", (A, Node("*", (B, A))))),
        ("-a ** 2", Node("neg", (Node("**", (A, number(2))),))),
        ("a ** b ** a", Node("**", (A, Node("**", (B, A))))),
        ("-a * b", Node("*", (Node("neg", (A,)), B))),
        ("X.T @ v", Node("@", (Node("T", (X,)), V))),
        ("X @ X.T", Node("@", (X, Node("T", (X,))))),
        ("X.T.T", Node("T", (Node("T", (X,)),))),
        ("(X @ v).T", Node("T", (Node("@", (X, V)),))),
        ("inv(X)", Node("inv", (X,))),
        ("norm(v)**2", Node("norm_squared", (V,))),
        ("norm(v)**3", Node("**", (Node("norm", (V,)), number(3)))),
        ("a == b", Node("==", (A, B))),
        ("a < b <= a", Node("and", (Node("<", (A, B)), Node("<=", (B, A))))),
        ("not a == b", Node("not", (Node("==", (A, B)),))),
        ("true and false", Node("and", (Node("true"), Node("false")))),
        ("true or true or false", Node("or", (Node("true"), Node("true"), Node("false")))),
        (
            "true or true and false",
            Node("or", (Node("true"), Node("and", (Node("true"), Node("false"))))),
        ),
        ("implies(true, false)", Node("implies", (Node("true"), Node("false")))),
        ("a +\n b", Node("+", (A, B))),
        ("a  # a comment", A),
        ("(a) + (b)", Node("+", (A, B))),
    ],
)
def test_text_is_read_as_python_would_group_it(text: str, tree: Node) -> None:
    assert read(text).root == tree


def test_a_node_knows_its_column() -> None:
    root = parse("  a + inv(X)", SIZES).root
    assert root.args[0].at == 2
    assert root.args[1].at == 6
    assert root.args[1].args[0].at == 10


def test_walking_visits_every_node() -> None:
    assert [n.kind for n in read("a + inv(X @ v)").root.walk()] == [
        "+", "name", "inv", "@", "name", "name",
    ]  # fmt: skip


# Trees, written with all their parentheses: reading gives the same tree back.
leaves = st.one_of(
    st.sampled_from([name(x) for x in SIZES]),
    st.integers(0, 99).map(number),
    st.sampled_from([Node("true"), Node("false")]),
)
BINARY = sorted(k for k, o in OPERATORS.items() if o.arity == 2 and k not in {"/", "**"})
CALLED = sorted(k for k, o in FUNCTIONS.items() if not o.takes_sizes)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def call(kind: str) -> st.SearchStrategy[Node]:
        return st.tuples(*[inner] * FUNCTIONS[kind].arity).map(lambda args: Node(kind, args))

    return st.one_of(
        st.tuples(st.sampled_from(BINARY), inner, inner).map(lambda t: Node(t[0], t[1:])),
        st.tuples(st.sampled_from(["neg", "not", "T"]), inner).map(lambda t: Node(t[0], t[1:])),
        st.sampled_from(CALLED).flatmap(call),
    )


def written(node: Node) -> str:
    if node.kind in {"name", "number"}:
        return str(node.value)
    if not node.args:
        return node.kind
    args = [written(arg) for arg in node.args]
    if node.kind in FUNCTIONS:
        return f"{node.kind}({', '.join(args)})"
    if node.kind == "T":
        return f"({args[0]}).T"
    if node.kind in {"neg", "not"}:
        return f"({'-' if node.kind == 'neg' else 'not '}{args[0]})"
    return f"({args[0]} {node.kind} {args[1]})"


@given(st.recursive(leaves, grown, max_leaves=12))
@properties
def test_reading_undoes_writing(tree: Node) -> None:
    assert read(written(tree)).root == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the formula is empty"),
        ("  \n ", "the formula is empty"),
        ("a +", "column 4: .*write for example"),
        ("(a", r"column 1: this \( is never closed"),
        ("a b", "column 3: an operator is missing before b"),
        ("a = b", "column 3: = cannot stand here: equality is written =="),
        ("a\x00", r"column 2: the character U\+0000; a formula is written in plain ASCII"),
        ("Xᵀ", r"column 2: the character U\+1D40; a formula is written in plain ASCII"),
        ("a − b", r"column 3: the character U\+2212"),
        ("z", "column 1: unknown name 'z'; the names here are a, b, v"),
        ("XX", r"column 1: unknown name 'XX' \(did you mean X\?\)"),
        ("a + unknown", "column 5: unknown name 'unknown'"),
        ("determinant(Q)", "column 1: unknown function 'determinant'"),
        ("sqr(a)", r"column 1: unknown function 'sqr' \(did you mean sqrt\?\)"),
        ("__import__(a)", "column 1: unknown function '__import__'"),
        ("open(a)", "column 1: unknown function 'open'"),
        ("a(b)", "column 1: unknown function 'a'"),
        ("inv()", r"column 1: inv takes 1 argument\(s\), not 0"),
        ("inv(X, X)", r"column 1: inv takes 1 argument\(s\), not 2"),
        ("inv(a=X)", "column 1: inv takes plain arguments only"),
        ("inv(*X)", "column 1: inv takes plain arguments only"),
        ("inv(X)(X)", "only a function's name can be called"),
        ("X.inv()", "only a function's name can be called"),
        ("X.shape", r"column 1: .shape is not part of a formula; the only attribute is .T"),
        ("X.T.__class__", "column 1: .__class__ is not part of a formula"),
        ("X[0]", "column 1: a subscript is not part of a formula"),
        ("lambda: a", "column 1: a lambda is not part of a formula"),
        ("[a for b in v]", "column 1: a comprehension is not part of a formula"),
        ("{a for b in v}", "a comprehension is not part"),
        ("a if true else b", "column 1: an if is not part of a formula"),
        ("(a := b)", "column 2: an assignment is not part of a formula"),
        ("a, b", "a comma is not part of a formula"),
        ("[a]", r"this \(list\) is not part of a formula"),
        ("{}", r"this \(dict\) is not part of a formula"),
        ("f'{a}'", "column 1: a string is not part of a formula"),
        ("'a'", "column 1: a string is not a number of a formula"),
        ("a % b", "column 1: % is not an operator here; there are"),
        ("a // b", "column 1: // is not an operator here"),
        ("a ^ b", r"\^ \(a power is written \*\*\) is not an operator here"),
        ("a & b", r"& \(write and\) is not an operator here"),
        ("a | b", r"\| \(write or\) is not an operator here"),
        ("a << b", "<< is not an operator here"),
        ("~a", "~ is not an operator here"),
        ("a in b", "in is not a comparison here"),
        ("a is b", r"is \(write ==\) is not a comparison here"),
        ("a is not b", r"is not \(write !=\) is not a comparison here"),
        ("1e5", "column 1: '1e5' is not a number of a formula; write 3, 2.5 or 1/3"),
        ("0x10", "'0x10' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("1j", "'1j' is not a number"),
        ("True", "'True' is not a number"),
        ("None", "'None' is not a number"),
        ("...", "is not a number"),
        ("a / 0", "column 1: division by zero; divide by something else"),
        ("a / (1 - 1)", "division by zero"),
        ("a ** 1000000001", "an exponent beyond ±1,000,000,000; write a smaller one"),
        ("a ** -1000000001", "an exponent beyond ±1,000,000,000"),
        ("a ** (10**5 * 10**5)", "an exponent beyond ±1,000,000,000"),
        ("a ** 9**9**9", "column 9: a power of more than 4,194,304 bits; write a smaller exponent"),
        ("3 ** 10**9", "a power of more than 4,194,304 bits"),
        ("a ** 2**2**2**2**2", "an exponent beyond what is computed; write a smaller one"),
        ("2 ** (1 + 2**65536)", "an exponent beyond what is computed"),
        ("eye(17)", "column 5: eye takes sizes: n, d or a number up to 16"),
        ("eye(0)", "eye takes sizes"),
        ("eye(2.5)", "eye takes sizes"),
        ("zeros(n, d + 1)", "zeros takes sizes"),
        ("9" * (MOST_CHARACTERS + 1), "the formula has 2,001 characters; at most 2,000 are read"),
        ("a" * (MOST_CHARACTERS + 1), "the formula has 2,001 characters; at most 2,000 are read"),
        ("+".join("a" * MOST_NODES), f"too large: at most {MOST_NODES} operations"),
        ("-" * (MOST_DEPTH + 5) + "a", f"{MOST_DEPTH} levels deep"),
        ("(" * 900 + "a" + ")" * 900, "."),
        ("a; b", "write for example"),
        ("import os", "write for example"),
        ("a) + (b", r"column 2: this \) closes no bracket"),
        ("a).T @ (b", r"column 2: this \) closes no bracket"),
    ],
)
def test_what_is_no_formula_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="aXv@+-*/().T ,<=!1029inv\n'\"[]{}:#\\_%~^&|", max_size=40))
@settings(properties, max_examples=400)
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    said = ""
    try:
        read(text)
    except FormulaError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", Fraction(1, 3)),
        ("-(2 - 3) * 4", Fraction(4)),
        ("2 ** -3", Fraction(1, 8)),
        ("2 ** 0.5", None),
        ("0 ** (-1)", None),
        ("a", None),
        ("2 + a", None),
        ("exp(1)", None),
        ("9" * 300, Fraction(10**300 - 1)),
        ("2 ** 1000", Fraction(2**1000)),
        ("(-1) ** (10**9)", Fraction(1)),
        ("2 ** 65536", None),
        ("2 ** 15000 * 2 ** 15000", None),
    ],
)
def test_constants_are_folded_exactly_or_not_at_all(text: str, value: Fraction | None) -> None:
    assert constant(read(text).root) == value


def test_the_largest_exponent_is_still_read() -> None:
    assert read(f"a ** {LARGEST_EXPONENT}").root.kind == "**"
    assert read(f"a ** -{LARGEST_EXPONENT}").root.kind == "**"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("X +\n\n  y * v", "line 3, column 7: unknown name 'v'"),
        ("X @ (w\n- y[0])", "line 2, column 3: a subscript"),
        ("  # it's\n X + \n  y y", "line 3, column 5: an operator is missing before y"),
        ("X\n+ y)", "line 2, column 4: this ) closes no bracket"),
        ("\n\n  X v", "column 5: an operator is missing"),
        ("# nothing yet", "the answer is empty: it is a comment alone"),
    ],
)
def test_in_several_lines_a_place_is_a_line_and_a_column(text: str, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, dict.fromkeys("Xywnd"))
    assert str(caught.value).startswith(says)
