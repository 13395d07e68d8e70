"""Works: the statements that are copies of one text, which of them came first, and how their lists differ.

A statement belongs to the work of the first one that it is a copy of, in the order in which we saw them (`first_seen`,
then id); one that is a copy of none begins a work, whose id is made from its own. So nobody is in a work by way of a
third, whatever comes later moves nothing that is there, and the order in which statements are taken in does not
matter. An id is only lost with the statement that it was made from, or when that one comes to be read otherwise; where
two works turn out to be one, it is the earlier that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Difference:
    """How the list of one copy differs from those of the others: who signed this one alone, and who is missing."""

    only: tuple[str, ...]
    missing: tuple[str, ...]


def work_id(statement: str) -> str:
    """The id of the work that begins with a statement."""
    return f"w-{sha256(statement.encode()).hexdigest()[:16]}"


def works(seen: Mapping[str, str], copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The work of each statement, from when each was first seen and which pairs of them are copies."""
    pairs, first = set(copies), dict[str, str]()
    beginnings: list[str] = []
    for statement in sorted(seen, key=lambda name: (seen[name], name)):
        joined = next((one for one in beginnings if (one, statement) in pairs or (statement, one) in pairs), None)
        if joined is None:
            beginnings.append(statement)
        first[statement] = joined or statement
    return {statement: work_id(beginning) for statement, beginning in first.items()}


def differences(copies: Mapping[str, Mapping[str, str]]) -> dict[str, Difference]:
    """For each copy of a work how its list differs, from who signed it: a key for each body, and its name as written.

    Names that only one copy has stand as it writes them; a missing one as the first copy that has it writes it. Where
    there is but one copy, nothing differs.
    """
    everybody: dict[str, str] = {}
    for names in copies.values():
        everybody |= {who: name for who, name in names.items() if who not in everybody}
    told = {}
    for copy, names in copies.items():
        others = {who for other, theirs in copies.items() if other != copy for who in theirs}
        only = tuple(name for who, name in names.items() if who not in others) if len(copies) > 1 else ()
        told[copy] = Difference(only, tuple(name for who, name in everybody.items() if who not in names))
    return told
