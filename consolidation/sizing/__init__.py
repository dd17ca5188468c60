"""Sizing: from the estate to a disposition for every server and a demand for what moves."""
