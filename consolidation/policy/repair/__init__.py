"""The cheapest set of changes that mends what is in breach."""
