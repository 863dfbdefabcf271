"""The HTTP client of one model, handed to litellm with each call in the form that the provider's route takes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from palate.llm.answer_bounds import ALLOWANCE, Allowance
from palate.llm.litellm_import import litellm

PACKED = {"gzip", "x-gzip", "deflate"}
EITHER_HEADER = zlib.MAX_WBITS + 32
"""Has zlib tell gzip from deflate by itself."""
SDK = {"bigmodel", "custom_openai", "openai", "text-completion-inception", "text-completion-openai"}
"""Providers that litellm calls by OpenAI's SDK, besides those that it lists as compatible with OpenAI's API."""
NOT_SDK = {
    *("azure_ai", "chatgpt", "cometapi", "deepseek", "edenai", "fireworks_ai", "groq", "hosted_vllm", "opencode_go"),
    *("ragflow", "together_ai", "xai"),
}
"""Providers that it lists so and calls by its own HTTP handler."""
AZURE = {"azure", "azure_text"}
"""Providers whose client litellm would keep for calls of the app: they are handed none."""


class Clients:
    """One pool of connections, whose answers are held to the allowance of the call that reads them.

    A route that takes no client, such as Cohere's, or SageMaker's by boto3, is held to the call's seconds, and its text
    to `MOST_TEXT`; its bytes are not counted.
    """

    def __init__(self) -> None:
        from litellm.llms.custom_httpx.http_handler import HTTPHandler

        self._handler: Any = HTTPHandler()  # with the app's certificates and proxies, as litellm reads them
        self._handler.client.event_hooks = {"request": [_begin], "response": [_count]}

    def of(self, name: str, where: Mapping[str, str | None]) -> Any:
        """Return what a call of a model takes as `client`."""
        _, provider, key, base = litellm().get_llm_provider(name, **where)
        if provider in AZURE:
            return None
        return self._sdk(key or where["api_key"], base) if _by_sdk(name, provider) else self._handler

    def close(self) -> None:
        """Close the connections."""
        self._handler.close()

    def _sdk(self, key: str | None, base: str | None) -> Any:
        from litellm.llms.openai.common_utils import get_openai_credentials
        from openai import OpenAI

        found = get_openai_credentials(api_base=base, api_key=key)
        if not found.api_key:
            return None  # litellm says which key is missing
        return OpenAI(api_key=found.api_key, base_url=found.api_base, max_retries=0, http_client=self._handler.client)


def _by_sdk(name: str, provider: str) -> bool:
    """Whether litellm makes a call by OpenAI's SDK. Models of the responses API are called by its own handler."""
    from litellm.llms.openai_like.json_loader import JSONProviderRegistry

    listed = provider in litellm().openai_compatible_providers or JSONProviderRegistry.exists(provider)
    by_responses = litellm().model_cost.get(name.removeprefix("openai/"), {}).get("mode") == "responses"
    return (listed or provider in SDK) and provider not in NOT_SDK and not by_responses


def _begin(request: httpx.Request) -> None:
    if (allowance := ALLOWANCE.get()) is None:
        return
    left = allowance.seconds_left()
    request.headers["Accept-Encoding"] = "identity"
    request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), left)


def _count(response: httpx.Response) -> None:
    if (allowance := ALLOWANCE.get()) is None:
        return
    # Without the header nobody unpacks it again. What is packed in another way stays so, and cannot be read.
    packing = response.headers.pop("Content-Encoding", "identity").strip().lower()
    response.stream = _Counted(response.stream, packing in PACKED, allowance)


class _Counted(httpx.SyncByteStream):
    """A response's bytes, unpacked and counted. A server that packs them though it was asked not to is put up with."""

    def __init__(self, stream: Any, packed: bool, allowance: Allowance) -> None:
        self._stream = stream
        self._packed = packed
        self._allowance = allowance

    def __iter__(self) -> Iterator[bytes]:
        return map(self._allowance.take, self._unpacked() if self._packed else self._stream)

    def close(self) -> None:
        """Close the response."""
        self._stream.close()

    def _unpacked(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(wbits=EITHER_HEADER)
        for data in self._stream:
            # One byte too many is enough to tell, and a bomb is unpacked no further.
            yield unpacker.decompress(data, self._allowance.left + 1)
