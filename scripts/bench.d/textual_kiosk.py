"""The bench's screen in Python Textual: a question, five cards, one lit and the others faded at a tap.

It names its states in the terminal's title as the kiosk does, stores nothing and draws no big letters: less work. The
title may overtake the frame, which another thread writes, so its times are rather too short than too long.
"""

import sys

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

FACES = ["Terrible", "Bad", "Okay", "Good", "Excellent"]
MOODS = ["#d64038", "#f0843a", "#f6c448", "#96c856", "#2ea868"]


class Card(Static):
    def __init__(self, number: int) -> None:
        super().__init__("")
        self.number = number

    def render(self) -> str:
        width, height = max(1, self.size.width), max(1, self.size.height)
        radius = min(width, 2 * height) * 0.4
        lines = []
        for row in range(height):
            line = ""
            for column in range(width):
                x, y = column + 0.5 - width / 2, 2 * row + 1 - height * 0.9
                line += "█" if x * x + y * y <= radius * radius else " "
            lines.append(line)
        lines[-2 % height] = f"{self.number + 1}  {FACES[self.number]}".center(width)[:width]
        return "\n".join(lines)

    def on_mouse_down(self) -> None:
        self.app.touched(self.number)


class Kiosk(App):
    CSS = """
    Screen { background: #10141c; layers: base over; }
    #ask { height: 40%; width: 100%; content-align: center middle; text-style: bold; }
    Horizontal { height: 50%; }
    Card { width: 1fr; height: 100%; margin: 0 1; background: #242a36; }
    Card.lit { background: white; }
    Card.faded { background: #181c24; text-opacity: 40%; }
    #thanks { width: 100%; height: 100%; content-align: center middle; display: none; }
    """

    def compose(self) -> ComposeResult:
        yield Static("How was your visit today?", id="ask")
        with Horizontal():
            for number in range(5):
                card = Card(number)
                card.styles.color = MOODS[number]
                yield card
        yield Static("Thank you!", id="thanks")

    def painted(self, state: str) -> None:
        """Names the state whose frame was sent just now; the answer counts as stored when it was seen."""
        sys.__stdout__.write(f"\033]2;Smilepost: {state}\007")
        sys.__stdout__.flush()
        if state == "saving":
            self.is_thanking = True
            self.show("#thanks", True)
            self.call_after_refresh(self.painted, "thanks")

    def on_ready(self) -> None:
        self.is_thanking = False
        self.call_after_refresh(self.painted, "waiting")

    def touched(self, number: int) -> None:
        for card in self.query(Card):
            card.set_class(card.number == number, "lit")
            card.set_class(card.number != number, "faded")
        self.call_after_refresh(self.painted, "saving")

    def show(self, thanks: str, is_thanks: bool) -> None:
        self.query_one("#ask").display = not is_thanks
        self.query_one(Horizontal).display = not is_thanks
        self.query_one(thanks).display = is_thanks

    def on_mouse_down(self) -> None:
        if not self.is_thanking:
            return
        self.is_thanking = False
        self.query(Card).remove_class("lit", "faded")
        self.show("#thanks", False)
        self.call_after_refresh(self.painted, "waiting")


Kiosk().run(mouse=True)
