"""What every model has to do; its tests inherit this and give it one that can answer `{"n": 4}`, or any number."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from palate.errors import ModelError
from palate.llm.model import CallOptions, Message, Model
from palate.llm.structured import read_json

ASK = (
    Message(role="system", content="Answer with JSON."),
    Message(role="user", content='Give a number from 0 to 9, as {"n": 4}.'),
)
FORM = {
    "type": "object",
    "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["n"],
    "additionalProperties": False,
}
OPTIONS = CallOptions(schema=FORM, max_tokens=24, seconds=60)


class ModelContract:
    """Whether a model keeps to the protocol."""

    def test_it_is_a_model_with_a_name(self, model: Model) -> None:
        assert isinstance(model, Model)
        assert model.name.strip() == model.name != ""

    def test_it_answers_in_the_form_asked_for(self, model: Model) -> None:
        completion = model.complete(ASK, OPTIONS)

        told = read_json(completion.text)
        assert told is not None
        assert list(json.loads(told)) == ["n"]
        assert json.loads(told)["n"] in range(10)
        assert (completion.finish, completion.model) == ("stop", model.name)

    def test_it_tells_what_it_took(self, model: Model) -> None:
        usage = model.complete(ASK, OPTIONS).usage

        assert usage.calls in (0, 1)
        assert min(usage.prompt_tokens, usage.completion_tokens, usage.seconds) >= 0
        assert usage.cost is None or usage.cost >= 0

    def test_it_is_called_side_by_side(self, model: Model) -> None:
        with ThreadPoolExecutor(4) as pool:
            completions = list(pool.map(lambda _: model.complete(ASK, OPTIONS), range(8)))

        assert {completion.finish for completion in completions} == {"stop"}

    def test_no_time_is_a_model_error_or_an_answer(self, model: Model) -> None:
        try:
            completion = model.complete(ASK, CallOptions(schema=FORM, max_tokens=24, seconds=0.0))
        except ModelError:
            return
        assert completion.text

    def test_a_conversation_is_not_changed(self, model: Model) -> None:
        messages = list(ASK)
        model.complete(messages, OPTIONS)

        assert messages == list(ASK)
