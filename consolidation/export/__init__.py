"""Export: the review folder, completely written or not at all."""
