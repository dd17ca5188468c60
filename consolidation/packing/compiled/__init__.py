"""The searches that must be fast, compiled to machine code: whole numbers in, whole numbers out."""
