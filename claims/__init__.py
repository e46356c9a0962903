"""The corpus: every assertion of the homework's worked solution, as a claim.

One module per part of the homework; the answers stand in ``sheets/``. Claims may use deciding,
language, families and numerics. A new claim is a function under ``@claim`` in the module of its
part, with its answers in the sheets.
"""

TITLE = "Theory of deep learning: least squares, ReLU regions, homogeneous functions"
PARTS = {
    "1.1": "Convergence of the training loss",
    "1.2": "The gradient flow stays in the span of the data",
    "1.3": "The limit is the minimum-norm solution",
    "2.1": "A ReLU network is linear on each activation region",
    "2.2": "There are finitely many activation regions",
    "3.1": "A homogeneous function vanishes at the origin",
    "3.2": "Euler's identity where the function is differentiable",
    "3.3": "Euler's identity on the Clarke subdifferential",
}
