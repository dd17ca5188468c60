"""What a review shows: one function per table, each from a `Review` to a `Table`."""
