"""Identities of matrices proved at every size: polynomials in noncommuting, typed letters.

Here live letters, words and polynomials over ℚ(n, d, t, …), the axioms that inverses,
pseudo-inverses and structured matrices satisfy, completion with cofactors, certificates and the
derivations read off them. It may use flint, and nothing else of this project. A new kind of matrix
is a function of ``axioms``; what a certificate proves is for ``evidence.proof_check`` to say.
"""
