"""Which capacities to buy on which links: network design with modules, failures and a proof.

problem.py -> design.py -> answer.py    the question, the search, the answer
network.py              the problem in whole numbers and arrays
inequalities.py, recipes.py     what every design satisfies, and why
tightening.py           the relaxation (relaxation.py) and what it violates:
  cut_pool.py, cuts.py, covers.py   whole modules over cuts, after failures too
  survived.py, across.py, bundles.py, pricing.py    one cut in all states at once
  partitions.py, groups.py          over many groups of nodes, and over a few
  routing.py                        flows in every state, and the lengths that show what is missing
  limited_routing.py                the same where ways may be too slow (ways_program.py, ways.py)
tree.py                 branch and bound; completing.py, improving.py find designs
master.py               the inequalities at hand in whole numbers: large networks, few modules
flow_model.py           the program with flows: very different modules, or many of them
certify.py -> certificate.py    the tree as evidence
verify*.py, check_bound.py, checking/   the re-checks, which share nothing with the search
files/                  problem, design and certificate as a file
"""
