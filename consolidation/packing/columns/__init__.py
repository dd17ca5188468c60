"""Column generation over host fillings: pricing, the linear bound, diving, closing the gap."""
