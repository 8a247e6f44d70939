"""How the demo looks: as our pages do, by the same names of colours (frontend/style/tokens.css)."""

import gradio as gr
from gradio.themes.utils.colors import Color
from gradio.themes.utils.sizes import Size

# Gradio's steps from a ground to the text on it, and of the accent.
GREYS = Color("var(--panel)", "var(--raised)", "var(--line)", "var(--edge)", *["var(--dim)"] * 2, *["var(--text)"] * 5)
ACCENTS = Color(
    *["var(--accent-veil)"] * 2, *["var(--accent-line)"] * 2, *["var(--accent)"] * 3, *["var(--accent-hover)"] * 4
)
TEXT = Size("10px", "11px", "12px", "13px", "13px", "15px", "20px")
RADIUS = Size(*["var(--radius)"] * 7)


class Look(gr.themes.Base):
    """Every value is a name, which means one colour in light and another in dark: Gradio's own dark half is dropped."""

    def __init__(self) -> None:
        super().__init__(
            primary_hue=ACCENTS, secondary_hue=ACCENTS, neutral_hue=GREYS, text_size=TEXT, radius_size=RADIUS
        )
        self.set(
            body_background_fill="var(--ground)",
            background_fill_primary="var(--panel)",
            background_fill_secondary="var(--raised)",
            block_label_border_width="0px",
            border_color_accent="var(--accent)",
            button_border_width="1px",
            button_large_padding="6px 12px",
            button_large_text_weight="500",
            button_primary_text_color="var(--accent-ink)",
            button_primary_border_color="var(--accent)",
            button_primary_background_fill_hover="var(--accent-hover)",
            button_primary_border_color_hover="var(--accent-hover)",
            button_secondary_background_fill="var(--raised)",
            button_secondary_background_fill_hover="var(--hover)",
            button_secondary_border_color="var(--line)",
            button_secondary_border_color_hover="var(--line)",
            button_secondary_text_color="var(--text)",
            checkbox_background_color="var(--ground)",
            checkbox_label_background_fill_selected="var(--accent-veil)",
            checkbox_label_text_color_selected="var(--accent)",
            code_background_fill="var(--raised)",
            error_background_fill="var(--bad-ground)",
            error_border_color="var(--bad-line)",
            error_icon_color="var(--bad)",
            error_text_color="var(--bad)",
            input_background_fill="var(--ground)",
            input_border_color_focus="var(--focus)",
            link_text_color="var(--accent)",
        )
        self.font, self.font_mono = "var(--sans)", "var(--mono)"
        for name in [name for name in vars(self) if name.endswith("_dark")]:
            delattr(self, name)
