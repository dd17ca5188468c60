"""What the check of a bound works out itself, sharing no code with the search."""
