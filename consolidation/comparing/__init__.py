"""Separate or merged: every option with its isolation kit, priced, judged and compared.

``compare.compare_options(estate, scenario) -> Comparison``. The lines of an option are leased in
`redesign.leasing`, its network is built in `built`, judged and mended in `judged`, and priced in
`pricing`; `break_even`, `swings` and `phases` say what the comparison turns on and when it is
carried out. `verify.verify_comparison` checks all of it again.
"""
