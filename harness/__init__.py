"""What a claim, an answer, a decision, evidence and a record are."""
