"""Costs: every yen by fiscal year, department, system and category."""
