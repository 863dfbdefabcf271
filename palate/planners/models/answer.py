"""What a model writes of a message, and the JSON schema that allows nothing else.

```json
{"acts": [["request"]], "parts": {"1": "avoid", "2": "at_most"}, "status": {"2": ["soft"]}}
```

Parts are named by their numbers and roles by an enumeration, so no value, title or number can be misquoted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from palate.catalog.printable import json_text
from palate.catalog.words import tokens
from palate.language.reader.labels import ACTS, OF_KIND, ROLES, SPANS, STATUSES
from palate.language.understand import Heard
from palate.llm.model import Completion
from palate.llm.structured import parse
from palate.planners.models.numbered import Shown, free_spans, taken_of
from palate.planners.models.own_tools import MOST_STEPS, Call, JsonSchema

UNSURE = "unsure"
_MOST_SENTENCES, _MOST_PARTS, _MOST_ACTS, _MOST_FREE = 64, 200, 3, 2
_MOST_WORDS, _MOST_RUNS = 6, 200
"""Words of a free description, and how many of them a model may choose among."""


def _one_of(known: Collection[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"`{value:.40}` is none of {', '.join(known)}")
        return value

    return AfterValidator(check)


_Role = Annotated[str, _one_of((*ROLES, UNSURE))]
_Act = Annotated[str, _one_of(ACTS)]
_Status = Annotated[str, _one_of(STATUSES)]
_Number = Annotated[str, Field(pattern=r"^[0-9]{1,3}$")]


class Free(BaseModel):
    """Words of the message that are no numbered part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = Field(min_length=1, max_length=400)
    kind: Annotated[str, _one_of(SPANS)] = "text"
    role: _Role


class Answer(BaseModel):
    """What a model says of a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acts: tuple[tuple[_Act, ...], ...] = Field(default=(), max_length=_MOST_SENTENCES)
    parts: dict[_Number, _Role] = Field(default={}, max_length=_MOST_PARTS)
    status: dict[_Number, tuple[_Status, ...]] = Field(default={}, max_length=_MOST_PARTS)
    free: tuple[Free, ...] = Field(default=(), max_length=_MOST_SENTENCES)
    steps: tuple[Call, ...] = Field(default=(), max_length=_MOST_SENTENCES)

    @classmethod
    def read(cls, completion: Completion) -> Self:
        """Read what a model wrote.

        Raises:
            BadCompletion: it is no such JSON.
        """
        return parse(completion, cls)

    def dumped(self) -> str:
        """Write it as a model should."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        return json_text({"acts": [], "parts": {}} | told, separators=(",", ":"))


def answer_schema(tools: Sequence[JsonSchema]) -> JsonSchema:
    """Return the JSON schema of an answer to any message, with calls of `tools`."""
    roles: JsonSchema = {"enum": [*ROLES, UNSURE]}
    return _object(
        {
            "acts": {"type": "array", "items": _several(ACTS, most=_MOST_ACTS)},
            "parts": {"type": "object", "additionalProperties": roles},
            "status": {"type": "object", "additionalProperties": _several(STATUSES, most=len(STATUSES))},
            "free": _free({"type": "string"}),
            **_steps(tools),
        }
    )


def schema_of(shown: Shown, runs: Sequence[str], tools: Sequence[JsonSchema]) -> JsonSchema:
    """Return the JSON schema of an answer to one message.

    Args:
        shown: The message.
        runs: The words that may be a free description.
        tools: Schemas of calls.
    """
    count = len(shown.sentences)
    roles = {str(at): {"enum": [*OF_KIND[part.kind], UNSURE]} for at, part in enumerate(shown.parts, 1)}
    statuses = {at: _several(STATUSES, most=1) for at in roles}
    return _object(
        {
            "acts": {
                "type": "array",
                "items": _several(ACTS, most=_MOST_ACTS),
                "minItems": count,
                "maxItems": count,
            },
            "parts": _object(roles, required=list(roles)),
            "status": _object(statuses, required=()),
            **({"free": _free({"enum": list(runs)})} if runs else {}),
            **_steps(tools),
        }
    )


def runs_of(message: str, heard: Heard) -> list[str]:
    """Return the words that stand side by side and are no part of what is numbered, the fewest first."""
    taken = taken_of(heard)
    words = [each for each in tokens(message) if each.end <= heard.reading.end]
    free = [not any(start < each.end and each.start < end for start, end in taken) for each in words]
    found = (
        message[words[at].start : words[at + length - 1].end]
        for length in range(1, _MOST_WORDS + 1)
        for at in range(len(words) - length + 1)
        if all(free[at : at + length])
    )
    return list(dict.fromkeys(found))[:_MOST_RUNS]


def answer_of(heard: Heard) -> Answer:
    """Return what a model would have to write for a message to be read as it was."""
    tags = [*heard.reading.parts, *(each.tag for each in free_spans(heard))]
    acts = tuple(tuple(act for act in ACTS if act in each.done) for each in heard.reading.sentences)
    numbered = {str(at): tag for at, tag in enumerate(tags, 1)}
    status = {at: tuple(each for each in STATUSES if each in tag.statuses) for at, tag in numbered.items()}
    return Answer(
        acts=acts,
        parts={at: tag.role for at, tag in numbered.items()},
        status={at: each for at, each in status.items() if each},
    )


def _object(properties: JsonSchema, *, required: Collection[str] = ("acts", "parts")) -> JsonSchema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _several(known: Collection[str], *, most: int) -> JsonSchema:
    return {"type": "array", "items": {"enum": list(known)}, "minItems": 1, "maxItems": most}


def _free(words: JsonSchema) -> JsonSchema:
    one: dict[str, Any] = {"words": words, "kind": {"enum": list(SPANS)}, "role": {"enum": list(OF_KIND["text"])}}
    return {"type": "array", "items": _object(one, required=("words", "kind", "role")), "maxItems": _MOST_FREE}


def _steps(tools: Sequence[JsonSchema]) -> JsonSchema:
    return {"steps": {"type": "array", "items": {"anyOf": list(tools)}, "maxItems": MOST_STEPS}} if tools else {}
