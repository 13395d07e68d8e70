"""The deployment guide, done from top to bottom in a fresh place that only looks like a Debian server.

`blocks` reads its commands, `place` is a mount and a network namespace with folders of its own, `stand_ins` are the
commands that would leave it (packages, sources, certificates, systemd), `sites` is the web that it reads, `readers` who
comes to read.
"""
