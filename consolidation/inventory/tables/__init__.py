"""The tables of an inventory: one frozen row class each, which is also its column dictionary.

Every field is ``Annotated`` with a `Column`; its name, type, required-or-not and default are the
Python ones, so reading, checking, the empty template and the documentation cannot disagree.
"""
