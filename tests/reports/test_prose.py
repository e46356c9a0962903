"""Running text: sub- and superscripts of mathematics, and nothing else."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referee.reports.prose import plain, prose


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x_1, ..., x_n", "x<sub>1</sub>, ..., x<sub>n</sub>"),
        ("λ_min/n, σ_i² of w_NH", "λ<sub>min</sub>/n, σ<sub>i</sub>² of w<sub>NH</sub>"),
        ("f = W_{H+1}A_H(x)⋯W_1x", "f = W<sub>H+1</sub>A<sub>H</sub>(x)⋯W<sub>1</sub>x"),
        ("k_act ≤ w_max", "k<sub>act</sub> ≤ w<sub>max</sub>"),
        ("v_iᵀy, U_nΣ_nVᵀ", "v<sub>i</sub>ᵀy, U<sub>n</sub>Σ<sub>n</sub>Vᵀ"),
        ("2^{mH}, R^d, α^(L−1)", "2<sup>mH</sup>, R<sup>d</sup>, α<sup>L−1</sup>"),
        ("c^∞, X^TU, 10^-9", "c<sup>∞</sup>, X<sup>T</sup>U, 10<sup>-9</sup>"),
        ("Σ_{i<ρ_h}", "Σ<sub>i&lt;ρ<sub>h</sub></sub>"),
        ("2^m_1 ≤ 2^{m_1}", "2<sup>m<sub>1</sub></sup> ≤ 2<sup>m<sub>1</sub></sup>"),
        ("in_span(x, X), lambda_0_x", "in_span(x, X), lambda<sub>0</sub>_x"),
        ("positive_definite, is_column", "positive_definite, is_column"),
        ("_x, ^2, a_, a^, {a_b", "_x, ^2, a_, a^, {a<sub>b</sub>"),
        ("x_{<b>} & y^(<i>)", "x<sub>&lt;b&gt;</sub> &amp; y<sup>&lt;i&gt;</sup>"),
        ("<script>x_1</script>", "&lt;script&gt;x<sub>1</sub>&lt;/script&gt;"),
    ],
)
def test_scripts_are_lowered_and_raised(text: str, shown: str) -> None:
    assert str(prose(text)) == shown


@given(st.text(st.sampled_from("ab1_^{}()<>&;#'\" λ∞-xT"), max_size=60))
def test_nothing_but_scripts_is_markup_and_no_letter_is_lost(text: str) -> None:
    shown = str(prose(text))
    bare = re.sub(r"</?su[bp]>", "", shown)
    assert not re.search("[<>\"']", bare)
    assert shown.count("<sub>") == shown.count("</sub>")
    assert shown.count("<sup>") == shown.count("</sup>")
    letters = re.sub("[_^{}()]", "", text)
    assert re.sub("[_^{}()]", "", html.unescape(bare)) == letters


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\lambda_{\min}", "λ_{min}"),
        (r"k_{\mathrm{act}}", "k_{act}"),
        (r"\nabla f(x)", "∇f(x)"),
        (r"\Sigma_n", "Σ_n"),
        (r"W_h \cdots W_1", "W_h ⋯W_1"),
        (r"\text{the gate at } 0", "the gate at  0"),
        ("w^*", "w^*"),
    ],
)
def test_a_symbol_as_a_text(latex: str, text: str) -> None:
    assert plain(latex) == text
