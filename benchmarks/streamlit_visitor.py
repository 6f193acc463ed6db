"""A visitor without a browser: one session over Streamlit's own messages, as its web page would send them."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

_PATIENCE = 180  # seconds that a run or a file may take
_ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class PageError(Exception):
    """A run showed an exception or did not end."""


@dataclass
class Visitor:
    """A session; `received` are bytes over the socket, `elements` the last messages of widgets by their keys."""

    port: int
    socket: ClientConnection
    received: int = 0
    session: str = ""
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Any] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    _kept: dict[str, WidgetState] = field(default_factory=dict)
    _cached: dict[str, ForwardMsg] = field(default_factory=dict)

    @classmethod
    async def arrive(cls, port: int, query: str = "", page: str = "") -> tuple[Self, float]:
        """Open a session at an address and run its page once; return the visitor and the seconds it took."""
        began = time.perf_counter()
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=_PATIENCE, ping_interval=None
        )
        visitor = cls(port, socket)
        await visitor.run(query=query, page=page)
        return visitor, time.perf_counter() - began

    async def leave(self) -> None:
        """Close the session, as a closed tab does."""
        await self.socket.close()

    async def run(self, *changes: WidgetState, query: str = "", page: str = "") -> float:
        """Send changes of widgets, or go to another page; return the seconds until the run has ended."""
        began = time.perf_counter()
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = query, self.pages.get(page, "") if page else self.page
        state.page_name = "" if state.page_script_hash else page  # all that a browser knows at first
        for change in changes:
            if not change.WhichOneof("value").endswith("trigger_value"):
                self._kept[change.id] = change
        state.widget_states.widgets.extend(self._kept.values())
        state.widget_states.widgets.extend(c for c in changes if c.id not in self._kept)
        state.cached_message_hashes.extend(self._cached)
        state.context_info.timezone, state.context_info.locale = "Asia/Shanghai", "zh-CN"
        self.shown = set()
        await self.socket.send(message.SerializeToString())
        while True:
            if (await self._next()).WhichOneof("type") == "script_finished":
                return time.perf_counter() - began

    async def _next(self) -> ForwardMsg:
        raw = await asyncio.wait_for(self.socket.recv(decode=False), _PATIENCE)
        self.received += len(raw)
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "ref_hash":
            message = self._cached[message.ref_hash]
        elif message.metadata.cacheable:
            self._cached[message.hash] = message
        match message.WhichOneof("type"):
            case "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            case "navigation":
                self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
                self.page = message.navigation.page_script_hash
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._take(message.delta.new_element)
            case "script_finished" if message.script_finished not in _ENDED:
                return await self._next()  # cut short by the next run, whose end counts
        return message

    def _take(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        content = getattr(element, kind)
        if kind == "exception":
            raise PageError(f"{content.type}: {content.message}")
        if identity := getattr(content, "id", ""):
            key = content.component_name if kind == "component_instance" else identity.split("-", 2)[-1]
            self.elements[key] = content
            self.shown.add(key)

    # ---- what a hand does ------------------------------------------------------------------------------------------
    def press(self, key: str) -> WidgetState:
        """A click on a button."""
        return WidgetState(id=self.elements[key].id, trigger_value=True)

    def put(self, key: str, **value: Any) -> WidgetState:
        """A value of a widget, as ``string_value="…"``; a list is taken for an array."""
        (kind, content), state = next(iter(value.items())), WidgetState(id=self.elements[key].id)
        if isinstance(content, list):
            getattr(state, kind).data.extend(content)
        else:
            setattr(state, kind, content)
        return state

    def tell(self, key: str, event: str, value: Any) -> WidgetState:
        """An event of a component of version 2."""
        identity = f"$$STREAMLIT_INTERNAL_KEY_{self.elements[key].id}__events"
        return WidgetState(id=identity, json_trigger_value=json.dumps([{"event": event, "value": value}]))

    # ---- files -----------------------------------------------------------------------------------------------------
    async def upload(self, key: str, name: str, content: bytes) -> WidgetState:
        """Bring a file to an uploader; the state that is to be sent tells the page of it."""
        message = BackMsg()
        asked = message.file_urls_request
        asked.request_id, asked.session_id = uuid.uuid4().hex, self.session
        asked.file_names.append(name)
        await self.socket.send(message.SerializeToString())
        while (answer := await self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(_put, f"http://127.0.0.1:{self.port}{urls.upload_url}", name, content)
        state = WidgetState(id=self.elements[key].id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        return state

    async def download(self, key: str) -> bytes:
        """Press a download button and fetch the file."""
        button, url = self.elements[key], self.elements[key].url
        if button.deferred_file_id:
            message = BackMsg()
            asked = message.backend_operation_request
            asked.request_id, asked.session_id = uuid.uuid4().hex, self.session
            asked.deferred_file.file_id = button.deferred_file_id
            await self.socket.send(message.SerializeToString())
            while (answer := await self._next()).WhichOneof("type") != "backend_operation_response":
                pass
            if answer.backend_operation_response.error_msg:
                raise PageError(answer.backend_operation_response.error_msg)
            url = answer.backend_operation_response.deferred_file.url
        return await asyncio.to_thread(_get, f"http://127.0.0.1:{self.port}{url}")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
        return answer.read()


def _put(address: str, name: str, content: bytes) -> None:
    """Send a file as a form does, with the token against forged requests that the server gave."""
    base = address.partition("/_stcore")[0]
    with urllib.request.urlopen(f"{base}/_stcore/health", timeout=_PATIENCE) as answer:
        cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Cookie": cookie}
    headers["X-Xsrftoken"] = cookie.partition("=")[2]
    request = urllib.request.Request(address, body, headers, method="PUT")
    urllib.request.urlopen(request, timeout=_PATIENCE).close()
