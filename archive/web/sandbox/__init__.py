"""SQL that readers write, run in processes of its own, which a query can neither outlive, nor fill, nor leave.

SQLite looks at its clock between two instructions, and one instruction can take minutes (`instr` of a million letters,
a `like` of many `%`). So Datasette's queries are asked of child processes: the kernel ends one that takes too long or
too much memory, and readers of all other pages never wait for it. `limits` says what a query may do, `nursery` is the
process that makes the children, `child` is one of them, `lanes` shares them out, `database` is what Datasette sees.
"""
