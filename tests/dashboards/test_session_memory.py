"""What is held of a reader who goes on reading: what the last pages need, no more."""

from __future__ import annotations

from opening import Open


def test_the_boxes_of_earlier_addresses_are_let_go(open_page: Open) -> None:
    app = open_page("unit")
    held = []
    for unit in ("330482001034", "330482001035", "330482001036", "330482001037"):
        app.query_params["unit"] = unit
        app.run()
        assert not app.exception
        state = app.session_state._state._state  # type: ignore[attr-defined]
        held.append((len(state._new_widget_state.widget_metadata), len(state._key_id_mapper.id_key_mapping)))
    assert max(held[2:]) <= held[1]
