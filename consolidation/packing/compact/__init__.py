"""The packing problem in its compact form: types, settings, rules, mixes; and in arrays."""
