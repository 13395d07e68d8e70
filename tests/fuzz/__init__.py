"""Everything that reads bytes from outside, given bytes that nobody meant: it reads them or refuses them, in good time.

`targets` lists what reads, `seeds` what it is made to read, `mutations` what is done to that, `watchdog` ends what does
not end, `found` keeps what once went wrong. `python -m tests.fuzz NAME --minutes 10` looks for more.
"""
