"""Figures: drawn with matplotlib from a `Review`, in one style, with a Japanese font inside."""
