"""Packing: which server goes on which host, at least cost, with a proved bound."""
