"""有据's page: the widgets, how they hang together, and the command that serves them.

python app.py [--host HOST] [--port PORT] [--index DIR] [--config FILE]

Typer and Gradio read the annotations of the functions here, so their types are imported in earnest.
"""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from assistant.model import Turn  # noqa: TC001
from assistant.page.conversation import STOPPED, ask, view
from assistant.page.offline import gr
from assistant.page.templates import HERE, render
from assistant.page.theme import build_theme
from assistant.page.widgets import chat_pane, question_box
from assistant.service.api import create_api
from assistant.service.caller import adopt, chosen_document
from assistant.service.embed import HEAD, STATIC
from assistant.service.logs import configure_logging
from assistant.service.passwords import UserFileError
from assistant.service.server import PortTakenError, serve, take_port
from assistant.service.settings import SETTINGS_HELP, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.page.model import Answerer, View


def build_page(assistant: Answerer, settings: Settings) -> Any:
    """The chat and its panel of sources."""
    with gr.Blocks(title="有据", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(render("header.html", documents=assistant.documents))
        turns = gr.State((), time_to_live=8 * 3600)
        with gr.Row(elem_id="yj-columns", equal_height=False):
            with gr.Column(elem_id="yj-talk", min_width=0, scale=3):
                chat = chat_pane(assistant)
                with gr.Row(elem_id="yj-ask"):
                    box = question_box()
                    send = gr.Button("发送", variant="primary", elem_id="yj-send", min_width=72, scale=0)
                    stop = gr.Button("停止", elem_id="yj-stop", min_width=72, scale=0)
                    clear = gr.Button("清空", elem_id="yj-clear", min_width=72, scale=0)
                notice = gr.Markdown("", elem_id="yj-notice")
            with gr.Column(elem_id="yj-side", min_width=0, scale=2):
                sources = gr.Markdown(view(assistant, ()).sources, elem_id="yj-panel")

        shown = [chat, sources, notice, box, turns]
        quiet = {"outputs": shown, "show_progress": "hidden", "api_visibility": "private"}

        async def put(
            question: str, past: tuple[Turn, ...], event: gr.EventData, request: gr.Request
        ) -> AsyncIterator[list[Any]]:
            adopt(request)
            chosen = (event._data or {}).get("value")  # noqa: SLF001 - a clicked example or choice
            text = chosen.get("text", "") if isinstance(chosen, dict) else chosen
            async for seen in ask(chosen_document(assistant, request), text or question, past):
                yield view_to_updates(seen)

        def halt(past: tuple[Turn, ...]) -> list[Any]:
            return view_to_updates(view(assistant, past, notice=STOPPED))

        def forget() -> list[Any]:
            return view_to_updates(view(assistant, (), draft=""))

        asking = gr.on(
            [box.submit, send.click, chat.option_select, chat.example_select],
            put,
            [box, turns],
            concurrency_limit=settings.readers_at_once,
            **quiet,
        )
        stop.click(halt, [turns], cancels=[asking], **quiet)
        clear.click(forget, cancels=[asking], **quiet)
    return page


def view_to_updates(seen: View) -> list[Any]:
    """The values of the widgets, in the order in which they are wired."""
    return [
        seen.messages,
        seen.sources,
        render("notice.html", text=seen.notice),
        gr.skip() if seen.draft is None else seen.draft,
        seen.turns,
    ]


def create_app(assistant: Answerer, settings: Settings | None = None) -> FastAPI:
    """The whole application: the HTTP interface with the page mounted on it."""
    settings = settings or Settings()
    app = create_api(assistant, settings)
    gr.mount_gradio_app(
        app,
        build_page(app.state.desk, settings).queue(api_open=False),
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
