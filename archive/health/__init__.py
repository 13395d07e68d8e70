"""Whether what a run brought of a site can be believed: judged by what is usual of it, before anything is taken in.

`model` has the terms, `watch` counts what a run shows, `usual` learns from the runs before, `checks` doubt, `judge`
comes to a verdict, `words` says it to a person, `passes` keeps it. All but `passes` is pure.
"""
