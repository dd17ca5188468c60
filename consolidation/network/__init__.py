"""Network: the layered graph of an estate, loads on its lines, single points of failure."""
