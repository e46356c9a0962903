"""The schema of a log: what a record and the header of a run are, field by field.

This is the one definition. The JSON Schemas follow from it (:mod:`referee.reports.schemas`), so
does what a reader refuses (:mod:`referee.evidence.decoding`), and types check every key that
the code writes or reads. A record is a plain dictionary, and its fields are in this order.
It needs nothing but msgspec: whoever reads a log can import it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NotRequired, TypedDict

from msgspec import Meta

VERSION: Final = 1  # of the schema: it changes when a field is renamed or dropped
Verdict = Literal[
    "held",
    "refuted",
    "ill-typed",
    "ambiguous",
    "inconclusive",
    "unanswered",
    "error",
    "crashed",
    "missing",
]
Fault = Literal["sheet", "run"]
Arithmetic = Literal["numpy", "torch"]
Word = Literal["tight", "of the same order", "loose", "worthless", "circular"]
# What kind of thing is different about a wrong answer.
SlipKind = Literal[
    "sign", "transpose", "factor", "index", "order", "relation", "name", "term", "symbol", "known"
]
Need = Literal["needed", "not needed", "proved not needed", "undecided"]
Count = Annotated[int, Meta(ge=0)]
Slack = float | None
Matrix = Annotated[list[list[str]], Meta(description="Rows of entries, each a number as text.")]
Shape = dict[str, int]
Curve = list[list[float]]  # pairs (x, y)


class Loss(TypedDict):
    """The loss over time and the claimed bound on it, each a curve; the instance's own time."""

    at: float
    loss: Curve
    bound: Curve


class Trajectory(TypedDict):
    """A coordinate of a claimed solution over time, and of the gradient flow with its limit.

    ``coordinate`` counts from 1; it is 0 where there is only one.
    """

    coordinate: int
    claimed: Curve
    flow: Curve
    limit: float


class Regions(TypedDict):
    """The linear regions of a network, and how many are claimed.

    Of two inputs they are ``cones``: from, to (in turns), number of the linear function; of one
    input the network is a ``graph``. ``own`` says whether it is the instance's own network.
    """

    cones: NotRequired[list[list[float]]]
    own: NotRequired[bool]
    weights: NotRequired[list[list[list[str]]]]
    graph: NotRequired[Curve]
    count: float
    bound: float


class Graph(TypedDict):
    """A function along a line through x, its value there, and slopes: of gradients, claimed."""

    graph: Curve
    value: float
    gradients: list[float]
    claimed: float


# What the data of a picture are, by its kind; a reader does not draw a kind that it lacks.
PICTURES: Mapping[str, type] = {
    "loss": Loss,
    "trajectory": Trajectory,
    "regions": Regions,
    "kink": Graph,
    "median": Graph,
}


class Picture(TypedDict):
    """What may be drawn of an instance, as plain numbers."""

    kind: Annotated[str, Meta(description="How it is drawn: an unknown kind is not.")]
    data: Mapping[str, Any]


class Array(TypedDict):
    """An array of an instance."""

    latex: Annotated[str, Meta(description="Its name.")]
    entries: Matrix


class Witness(TypedDict):
    """One instance and its two sides; only the shape where an answer is ill-typed."""

    token: NotRequired[Annotated[str | None, Meta(description="Rebuilds the instance.")]]
    shape: Annotated[Shape, Meta(description="The dimensions by name.")]
    values: NotRequired[
        Annotated[dict[str, Array], Meta(description="The arrays of the instance by name.")]
    ]
    relation: NotRequired[
        Annotated[str, Meta(description="The relation between the sides, as = or ≤, or words.")]
    ]
    lhs: NotRequired[Annotated[Matrix | None, Meta(description="Left side.")]]
    rhs: NotRequired[Annotated[Matrix | None, Meta(description="Right side.")]]
    sides: NotRequired[
        Annotated[
            Annotated[list[str], Meta(min_length=2, max_length=2)] | None,
            Meta(
                description="What the sides are, as LaTeX, where they are not those of the"
                " statement."
            ),
        ]
    ]
    answer: NotRequired[
        Annotated[
            Matrix,
            Meta(
                description="The value of the answer here, where it is an array; only of a smallest"
                " counterexample."
            ),
        ]
    ]
    belongs: NotRequired[
        Annotated[
            Matrix,
            Meta(
                description="What it should be here: the other side of an equation, as long as that"
                " does not depend on the answer."
            ),
        ]
    ]
    fits: NotRequired[
        Annotated[
            Matrix,
            Meta(
                description="One value that would be right here, perhaps of several: that of the"
                " reference's answer, decided. Only where nothing is known to belong here."
            ),
        ]
    ]
    note: NotRequired[
        Annotated[str, Meta(description="A remark, as that the answer has no value here.")]
    ]
    slack: NotRequired[Slack]
    picture: NotRequired[
        Annotated[Picture, Meta(description="Absent where there is nothing to draw.")]
    ]


class Misfit(TypedDict):
    """Where an ill-typed answer does not fit."""

    family: Annotated[str, Meta(description="Name of the family of instances.")]
    shape: Shape
    why: Annotated[str, Meta(description="What does not fit there.")]


class Counterexample(TypedDict):
    """Where a claim is false, or its answer does not fit."""

    token: Annotated[
        str | None,
        Meta(description="Rebuilds the smallest instance; null where only a shape does not fit."),
    ]
    smallest: Witness | None
    worst: Witness | None
    misfit: NotRequired[
        Annotated[Misfit | None, Meta(description="Null where the answer always fits.")]
    ]


class Histogram(TypedDict):
    """How slacks are distributed."""

    edges: Annotated[list[float], Meta(description="Increasing, one more than counts.")]
    counts: list[Count]
    left_out: NotRequired[
        Annotated[
            Count,
            Meta(description="Margins of what holds that rounding makes violations: not drawn."),
        ]
    ]


class Margin(TypedDict):
    """Room before the relation is violated, relative to the larger side.

    Positive is room, 0 attained, negative violated.
    """

    smallest: Annotated[Slack, Meta(description="Smallest slack over all instances.")]
    median: Annotated[Slack, Meta(description="Median slack over all instances.")]
    largest: NotRequired[Annotated[Slack, Meta(description="Largest slack over all instances.")]]
    float64: Annotated[
        Slack,
        Meta(description="Slack where it is smallest, as float64 arithmetic sees it."),
    ]
    histogram: NotRequired[
        Annotated[
            Histogram | None,
            Meta(
                description="Of the sweep, else of the decided instances; null without any slack."
            ),
        ]
    ]


class Drawn(TypedDict):
    """What became of the instances of one distribution."""

    instances: Annotated[Count, Meta(description="Independent ones, screened or decided.")]
    violations: Annotated[Count, Meta(description="Those decided false.")]
    open: Annotated[
        Count, Meta(description="Those that looked false, or could be, and were not decided.")
    ]


class Sweep(TypedDict):
    """What a search saw."""

    batched: Annotated[
        bool,
        Meta(
            description="Whether floating point screened many instances at once; else each was"
            " decided exactly, one by one."
        ),
    ]
    reason: Annotated[str, Meta(description="Why not; empty where it can.")]
    distributions: Annotated[dict[str, Drawn], Meta(description="By name.")]
    suspected: Annotated[Count, Meta(description="Suspicions that were decided exactly.")]
    false_finds: Annotated[
        Count, Meta(description="Those of them that exact arithmetic did not confirm.")
    ]
    climbed: Annotated[Count, Meta(description="Instances screened on the way to smaller margins.")]
    arithmetic: NotRequired[
        Annotated[
            Arithmetic,
            Meta(description="What screened; torch did in records that do not say."),
        ]
    ]


Ends = Annotated[list[int], Meta(min_length=2, max_length=2)]  # the least and the greatest


class Scope(TypedDict):
    """What the decided instances were like."""

    instances: Annotated[Count, Meta(description="Instances that were looked at.")]
    sizes: Annotated[dict[str, Ends], Meta(description="The range of each dimension.")]
    magnitudes: Annotated[
        Ends | None,
        Meta(
            description="Powers of ten that entries reach, downwards and upwards, as exponents;"
            " null where no entry is a rational number but 0."
        ),
    ]
    fractions: Annotated[bool, Meta(description="Whether any entry was no whole number.")]


class Premise(TypedDict):
    """The instances at which a condition holds: the answer, or a premise of the claim's own."""

    instances: Annotated[Count, Meta(description="Repeats among them.")]
    distinct: Annotated[
        Count, Meta(description="Those that differ from all others in a value that was read.")
    ]
    general: Annotated[
        Count,
        Meta(
            description="Distinct ones in which an entry of what the condition is on is neither 0"
            " nor 1 nor -1."
        ),
    ]


class Sizes(TypedDict):
    """What is known of the sizes that stand in an answer as numbers."""

    names: list[str]
    up_to: Annotated[Count, Meta(description="The largest size that was looked at.")]
    shapes: Annotated[Count, Meta(description="Larger shapes at which instances were decided.")]
    indeterminate: Annotated[
        bool, Meta(description="Whether the identity holds with indeterminates in their place.")
    ]


class Identity(TypedDict):
    """What is known of a proof: which one there is, else why there is none."""

    proved: bool
    reason: NotRequired[Annotated[str, Meta(description="Why there is none.")]]
    up_to: NotRequired[Annotated[Count, Meta(description="The largest dimension proved.")]]
    shapes: NotRequired[Annotated[Count, Meta(description="Shapes proved.")]]
    degree: NotRequired[Annotated[Count, Meta(description="Sum of the degrees taken for zero.")]]
    bits: NotRequired[
        Annotated[float, Meta(description="The proof is wrong with probability at most 2^-bits.")]
    ]
    generic: NotRequired[
        Annotated[
            bool,
            Meta(
                description="Whether the answer has divisors or ranks, so that the proof holds"
                " where none vanishes or drops."
            ),
        ]
    ]


# The fields that an identity has, by whether it is proved.
IDENTITY_HAS: Mapping[bool, tuple[str, ...]] = {
    True: ("up_to", "shapes", "degree", "bits"),
    False: ("reason",),
}


class Step(TypedDict):
    """One equality of a derivation."""

    cofactor: Annotated[
        Count, Meta(description="Place of the cofactor by which it differs from the line before.")
    ]
    by: Annotated[
        str, Meta(description=r"What was used, in words; LaTeX stands between \( and \).")
    ]
    latex: Annotated[str, Meta(description="What the line before is equal to.")]


class Derivation(TypedDict):
    r"""A chain of equalities between the two sides of an equation, as LaTeX.

    Underlined is what the next line replaces, overlined what has come from nothing, as X^{-1}X
    from I. Each cofactor of the certificate is one step; its ``sides`` are the ends as data.
    """

    supposing: Annotated[list[str], Meta(description="Equations that the claim supposes.")]
    begins: Annotated[
        str,
        Meta(
            description="The left side as the claim states it, where it has to be written out;"
            " else empty."
        ),
    ]
    start: Annotated[str, Meta(description="The left side, written out.")]
    steps: Annotated[
        list[Step],
        Meta(description="Empty where both sides are the same when they are written out."),
    ]
    ends: Annotated[
        str, Meta(description="The right side as the answer says it, where that looks different.")
    ]
    where: Annotated[
        list[str], Meta(description=r"What symbols are; LaTeX stands between \( and \).")
    ]


class EverySize(TypedDict):
    """What is known of a proof at every size: its certificates, else why there is none."""

    proved: bool
    names: Annotated[list[str], Meta(description="The sizes for all of which it is proved.")]
    reason: Annotated[str, Meta(description="Why there is no proof; empty where there is one.")]
    untranslated: Annotated[
        str, Meta(description="The step that the free algebra has no words for; empty for none.")
    ]
    conditions: Annotated[
        list[str],
        Meta(description="What was divided by or inverted and nothing in the claim guarantees."),
    ]
    rules: Annotated[Count, Meta(description="Rules that were found.")]
    steps: Annotated[Count, Meta(description="Replacements of words.")]
    seconds: NotRequired[
        Annotated[float, Meta(ge=0, description="Time the search for the proof took.")]
    ]
    certificates: Annotated[
        list[dict[str, Any]],
        Meta(
            description="One for each equation of the claim, as referee.evidence.proof_check lays"
            " them out; an axiom's origin is the field that it comes from."
        ),
    ]
    derivations: NotRequired[
        Annotated[
            list[Derivation],
            Meta(description="The same as steps for a person, one chain for each certificate."),
        ]
    ]


class GenericMatrices(TypedDict):
    """What a claim is at random matrices of one shape that is large enough for all sizes."""

    holds: Annotated[bool, Meta(description="Whether it is an identity for every size.")]
    differs: Annotated[bool, Meta(description="Whether it is false at that shape.")]
    reason: Annotated[str, Meta(description="Why neither is known; empty where one is.")]
    shape: Annotated[
        dict[str, Count] | None,
        Meta(description="Dimensions above the degree; null where there is none."),
    ]
    degree: Annotated[Count, Meta(description="The most factors that a term has.")]
    bits: Annotated[
        float | None,
        Meta(
            description="It is no identity with a probability of at most 2^-bits; null unless one."
        ),
    ]


class Mutation(TypedDict):
    """What became of the formulas that differ from the answer in a single node.

    generated = refuted + equivalent + inconclusive + survived.
    """

    generated: Annotated[Count, Meta(description="Well-formed changes.")]
    refuted: Count
    equivalent: Annotated[
        Count,
        Meta(
            description="The claim is proved for them too, or their value is proved identical to"
            " the answer's."
        ),
    ]
    inconclusive: NotRequired[
        Annotated[
            Count,
            Meta(
                description="They say nothing, as a premise that is never met, or could not be"
                " decided."
            ),
        ]
    ]
    survived: Count
    survivors: Annotated[list[str], Meta(description="Their formulas.")]
    distinct: NotRequired[
        Annotated[
            list[str],
            Meta(
                description="Those survivors whose value is not the answer's at some instance:"
                " other statements that are true as well, as a looser bound or a stronger"
                " condition."
            ),
        ]
    ]


class Finding(TypedDict):
    """What became of a claim without one of its hypotheses."""

    name: Annotated[str, Meta(description="The hypothesis in short, as full rank.")]
    says: Annotated[str, Meta(description="The hypothesis in words.")]
    family: Annotated[
        str,
        Meta(
            description="Name of the family without it: that of the claim where the claim does"
            " not assume it."
        ),
    ]
    verdict: Need
    instances: Annotated[
        Count,
        Meta(
            description="Instances decided without it that are evidence; for a needed one up to"
            " and including the false one."
        ),
    ]
    reason: Annotated[
        str, Meta(description="Why nothing was decided, or how it was proved; may be empty.")
    ]
    counterexample: Annotated[
        Witness | None,
        Meta(description="Where the claim is false without it; null unless needed."),
    ]


class Evidence(TypedDict, total=False):
    """What a verdict rests on; empty where nothing was tried."""

    small_scope: Annotated[Count, Meta(description="Instances decided in order of size.")]
    small_scope_size: Annotated[Count, Meta(description="Size of the largest of them.")]
    independent_sample: Annotated[Count, Meta(description="Instances of an independent sample.")]
    hypothesis: Annotated[Count, Meta(description="Instances drawn by Hypothesis.")]
    found_by: Annotated[
        str,
        Meta(
            description="What found the counterexample: small scope (then it is the smallest"
            " there is), independent sample, Hypothesis, identity test, generic matrices,"
            " sizes in the answer, numbers in the answer, solved premises, search or construction;"
            " empty where nothing did."
        ),
    ]
    identity: Annotated[Identity | None, Meta(description="Null where no proof was tried.")]
    every_size: NotRequired[
        Annotated[EverySize | None, Meta(description="Null or absent where no proof was tried.")]
    ]
    generic_matrices: NotRequired[
        Annotated[
            GenericMatrices | None,
            Meta(description="Null or absent where the claim was not run on letters."),
        ]
    ]
    sweep: Annotated[Sweep | None, Meta(description="Null where nothing was searched.")]
    sizes: Annotated[Sizes | None, Meta(description="Null where no size stands in the answer.")]
    scope: Annotated[Scope, Meta(description="What the decided instances were like.")]
    premise: Annotated[Premise | None, Meta(description="Null where there is no condition.")]
    mutation: Annotated[
        Mutation | None, Meta(description="Null or absent where no change was decided.")
    ]
    hypotheses: Annotated[
        list[Finding],
        Meta(
            description="One for each hypothesis that the claim's family builds in or could;"
            " absent where none was dropped."
        ),
    ]


class Credit(TypedDict):
    """What was decided to be right about an answer that does not hold."""

    case: Annotated[
        str,
        Meta(
            description="sign, transpose, factor, formula (it equals one that the rubric names), or"
            " the condition on the sizes."
        ),
    ]
    share: Annotated[
        float, Meta(ge=0, le=1, description="The share of the points that it is worth.")
    ]
    says: Annotated[str, Meta(description="The statement in words.")]
    answer: Annotated[str, Meta(description="The formula that was decided to hold.")]
    instances: Annotated[Count, Meta(description="Instances decided true.")]
    proved: Annotated[bool, Meta(description="Whether it was proved as an identity, too.")]


class Slip(TypedDict):
    """By what a wrong answer differs from a right one, decided and never guessed.

    The answer with this one change is the reference's formula, or it is the wrong variant of which
    the corpus says why it is wrong.
    """

    kind: Annotated[
        SlipKind, Meta(description="What it is; known for a variant that is no single change.")
    ]
    says: Annotated[
        str,
        Meta(
            description="In a sentence; the literals {there} and {right} stand for the part of the"
            " answer that differs and for what belongs in its place. Empty for known."
        ),
    ]
    there: Annotated[str, Meta(description="That part as LaTeX; empty where there is none.")]
    right: Annotated[str, Meta(description="What belongs there, as LaTeX; empty for nothing.")]
    because: Annotated[
        str, Meta(description="What the corpus says of this wrong variant; empty for nothing.")
    ]


class Points(TypedDict):
    """Points given and the most there are."""

    given: Annotated[float, Meta(ge=0)]
    most: Annotated[float, Meta(ge=0)]


class Rung(TypedDict):
    """One size along a limit, and by what factor an answer is weaker than the reference's there."""

    size: Count
    ratio: Annotated[
        str | None,
        Meta(description="Exact, as text; null where the answer says nothing at all there."),
    ]


class Climb(TypedDict):
    """What was measured along a limit."""

    limit: Annotated[str, Meta(description="What goes to infinity, as LaTeX.")]
    grows: Annotated[
        bool, Meta(description="Whether the last steps of the ratio go up, none by less.")
    ]
    rungs: Annotated[list[Rung], Meta(description="By growing size.")]
    curve: Annotated[Curve, Meta(description="Sizes and ratios, as far as floats reach.")]


class Strength(TypedDict):
    """How much a true answer says, where a claim asks for as much as can be said."""

    word: Word
    says: Annotated[
        str,
        Meta(description="Why; the literal {against} stands for what the answer is held against."),
    ]
    against: Annotated[str, Meta(description="A formula, or words where there is none.")]
    against_latex: Annotated[
        str | None, Meta(description="The formula as LaTeX; null where it is words.")
    ]
    instances: Annotated[Count, Meta(description="Instances at which both were compared.")]
    climbs: Annotated[list[Climb], Meta(description="One for each limit that was measured.")]
    share: NotRequired[
        Annotated[
            float,
            Meta(ge=0, le=1, description="Of the points. Only of sheets that a rubric marks."),
        ]
    ]


class Reading(TypedDict):
    """One of several ways in which an answer can be read, and what is decided of it."""

    answer: Annotated[
        str, Meta(description="How it is written so that it is read in no other way.")
    ]
    canonical: Annotated[str, Meta(description="The formula in the canonical notation.")]
    answer_latex: Annotated[str, Meta(description="The formula as LaTeX.")]
    verdict: Verdict
    reason: Annotated[str, Meta(description="Why its verdict is what it is.")]
    counterexample: Annotated[
        Witness | None, Meta(description="The smallest instance at which it is false.")
    ]


class Offered(TypedDict):
    """A name that an answer may use."""

    written: Annotated[str, Meta(description="As it is written in the notation of the answer.")]
    meaning: Annotated[str, Meta(description="What it stands for, in words.")]
    near: Annotated[bool, Meta(description="Whether the answer may have meant it.")]


class Unread(TypedDict):
    """Where an answer stops being a formula, and what could stand there."""

    says: Annotated[str, Meta(description="What is wrong there, and what was expected.")]
    place: Annotated[
        Ends | None,
        Meta(
            description="Characters of the answer, counted from 0 in code points: the first that"
            " cannot stand there and the one behind the last, the same twice where something is"
            " missing; null where no part of it is to blame."
        ),
    ]
    nearest: Annotated[
        str,
        Meta(description="The answer with as few changes as let it be read; empty for none."),
    ]
    example: Annotated[
        str,
        Meta(description="A formula that fits, in the same notation; empty where none is needed."),
    ]
    names: Annotated[
        list[Offered],
        Meta(description="What it may use, near misses first, where it has an unknown name."),
    ]


class Record(TypedDict):
    """One decision: an answer of a sheet to a claim, with its verdict.

    One object per line of records.jsonl. Fields may be added; none is renamed or dropped
    without a new value of `schema`.
    """

    schema: Annotated[Literal[1], Meta(description="Version of this schema.")]
    claim: Annotated[str, Meta(description="Id of the claim, as 1.2-E5-gradient.")]
    part: Annotated[str, Meta(description="Part of the homework; empty for a claim nobody knows.")]
    equation: Annotated[
        int | list[int] | None,
        Meta(description="Number of the equation, a list of them, or null for prose."),
    ]
    sheet: Annotated[str, Meta(description="Name of the sheet the answer comes from.")]
    label: Annotated[
        str,
        Meta(
            description="What tells several answers of a sheet to one claim apart; empty for one."
        ),
    ]
    reading: Annotated[
        str, Meta(description="How the assertion is read where its words leave a choice.")
    ]
    answer: Annotated[
        str | None,
        Meta(description="The formula as written; null where nothing was answered."),
    ]
    notation: NotRequired[
        Annotated[str, Meta(description="The notation that the sheet says it is written in.")]
    ]
    names: NotRequired[
        Annotated[
            dict[str, str],
            Meta(description="Names of the sheet's, each with the claim's name it stands for."),
        ]
    ]
    answer_latex: Annotated[
        str | None, Meta(description="The formula as LaTeX; null where it cannot be read.")
    ]
    readings: NotRequired[
        Annotated[
            list[Reading],
            Meta(description="The ways in which the answer can be read, where there are several."),
        ]
    ]
    unread: NotRequired[
        Annotated[Unread, Meta(description="Of an answer that is no formula: where, and why.")]
    ]
    statement: Annotated[
        str,
        Meta(description="The claim as LaTeX; the literal {answer} stands for the answer."),
    ]
    blank: Annotated[str, Meta(description="In words, what the answer is.")]
    given: Annotated[str, Meta(description="The assumptions, in words.")]
    verdict: Verdict
    reason: Annotated[str, Meta(description="Why the verdict is what it is.")]
    expected: Annotated[
        Verdict | None,
        Meta(
            description="The verdict the sheet expects; null where it says nothing, which means"
            " held."
        ),
    ]
    as_expected: Annotated[bool, Meta(description="Whether the verdict is the expected one.")]
    because: Annotated[str, Meta(description="The sheet's own comment on the answer.")]
    rests_on: NotRequired[
        Annotated[
            list[str],
            Meta(
                description="Ids of the claims that the sheet derives this answer from; empty or"
                " absent where it names none."
            ),
        ]
    ]
    instances: Annotated[
        Count,
        Meta(description="Instances decided true or false, the vacuous ones among them."),
    ]
    undecided: Annotated[Count, Meta(description="Instances that could not be decided.")]
    vacuous: Annotated[Count, Meta(description="Instances true only because a premise was false.")]
    violations: Annotated[Count, Meta(description="Instances decided false.")]
    margin: Margin
    counterexample: Annotated[
        Counterexample | None, Meta(description="Null where nothing was found false.")
    ]
    tightest: Annotated[
        Witness | None,
        Meta(description="The instance of smallest slack where there is no counterexample."),
    ]
    evidence: Evidence
    seconds: Annotated[float, Meta(ge=0, description="Time the decision took.")]
    replay: Annotated[str, Meta(description="Command that decides this item alone.")]
    fault: NotRequired[
        Annotated[
            Fault,
            Meta(
                description="Whose fault an error is: the sheet's, which cannot be read, or the"
                " run's or the corpus's, and then not the answer's; absent for other verdicts."
            ),
        ]
    ]
    strength: NotRequired[
        Annotated[
            Strength,
            Meta(
                description="Only of what is true, or never is, where the claim asks for a bound or"
                " a condition that is to be as strong or as weak as possible."
            ),
        ]
    ]
    credit: NotRequired[
        Annotated[
            Credit | None,
            Meta(
                description="Null where nothing was decided to be right. Only of sheets that a"
                " rubric marks."
            ),
        ]
    ]
    points: NotRequired[Annotated[Points, Meta(description="Only of sheets that a rubric marks.")]]
    slip: NotRequired[
        Annotated[
            Slip,
            Meta(
                description="Only of a wrong answer whose difference is known, of a sheet that a"
                " rubric marks."
            ),
        ]
    ]


class Corpus(TypedDict):
    """The corpus that a run decides: where it is, and which version of it."""

    name: Annotated[str, Meta(description="The package, as it is imported.")]
    folder: Annotated[
        str | None, Meta(description="Its folder; null for a package that is installed.")
    ]
    version: Annotated[str, Meta(description="A hash of its sources.")]


class Request(TypedDict):
    """What a run was asked to do: whoever decides its rows again does the same."""

    proof: Annotated[Count, Meta(description="Size up to which identities are proved.")]
    search: Annotated[float, Meta(ge=0, description="Seconds of search, counted in instances.")]
    device: Annotated[str, Meta(description="Where the search computes.")]
    stop: Annotated[bool, Meta(description="Whether one counterexample was enough.")]
    study: Annotated[
        Literal["all", "marked", "none"], Meta(description="Which answers were studied.")
    ]
    examples: Annotated[Count, Meta(description="Cases of Hypothesis's for an answer.")]
    part: Annotated[
        bool, Meta(description="Whether claims, answers or modules were named, and not all asked.")
    ]
    rows: Annotated[Count, Meta(description="How many rows the log has.")]


class Run(TypedDict):
    """The header of a run: what the records of one run have in common. Fields may be added."""

    title: Annotated[str, Meta(description="Title of the corpus of claims.")]
    parts: Annotated[
        dict[str, str], Meta(description="Title of every part, in the order of the homework.")
    ]
    sheets: Annotated[
        dict[str, str], Meta(description="Title of every sheet, in the order they are shown.")
    ]
    main: Annotated[str, Meta(description="Name of the sheet the page is about.")]
    seed: Annotated[
        int | None,
        Meta(description="Seed of the random draws; null where they are derived from the claims."),
    ]
    examples: Annotated[Count | None, Meta(description="Instances drawn per answer.")]
    started: Annotated[str, Meta(description="Start of the run in ISO 8601; empty where unknown.")]
    seconds: Annotated[
        Annotated[float, Meta(ge=0)] | None,
        Meta(description="Length of the run; null where unknown."),
    ]
    distributions: NotRequired[
        Annotated[
            dict[str, str],
            Meta(description="What the named distributions of the sweep are, in words."),
        ]
    ]
    versions: Annotated[dict[str, str], Meta(description="Versions of what decided, by name.")]
    corpus: NotRequired[
        Annotated[Corpus, Meta(description="What the records are about; absent in old logs.")]
    ]
    request: NotRequired[
        Annotated[Request, Meta(description="What was asked for; absent in old logs.")]
    ]
    exit: Annotated[
        Literal["complete", "interrupted"],
        Meta(description="Whether every item was reached."),
    ]
