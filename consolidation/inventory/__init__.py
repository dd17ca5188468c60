"""Inventory: reads what a city has, checks it, and gives an `Estate`."""
