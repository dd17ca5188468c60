"""Redesign: which lines stay, merge or change size, and the to-be estate that follows."""
