"""Which lines to lease: what carriers offer, what must be carried, and the cheapest that does.

The way through it::

    networks.line_network   estate, options      -> LineNetwork   (asked: what, where, after what)
      demands, offers, losses                                     (its parts)
    lease.cheapest_lines    LineNetwork, Prices  -> Lease         (answered: picks, cost, bound)
      blocks, limits                                              (parts; joined by latency)
      bundle                                                      (lines between two sites: exact)
      mesh                                                        (others: `redesign.designing`)
    uses.uses               LineNetwork, picks   -> loads and utilisation in every state
      least_full, limited_full                    (over several ways: the fullest least full)
    envelope, thresholds    what the optimum is at every price, and at every growth
    verify.verify_lease     all of it again, without the search
"""
