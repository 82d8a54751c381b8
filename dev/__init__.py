"""Sets up, starts, tests and checks the add-on on a developer's machine.

Only Python's own library is used here: the tool has to run before anything is installed.
`python3 -m dev` lists the commands; the Makefile has one target for each.
"""
