"""The command `unstuck`; `python -m assistant` is the same."""

import sys


def main() -> int:
    """Run the command. The exit status; 130 where Ctrl-C comes before all is loaded."""
    try:
        from assistant.cli import main as command

        return command()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
