"""The commands. What a command needs is imported inside that command.

Reports go to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from assistant import __version__
from assistant.commands.usage import (
    CHECKLIST,
    CHECKLIST_EXAMPLES,
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
    from assistant.report import Report
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
        "--format",
        choices=("text", "markdown", "json", "html"),
        default="text",
        help="how to print the report; html is one page with the curves, which opens from disk",
    )
    _add_output(diagnose, "write the report to a file")
    diagnose.add_argument(
        "--verify", action="store_true", help="check the sum of every record of an event file"
    )
    add_quiet(diagnose)
    diagnose.set_defaults(run=_diagnose)
    add_scan(commands).set_defaults(run=_scan)
    add_watch(commands).set_defaults(run=_watch)
    checklist = commands.add_parser(
        "checklist",
        help="write what to try as a Markdown list to tick off",
        **described(CHECKLIST, CHECKLIST_EXAMPLES, PRINTED),
    )
    _add_sources(checklist)
    _add_output(checklist, "write the list to a file, and the curves beside it")
    checklist.add_argument("--all", action="store_true", help="every pitfall, not the likely or usual ones")
    checklist.set_defaults(run=_checklist)
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
        "--checklist",
        metavar="FILE",
        default="",
        help="a checklist as you left it: what came out is an answer, what is struck out is ruled out",
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


def _add_output(parser: argparse.ArgumentParser, says: str) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", default="", help=says)
    parser.add_argument("--force", action="store_true", help="write over a file that is not ours")


def _session(options: argparse.Namespace, ticked: Sequence[tuple[str, str]] = ()) -> Session:
    """The session of the command line. ticked: names and texts of checklists, which count as answers."""
    from assistant.readers import Unreadable, read
    from assistant.session import Session

    session = Session(framework=options.framework, run=options.run_name)
    for source in options.sources:
        _announce(source)
        try:
            session = session.add(read(source, verify=getattr(options, "verify", False)))
        except Unreadable as error:
            raise Stop(str(error)) from None
    session = _with_ticks(session, (*_handed_back(options), *ticked))
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


def _handed_back(options: argparse.Namespace) -> list[tuple[str, str]]:
    """The checklist that --checklist names: its name and its text, or none."""
    if not options.checklist:
        return []
    from pathlib import Path

    from assistant.output import Unwritten, existing
    from assistant.ticks import is_ours

    try:
        text = existing(Path(options.checklist))
    except Unwritten as error:
        raise Stop(str(error)) from None
    if text is None and not os.path.exists(options.checklist):
        raise Stop(f"{options.checklist}: no such file")
    if text is None or not is_ours(text):
        raise Stop(f"{options.checklist}: no checklist of unstuck")
    return [(options.checklist, text)]


def _with_ticks(session: Session, lists: Sequence[tuple[str, str]]) -> Session:
    """The session with what was ticked and struck out; what is unclear is said on standard error."""
    if not lists:
        return session
    from assistant.ticks import parse, told

    for name, text in lists:
        said = told(parse(text))
        unclear = list(said.unclear)
        for symptom, value in said.answers.items():
            try:
                session = session.answer(symptom, value)
            except ValueError:
                unclear.append(f"{symptom}={value} is no answer that is known here")
        for cause in said.ruled_out:
            try:
                session = session.rule_out(cause)
            except ValueError:
                unclear.append(f"no pitfall is named {cause!r}")
        for what in unclear:
            print(f"unstuck: {name}: {what}", file=sys.stderr)
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
    if not options.sources and not options.answer and not options.checklist:
        raise Stop("nothing to read: give a file, - for standard input, or --answer SYMPTOM=VALUE")
    _knowledge()
    _check_output(options.output, mine=False, force=options.force, sources=options.sources)
    try:
        report = _session(options).report()
    except ValueError as error:
        raise Stop(str(error)) from None
    if options.quiet:
        return ExitCode.CAUSES if report.verdict == "faulty" else ExitCode.FINE
    if options.format == "json":
        from assistant.render.json import render as render_json

        text = render_json(report)
    elif options.format == "markdown":
        from assistant.render.markdown import render

        text = render(report)
    elif options.format == "html":
        from assistant.render.html import render as render_html

        text = render_html(report)
    else:
        from assistant.render.terminal import render as render_text

        text = render_text(report, not options.output and colored(), columns())
    _put(options.output, text)
    return ExitCode.CAUSES if report.verdict == "faulty" else ExitCode.FINE


def _checklist(options: argparse.Namespace) -> ExitCode:
    from assistant.render.checklist import TWENTY, render, render_all
    from assistant.ticks import written

    knowledge = _knowledge()
    there = _there(options.output)
    _check_output(options.output, mine=bool(there), force=options.force, sources=options.sources)
    handed = _handed_back(options)
    if handed and there and os.path.samefile(options.checklist, options.output):
        handed = []
    shown = {"shown": len(knowledge.pages)} if options.all or not options.sources else {}
    try:
        report = _session(options, there).report(**shown)
    except ValueError as error:
        raise Stop(str(error)) from None
    files: dict[str, str] = {}
    if options.sources:
        picture = _picture(options, report) if options.output else ("", "")
        files |= {picture[0]: picture[1]} if picture[1] else {}
        from urllib.parse import quote

        lines = render(report, quote(os.path.basename(picture[0])), everything=options.all)
    else:
        lines = render_all(report, frozenset(knowledge.pages) if options.all else frozenset(TWENTY))
    text = written(lines, [text for _, text in (*handed, *there)])
    _put(options.output, text, files)
    return ExitCode.CAUSES if report.verdict == "faulty" else ExitCode.FINE


def _there(output: str) -> list[tuple[str, str]]:
    """The checklist of ours that an output would replace: its name and its text, or none."""
    if output in ("", "-"):
        return []
    from pathlib import Path

    from assistant.output import Unwritten, existing
    from assistant.ticks import is_ours

    try:
        text = existing(Path(output))
    except Unwritten as error:
        raise Stop(str(error)) from None
    return [(output, text)] if text is not None and is_ours(text) else []


def _picture(options: argparse.Namespace, report: Report) -> tuple[str, str]:
    """Where the curves go, and the SVG; empty where there is nothing to draw."""
    if options.output == "-":
        return "", ""
    from pathlib import Path

    from assistant.output import Unwritten, existing
    from assistant.render.picture import MARKER, draw

    drawn = draw(report)
    if not drawn:
        return "", ""
    path = f"{os.path.splitext(options.output)[0]}-curves.svg"
    try:
        mine = MARKER in (existing(Path(path)) or "")
    except Unwritten as error:
        raise Stop(str(error)) from None
    _check_output(path, mine=mine, force=options.force)
    return path, drawn


def _check_output(output: str, *, mine: bool, force: bool, sources: Sequence[str] = ()) -> None:
    """Stop before any work where the output cannot or must not be written; never over a source."""
    if output in ("", "-"):
        return
    from pathlib import Path

    from assistant.output import Unwritten, check

    if os.path.realpath(output) in {os.path.realpath(source) for source in sources if source != "-"}:
        raise Stop(f"{output}: is one of the sources")
    try:
        check(Path(output), mine=mine, force=force)
    except Unwritten as error:
        raise Stop(str(error)) from None


def _put(output: str, text: str, beside: Mapping[str, str] | None = None) -> None:
    """To standard output, or to a file that is written whole or not at all."""
    if output in ("", "-"):
        out(text)
        return
    from pathlib import Path

    from assistant.output import Unwritten, write

    try:
        write({**{Path(path): one for path, one in (beside or {}).items()}, Path(output): text})
    except Unwritten as error:
        raise Stop(str(error)) from None
    print(f"unstuck: written: {', '.join([output, *(beside or {})])}", file=sys.stderr)


def _fix(options: argparse.Namespace) -> ExitCode:
    from assistant.mend import mend
    from assistant.mend.write import write
    from assistant.output import Unwritten
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
                except (Unwritten, OSError) as error:
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
    if options.sources or options.answer or options.checklist:
        try:
            known = {o.symptom: o.answer for o in _session(options).report().observations}
        except ValueError as error:
            raise Stop(str(error)) from None
    splits: tuple[Split, ...] = merge(knowledge.rules)
    page(draw(splits, known), not options.no_pager)
    return ExitCode.FINE
