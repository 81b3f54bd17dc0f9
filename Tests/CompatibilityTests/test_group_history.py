"""The judge of the group tests finds what it has to find."""

from types import SimpleNamespace

import pytest

from group_history import Event, History

PLACE = ("t", 0)


def history(logs, stored=10, seen=(), killed=None, pauses=None):
    members = [
        SimpleNamespace(
            name=name, kind=SimpleNamespace(says_assignment=True, says_it_at_once=True, is_kcat=False), killed_at=(killed or {}).get(name),
            pauses=(pauses or {}).get(name, []), events=lambda lines=lines, name=name: [Event.parse(name, line) for line in lines])
        for name, lines in logs.items()]
    feeder = SimpleNamespace(stored={PLACE: {offset: str(offset) for offset in range(stored)}}, attempted=stored)
    return list(History(members, feeder, SimpleNamespace(seen=list(seen))).problems())


def reads(begin, first, last):
    return [f"{begin + number / 100:.3f} record t:0 {offset} {offset}" for number, offset in enumerate(range(first, last))]


WELL = {
    "a": ["1 assigned t:0", *reads(2, 0, 5), "3 committed t:0 5", "4 revoked t:0"],
    "b": ["5 assigned t:0", *reads(6, 5, 10), "7 left"]}


def test_what_is_well_is_taken():
    assert history(WELL, seen=[(3, 3.1, {PLACE: 5}), (8, 8.1, {PLACE: 10})]) == []


def test_what_was_not_committed_may_be_read_again():
    assert history(WELL | {"a": ["1 assigned t:0", *reads(2, 0, 7), "3 committed t:0 5", "4 lost t:0"]}) == []


@pytest.mark.parametrize("logs,problem", [
    (WELL | {"b": ["5 assigned t:0", *reads(6, 5, 9)]}, "1 records were skipped"),
    (WELL | {"b": ["5 assigned t:0", *reads(6, 5, 7), *reads(6.5, 8, 10), *reads(8, 7, 8)]}, "went from 6 to 8"),
    (WELL | {"b": ["5 assigned t:0", *reads(6, 4, 10)]}, "began again at 4, 5 was committed"),
    (WELL | {"b": ["5 assigned t:0", *reads(6, 6, 10)], "c": ["8 assigned t:0", *reads(9, 5, 6)]}, "began at 6, only 5 were processed"),
    (WELL | {"b": ["3.5 assigned t:0", *reads(6, 5, 10)]}, "a had it from 1.000 to 4.000, b was given it at 3.500"),
    (WELL | {"b": ["5 assigned t:0", *reads(6, 5, 9), "6.5 record t:0 9 99"]}, "offset 9 has '99'"),
], ids=["skipped", "gap", "read again", "ahead", "two owners", "another record"])
def test_what_is_wrong_is_named(logs, problem):
    assert any(problem in each for each in history(logs)), history(logs)


def test_one_that_was_killed_or_stood_still_may_lose_its_partition():
    logs = {"a": ["1 assigned t:0", *reads(2, 0, 5), "3 committed t:0 5"], "b": ["5 assigned t:0", *reads(6, 5, 10)]}
    assert len(history(logs)) == 1
    assert history(logs, killed={"a": 4}) == []
    assert history(logs, pauses={"a": [[4, 9]]}) == []
    assert len(history(logs, pauses={"a": [[5.5, 9]]})) == 1


def test_a_committed_offset_that_goes_back_is_named():
    problems = history(WELL, seen=[(3, 3.1, {PLACE: 5}), (8, 8.1, {PLACE: 4})])
    assert problems == ["('t', 0): the group's committed offset went back from 5 to 4 at 8.000"]
