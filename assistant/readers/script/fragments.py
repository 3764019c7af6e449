"""Code of a post that begins in the middle: names without imports, a stack that is added to and never made.

What a person left out because everybody knows it is put in; a line that says it is never replaced.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.readers.script import keras, torch
from assistant.readers.script.names import (
    CLASSES,
    KERAS_LOSSES,
    OPTIMIZERS,
    TORCH_LOSSES,
    keras_layer,
    torch_layer,
)
from assistant.readers.script.nodes import all_of, nodes_of

_FIRST = frozenset(("input_shape", "input_dim", "batch_input_shape", "input_length", "batch_shape"))
"""Options that only the first layer of a stack has."""
_MODULES = {
    **{name: f"keras.{name}" for name in ("losses", "optimizers", "metrics", "activations", "callbacks")},
    **{name: f"keras.{name}" for name in ("regularizers", "initializers", "applications")},
    **{name: f"keras.datasets.{name}" for name in CLASSES},
    "K": "keras.backend",
    "slim": "tf_slim",
    "transforms": "torchvision.transforms",
}
"""What a module is usually called that a fragment does not import."""
_SHORT = {"Seq": "Sequential", "Lin": "Linear", "BN": "BatchNorm1d", "Act": "ReLU"}
"""Short names under which layers of torch.nn are commonly imported."""
_OF_TORCH = frozenset(("nn", "F", "torch", "optim", "torchvision", "DataLoader"))
_OF_KERAS = frozenset(("keras", "tf", "layers", "K", "losses"))
_METHODS_OF_KERAS = frozenset(("add", "compile", "fit", "fit_generator", "evaluate", "predict"))
_OUTPUTS = frozenset(
    (
        *(
            "output",
            "outputs",
            "out",
            "outs",
            "pred",
            "preds",
            "prediction",
            "predictions",
            "y_pred",
            "y_hat",
        ),
        *("yhat", "ypred", "logits", "logit", "scores", "y_out", "predicted", "pred_y", "y_preds"),
    )
)
"""Names that stand for what the network gives, where no line says what they are."""
_NETWORKS = frozenset(
    ("net", "model", "network", "classifier", "cnn", "mlp", "rnn", "lstm", "unet", "encoder")
)
"""Names that stand for the network."""


def begun(tree: ast.Module, whole: bool = False) -> ast.Module:
    """The tree with lines before it that bring in what it uses and never makes.

    Imports of names that everybody knows; the class around methods that stand alone; the stack of layers
    that is added to; the one network, where its class is never called, and what it gives, where the loss is
    taken of that. Where the first layer that is added says what it is fed, the stack is whole; else layers
    may be missing.

    whole: a file, in which nobody left out a class or the call of a loss for brevity.
    """
    if whole:
        return _stacked(_imported(tree))
    tree = _imported(_wrapped(_hoisted(tree)))
    tree = _connected(tree)
    return _stacked(tree)


def _bound(tree: ast.AST) -> set[str]:
    """The names that some line makes, takes in or defines."""
    found: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Name) and not _is_read(node):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
    return found


def _used(tree: ast.AST) -> set[str]:
    return {node.id for node in all_of(tree, ast.Name) if _is_read(node)}


def _placed(lines: str, at: ast.AST) -> list[ast.stmt]:
    """The statements of some lines, all of them standing where another statement does."""
    made = ast.parse(lines).body
    for statement in made:
        for node in ast.walk(statement):
            ast.copy_location(node, at)
    return made


def _imported(tree: ast.Module) -> ast.Module:
    """The tree with the imports that its free names ask for; which framework, its other names tell."""
    if not tree.body or any(
        isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names)
        for node in nodes_of(tree)
    ):
        return tree
    used = _used(tree)
    free = used - _bound(tree)
    modules = [f"import {path} as {name}" for name, path in _MODULES.items() if name in free]
    kept: list[str] = []
    of_torch = _leans(tree, used)
    for name in sorted(free):
        full = _SHORT.get(name, name)
        if of_torch and torch.knows(full) and full[:1].isupper():
            source = "torch.optim" if full in OPTIMIZERS else "torch.nn"
            kept.append(f"from {source} import {full} as {name}")
        elif of_torch is False and name.replace("_", "").lower() in KERAS_LOSSES and name[:1].isupper():
            kept.append(f"from keras.losses import {name}")
        elif of_torch is False and name in OPTIMIZERS and not name.endswith("Optimizer"):
            kept.append(f"from keras.optimizers import {name}")
        elif of_torch is False and name[:1].isupper() and keras_layer(name):
            kept.append(f"from keras.layers import {name}")
    if not modules and not kept:
        return tree
    return ast.Module([*_placed("\n".join((*modules, *kept)), tree.body[0]), *tree.body], tree.type_ignores)


def _leans(tree: ast.Module, used: set[str]) -> bool | None:
    """True: the code is of PyTorch; False: of Keras; None where nothing tells, or both."""
    full = {_SHORT.get(name, name) for name in used}
    torch_like = bool(used & _OF_TORCH) or any(
        name in TORCH_LOSSES or (torch_layer(name) and not keras_layer(name)) for name in full
    )
    keras_like = bool(used & _OF_KERAS) or any(keras_layer(name) and not torch_layer(name) for name in used)
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute):
            torch_like |= node.attr in ("backward", "zero_grad", "state_dict")
            keras_like |= node.attr in _METHODS_OF_KERAS
        elif isinstance(node, ast.Import | ast.ImportFrom):
            path = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
            torch_like |= path.startswith("torch")
            keras_like |= path.startswith(("keras", "tensorflow"))
    return torch_like if torch_like != keras_like else None


def _hoisted(tree: ast.Module) -> ast.Module:
    """What is used above the line that makes it stands before it: posts show the parts in any order."""
    moved = []
    seen: set[str] = set()
    for statement in tree.body:
        if (
            isinstance(statement, ast.Assign)
            and len(statement.targets) == 1
            and isinstance(statement.targets[0], ast.Name)
            and isinstance(statement.value, ast.Call)
            and _last(statement.value.func) in TORCH_LOSSES
            and statement.targets[0].id in seen
        ):
            moved.append(statement)
        seen |= _used(statement)
    if not moved:
        return tree
    return ast.Module([*moved, *(one for one in tree.body if one not in moved)], tree.type_ignores)


def _wrapped(tree: ast.Module) -> ast.Module:
    """The class around `def __init__(self)` and `def forward(self, x)` that stand alone."""
    methods = [
        one
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.args.args and one.args.args[0].arg == "self"
    ]
    if not any(one.name == "forward" for one in methods):
        return tree
    name = "Net_of_the_post"
    made = _placed(f"class {name}(nn.Module):\n    pass", methods[0])[0]
    assert isinstance(made, ast.ClassDef)
    made.body = list(methods)
    at = tree.body.index(methods[0])
    before = [one for one in tree.body[:at] if one not in methods]
    after = [one for one in tree.body[at:] if one not in methods]
    return ast.Module([*before, made, *after], tree.type_ignores)


def _connected(tree: ast.Module) -> ast.Module:
    """The one network and the one loss, brought together where no line does it."""
    bound = _bound(tree)
    networks = list(_networks(tree))
    if len(networks) != 1:
        return tree
    name, made = networks[0]
    added: list[ast.stmt] = list(made)
    calls = all_of(tree, ast.Call)
    criteria = [
        one.targets[0].id
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Call)
        and _last(one.value.func) in TORCH_LOSSES
        and _last(one.value.func)[:1].isupper()
    ]
    taken = [
        one
        for one in calls
        if isinstance(one.func, ast.Name | ast.Attribute)
        and (_last(one.func) in criteria or (_last(one.func) in TORCH_LOSSES and _last(one.func).islower()))
    ]
    used = {one.func.id for one in calls if isinstance(one.func, ast.Name)}
    given = {
        part.id
        for one in taken
        for argument in one.args[:1]
        for part in ast.walk(argument)
        if isinstance(part, ast.Name)
    }
    missing = sorted((given & _OUTPUTS) - bound)
    if name in used and not missing:
        return ast.Module(_after(tree, name, added, "pass"), tree.type_ignores) if added else tree
    if missing:
        lines = "\n".join(f"{one} = {name}(inputs_of_the_post)" for one in missing)
        return ast.Module(_after(tree, name, added, lines), tree.type_ignores)
    if not taken and len(criteria) == 1:
        last = tree.body[-1]
        both = f"loss_of_the_post = {criteria[0]}({name}(inputs_of_the_post), targets_of_the_post)"
        return ast.Module([*tree.body, *added, *_placed(both, last)], tree.type_ignores)
    return tree


def _after(tree: ast.Module, name: str, made: list[ast.stmt], lines: str) -> list[ast.stmt]:
    """The statements with some lines behind the one that makes the network, or defines its class."""
    at = max(
        (
            n
            for n, one in enumerate(tree.body)
            if (isinstance(one, ast.ClassDef) and made)
            or (isinstance(one, ast.Assign) and any(_names(target) == name for target in one.targets))
        ),
        default=0,
    )
    return [*tree.body[: at + 1], *made, *_placed(lines, tree.body[at]), *tree.body[at + 1 :]]


def _networks(tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The name of each network, and the statement that makes it where only its class stands there."""
    classes = {
        one.name: one
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        and any(_last(base) == "Module" for base in one.bases)
        and any(isinstance(part, ast.FunctionDef) and part.name == "forward" for part in one.body)
    }
    called = {node.func.id for node in all_of(tree, ast.Call) if isinstance(node.func, ast.Name)}
    bound = _bound(tree)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            kind = _last(statement.value.func)
            if (kind == "Sequential" or kind in classes) and isinstance(statement.targets[0], ast.Name):
                yield statement.targets[0].id, []
    for name, one in classes.items():
        if name not in called:
            first = next((part for part in one.body if isinstance(part, ast.FunctionDef)), None)
            start = next(
                (part for part in one.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"),
                first,
            )
            count = 0
            if start is not None and start.name == "__init__":
                count = len(start.args.args) - 1 - len(start.args.defaults)
            given = ", ".join(f"size_{n}_of_the_post" for n in range(max(count, 0)))
            told = sorted((called - bound) & {*_NETWORKS, name.lower()})
            network = told[0] if told else "net_of_the_post"
            yield network, _placed(f"{network} = {name}({given})", one)


def _names(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else ""


def _stacked(tree: ast.Module) -> ast.Module:
    """The tree with a line before it that makes the stack of layers which it adds to and never makes."""
    if not any(_added(statement) for statement in tree.body):
        return tree
    bound = _bound(tree)
    body: list[ast.stmt] = []
    for statement in tree.body:
        found = _added(statement)
        if found is not None and found[0] not in bound:
            name, layer = found
            bound.add(name)
            given = "" if _is_first(layer) else "layers_before"
            body += _placed(f"{name} = Sequential({given})", statement)
        body.append(statement)
    return ast.Module(body, tree.type_ignores)


def _added(statement: ast.stmt) -> tuple[str, ast.Call] | None:
    """The name and the layer of `name.add(Layer(…))`."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "add" or len(call.args) != 1:
        return None
    owner, layer = call.func.value, call.args[0]
    if not isinstance(owner, ast.Name) or not isinstance(layer, ast.Call):
        return None
    return (owner.id, layer) if keras.knows(_last(layer.func)) else None


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _is_first(layer: ast.Call) -> bool:
    named = any(option.arg in _FIRST for option in layer.keywords)
    wrapped = [one for one in layer.args if isinstance(one, ast.Call)]
    return named or _last(layer.func) in ("Input", "InputLayer", "Embedding") or any(map(_is_first, wrapped))


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
