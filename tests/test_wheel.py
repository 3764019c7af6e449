"""The pages reach an installed wheel: built, installed into an empty environment, asked for."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.knowledge import load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel alone; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    home = folder / "env"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    subprocess.run([*pip, "--no-index", "--no-deps", "--quiet", str(wheel)], check=True, capture_output=True)
    own = next((home / "lib").glob("python*/site-packages"))
    here = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (own / "dependencies.pth").write_text("\n".join(sorted(here)) + "\n")
    return home


def run(environment: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(environment / "bin" / "unstuck"), *arguments]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=environment, env=clean)


def test_explain_works_on_every_page(environment: Path) -> None:
    pages = load().pages
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(pages, pool.map(lambda id: run(environment, "explain", id), pages), strict=True))
    for id, answer in done.items():
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith(f"# {pages[id].title}\n")


def test_the_wheel_is_what_runs(environment: Path) -> None:
    python = environment / "bin" / "python"
    code = "import assistant.knowledge as k; print(k.folder())"
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, check=True, cwd=environment, env=clean
    )
    assert Path(done.stdout.strip()).is_relative_to(environment)


def test_the_trees_are_asked_from_the_wheel(environment: Path) -> None:
    log = environment / "train.log"
    log.write_text("\n".join(f"epoch {n} loss {2 / n:.4f} val_loss {1 + n / 9:.4f}" for n in range(1, 30)))
    assert "decision trees give it" in run(environment, "diagnose", str(log), "--format", "json").stdout


def test_the_chat_of_the_wheel_finds_its_looks(environment: Path) -> None:
    code = (
        "import asyncio, pathlib\nfrom assistant.tui.app import Chat\n"
        "async def run():\n"
        "    app = Chat(folder=pathlib.Path('data'))\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.pause()\n"
        "        print(app.query_one('#entry').styles.height)\n"
        "asyncio.run(run())\n"
    )
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(environment / "bin" / "python"), "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=environment,
        env=clean,
    )
    assert done.stdout == "3\n"
