"""Turns as styled text: a question, a cause with its evidence and its fix, or nothing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

from assistant.conversation import CLEAR, Ask, Find, Fine, Solved, Stumped, Turn, Which
from assistant.render.style import bar, percent, plain_markdown, safe
from assistant.render.terminal import FRAMEWORK_NAMES

WELCOME = (
    "Hello. I find out why a training does not go as it should: offline, and I run none of your code.\n"
    "Paste a log, type or drop the path of one, or say it in your own words (English, 中文). "
    "Or begin with the question below: its number and Enter answer it."
)
HELP = (
    "Everything goes into the line at the bottom: the number or the words of a choice, “don't know”, "
    "free words, a path (Tab completes it), or a pasted log of any length.\n"
    "Why it is asked: why.  How to find out: how.  One step back: back. Enter on a symptom under “Seen” "
    "changes that answer; the later ones stay.\n"
    "Keys: ↑ ↓ Enter choose · Tab completes, or moves on from an empty line · PgUp PgDn scroll · "
    "F2–F5 chat, causes, seen, curves · Ctrl+Y copies · Ctrl+Z takes back · Ctrl+T light or dark · "
    "Esc ends a reading, or comes back here · Ctrl+P all commands · Ctrl+Q quits, all is saved."
)
EVIDENCE = 4


def say(turn: Turn) -> Content:
    """The words of a turn; its choices are shown elsewhere."""
    match turn:
        case Ask():
            return _ask(turn)
        case Find():
            return _lines(_find(turn))
        case Fine():
            return _lines(_fine(turn))
        case Stumped() | Which() | Solved():
            return Content(safe(turn.says))


_STRONGEST = 8
"""Pieces of evidence that are named; the weakest of twenty hardly move a cause."""


def why(turn: Turn) -> str:
    """Why the open turn is what it is."""
    if isinstance(turn, Ask):
        return turn.why
    if isinstance(turn, Find):
        told = turn.cause.evidence
        seen = [f"· {e.says} [{place(e.where)}] ×{e.times:.3g}" for e in told[:_STRONGEST]]
        rest = [f"and {len(told) - _STRONGEST} more that weigh less"] if len(told) > _STRONGEST else []
        nothing = "nothing seen points at it more than at others; it is what is left"
        return "\n".join((*seen, *rest)) or nothing
    return "Nothing is asked right now."


def how(turn: Turn) -> str:
    """How to find out, ready to copy."""
    if isinstance(turn, Ask):
        return "\n".join(turn.how)
    if isinstance(turn, Find):
        return "\n".join(plain_markdown(check) for check in turn.cause.checks)
    return ""


def own_script(find: Find) -> str:
    """The name of the person's script that the fix changes; empty where none can be changed for certain."""
    head = next((line for line in find.cause.diff.splitlines() if line.startswith("+++ ")), "")
    return head[4:].partition("\t")[0].strip().removeprefix("b/")


def code(find: Find, framework: str = "") -> str:
    """The whole code of a fix, in the framework named or the one that fits."""
    return find.cause.fixes.get(framework or find.framework, "")


def highlighted(text: str) -> Content:
    """Python with colors."""
    from textual.highlight import highlight

    return highlight(text.rstrip(), language="python")


def _ask(turn: Ask) -> Content:
    minutes = "half a minute" if turn.minutes <= 0.5 else f"{turn.minutes:g} min"
    head = Content.assemble(
        ("An experiment. " if turn.experiment else "", "$text-warning bold"), (safe(turn.text), "bold")
    )
    parts = [head, Content.styled(f"{safe(turn.why)} About {minutes}. Ask “why” or “how”.", "$text 60%")]
    return Content("\n").join(parts)


def _find(turn: Find) -> Iterator[Content]:
    cause = turn.cause
    yield Content.styled(_standing(turn), "$text 60%")
    yield Content.assemble(
        (safe(cause.title), "bold $text-error" if turn.sure else "bold"),
        f"  {bar(cause.probability, 10)} {percent(cause.probability)}",
    )
    yield Content(safe(cause.summary))
    for one in cause.evidence[:EVIDENCE]:
        times = f"×{one.times:.2g}" if one.times < 100 else f"×{one.times:.0f}"
        yield Content.assemble(
            ("  • ", "bold"), safe(one.says), (f"  [{place(one.where)}] {times}", "$text 60%")
        )
    for one in cause.against[:1]:
        yield Content.assemble(
            ("  − against it: ", "bold"), safe(one.says), (f"  [{place(one.where)}]", "$text 60%")
        )
    if cause.checks:
        yield Content.assemble(
            (f"Check ({cause.minutes:g} min): ", "bold $text-accent"), _plain(cause.checks[0])
        )
    yield Content.assemble(("Fix: ", "bold $text-success"), _plain(_flowing(cause.fix)))
    yield from _change(turn)
    if turn.close is not None and not turn.besides:
        yield Content.assemble(
            ("Close behind: ", "bold $text-warning"),
            f"{safe(turn.close.title)} ({percent(turn.close.probability)}). F3 and Enter tell of it.",
        )
    if turn.others:
        named = ", ".join(f"{safe(one.title)} ({percent(one.probability)})" for one in turn.others)
        yield Content.assemble(
            ("Hardly less likely: ", "bold $text-warning"),
            f"{named}. F3 and Enter tell of each. A log, the script or an event directory shows more than "
            "my questions: paste it, or type its path.",
        )
    for other in turn.besides[:1]:
        yield Content.assemble(
            ("And besides: ", "bold $text-warning"),
            f"{safe(other.title)} ({percent(other.probability)}) explains what this leaves over.",
        )


def _standing(turn: Find) -> str:
    """How far the cause is to be trusted, before it is named."""
    if not turn.sure:
        return "Nothing stands out, and no question tells much more. The best candidate:"
    return "This stands out:" if turn.cause.probability >= CLEAR else "The likeliest by far, so far:"


def _change(turn: Find) -> Iterator[Content]:
    """What the fix changes, as a diff; the whole code is one command away."""
    if not turn.changed:
        return
    script = own_script(turn)
    if script:
        head = f"In your {safe(script)} (Ctrl+Y copies the diff; nothing is written):"
    else:
        name = FRAMEWORK_NAMES.get(turn.framework, turn.framework)
        head = f"In {name} (Ctrl+Y copies the whole, /code shows it):"
    yield Content.styled(head, "$text 60%")
    styles = {"+": "$text-success bold", "-": "$text-error bold"}
    for line in turn.changed:
        if line.startswith(("⋮", "@@")):
            yield Content.styled(f"  {line}", "$text 60%")
            continue
        # the code in its colors; what goes is dimmed, and the sign says it too
        body = highlighted(safe(line[1:])) if line[1:].strip() else Content("")
        body = body.stylize("dim") if line.startswith("-") else body
        yield Content.assemble((f"  {line[:1]} ", styles.get(line[:1], "")), body)


def _fine(turn: Fine) -> Iterator[Content]:
    yield Content.styled(safe(turn.says), "bold $text-success")
    if turn.looked_at:
        yield Content("What I looked at:")
    for says, where in turn.looked_at:
        yield Content.assemble(("  • ", "bold"), safe(says), (f"  [{place(where)}]", "$text 60%"))
    if turn.benign is not None:
        yield Content.assemble(
            ("What may look odd: ", "bold"), f"{safe(turn.benign.title)}. {safe(turn.benign.summary)}"
        )
    if turn.unseen:
        yield Content.styled(f"Not seen: {', '.join(turn.unseen)}.", "$text 60%")


def _flowing(text: str) -> str:
    """Paragraphs and list items on one line each."""
    flat = re.sub(r"\n(?!\s*(?:[-*]|\d+\.)\s|\s*\n)\s*", " ", text.strip())
    return re.sub(r"\s*\n\s*", "\n", flat)


def _plain(text: str) -> str:
    """Prose of a page without its markup, emphasis included."""
    return re.sub(r"(?<![\w*])\*(\w[^*\n]{0,60})\*(?![\w*])", r"\1", plain_markdown(text))


def place(where: str) -> str:
    """Where something was read, without the directories; a tag of events keeps its own slashes."""
    path, space, tag = safe(where).rpartition(" ")
    if not space or "@" not in tag:
        path, space, tag = safe(where), "", ""
    return path.rstrip("/").rsplit("/", 1)[-1] + space + tag


def _lines(parts: Iterator[Content]) -> Content:
    return Content("\n").join(list(parts))
