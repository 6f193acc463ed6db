"""``geoplan serve``: the layers as an OGC API."""

from __future__ import annotations

from typing import Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, open_catalogue
from geoplan.cli.terminal_text import echo
from geoplan.settings import settings
from geoplan.text.message import translate

app = typer.Typer()


@app.command(cls=VerbCommand, help=command_help("cli.help.serve"))
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help=help_text("cli.serve.options.port"))] = 5000,
    host: Annotated[str, typer.Option(help=help_text("cli.serve.options.host"))] = "127.0.0.1",
    url: Annotated[str, typer.Option(help=help_text("cli.serve.options.url"))] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Serve the layers as an OGC API, read only; Ctrl-C ends it."""
    from geoplan.api.server import listen, public_address  # pygeoapi: a second that no other command need wait
    from geoplan.api.server import serve as serve_forever

    language = language_of(lang)
    try:
        with listen(host, port) as listener:
            address = public_address(url, host, listener.getsockname()[1])
            catalogue = open_catalogue(home, lang)
            ready = translate("cli.serve.ready", language, address=address)
            folder = settings().cache_folder / "service"
            serve_forever(catalogue, listener, address, language, folder, lambda: echo(ready, err=True))
    except KeyboardInterrupt:
        echo(translate("cli.serve.ended", language), err=True)
