"""Part 2.1: a ReLU network is linear on each of its activation regions."""

from __future__ import annotations

from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import Comparison, equal, fact, implies
from referee.numerics import arrays, relu
from referee.strategies.families import Instance
from referee.strategies.networks import relu_networks, same_region

NET = "f(x) = W_{H+1}A_H(x)W_H⋯A_1(x)W_1x without biases; gates 1{z > 0} or 1{z ≥ 0}"
REGION = NET + "; x, y and z = αx + βy lie in one activation region"


@claim(
    "2.1-A0-gates",
    states=r"\max(0, W_h x_{h-1}(x)) = {answer}",
    blank="the output of layer h in terms of its gates",
    size="m 1",
    names="A_x W_h p_x x m d",
    shows="convention x W_h",
    given=NET + "; h is the last hidden layer",
)
@given(p=relu_networks())
def test_gates(p: Instance, answer: Answering) -> Comparison:
    z = p.W_h @ p.p_x
    return equal(arrays.maximum(z, 0 * z), answer(p))


@claim(
    "2.1-A1-admissible",
    states=r"x, y \in S_a,\; {answer} \;\Rightarrow\; \mu x + \nu y \in S_a",
    blank="a condition on the coefficients under which the combination stays in the region",
    size=None,
    names="mu nu d",
    shows="convention W_1 W_h x y mu nu",
    given=NET + "; x and y lie in one activation region S_a; μ and ν are any numbers",
    asks=Condition(),
)
@given(p=relu_networks())
def test_admissible(p: Instance, answer: Answering) -> Comparison:
    combined = p.mu * p.x + p.nu * p.y
    return implies(answer(p), lambda: fact(same_region(p, p.x, combined), "in the region"))


@claim(
    "2.1-A2-linear-map",
    states=r"x \in S_a \;\Rightarrow\; x_h(x) = {answer}",
    blank="x_h on the region, as a linear map of x",
    size="m 1",
    names="G G_v W_all x y m d",
    shows="convention W_1 W_h x y v",
    given=REGION + "; G = A_h(y)W_h⋯A_1(y)W_1, and G_v the same with the gates of any point v",
)
@given(p=relu_networks())
def test_linear_map(p: Instance, answer: Answering) -> Comparison:
    return equal(p.h_x, answer(p))


@claim(
    "2.1-E24-base",
    equation=24,
    states=r"x_1(\alpha x + \beta y) = {answer}",
    blank="layer 1 at αx + βy",
    size="m 1",
    names="A_x A_y A_z A_s A_v W_1 x y z h_x h_y alpha beta m d",
    shows="convention W_1 x y v alpha beta",
    given=REGION + "; A = A_1, the gates of layer 1",
)
@given(p=relu_networks(depth="1"))
def test_base(p: Instance, answer: Answering) -> Comparison:
    return equal(p.h_z, answer(p))


@claim(
    "2.1-E25-induction",
    equation=25,
    states=r"x_h(\alpha x + \beta y) = {answer}",
    blank="layer h at αx + βy",
    size="m 1",
    names="A_x A_y A_z A_v W_h p_x p_y p_z h_x h_y alpha beta m",
    shows="convention W_1 W_h x y v alpha beta",
    given=REGION + "; h is the last hidden layer",
)
@given(p=relu_networks())
def test_induction(p: Instance, answer: Answering) -> Comparison:
    return equal(p.h_z, answer(p))


@claim(
    "2.1-A3-gates-agree",
    states=r"A_h(\alpha x + \beta y) = {answer}",
    blank="the gates at αx + βy",
    size="m m",
    names="A_x A_y A_v alpha beta m",
    shows="convention W_1 W_h x y v alpha beta",
    given=REGION,
)
@given(p=relu_networks())
def test_gates_agree(p: Instance, answer: Answering) -> Comparison:
    return equal(p.A_z, answer(p))


@claim(
    "2.1-A4-output",
    states=r"f(\alpha x + \beta y) = {answer}",
    blank="the network at αx + βy",
    size="1 1",
    names="f_x f_y W_out W_all alpha beta z m d",
    shows="convention W_1 W_h W_out x y alpha beta",
    given=REGION,
)
@given(p=relu_networks())
def test_output(p: Instance, answer: Answering) -> Comparison:
    return equal(p.f_z, answer(p))


@claim(
    "2.1-T1-cone",
    states=r"x \in S_a,\; {answer} \;\Rightarrow\; cx \in S_a",
    blank="a condition on c",
    size=None,
    names="c d",
    shows="convention W_1 W_h x c",
    given=NET + "; S_a is the activation region of x; c is any number",
    asks=Condition(),
)
@given(p=relu_networks())
def test_cone(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: fact(same_region(p, p.x, p.c * p.x), "in the region"))


@claim(
    "2.1-T2-conventions",
    states=r"W_{H+1}A_H^{\ge}(x)W_H \cdots A_1^{\ge}(x)W_1x = {answer}",
    blank="the network with the gates 1{z ≥ 0}",
    size="1 1",
    names="f_x W_out W_all x m d",
    shows="W_1 W_h W_out x",
    given="f is the recursion x_h = max(0, W_h x_{h−1})",
)
@given(p=relu_networks())
def test_conventions(p: Instance, answer: Answering) -> Comparison:
    layers = relu.forward(p.weights, p.x, weak=True)
    M = relu.forms(p.weights, [layer.gates for layer in layers])[-1]
    return equal(p.W_out @ (layers[-1].gates * M) @ p.x, answer(p))
