"""The commands. What a command needs is imported inside that command.

Reports go to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from assistant import __version__
from assistant.commands.usage import (
    DIAGNOSE,
    DIAGNOSE_EXAMPLES,
    EXPLAIN,
    EXPLAIN_EXAMPLES,
    FIX,
    FIX_EXAMPLES,
    FIXED,
    LIST,
    LIST_EXAMPLES,
    PRINTED,
    PROGRAM,
    PROGRAM_EXAMPLES,
    TREE,
    TREE_EXAMPLES,
    add_completion,
    add_paged,
    add_quiet,
    add_scan,
    add_watch,
    described,
)
from assistant.console import ExitCode, Stop, colored, columns, forget_output, interactive, out, page

if TYPE_CHECKING:
    from assistant.knowledge import Knowledge
    from assistant.session import Session
    from assistant.tree import Split


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None and not options.resume and not interactive():
        parser.print_help()
        return ExitCode.FINE
    try:
        return int(_chat(options) if options.command is None else options.run(options))
    except Stop as stop:
        print(f"unstuck: {stop}", file=sys.stderr)
        return int(stop.code)
    except BrokenPipeError:
        forget_output()
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
    parser = _Parser(prog="unstuck", **described(PROGRAM, PROGRAM_EXAMPLES))
    parser.add_argument("--version", action="version", version=f"unstuck {__version__}")
    parser.add_argument("--resume", action="store_true", help="open the chat where the last one was left")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    diagnose = commands.add_parser(
        "diagnose",
        help="name the likely causes from a log, or from words",
        **described(DIAGNOSE, DIAGNOSE_EXAMPLES),
    )
    _add_sources(diagnose)
    diagnose.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how to print the report"
    )
    diagnose.add_argument(
        "--verify", action="store_true", help="check the sum of every record of an event file"
    )
    add_quiet(diagnose)
    diagnose.set_defaults(run=_diagnose)
    add_scan(commands).set_defaults(run=_scan)
    add_watch(commands).set_defaults(run=_watch)
    fix = commands.add_parser(
        "fix",
        help="show the smallest edit of a script that cures a cause",
        **described(FIX, FIX_EXAMPLES, FIXED),
    )
    fix.add_argument(
        "script", metavar="SCRIPT", help="a Python file or a notebook; - for standard input, without --write"
    )
    fix.add_argument(
        "--cause", metavar="ID", default="", help="the pitfall's id; without it the first that can be cured"
    )
    fix.add_argument("--write", action="store_true", help="edit the file, and keep a copy of it as it was")
    fix.set_defaults(run=_fix)
    explain = commands.add_parser(
        "explain", help="print the page of a pitfall", **described(EXPLAIN, EXPLAIN_EXAMPLES, PRINTED)
    )
    explain.add_argument("id", metavar="ID", help="the pitfall's id (`unstuck list` names them all)")
    add_paged(explain)
    explain.set_defaults(run=_explain)
    listing = commands.add_parser("list", help="list all pitfalls", **described(LIST, LIST_EXAMPLES, PRINTED))
    add_paged(listing)
    listing.set_defaults(run=_list)
    tree = commands.add_parser(
        "tree",
        help="draw the decision tree; with sources, the path taken",
        **described(TREE, TREE_EXAMPLES, PRINTED),
    )
    _add_sources(tree)
    add_paged(tree)
    tree.set_defaults(run=_tree)
    add_completion(commands).set_defaults(run=_completion)
    return parser


def _scan(options: argparse.Namespace) -> ExitCode:
    from assistant.commands.scan import run

    _knowledge()
    return run(options)


def _watch(options: argparse.Namespace) -> ExitCode:
    from assistant.commands.watch import run

    _knowledge()
    return run(options)


def _completion(options: argparse.Namespace) -> ExitCode:
    from assistant.commands.completion import script

    out(script(options.shell, _parser()))
    return ExitCode.FINE


def _chat(options: argparse.Namespace) -> ExitCode:
    if not interactive():
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
    if options.quiet:
        return ExitCode.CAUSES if report.verdict == "faulty" else ExitCode.FINE
    if options.format == "json":
        from assistant.render.json import render as render_json

        out(render_json(report))
    elif options.format == "markdown":
        from assistant.render.markdown import render

        out(render(report))
    else:
        from assistant.render.terminal import render as render_text

        out(render_text(report, colored(), columns()))
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
            if options.write and options.script == "-":
                raise Stop("standard input cannot be written to: give the file's name")
            if options.write:
                try:
                    copy = write(options.script, script, cause)
                except (Unwritable, OSError) as error:
                    raise Stop(str(error)) from None
                print(f"unstuck: {options.script} is changed; as it was: {copy}", file=sys.stderr)
            out(found)
            return ExitCode.CAUSES
    what = f"nothing of {options.cause}" if options.cause else "nothing"
    raise Stop(f"{options.script}: {what} that an edit would cure for certain", ExitCode.FINE)


def _explain(options: argparse.Namespace) -> ExitCode:
    from assistant.pages import without_rule

    knowledge = _knowledge()
    pitfall = (knowledge.pages | knowledge.outcomes).get(options.id)
    if pitfall is None:
        import difflib

        close = difflib.get_close_matches(options.id, knowledge.pages, 3, 0.4)
        hint = f"; close to it: {', '.join(close)}" if close else "; `unstuck list` names them all"
        raise Stop(f"no page is named {options.id!r}{hint}")
    text = without_rule(pitfall.text)
    if sys.stdout.isatty() and colored():
        from rich.console import Console
        from rich.markdown import Markdown

        console = Console(width=columns(100), force_terminal=True)
        with console.capture() as captured:
            console.print(Markdown(text))
        page(captured.get(), not options.no_pager)
    else:
        page(text, not options.no_pager)
    return ExitCode.FINE


def _list(options: argparse.Namespace) -> ExitCode:
    pages = _knowledge().pages
    width = max((len(id) for id in pages), default=0)
    page("".join(f"{id:<{width}}  {pitfall.title}\n" for id, pitfall in pages.items()), not options.no_pager)
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
    page(draw(splits, known), not options.no_pager)
    return ExitCode.FINE
