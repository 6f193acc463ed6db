"""``geoplan serve``: the layers as an OGC API."""

from __future__ import annotations

from typing import Annotated

import typer

from geoplan.cli.console import Home, Lang, language_of, open_catalogue
from geoplan.cli.filter_options import RefusedError
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import translate

app = typer.Typer()


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任选 / port, 0 for any that is free")] = 5000,
    host: Annotated[str, typer.Option(help="监听的地址 / address to listen on")] = "127.0.0.1",
    url: Annotated[
        str, typer.Option(help="客户端所用的网址，在代理之后时给出 / the address clients use, behind a proxy")
    ] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """以 OGC API 只读发布图层，Ctrl-C 结束。 Serve the layers as an OGC API, read only; Ctrl-C ends it."""
    from geoplan.api.server import listen, public_address  # pygeoapi: a second that no other command need wait
    from geoplan.api.server import serve as serve_forever

    language = language_of(lang)
    try:
        with listen(host, port) as taken:
            address = public_address(url, host, taken.getsockname()[1])
            catalogue = open_catalogue(home, lang)
            ready = translate("cli.serve_command.geoplan_serves_ctrl_c_ends", language, address=address)
            folder = settings().cache_folder / "service"
            serve_forever(catalogue, taken, address, language, folder, lambda: typer.echo(ready, err=True))
    except UserError as error:
        raise RefusedError(error.text(language)) from error
    except KeyboardInterrupt:
        typer.echo(translate("cli.serve_command.ended", language), err=True)
