"""有据's page: the widgets, how they hang together, and the command that serves them.

python app.py [--host HOST] [--port PORT] [--index DIR] [--config FILE]

Typer reads the annotations of the functions here, so their types are imported in earnest.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from assistant.page.chat import chat_tab
from assistant.page.offline import gr
from assistant.page.tabs.audit import audit_tab
from assistant.page.tabs.data import data_tab
from assistant.page.tabs.originals import about_tab, originals_tab
from assistant.page.takeaway.shelf import Shelf
from assistant.page.templates import HERE, render
from assistant.page.theme import build_theme
from assistant.service.api import create_api
from assistant.service.embed import HEAD, STATIC
from assistant.service.logs import configure_logging
from assistant.service.passwords import UserFileError
from assistant.service.server import PortTakenError, serve, take_port
from assistant.service.settings import SETTINGS_HELP, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.page.model import Answerer


def build_page(assistant: Answerer, settings: Settings, shelf: Shelf) -> Any:
    """The tabs: the chat with its panel of sources, the data, the originals, what this is."""
    with gr.Blocks(title="有据", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(render("header.html", documents=assistant.documents))
        with gr.Tabs(elem_id="yj-tabs"):
            with gr.Tab("问答", id="ask"):
                chat_tab(assistant, settings, shelf)
            data_tab(assistant)
            audit_tab(assistant)
            originals_tab(assistant)
            about_tab(assistant)
    return page


def create_app(assistant: Answerer, settings: Settings | None = None) -> FastAPI:
    """The whole application: the HTTP interface with the page mounted on it."""
    settings = settings or Settings()
    app, shelf = create_api(assistant, settings), Shelf()
    app.include_router(shelf.router())
    gr.mount_gradio_app(
        app,
        build_page(app.state.desk, settings, shelf).queue(api_open=False),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        root_path=settings.root_path or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        theme=build_theme(),
        css_paths=[HERE / "page.css", STATIC / "embed.css"],
        head=HEAD,
    )
    return app


def _give_up(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


def main(
    host: Annotated[str | None, typer.Option(help="监听的地址，默认 127.0.0.1（只限本机）")] = None,
    port: Annotated[int | None, typer.Option(help="端口，默认 7860；0 表示任选空闲端口")] = None,
    index: Annotated[Path | None, typer.Option(help="索引所在的文件夹，默认用自带文件的索引")] = None,
    config: Annotated[Path | None, typer.Option(help="设置文件，默认 youju.toml（如有）")] = None,
) -> None:
    """启动有据的网页和 HTTP 接口。"""
    try:
        settings = read_settings(config, host=host, port=port, index=index)
        taken = take_port(settings.host, settings.port)
    except (SettingsError, PortTakenError) as error:
        _give_up(error)
    from assistant import Assistant, AssistantError

    configure_logging(settings)
    try:
        app = create_app(Assistant.open(settings.index), settings)
    except (AssistantError, UserFileError) as error:
        _give_up(error)
    serve(app, taken, app.state.desk.warm, settings.stop_seconds)


command = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
command.command(epilog=SETTINGS_HELP)(main)

if __name__ == "__main__":
    command()
