"""Packing: which server goes on which host, at least cost, with a proved bound.

problem.py, asking/     estate and scenario -> PackingProblem (model.py)
pack.py                 PackingProblem -> Packing; search/ finds it, second/ evens it out
  compact/                the problem in types, settings and arrays
  bounding/               from below: rows, host-mix program, the certificate
  columns/                column generation over host fillings, diving
  placing/                from above: rules of thumb, full hosts, assignment programs
  compiled/               the inner searches in machine code
  culprits/               why nothing fits
verify.py, check_bound.py, checking/    the re-checks, which share nothing with the search
files/, vbp.py          problems and packings as files
"""
