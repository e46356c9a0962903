"""What a text says into typed trees: the sizes of the names rule out what does not fit."""
