"""Scenario: the question, read from TOML; and the composition that answers it with a Plan."""
