"""Secrets leave a text, and nothing else does. Each is put together here, so that no scanner finds one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.readers.secrets import REMOVED, redact

MIXED = "aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5d"
HEX = "0123456789abcdef" * 3
CAPITALS = "ABCDEFGH12345678"
KINDS = {
    "hugging face": "hf_" + MIXED[:34],
    "openai": "sk-" + MIXED,
    "openai project": "sk-proj-" + MIXED + "_" + MIXED,
    "anthropic": "sk-ant-api03-" + MIXED,
    "github": "ghp_" + MIXED[:36],
    "github fine-grained": "github_pat_" + MIXED + "_" + MIXED,
    "gitlab": "glpat-" + MIXED[:20],
    "aws id": "AKIA" + CAPITALS,
    "google": "AIza" + MIXED[:35],
    "slack": "xoxb-" + "123456789012-" + MIXED[:20],
    "npm": "npm_" + MIXED[:36],
    "json web token": "eyJ" + MIXED + "." + "eyJ" + MIXED + "." + MIXED,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_is_known_by_its_shape(kind: str) -> None:
    token = KINDS[kind]
    for text in (f"logged in with {token}", f'login("{token}")', token, f"A={token}, lr=0.1"):
        clean = redact(text)
        assert clean == text.replace(token, REMOVED), clean


NAMED = [
    ("export WANDB_API_KEY={}", HEX[:40]),
    ("wandb login {}", HEX[:40]),
    ("wandb.login(key='{}')", HEX[:40]),
    ("Paste an API key from your profile and hit enter: {}", HEX[:40]),
    ("aws_secret_access_key={}", MIXED + "/x+"),
    ("AWS_SECRET_ACCESS_KEY = '{}'", MIXED),
    ("password={}", "hunter2!"),
    ("password: '{}'", "correct-horse"),
    ('"db_password": "{}"', "S3cr"),
    ("--password {} --lr 0.1", "hunter2"),
    ("api_key: {}", MIXED[:20]),
    ("x-api-key: {}", MIXED[:20]),
    ("token={}&v=1", MIXED[:24]),
    ("http://localhost:8888/?token={}", HEX),
    ("--hub_token {} --epochs 3", MIXED[:24]),
    ("Namespace(hub_token='{}', lr=0.1)", MIXED[:24]),
    ("Authorization: Bearer {}", MIXED),
    ("Authorization: Basic {}", MIXED + "=="),
    ("git clone https://me:{}@github.com/me/repo", "hunter2"),
    ("https://oauth2:{}@gitlab.com/x.git", MIXED[:20]),
    ("AccountKey={};EndpointSuffix=core.windows.net", MIXED + MIXED),
    ("client_secret = {}", MIXED[:24]),
]


@pytest.mark.parametrize(("text", "secret"), NAMED, ids=range(len(NAMED)))
def test_a_secret_is_known_by_its_name_or_place(text: str, secret: str) -> None:
    assert redact(text.format(secret)) == text.format(REMOVED)


@pytest.mark.parametrize("newline", ["\n", "\\n"])
@pytest.mark.parametrize("ended", [True, False])
def test_a_private_key_goes_as_a_block(newline: str, ended: bool) -> None:
    dashes = "-" * 5
    lines = [f"{dashes}BEGIN RSA PRIVATE KEY{dashes}", MIXED, MIXED]
    end = [MIXED[:9] + "==", f"{dashes}END RSA PRIVATE KEY{dashes}"] if ended else []
    text = newline.join(["key:", *lines, *end, "epoch 1 loss 0.5"])
    assert redact(text) == newline.join(["key:", REMOVED, "epoch 1 loss 0.5"])


HARMLESS = [
    "token_acc=0.53 tokens: 1234 num_tokens=5678 max_tokens=512",
    "tokenizer=bert-base-uncased-2023-v1",
    "token: 0.53, secret: 0.1",
    "pad_token='[PAD]', eos_token: <|endoftext|>, unk_token=<unk>",
    "additional_special_token=extra_id_0_of_100_tokens",
    "image_token=image_placeholder_0001",
    "use_auth_token=True token=None hub_token=None api_key=null",
    "pwd=/home/me/train password=$DB_PASSWORD api_key=os.environ['API_KEY_2024']",
    "commit 0123456789abcdef0123456789abcdef01234567",
    "git hash: 0123456789abcdef0123456789abcdef01234567, wandb run abc123",
    "wandb: Syncing run fancy-tree-42 at https://wandb.ai/me/proj/runs/1a2b3c4d",
    "Epoch 1: loss 0.6931 - acc 0.5000 - tokens/s 12345",
    "key=loss value=0.3",
    "keyword: abcdefgh12345678",
    "sk-learn 1.4.2, sk-efficientnet-b0-pretrained-on-imagenet",
    "hf_trainer_state_json_of_the_second_run_with_a_long_name",
    "asia_pacific_dataset_2024, AKIAH is a word",
    "the password is wrong, so the token was not accepted",
    "a basic understanding of regularization2 and bearers of bad news",
    "Seen token 12345678901234567890",
    "https://example.org/a:b and git@github.com:me/repo.git",
    "http://10.0.0.1:8080/path user@host",
    "lr=0.1 secret_dim=16 n_heads_per_token=8",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=400))
def test_twice_is_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)


PIECES = st.sampled_from(
    [*KINDS.values(), *(text.format(secret) for text, secret in NAMED), *HARMLESS, "\n", " "]
)


@given(st.lists(PIECES, max_size=8))
def test_twice_is_once_among_secrets(pieces: list[str]) -> None:
    once = redact(" ".join(pieces))
    assert redact(once) == once
    assert not any(token in once for token in KINDS.values())


WORD = st.from_regex(r"[a-z]{1,10}(?:_[a-z]{1,8})?", fullmatch=True)
NUMBER = st.floats(-1e6, 1e6).map(lambda value: f"{value:.4g}")


@given(st.lists(st.tuples(WORD, st.sampled_from([" ", ": ", "=", " = "]), NUMBER), max_size=12))
def test_metrics_are_never_touched(pairs: list[tuple[str, str, str]]) -> None:
    kept = [(w, s, n) for w, s, n in pairs if not w.endswith(("password", "passwd", "pwd", "passphrase"))]
    text = ", ".join(word + sep + number for word, sep, number in kept)
    assert redact(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "token=",
        "a",
        "://",
        "-----BEGIN RSA PRIVATE KEY-----",
        "eyJ",
        "sk-",
        "wandb login ",
        "x_",
        "A" * 50 + " ",
        "pwd",
    ],
)
def test_no_text_is_slow(piece: str) -> None:
    text = piece * (400_000 // len(piece)) + " token"
    begun = time.process_time()
    redact(text)
    assert time.process_time() - begun < 2
