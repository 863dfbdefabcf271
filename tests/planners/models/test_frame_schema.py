"""The JSON schema of frames: what it allows is what the type reads and the catalogue has."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from palate import Catalog
from palate.language.frame import Frame, FrameAct, Frames
from palate.planners.demos.templates import mapped
from palate.planners.models.frame_schema import frame_schema
from tests.language.framing import constraint


def frame_of(catalog: Catalog) -> dict[str, Any]:
    made: dict[str, Any] = frame_schema(catalog, [])["properties"]["frames"]["items"]["properties"]
    return made


def constraints_of(catalog: Catalog) -> dict[str, dict[str, Any]]:
    options = frame_of(catalog)["set"]["items"]["anyOf"]
    return {each["properties"]["field"]["const"]: each["properties"] for each in options}


def allows(catalog: Catalog, **parts: Any) -> bool:
    value = {"frames": [{"acts": ["request"], **parts}]}
    return bool(Draft202012Validator(frame_schema(catalog, [])).is_valid(value))


def test_each_field_has_the_operators_and_values_of_its_kind(tiny: Catalog) -> None:
    made = constraints_of(tiny)
    of = {"type": "object", "properties": {"of": {"type": "string"}}, "required": ["of"], "additionalProperties": False}

    assert {name: each["op"]["enum"] for name, each in made.items() if name in ("year", "genres", "country")} == {
        "year": ["<", "<=", ">", ">=", "between", "near", "any_of", "none_of"],
        "genres": ["any_of", "none_of", "all_of"],
        "country": ["any_of", "none_of"],
    }
    countries = {"enum": ["United States", "France", "United Kingdom"]}
    assert {name: made[name]["values"]["items"]["anyOf"] for name in ("year", "country")} == {
        "year": [{"type": "number"}, of],
        "country": [countries, of],
    }


def test_texts_are_searched_and_flags_are_true_or_false(shop: Catalog) -> None:
    made = constraints_of(shop)

    assert made["description"]["op"] == {"enum": ["words", "none_of"]}
    assert made["description"]["values"]["items"] == {"type": "string"}
    assert made["in_stock"]["values"]["items"] == {"type": "boolean"}
    assert "sku" not in made


@pytest.mark.parametrize(
    ("told", "is_allowed"),
    [
        (constraint("genres", "any_of", "Comedy"), True),
        (constraint("genres", "any_of", "comedy"), False),
        (constraint("genres", "any_of", {"of": "Jaws"}), True),
        (constraint("genres", "<", "Comedy"), False),
        (constraint("mood", "any_of", "Comedy"), False),
        (constraint("year", "<", 1980, basis="known", force="prefer"), True),
        (constraint("year", "<", "1980"), False),
        (constraint("year", "<"), False),
    ],
)
def test_only_what_the_catalogue_has_is_allowed(tiny: Catalog, told: dict[str, Any], is_allowed: bool) -> None:
    assert allows(tiny, set=[told]) == is_allowed


def test_acts_are_those_of_the_type(tiny: Catalog) -> None:
    assert frame_of(tiny)["acts"]["items"] == {"enum": list(get_args(FrameAct))}


def test_every_part_that_it_names_is_one_of_the_type(tiny: Catalog) -> None:
    names = {each.alias or name for name, each in Frame.model_fields.items()}

    assert set(frame_of(tiny)) < names
    assert names - set(frame_of(tiny)) == {"calls", "until", "quote", "goes_on", "faults"}


def test_calls_are_there_where_the_app_has_tools(tiny: Catalog) -> None:
    call = {"type": "object", "properties": {"tool": {"const": "weather"}}}
    made = frame_schema(tiny, [call])["properties"]["frames"]["items"]["properties"]

    assert made["calls"]["items"] == {"anyOf": [call]}


SCHEMAS: dict[str, Any] = {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_it_allows_can_be_read(tiny: Catalog, data: st.DataObject) -> None:
    schema = SCHEMAS.setdefault("tiny", frame_schema(tiny, []))
    acts = data.draw(st.lists(st.sampled_from(get_args(FrameAct)), min_size=1, max_size=3))
    option = data.draw(st.sampled_from(schema["properties"]["frames"]["items"]["properties"]["set"]["items"]["anyOf"]))
    told = option["properties"]
    value = told["values"]["items"]
    value = value.get("anyOf", [value])[0]
    values = value.get("enum", [1.5] if value.get("type") == "number" else ["x"])
    made = {
        "field": told["field"]["const"],
        **{name: data.draw(st.sampled_from(told[name]["enum"])) for name in ("op", "basis", "force", "for")},
        "values": [data.draw(st.sampled_from(values))],
        "quote": data.draw(st.text(max_size=400)),
    }
    written = {"frames": [{"acts": acts, "set": [made]}]}

    assert Draft202012Validator(schema).is_valid(written)
    assert Frames.model_validate(written).frames[0].constraints[0].field == made["field"]


def test_shipped_demonstrations_keep_to_it(films: Catalog) -> None:
    check = Draft202012Validator(frame_schema(films, []))

    assert [
        (each.id, error.message) for each in mapped(films) for error in check.iter_errors(each.frames.dumped())
    ] == []
