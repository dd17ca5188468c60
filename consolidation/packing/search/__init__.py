"""The search of one lot: bounds and packings close in on each other, quick methods first."""
