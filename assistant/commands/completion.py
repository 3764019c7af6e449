"""`unstuck completion`: scripts for bash, zsh and fish, made from the parser so that they stay true.

What a value may be is told by its metavar: ID, SYMPTOM, SYMPTOM=VALUE; capital words else are files or free.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import NamedTuple

FILES = frozenset(("SOURCE", "SCRIPT", "FILE", "DIR", "PATH"))
"""Metavars that stand for a file or a directory."""


class Option(NamedTuple):
    """An option or a positional (names is then empty). kind: `choices`, `files`, `free` or `flag`.

    many: a positional that may be repeated.
    """

    names: tuple[str, ...]
    says: str
    kind: str
    choices: tuple[str, ...] = ()
    many: bool = False


class Command(NamedTuple):
    """A command; the name of what stands before any command is empty."""

    name: str
    says: str
    options: tuple[Option, ...]


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The script for a shell. Raises KeyError for another one."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](list(commands(parser)))


def commands(parser: argparse.ArgumentParser) -> Iterator[Command]:
    """What the parser knows: first what stands before any command, then each command."""
    yield Command("", "", tuple(_options(parser)))
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            says = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, one in action.choices.items():
                yield Command(name, says.get(name, ""), tuple(_options(one)))


def _options(parser: argparse.ArgumentParser) -> Iterator[Option]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        kind, choices = _values(action)
        says = " ".join((action.help or "").replace("%%", "%").split())
        many = action.nargs in ("*", "+")
        yield Option(tuple(action.option_strings), says, kind, choices, many)


def _values(action: argparse.Action) -> tuple[str, tuple[str, ...]]:
    """What may stand for an action's value."""
    if action.nargs == 0:
        return "flag", ()
    if action.choices is not None:
        return "choices", tuple(map(str, action.choices))
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    if metavar == "ID":
        from assistant.knowledge import folder

        return "choices", tuple(sorted(path.stem for path in (folder() / "pitfalls").glob("*.md")))
    if metavar.startswith("SYMPTOM"):
        from assistant.symptoms import SYMPTOMS

        if metavar == "SYMPTOM":
            return "choices", tuple(SYMPTOMS)
        return "choices", tuple(
            f"{name}={answer}" for name, one in SYMPTOMS.items() for answer in one.answers
        )
    return ("files" if metavar in FILES else "free"), ()


_BASH = """# bash completion for unstuck; made by `unstuck completion bash`
_unstuck() {
  local line cur prev command word
  local -a words
  COMPREPLY=()
  line=${COMP_LINE:0:COMP_POINT}
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cur=${words[${#words[@]}-1]}
  prev=""
  (( ${#words[@]} > 1 )) && prev=${words[${#words[@]}-2]}
  if [[ $cur == --*=* ]]; then
    prev=${cur%%=*}
    cur=${cur#*=}
  fi
  command=""
  for word in "${words[@]:1:${#words[@]}-2}"; do
    case $word in
      @NAMES@) command=$word; break ;;
    esac
  done
  case "$command $prev" in
@VALUES@
  esac
  if [[ $cur == -* ]]; then
    case $command in
@OPTIONS@
    esac
    return
  fi
  case $command in
@POSITIONALS@
  esac
}
_unstuck_words() {
  local colon=${cur%"${cur##*=}"}
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
  # where "=" breaks words, only what stands behind it is replaced
  [[ $COMP_WORDBREAKS == *=* ]] && COMPREPLY=("${COMPREPLY[@]#"$colon"}")
}
complete -o bashdefault -o default -F _unstuck unstuck
"""


def _bash(found: list[Command]) -> str:
    values, options, positionals = [], [], []
    for command in found:
        names = " ".join(name for option in command.options for name in option.names)
        options.append(f'      "{command.name}") _unstuck_words "{names}" ;;')
        for option in command.options:
            wanted = "|".join(f'"{command.name} {name}"' for name in option.names)
            does = f'_unstuck_words "{" ".join(option.choices)}"; ' if option.kind == "choices" else ""
            if option.names and option.kind != "flag":
                values.append(f"    {wanted}) {does}return ;;")
            elif not option.names and does:
                positionals.append(f'    "{command.name}") {does}return ;;')
    names = " ".join(command.name for command in found if command.name)
    positionals.insert(0, f'    "") _unstuck_words "{names}" ;;')
    return (
        _BASH.replace("@NAMES@", names.replace(" ", "|"))
        .replace("@VALUES@", "\n".join(values))
        .replace("@OPTIONS@", "\n".join(options))
        .replace("@POSITIONALS@", "\n".join(positionals))
    )


_ZSH = """#compdef unstuck
# zsh completion for unstuck; made by `unstuck completion zsh`
_unstuck() {
  local curcontext="$curcontext" state line
  local -a commands
  typeset -A opt_args
  commands=(
@COMMANDS@
  )
  _arguments -C @GLOBAL@ \\
    '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
@CASES@
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_unstuck" ]; then
  _unstuck "$@"
else
  compdef _unstuck unstuck
fi
"""


def _zsh(found: list[Command]) -> str:
    shown = [f"    {_quoted(f'{_colons(c.name)}:{_colons(c.says)}')}" for c in found if c.name]
    cases = [
        f"        {command.name}) _arguments {_specs(command.options)} ;;"
        for command in found
        if command.name
    ]
    return (
        _ZSH.replace("@COMMANDS@", "\n".join(shown))
        .replace("@GLOBAL@", _specs(found[0].options))
        .replace("@CASES@", "\n".join(cases))
    )


def _specs(options: tuple[Option, ...]) -> str:
    """Arguments of zsh's `_arguments`."""
    specs = []
    for option in options:
        action = {"choices": f"({' '.join(option.choices)})", "files": "_files", "free": " "}.get(
            option.kind, ""
        )
        if not option.names:
            specs.append(_quoted(f"{'*' if option.many else ''}: :{action}"))
        for name in option.names:
            value = f":value:{action}" if option.kind != "flag" else ""
            long = "=" if value and name.startswith("--") else ""
            specs.append(_quoted(f"*{name}{long}[{_brackets(option.says)}]{value}"))
    return " ".join(specs)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _colons(text: str) -> str:
    return text.replace(":", "\\:")


def _brackets(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def _fish(found: list[Command]) -> str:
    lines = [
        "# fish completion for unstuck; made by `unstuck completion fish`",
        "complete -c unstuck -e",
    ]
    for command in found:
        if command.name:
            says = _fished(command.says)
            lines.append(f"complete -c unstuck -f -n __fish_use_subcommand -a {command.name} -d {says}")
        where = f"__fish_seen_subcommand_from {command.name}" if command.name else "__fish_use_subcommand"
        head = f"complete -c unstuck -n '{where}'"
        for option in command.options:
            choices = f" -a {_fished(' '.join(option.choices))}" if option.choices else ""
            flags = {"flag": " -f", "files": " -r -F", "choices": " -x", "free": " -x"}[option.kind]
            if not option.names:
                lines.append(f"{head}{' -F' if option.kind == 'files' else ' -f'}{choices}")
                continue
            called = "".join(f" -{'l' if n.startswith('--') else 's'} {n.lstrip('-')}" for n in option.names)
            lines.append(f"{head}{called}{flags}{choices} -d {_fished(option.says)}")
    return "\n".join(lines) + "\n"


def _fished(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
