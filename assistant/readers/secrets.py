"""Tokens, keys and passwords that are pasted along with a log, taken out of it.

Metrics and settings whose names hold the same words stay as they are.
"""

from __future__ import annotations

import re

REMOVED = "[secret removed]"

_HINTS = (
    *("hf_", "sk-", "sk_", "gh", "glpat-", "akia", "asia", "aiza", "xox", "xapp-", "eyj", "npm_", "pypi-"),
    *("nvapi-", "gsk_", "r8_", "dckr_", "bearer", "basic", "passw", "pwd", "token", "secret", "key", "wandb"),
    *("credential", "@", "ya29."),
)
"""One of these stands, in small letters, in every text that holds a secret."""
_SHAPED = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    r"hf_[A-Za-z0-9]{30,}+"
    r"|sk-(?=[\w-]{0,60}?\d)(?=[\w-]{0,60}?[A-Z])[\w-]{20,}+"
    r"|sk_(?:live|test)_[A-Za-z0-9]{16,}+"
    r"|gh[pousr]_[A-Za-z0-9]{30,}+"
    r"|github_pat_[A-Za-z0-9_]{30,}+"
    r"|glpat-[\w-]{18,}+"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|AIza[\w-]{30,}+"
    r"|ya29\.[\w-]{20,}+"
    r"|xox[abeoprs]-[\w-]{10,}+"
    r"|xapp-[\w-]{20,}+"
    r"|npm_[A-Za-z0-9]{30,}+"
    r"|pypi-[\w-]{40,}+"
    r"|nvapi-[\w-]{30,}+"
    r"|gsk_[A-Za-z0-9]{30,}+"
    r"|r8_[A-Za-z0-9]{30,}+"
    r"|dckr_pat_[\w-]{20,}+"
    r"|eyJ[\w-]{8,}+\.[\w-]{8,}+\.[\w-]*+"
    r")"
)
_BLOCK = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?:\s|\\n)*+(?:(?:Proc-Type|DEK-Info|Version):[^\n]*+|[A-Za-z0-9+/=]{16,}+))*+"
    r"(?:(?:\s|\\n)*+[A-Za-z0-9+/=]{0,80}(?:\s|\\n)*+-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?"
)
_HEADER = re.compile(
    r"(?P<kept>(?<![A-Za-z])(?ai:bearer|basic)[ \t]{1,4})(?P<value>[A-Za-z0-9._~+/=-]{16,}+)"
)
_LOGIN = re.compile(
    r"(?P<kept>(?:wandb(?:\.|[ \t]{1,4})login|api key|hit enter)[^\n]{0,80}?(?<![A-Za-z0-9]))"
    r"(?P<value>[0-9a-f]{40})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?P<kept>://[^\s/:@\[\]]{0,100}:)(?P<value>[^\s/@\[\]]{1,200})(?=@)")
_NAMED = re.compile(
    r"(?P<kind>passw(?:or)?d|passphrase|pwd|api[_-]?key|secret[_-]?(?:access[_-]?)?key|access[_-]?key|"
    r"account[_-]?key|encryption[_-]?key|private[_-]?key|token|secret|credentials?)"
    r"(?P<sep>[\"']?[ \t]{0,4}(?:[:=]|=>)[ \t]{0,4}[\"']?|[ \t]{1,4}[\"']?)"
    r"(?P<value>[^\s\"',;&<>(){}\[\]]{4,}+)",
    re.IGNORECASE,
)
_LONGEST_NAME = 40
_NO_SECRET = re.compile(
    r"(?:none|null|true|false|nil|undefined|required|empty|xxx+|\*+|\.\.+)$|[/~$.%\\]|os\.|env[.:]|file[:.]",
    re.IGNORECASE,
)
_OF_TEXT = re.compile(
    r"(?:^|[_.-])(?:pad|eos|bos|unk|cls|sep|mask|sos|special|image|audio|video|next|first|last|start|end|"
    r"stop|"
    r"prefix|prompt|blank|space|word|trigger|placeholder|initializer|class|dist|register|max|min|num|n|per|"
    r"avg)"
    r"[_-]?token$",
    re.IGNORECASE,
)
_LETTER, _DIGIT = re.compile(r"[A-Za-z]"), re.compile(r"\d")


def redact(text: str) -> str:
    """The text with `[secret removed]` in place of each token, key or password.

    Known by its shape (Hugging Face, OpenAI, GitHub, GitLab, AWS, Google, Slack and others, JSON web
    tokens, private key blocks), by its name (`password=`, `api_key:`, `--hub_token`) with a value
    that looks like one, or by its place (`Bearer`, `wandb login`, `://user:here@host`). Takes time
    linear in the length; redacting twice changes nothing more. A key block must be given whole.
    """
    small = text.lower()
    if not any(hint in small for hint in _HINTS):
        return text
    if "private key" in small:
        text = _BLOCK.sub(REMOVED, text)
    text = _SHAPED.sub(REMOVED, text)
    if "bearer" in small or "basic" in small:
        text = _HEADER.sub(_mixed, text)
    if "wandb" in small or "api key" in small:
        text = _LOGIN.sub(_removed, text)
    if "://" in small and "@" in small:
        text = _ADDRESS.sub(_removed, text)
    return _NAMED.sub(_named, text)


def _removed(match: re.Match[str]) -> str:
    return match["kept"] + REMOVED


def _mixed(match: re.Match[str]) -> str:
    return _removed(match) if _DIGIT.search(match["value"]) else match[0]


def _named(match: re.Match[str]) -> str:
    """The value of a name that promises a secret, where the value looks like one."""
    kind, value = match["kind"].lower(), match["value"]
    name = _name_before(match.string, match.start())
    written = match["sep"].strip("\"' \t") != ""
    if not written and not name.startswith("-"):
        return match[0]  # a word in a sentence
    if _NO_SECRET.match(value) or _OF_TEXT.search(name + kind):
        return match[0]
    mixed = _LETTER.search(value) and _DIGIT.search(value)
    least = 16 if kind in ("token", "secret") or kind.startswith("credential") else 8
    if kind.startswith("pass") or kind == "pwd" or (mixed and len(value) >= least):
        return match["kind"] + match["sep"] + REMOVED
    return match[0]


def _name_before(text: str, end: int) -> str:
    """The letters of a name that stand before its last word, with the dashes of a flag."""
    begin = end
    while begin and end - begin < _LONGEST_NAME and (text[begin - 1].isalnum() or text[begin - 1] in "_.-"):
        begin -= 1
    return text[begin:end]
