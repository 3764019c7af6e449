"""Which modules each command may load: start-up is part of the product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOG = Path(__file__).parent.parent / "fixtures" / "healthy" / "epoch-line.log"
HEAVY = ("numpy", "pydantic", "textual", "rich", "tensorboard", "google.protobuf")


def loaded(*arguments: str) -> set[str]:
    code = (
        "import sys\nfrom assistant.cli import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--help",), ()),
        (("--version",), ()),
        (("diagnose", "--help"), ()),
        (("diagnose", str(LOG)), ("numpy",)),
        (("diagnose", str(LOG), "--format", "json"), ("numpy", "pydantic")),
        (("list",), ()),
        (("explain", "unscaled-inputs"), ()),
        (("tree",), ()),
        (("completion", "bash"), ()),
        (("scan", "--help"), ()),
        (("watch", str(LOG), "--idle", "0.1"), ("numpy",)),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert "assistant.cli" in modules
    assert {name for name in HEAVY if name in modules} <= set(allowed)


def test_the_first_picture_of_the_chat_does_not_wait_for_the_engine() -> None:
    code = "import sys\nimport assistant.tui.app\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stderr.splitlines())
    assert "textual" in modules
    assert not modules & {"numpy", "pydantic", "tensorboard", "assistant.session", "assistant.readers"}
