"""An oracle for the states of a chronicle: a slow, plain reading of the definition by enumeration.

It shares with the program only the values of `chrono.values.times` and `chrono.values.quantities`.
Everything else is worked out again, in the least clever way there is: every order in which the
developments can have happened, every side of a tied denial and every tied account is tried, and a state
machine is run over each; once more for every group of accounts that could have stood first. What the text
does not settle is left open, and what may be read in two ways is marked doubtful: neither is compared.
"""
