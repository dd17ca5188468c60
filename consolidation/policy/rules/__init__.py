"""The rules, one a module: each is a function from a `Case` to findings."""
