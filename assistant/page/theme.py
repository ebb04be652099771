"""The look of Gradio's own widgets: sober blue and ink, fonts of the system only."""

from __future__ import annotations

from typing import Any

from assistant.page.offline import gr

FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
)
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")

BLUE = gr.themes.Color(
    "#f0f5fa",
    "#dde9f4",
    "#bcd3e8",
    "#8fb4d8",
    "#5c8fc1",
    "#3670a8",
    "#1f5690",
    "#1a4878",
    "#173d65",
    "#153353",
    "#0d2136",
)


def build_theme() -> Any:
    """The theme; page.css does the rest."""
    theme = gr.themes.Base(
        primary_hue=BLUE, secondary_hue=BLUE, neutral_hue="slate", font=FONTS, font_mono=MONO
    )
    return theme.set(
        body_background_fill="#f4f6f9",
        body_background_fill_dark="#11161d",
        body_text_color="#1f2933",
        body_text_color_dark="#dde4ec",
        block_background_fill="#ffffff",
        block_background_fill_dark="#19202a",
        block_border_color="#dbe2ea",
        block_border_color_dark="#2c3643",
        block_radius="6px",
        input_background_fill="#ffffff",
        input_background_fill_dark="#141a22",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_500",
        button_primary_text_color="#ffffff",
        button_large_radius="6px",
        button_medium_radius="6px",
        button_small_radius="6px",
    )
