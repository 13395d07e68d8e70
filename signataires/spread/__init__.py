"""Many machines: tasks given to workers by an engine, done in numbered attempts, taken over by one loader.

Who works on one machine meets none of this. `docs/scale.md` says how the parts fit.
"""
