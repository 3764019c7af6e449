"""How the commands of this folder are called: their options, examples and exit statuses."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Any]

STATUSES = """
exit status:
  0  nothing wrong found, or it cannot be told
  1  a cause stands out
  2  wrong usage, or nothing that can be read
  3  the knowledge base is broken
"""


FIXED = """
exit status:
  0  nothing that an edit would cure for certain
  1  a cure is shown, or written
  2  wrong usage, or no script that trains
  3  the knowledge base is broken
"""
PRINTED = """
exit status:
  0  printed
  2  wrong usage, or nothing that can be read
  3  the knowledge base is broken
"""
PROGRAM = """
Why does the network not train? Unstuck reads what a training left behind (a
log, a TensorBoard directory, the script, or only your words) and names the
likely causes in order, with evidence, a check and the fix. It works offline,
runs none of your code, and gives the same answer every time.

Without a command it opens a conversation in the terminal.
"""
PROGRAM_EXAMPLES = """
  unstuck                          ask, paste a log, answer questions
  unstuck diagnose train.log       one shot
  unstuck scan runs/               many runs, the most trouble first
  unstuck watch train.log          while it trains
  unstuck COMMAND --help           how each command is used
"""
DIAGNOSE = """
Read logs, metrics files, TensorBoard directories, scripts, posts or words,
and print the likely causes in order: the evidence for each down to the line,
a check that would confirm it, and the fix as code. All sources of one call
are taken for one training. The report goes to standard output, everything
else to standard error.
"""
DIAGNOSE_EXAMPLES = """
  unstuck diagnose train.log
  unstuck diagnose runs/ train.log train.py
  python train.py 2>&1 | unstuck diagnose -
  echo "loss stuck at 0.69, two classes" | unstuck diagnose -
  unstuck diagnose train.log --answer last_activation=none
  unstuck diagnose train.log --format json | jq -r '.causes[0].id'
  unstuck diagnose --quiet train.log || echo "something is wrong"
"""
FIX = """
Print the smallest edit of a script that cures a cause, as a unified diff. The
script is parsed, never run, and nothing is written unless --write asks for
it. A diff is shown only where the edited code, read again, is free of the
fault.
"""
FIX_EXAMPLES = """
  unstuck fix train.py
  unstuck fix train.py --cause missing-zero-grad | patch -p0
  unstuck fix train.py --write
"""
EXPLAIN = """
Print the page of a pitfall: what you see, why it happens, bad and good code
in PyTorch and Keras 3, small experiments that would confirm it, the fix, what
it is not to be confused with, and sources. In a terminal a long page goes
through $PAGER.
"""
EXPLAIN_EXAMPLES = """
  unstuck explain vanishing-gradients
  unstuck explain missing-zero-grad > page.md
"""
LIST = """
List every pitfall: its id, which `explain`, `--cause` and `--ruled-out` take,
and its title.
"""
LIST_EXAMPLES = """
  unstuck list | grep -i loss
"""
TREE = """
Draw the decision tree that the pages make together: each symptom, its
answers, and how many times likelier each makes a cause. With sources or
answers: only the branches that hold.
"""
TREE_EXAMPLES = """
  unstuck tree
  unstuck tree train.log
  unstuck tree --answer loss_level=clip-floor
"""


def described(text: str, examples: str = "", statuses: str = STATUSES) -> dict[str, Any]:
    """Arguments of `add_parser`: what a command does, as it stands here, with examples and statuses."""
    shown = f"examples:\n{examples.strip(chr(10))}\n" if examples else ""
    return {
        "description": text.strip("\n"),
        "epilog": shown + statuses,
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """For a command whose exit status is an answer by itself."""
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print nothing but errors: the exit status says it all"
    )


def add_paged(parser: argparse.ArgumentParser) -> None:
    """For a command that prints pages to read."""
    parser.add_argument(
        "--no-pager", action="store_true", help="never start $PAGER, however long the text is"
    )


def add_scan(commands: Commands) -> argparse.ArgumentParser:
    """`unstuck scan`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "scan",
        help="look at many runs at once, the most trouble first",
        **described(
            """
Look at every training below a directory, in processes beside one another, and
list what `unstuck diagnose` says of each: in a terminal as a table with the
most trouble first, elsewhere one line a run as soon as it is known.

Files are told by what they hold: logs, metrics files and TensorBoard
directories are runs; pictures, checkpoints, code and everything without a
curve are not. A log beside the only event file of its directory is joined
with it. Links are followed once, hidden files never. A run that cannot be
read, or that brings its reader down, is a row that says so.

Lines have tabs between verdict, cause, probability, path, run, evidence.
JSON is one object a run, with the same fields and more, one a line.
""",
            """
  unstuck scan runs/
  unstuck scan runs/ --format json | jq -r 'select(.verdict=="faulty").path'
  find runs -name '*.log' -mtime -1 | unstuck scan -
""",
        ),
    )
    parser.add_argument(
        "sources", metavar="DIR", nargs="+", help="a directory or a file; - takes paths from standard input"
    )
    parser.add_argument(
        "--format",
        choices=("table", "lines", "json"),
        default="",
        help="table in a terminal, lines elsewhere, or what you say",
    )
    parser.add_argument("--jobs", metavar="N", type=_count, default=0, help="processes (as many as cores)")
    parser.add_argument(
        "--max-size", metavar="MB", type=_count, default=256, help="pass by logs over this size (256)"
    )
    parser.add_argument("--hidden", action="store_true", help="hidden files and directories too")
    add_quiet(parser)
    return parser


def add_watch(commands: Commands) -> argparse.ArgumentParser:
    """`unstuck watch`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "watch",
        help="look again while a training writes; say what changed",
        **described(
            """
Read a log or a directory of events again whenever it changes, and print only
what is new: the verdict, the leading cause, new evidence. A log that is cut
short, rotated or replaced is read anew from its beginning. With - the log
comes through standard input, until it ends.

With --until faulty it ends, with status 1, as soon as trouble lasts: nothing
but trouble in two successive looks, the second with a quarter more points
than the first and five at least, P(nothing wrong) at 10 % or less and a cause
at 10 % or more. One bad look ends nothing: good runs begin badly.

Ctrl-C ends it at any time; the status is that of the last look.
""",
            """
  unstuck watch train.log
  unstuck watch runs/exp7 --every 30
  python train.py 2>&1 | tee train.log | unstuck watch -
  python train.py > train.log 2>&1 & pid=$!
  unstuck watch train.log --wait --until faulty --pid $pid || kill $pid
""",
        ),
    )
    parser.add_argument("source", metavar="SOURCE", help="a file, a directory, or - for standard input")
    parser.add_argument(
        "--until", choices=("faulty",), default="", help="end with status 1 once trouble lasts"
    )
    parser.add_argument(
        "--every", metavar="SECONDS", type=_seconds, default=2.0, help="between two looks (2)"
    )
    parser.add_argument(
        "--idle", metavar="SECONDS", type=_seconds, default=0.0, help="end when nothing came for so long"
    )
    parser.add_argument(
        "--pid", metavar="PID", type=_count, default=0, help="end when this process, the training, has ended"
    )
    parser.add_argument("--wait", action="store_true", help="wait for a source that does not exist yet")
    parser.add_argument(
        "--run", metavar="NAME", default="", dest="run_name", help="which run, where a source holds several"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="json: one object a change"
    )
    add_quiet(parser)
    return parser


def add_completion(commands: Commands) -> argparse.ArgumentParser:
    """`unstuck completion`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "completion",
        help="print the completion for a shell",
        **described(
            """
Print a script that completes commands, options, their values, ids of pitfalls
and symptoms with their answers. It is made from the program itself: print it
anew after an update.
""",
            """
  bash  echo 'eval "$(unstuck completion bash)"' >> ~/.bashrc
  zsh   echo 'eval "$(unstuck completion zsh)"' >> ~/.zshrc
        (below compinit), or: unstuck completion zsh > DIR_IN_FPATH/_unstuck
  fish  unstuck completion fish > ~/.config/fish/completions/unstuck.fish
""",
        ),
    )
    parser.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "fish"), help="bash, zsh or fish")
    return parser


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number over 0")
    return number


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds over 0")
    return seconds
