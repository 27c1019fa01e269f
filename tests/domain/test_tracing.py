"""A trace walks from book to book, and says at each party where the knowledge ends."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.tracing import Edge, Movement, Party, PartyKind, Trace, Way, trace

OPERATOR, OUTSIDE, UNNAMED, CONSUMERS = PartyKind


def shop(name: str) -> Party:
    return Party(OPERATOR, name)


def moved(source: Party, target: Party, batch: str = "A", packs: int = 10, **more: object) -> Movement:
    values: dict[str, object] = {
        "entry_id": f"{source.key}>{target.key}/{batch}",
        "batch_no": batch,
        "on": date(2026, 3, 1),
        "quantity_milli": packs * 1000,
        "unit": "瓶",
        "of_source": False,
    }
    return Movement(source=source, target=target, **values | more)  # type: ignore[arg-type]


MAKER, FAR = Party(OUTSIDE, "云露乳业"), Party(UNNAMED, "v")
BUYERS = Party(CONSUMERS, "s")
W, V, S, T = shop("w"), shop("v"), shop("s"), shop("t")
CHAIN = [moved(MAKER, V), moved(V, W), moved(W, S), moved(W, T), moved(S, BUYERS, of_source=True)]


def ends(found: Trace) -> dict[Party, tuple[int, Edge]]:
    return {node.party: (node.steps, node.edge) for node in found.nodes}


def test_l_6_a_trace_back_ends_at_whom_this_device_does_not_know() -> None:
    found = trace(CHAIN, S, "A", Way.BACK)
    assert ends(found) == {
        S: (0, Edge.GOES_ON), W: (1, Edge.GOES_ON), V: (2, Edge.GOES_ON), MAKER: (3, Edge.UNKNOWN),
    }  # fmt: skip
    assert [node.party for node in found.edges()] == [MAKER]
    assert [(flow.source, flow.target) for flow in found.flows] == [(W, S), (V, W), (MAKER, V)]


def test_l_6_a_trace_forward_reaches_every_buyer() -> None:
    assert ends(trace(CHAIN, V, "A", Way.FORWARD)) == {
        V: (0, Edge.GOES_ON), W: (1, Edge.GOES_ON), S: (2, Edge.GOES_ON), T: (2, Edge.BOOK_ENDS),
        BUYERS: (3, Edge.SOLD),
    }  # fmt: skip


def test_l_6_an_unknown_source_is_a_node() -> None:
    assert ends(trace([moved(FAR, V)], V, "A", Way.BACK)) == {V: (0, Edge.GOES_ON), FAR: (1, Edge.UNKNOWN)}


def test_what_lies_beyond_the_steps_is_said() -> None:
    found = trace(CHAIN, S, "A", Way.BACK, steps=2)
    assert ends(found)[V] == (2, Edge.STEPS)
    assert MAKER not in ends(found)


def test_other_batches_are_others_and_lines_without_one_are_doubtful() -> None:
    found = trace([moved(V, S, "A"), moved(W, S, "B"), moved(T, S, "")], S, "A", Way.BACK)
    assert {flow.source: flow.is_certain for flow in found.flows} == {V: True, T: False}
    every = trace([moved(V, S, "A"), moved(W, S, "B")], S, "", Way.BACK)
    assert {flow.source: flow.is_certain for flow in every.flows} == {V: False, W: False}


def test_a_party_that_is_named_by_name_alone_is_doubtful() -> None:
    found = trace([moved(V, S, is_linked=False)], S, "A", Way.BACK)
    assert [flow.is_certain for flow in found.flows] == [False]


def test_both_books_of_one_delivery_are_one_flow_told_twice() -> None:
    found = trace([moved(V, S, packs=10), moved(V, S, packs=12, of_source=True)], S, "A", Way.BACK)
    (flow,) = found.flows
    assert (flow.told(by_source=True), flow.told(by_source=False)) == ({"瓶": 12_000}, {"瓶": 10_000})


def test_goods_that_came_back_do_not_turn_a_trace_in_circles() -> None:
    found = trace([moved(V, S), moved(S, V)], S, "A", Way.BACK)
    assert len(found.nodes) == 2
    assert {(flow.source, flow.target) for flow in found.flows} == {(V, S), (S, V)}


PARTIES = [shop(str(n)) for n in range(8)]
PAIRS = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)).filter(lambda pair: pair[0] != pair[1]))


@given(PAIRS)
def test_who_is_traced_back_to_is_who_traces_forward_to(pairs: list[tuple[Party, Party]]) -> None:
    lines = [moved(*pair) for pair in pairs]
    sources = {node.party for node in trace(lines, PARTIES[0], "A", Way.BACK, steps=8).nodes}
    for party in PARTIES:
        reached = {node.party for node in trace(lines, party, "A", Way.FORWARD, steps=8).nodes}
        assert (PARTIES[0] in reached) == (party in sources)
