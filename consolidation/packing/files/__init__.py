"""Packing problems and packings as JSON files."""
