"""Part 2.2: a ReLU network has finitely many activation regions, and how many at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from referee.claims.linear_regions import NET, REGION
from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Bound
from referee.language.comparison import Comparison, all_of, at_most, between, equal, less
from referee.numerics import relu
from referee.numerics.arrays import Array
from referee.numerics.scalars import times_of
from referee.strategies import piecewise_linear, region_counts
from referee.strategies.families import Instance
from referee.strategies.layer_sizes import layer_sizes
from referee.strategies.networks import relu_networks
from referee.strategies.piecewise_linear import piecewise_linear_pairs
from referee.strategies.region_counts import networks, networks_with_biases

COUNTED = (
    "bias-free network with H hidden layers, m the largest width, M the number of units; k is the"
    " number of distinct linear functions"
)
BOUNDS = (
    "; R_1 = 2Σ_{i<d}C(m_1 − 1, i)·Π_{h≥2}Σ_{i<ρ_h}C(m_h, i) with ρ_h = min(d, m_1, ..., m_{h−1});"
    " R_2 ≤ R_1 follows the number of active units too (Serra et al. 2018, without biases)"
)
MORE_BOUNDS = BOUNDS + ("; R_0 = 2(m_1·Π_{h≥2}(m_h + 1))^{d−1}; R_T = (2M/H)^{H·max(d−1, 1)}")


def _counted(p: Instance, found: Comparison) -> Comparison:
    """Return a comparison with the reason for a count that is known by construction."""
    pairs = "N_sum" in p.family.by_name
    reason = piecewise_linear.reason_of(p) if pairs else region_counts.reason_of(p)
    return replace(found, note=reason) if reason else found


@claim(
    "2.2-A1-linear-on-regions",
    states=r"x \in S_a \;\Rightarrow\; f(x) = {answer}",
    blank="the network on the region, as a linear map of x",
    size="1 1",
    names="W_out G G_v W_all x m d",
    shows="convention W_1 W_h W_out x y v",
    given=REGION + "; G = A_h(y)W_h⋯A_1(y)W_1, and G_v the same with the gates of any point v",
)
@given(p=relu_networks())
def test_linear_on_regions(p: Instance, answer: Answering) -> Comparison:
    return equal(p.f_x, answer(p))


def _belongs(p: Instance, point: Array, witness: Array) -> bool:
    """Say whether a point satisfies the inequalities that define the region of a witness.

    S_a is the set of all points with (M_h x)_i > 0 where the gate a_{h,i} is 1 and ≤ 0 where
    it is 0 (≥ and < under the weak convention), M_h the pre-activations under the gates a.
    """
    weak = bool(p.convention[0, 0] != 0)
    gates = [layer.gates for layer in relu.forward(p.weights, witness, weak=weak)]
    for M, a in zip(relu.forms(p.weights, gates), gates, strict=True):
        z = M @ point
        on = (z >= 0) if weak else (z > 0)
        if (on != (a == 1)).any():
            return False
    return True


def _covering(p: Instance, point: Array) -> Array:
    """Return in how many of the regions of some points, the point's own included, it lies."""
    weak = bool(p.convention[0, 0] != 0)
    others: Sequence[Array] = (p.x, p.y, p.v, p.z, p.xy, -p.x, -p.v, 0 * p.x, p.x - p.v)
    regions = {relu.pattern(p.weights, at, weak=weak): at for at in (point, *others)}
    return p.number([[sum(_belongs(p, point, at) for at in regions.values())]])


@claim(
    "2.2-A2-belongs",
    states=r"\#\{a : x \in S_a\} = {answer}",
    blank="how many activation regions x belongs to",
    size="1 1",
    names="H m d",
    shows="convention W_1 W_h x v",
    given=NET + "; x may lie on kinks",
)
@given(p=relu_networks())
def test_belongs(p: Instance, answer: Answering) -> Comparison:
    return equal(_covering(p, p.x), answer(p))


@claim(
    "2.2-E26-partition",
    equation=26,
    states=r"\sum_{a} \mathbf{1}\{v \in S_a\} = {answer} \text{ for every } v \in \mathbb{R}^d",
    blank="how often the regions cover a point",
    size="1 1",
    names="H m d",
    shows="convention W_1 W_h v",
    given=NET + "; a runs through the realised patterns",
)
@given(p=relu_networks())
def test_partition(p: Instance, answer: Answering) -> Comparison:
    return equal(_covering(p, p.v), answer(p))


def _patterns_on_the_line(p: Instance) -> Array:
    """Return the number of realised patterns of a network of one input: those of 1, 0, −1."""
    points = [p.number([[at]]) for at in (1, 0, -1)]
    counts = [
        len({relu.pattern(p.weights, x, weak=weak) for x in points}) for weak in (False, True)
    ]
    return p.number([[max(counts)]])


@claim(
    "2.2-A3-at-worst",
    states=r"\#\{\text{realised patterns}\} \le {answer}",
    blank="the number of possible activation patterns",
    size="1 1",
    names="m M H k_act d",
    shows="W_1 W_2 W_3",
    given="d = 1, where the patterns of 1, 0 and −1 are all there are",
    fixed=dict.fromkeys(
        ("d = 1", "no biases"),
        "the patterns are counted at 1, 0 and −1, which are all there are on a line without biases",
    ),
    asks=Bound(trivial="2**M", along="m H", also=("2**(m * H)",)),
)
@given(p=networks(inputs="1"))
def test_at_worst(p: Instance, answer: Answering) -> Comparison:
    return at_most(_patterns_on_the_line(p), answer(p))


def _realisable(p: Instance) -> Array:
    """Return T = 1 + (2^m_1 − 1)(1 + (2^m_2 − 1)(⋯)), a bound on the realised patterns.

    Once a layer is dead all later ones are: only the all-zero pattern follows it.
    """
    count = 1
    for width in reversed(p.layers):
        count = 1 + (2**width - 1) * count
    return p.number([[count]])


@claim(
    "2.2-A3-every-pattern",
    states=r"{answer} \le 1 + (2^{m_1} - 1)(1 + (2^{m_2} - 1)(\cdots))",
    blank="a number of patterns that dead layers do not rule out",
    size="1 1",
    names="m M H m_1 d",
    shows="M H m_1",
    given="a dead layer leaves all later layers dead, so on the right stand all patterns that a"
    " network of these widths may realise",
    asks=Bound(trivial="0", along="m H", largest=True),
)
@given(p=networks())
def test_every_pattern(p: Instance, answer: Answering) -> Comparison:
    return at_most(answer(p), _realisable(p))


@claim(
    "2.2-A4-count",
    states=r"k_{\mathrm{act}} \le {answer}",
    blank="a bound on the number of activation regions",
    size="1 1",
    names="m M H d",
    shows="W_1 W_2 W_3",
    given=COUNTED,
    asks=Bound(along="m H d", also=("2**(m * H)",)),
)
@given(p=networks())
def test_count(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k_act, answer(p)))


@claim(
    "2.2-A5-finite",
    states=r"\text{a partition into at most } {answer} \text{ parts exists}",
    blank="a finite number of parts that suffices",
    size="1 1",
    names="m M H d",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED,
)
@given(p=networks())
def test_finite(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, between("k", "{answer}", at_most(p.k, answer(p))))


@claim(
    "2.2-A6-better-bound",
    states=r"k \le {answer} \le 2^{M}",
    blank="a bound on k that is at least as good as the simple one",
    size="1 1",
    names="m M H d R0 R1 R2 RT",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED + MORE_BOUNDS,
    picture="regions",
    asks=Bound(trivial="2**M", along="m H d", also=("R0", "RT")),
)
@given(p=networks())
def test_better_bound(p: Instance, answer: Answering) -> Comparison:
    simple = p.number([[2 ** sum(p.layers)]])
    return all_of(
        _counted(p, between("k", "{answer}", at_most(p.k, answer(p)))),
        between("{answer}", "2^M", at_most(answer(p), simple)),
    )


@claim(
    "2.2-A7-univariate",
    states=r"N_A(f) \le {answer}",
    blank="a bound on the number of pieces",
    size="1 1",
    names="m M H",
    shows="W_1 b_1 W_2 b_2 W_3 b_3 W_out",
    given="a network of one input, with biases",
    asks=Bound(trivial="2**M", along="m H"),
)
@given(p=networks_with_biases())
def test_univariate(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k_lin, answer(p)))


@claim(
    "2.2-E27-bound",
    equation=27,
    states=r"k \le {answer}",
    blank="a bound on the number of linear functions",
    size="1 1",
    names="m M H d R0 R1 R2 RT",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED + "; any dimension d" + MORE_BOUNDS,
    picture="regions",
    asks=Bound(trivial="2**M", along="m H d"),
)
@given(p=networks())
def test_bound_in_any_dimension(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k, answer(p)))


@claim(
    "2.2-E27-bound-plane",
    equation=27,
    states=r"d \le 2 \;\Rightarrow\; k \le {answer}",
    blank="a bound on the number of linear functions",
    size="1 1",
    names="m M H d R1 R2",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED + "; d ≤ 2" + BOUNDS,
    picture="regions",
    asks=Bound(trivial="2**M", along="m H"),
)
@given(p=networks(inputs="2"))
def test_bound_in_the_plane(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k, answer(p)))


@claim(
    "2.2-E27-bound-line",
    equation=27,
    states=r"d = 1 \;\Rightarrow\; k \le {answer}",
    blank="a bound on the number of linear functions",
    size="1 1",
    names="m M H",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED + "; d = 1",
    picture="regions",
    asks=Bound(trivial="2**M", along="m H"),
)
@given(p=networks(inputs="1"))
def test_bound_on_the_line(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k, answer(p)))


def _power(base: Array, exponent: Array) -> Array:
    return base ** times_of(exponent[0, 0])


@claim(
    "2.2-A8-exponential-width",
    states=r"{answer} \le \left(\tfrac{2m}{H}\right)^H",
    blank="a lower bound on (27), m the width",
    size="1 1",
    names="m H",
    given="integers m, H ≥ 1",
    asks=Bound(trivial="0", along="m H", largest=True),
)
@given(p=layer_sizes())
def test_exponential_in_the_width(p: Instance, answer: Answering) -> Comparison:
    return at_most(answer(p), _power(2 * p.m / p.H, p.H))


@claim(
    "2.2-A8-exponential-units",
    states=r"{answer} \le \left(\tfrac{2M}{H}\right)^H",
    blank="a lower bound on (27), with M the number of units",
    size="1 1",
    names="M H",
    given="integers M ≥ H ≥ 1",
    asks=Bound(trivial="0", along="m H", largest=True),
)
@given(p=layer_sizes())
def test_exponential_in_the_units(p: Instance, answer: Answering) -> Comparison:
    return at_most(answer(p), _power(2 * p.M / p.H, p.H))


@claim(
    "2.2-A9-smaller",
    states=r"\left(\tfrac{2m}{H}\right)^H < {answer}",
    blank="the bound of approach 1, strictly larger",
    size="1 1",
    names="m H",
    given="integers m, H ≥ 1",
    asks=Bound(along="m H"),
)
@given(p=layer_sizes())
def test_smaller(p: Instance, answer: Answering) -> Comparison:
    return less(_power(2 * p.m / p.H, p.H), answer(p))


@claim(
    "2.2-A9-no-larger",
    states=r"\left(\tfrac{2m}{H}\right)^H \le {answer}",
    blank="the bound of approach 1, at least as large",
    size="1 1",
    names="m H",
    given="integers m, H ≥ 1",
    asks=Bound(along="m H"),
)
@given(p=layer_sizes())
def test_no_larger(p: Instance, answer: Answering) -> Comparison:
    return at_most(_power(2 * p.m / p.H, p.H), answer(p))


@claim(
    "2.2-A9-no-larger-units",
    states=r"\left(\tfrac{2M}{H}\right)^H \le {answer}",
    blank="the bound of approach 1, at least as large, with M the number of units",
    size="1 1",
    names="M H",
    given="integers M ≥ H ≥ 1",
    asks=Bound(along="m H"),
)
@given(p=layer_sizes())
def test_no_larger_in_units(p: Instance, answer: Answering) -> Comparison:
    return at_most(_power(2 * p.M / p.H, p.H), answer(p))


@claim(
    "2.2-A10-sums",
    states=r"N_A(f + g) \le {answer}",
    blank="a bound on the pieces of a sum",
    size="1 1",
    names="N_f N_g",
    shows="a_f b_f c_f a_g b_g c_g",
    given="f and g piecewise linear on the line; N_A counts their pieces",
    asks=Bound(along="N_f N_g N"),
)
@given(p=piecewise_linear_pairs())
def test_sums(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.N_sum, answer(p)))


@claim(
    "2.2-A10-compositions",
    states=r"N_A(f \circ g) \le {answer}",
    blank="a bound on the pieces of a composition",
    size="1 1",
    names="N_f N_g",
    shows="a_f b_f c_f a_g b_g c_g",
    given="f and g piecewise linear on the line; N_A counts their pieces",
    asks=Bound(along="N_f N_g N"),
)
@given(p=piecewise_linear_pairs())
def test_compositions(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.N_comp, answer(p)))


@claim(
    "2.2-A11-finite-number",
    states=r"k \le {answer}",
    blank="a finite number of parts, by either approach",
    size="1 1",
    names="m M H d R1 R2",
    shows="W_1 W_2 W_3 W_out",
    given=COUNTED + "; any dimension d" + BOUNDS,
    picture="regions",
)
@given(p=networks())
def test_finite_number(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k, answer(p)))


@claim(
    "2.2-T6-census",
    states=r"k_{\mathrm{act}} \le {answer}",
    blank="a bound on the number of activation regions",
    size="1 1",
    names="m M H d R1 R2",
    shows="W_1 W_2 W_3",
    given=COUNTED + "; k_act is the number of activation regions" + BOUNDS,
    asks=Bound(trivial="2**M", along="m H d", also=("R1",)),
)
@given(p=networks())
def test_census(p: Instance, answer: Answering) -> Comparison:
    return _counted(p, at_most(p.k_act, answer(p)))
