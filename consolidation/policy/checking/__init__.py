"""The checkers of certificates and witnesses; they share nothing with the searches."""
