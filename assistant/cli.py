"""The commands. What a command needs is imported inside that command.

Reports go to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

from assistant import __version__

if TYPE_CHECKING:
    from assistant.knowledge import Knowledge
    from assistant.session import Session
    from assistant.tree import Split


class ExitCode(IntEnum):
    """What the command's exit status says."""

    FINE = 0
    """Nothing wrong was found (or it cannot be told)."""
    CAUSES = 1
    """A cause stands out."""
    USAGE = 2
    """Wrong usage, or nothing that can be read."""
    BROKEN = 3
    """The knowledge base is broken."""


class Stop(Exception):
    """One clear line for standard error and the exit status."""

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None and not options.resume and not _on_a_terminal():
        parser.print_help()
        return ExitCode.FINE
    try:
        return int(_chat(options) if options.command is None else options.run(options))
    except Stop as stop:
        print(f"unstuck: {stop}", file=sys.stderr)
        return int(stop.code)
    except BrokenPipeError:
        _forget_output()
        return int(ExitCode.FINE)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a fault of ours still ends in one line
        return _failed(error)


def _failed(error: BaseException) -> int:
    """One line about a fault of the program itself; the traceback only where it is asked for."""
    if os.environ.get("UNSTUCK_DEBUG"):
        raise error
    kind = type(error).__name__
    says = " ".join(str(error).split())[:200]
    print(f"unstuck: this is a bug: {kind}: {says} (UNSTUCK_DEBUG=1 shows where)", file=sys.stderr)
    return int(ExitCode.USAGE)


class _Parser(argparse.ArgumentParser):
    """Wrong usage is one line, as every error is."""

    def error(self, message: str) -> NoReturn:
        self.exit(ExitCode.USAGE, f"{self.prog}: {message} ({self.prog} --help says how)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="unstuck",
        description="Why does the network not train? Unstuck reads what a training left behind and names "
        "the likely causes in order, with evidence, a check and the fix. Offline; runs none of your code. "
        "Without a command it opens a conversation in the terminal.",
        epilog="Exit status: 0 nothing wrong found, 1 causes found, 2 usage or nothing readable, "
        "3 broken knowledge base.",
    )
    parser.add_argument("--version", action="version", version=f"unstuck {__version__}")
    parser.add_argument("--resume", action="store_true", help="open the chat where the last one was left")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    diagnose = commands.add_parser(
        "diagnose",
        help="name the likely causes from a log, or from words",
        description="Read logs, posts or words and print the likely causes in order.",
        epilog="Examples:  unstuck diagnose train.log   |   python train.py 2>&1 | unstuck diagnose -   |   "
        "echo 'loss stuck at 0.69, two classes' | unstuck diagnose -",
    )
    _add_sources(diagnose)
    diagnose.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how to print the report"
    )
    diagnose.add_argument(
        "--verify", action="store_true", help="check the sum of every record of an event file"
    )
    diagnose.set_defaults(run=_diagnose)
    fix = commands.add_parser(
        "fix",
        help="show the smallest edit of a script that cures a cause",
        description="Print a unified diff of a script. The script is parsed, never run, and nothing is "
        "written unless --write asks for it.",
        epilog="Example:  unstuck fix train.py --cause missing-zero-grad | patch -p0",
    )
    fix.add_argument("script", metavar="SCRIPT", help="a Python file or a notebook")
    fix.add_argument(
        "--cause", metavar="ID", default="", help="the pitfall's id; without it the first that can be cured"
    )
    fix.add_argument("--write", action="store_true", help="edit the file, and keep a copy of it as it was")
    fix.set_defaults(run=_fix)
    explain = commands.add_parser(
        "explain", help="print the page of a pitfall", description="Print the page of a pitfall."
    )
    explain.add_argument("id", metavar="ID", help="the pitfall's id (`unstuck list` names them all)")
    explain.set_defaults(run=_explain)
    listing = commands.add_parser(
        "list", help="list all pitfalls", description="List every pitfall with its title."
    )
    listing.set_defaults(run=_list)
    tree = commands.add_parser(
        "tree",
        help="draw the decision tree; with sources, the path taken",
        description="Draw the merged tree of all pages. With sources or answers: the branches that "
        "hold, and what each weighs.",
    )
    _add_sources(tree)
    tree.set_defaults(run=_tree)
    return parser


def _on_a_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def _chat(options: argparse.Namespace) -> ExitCode:
    if not _on_a_terminal():
        raise Stop("the chat needs a terminal; unstuck diagnose reads files and standard input without one")
    if os.environ.get("TERM") == "dumb":
        raise Stop("the chat cannot draw on this terminal (TERM=dumb); unstuck diagnose can")
    from assistant.saved import NotSaved
    from assistant.tui.app import run

    try:
        problem = run(options.resume)
    except NotSaved as error:
        raise Stop(str(error)) from None
    if problem:
        raise Stop(problem)
    return ExitCode.FINE


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="*", help="a file, a directory, or - for standard input"
    )
    parser.add_argument(
        "--answer",
        metavar="SYMPTOM=VALUE",
        action="append",
        default=[],
        help="what you know yourself, e.g. last_activation=none; may be repeated; it wins over a source",
    )
    parser.add_argument(
        "--ruled-out",
        metavar="ID",
        action="append",
        default=[],
        help="a pitfall that it is not; may be repeated",
    )
    parser.add_argument(
        "--unanswered",
        metavar="SYMPTOM",
        action="append",
        default=[],
        help="what you cannot tell: it is not asked; may be repeated",
    )
    parser.add_argument(
        "--framework", choices=("pytorch", "keras"), default="", help="the framework of the fix"
    )
    parser.add_argument(
        "--run", metavar="NAME", default="", dest="run_name", help="which run, where a source holds several"
    )


def _session(options: argparse.Namespace) -> Session:
    from assistant.readers import Unreadable, read
    from assistant.session import Session

    session = Session(framework=options.framework, run=options.run_name)
    for source in options.sources:
        _announce(source)
        try:
            session = session.add(read(source, verify=getattr(options, "verify", False)))
        except Unreadable as error:
            raise Stop(str(error)) from None
    for pair in options.answer:
        symptom, equals, value = pair.partition("=")
        if not equals:
            raise Stop(f"--answer takes SYMPTOM=VALUE, not {pair!r}")
        try:
            session = session.answer(symptom.strip(), value.strip())
        except ValueError as error:
            raise Stop(str(error)) from None
    try:
        for symptom in options.unanswered:
            session = session.leave_open(symptom)
        for cause in options.ruled_out:
            session = session.rule_out(cause)
    except ValueError as error:
        raise Stop(str(error)) from None
    return session


def _announce(source: str) -> None:
    """Say that a large file takes a while, to somebody who waits for it."""
    if sys.stderr is not None and sys.stderr.isatty() and os.path.isfile(source):
        megabytes = os.path.getsize(source) >> 20
        if megabytes >= 8 and "tfevents" not in source:
            print(f"reading {megabytes} MB, about a second for each …", file=sys.stderr)


def _knowledge() -> Knowledge:
    from assistant.knowledge import BrokenKnowledge, load

    try:
        return load()
    except (BrokenKnowledge, OSError) as error:
        raise Stop(f"the knowledge base is broken:\n{error}", ExitCode.BROKEN) from None


def _diagnose(options: argparse.Namespace) -> ExitCode:
    if not options.sources and not options.answer:
        raise Stop("nothing to read: give a file, - for standard input, or --answer SYMPTOM=VALUE")
    _knowledge()
    try:
        report = _session(options).report()
    except ValueError as error:
        raise Stop(str(error)) from None
    if options.format == "json":
        from assistant.render.json import render as render_json

        _print(render_json(report))
    elif options.format == "markdown":
        from assistant.render.markdown import render

        _print(render(report))
    else:
        from assistant.render.terminal import render as render_text

        _print(render_text(report, _colored()))
    return ExitCode.CAUSES if report.verdict == "faulty" else ExitCode.FINE


def _fix(options: argparse.Namespace) -> ExitCode:
    from assistant.mend import mend
    from assistant.mend.write import Unwritable, write
    from assistant.readers import Unreadable, read
    from assistant.session import Session

    pages = _knowledge().pages
    if options.cause and options.cause not in pages:
        raise Stop(f"no page is named {options.cause!r}; `unstuck list` names them all")
    try:
        reading = read(options.script)
    except Unreadable as error:
        raise Stop(str(error)) from None
    if not reading.scripts:
        raise Stop(f"{options.script}: no script that trains")
    causes = (
        [options.cause]
        if options.cause
        else [c.id for c in Session(reading=reading).report().causes if c.lines]
    )
    for script in reading.scripts:
        for cause in causes:
            found = mend(script, cause)
            if not found:
                continue
            if options.write:
                try:
                    copy = write(options.script, script, cause)
                except (Unwritable, OSError) as error:
                    raise Stop(str(error)) from None
                print(f"unstuck: {options.script} is changed; as it was: {copy}", file=sys.stderr)
            _print(found)
            return ExitCode.CAUSES
    what = f"nothing of {options.cause}" if options.cause else "nothing"
    raise Stop(f"{options.script}: {what} that an edit would cure for certain", ExitCode.FINE)


def _explain(options: argparse.Namespace) -> ExitCode:
    from assistant.pages import without_rule

    knowledge = _knowledge()
    page = (knowledge.pages | knowledge.outcomes).get(options.id)
    if page is None:
        import difflib

        close = difflib.get_close_matches(options.id, knowledge.pages, 3, 0.4)
        hint = f"; close to it: {', '.join(close)}" if close else "; `unstuck list` names them all"
        raise Stop(f"no page is named {options.id!r}{hint}")
    text = without_rule(page.text)
    if sys.stdout.isatty() and _colored():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(100, Console().width)).print(Markdown(text))
    else:
        _print(text)
    return ExitCode.FINE


def _list(_: argparse.Namespace) -> ExitCode:
    pages = _knowledge().pages
    width = max((len(id) for id in pages), default=0)
    _print("".join(f"{id:<{width}}  {page.title}\n" for id, page in pages.items()))
    return ExitCode.FINE


def _tree(options: argparse.Namespace) -> ExitCode:
    from assistant.render.tree import draw
    from assistant.tree import merge

    knowledge = _knowledge()
    known = None
    if options.sources or options.answer:
        try:
            known = {o.symptom: o.answer for o in _session(options).report().observations}
        except ValueError as error:
            raise Stop(str(error)) from None
    splits: tuple[Split, ...] = merge(knowledge.rules)
    _print(draw(splits, known))
    return ExitCode.FINE


def _colored() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _print(text: str) -> None:
    """To standard output as UTF-8, whatever the locale says."""
    if sys.stdout is None:
        raise Stop("standard output is closed")
    try:
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_output()
        raise Stop(f"the report cannot be written: {error.strerror}") from None


def _forget_output() -> None:
    """Send what is still buffered nowhere, or Python fails once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
