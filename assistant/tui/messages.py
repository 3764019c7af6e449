"""What the widgets tell the app; none of them knows the engine."""

from __future__ import annotations

from textual.message import Message


class Spoken(Message):
    """A line was entered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Pasted(Message):
    """A text of several lines was pasted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Picked(Message):
    """A choice was picked, by its value."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value


class Opened(Message):
    """A symptom or a cause was opened in a pane, by its id."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
