"""From an estate to a packing problem: demands, options, what is refused."""
