"""Start-up of the commands beside the imports they cannot do without, in one run.

    python -m tests.benchmarks.startup [ROUNDS]

Prints medians and differences; asserts nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCE = FIXTURES / "healthy" / "mnist-example.log"


# what pip installs comes with its bytecode
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(command: list[str]) -> float:
    """Seconds of one whole process."""
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    return time.perf_counter() - begin


def main() -> None:
    """Time all commands in turn, so that a slow moment hits each of them alike."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "60-lines.log"
        log.write_text("\n".join(SOURCE.read_text().splitlines()[:60]) + "\n")
        python = [sys.executable]
        commands = {
            "python -c pass": [*python, "-c", "pass"],
            'python -c "import numpy, pydantic"': [*python, "-c", "import numpy, pydantic"],
            "unstuck --help": [*python, "-m", "assistant", "--help"],
            "unstuck diagnose (60 lines)": [*python, "-m", "assistant", "diagnose", str(log)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(timed(command))
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    imports = medians['python -c "import numpy, pydantic"']
    for name, seconds in medians.items():
        print(
            f"{name:36} {seconds:7.3f} s  {seconds - imports:+.3f} s  {seconds / imports:5.2f} x the imports"
        )


if __name__ == "__main__":
    main()
