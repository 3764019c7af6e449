"""Warnings and failures in logs: which lines are notices, what they prove, and which prove nothing."""

# ruff: noqa: E501 (messages stand here as they are printed)
from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.observe.messages import MEANINGS, REMARKS
from assistant.observe.notices import observe_notices, remarks
from assistant.readers.notices import is_notice, notices
from assistant.readers.prefixes import message
from assistant.run import Words
from assistant.symptoms import check_answer


def read(text: str) -> tuple[Words, ...]:
    lines = [(number, line.rstrip()) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    return notices(lines, "log")


def answers(text: str) -> dict[str, str]:
    return {o.symptom: o.answer for o in observe_notices(read(text))}


SITE = "/usr/local/lib/python3.10/site-packages/"
SAID = [
    # shapes, last layer, loss
    (
        f"{SITE}torch/nn/modules/loss.py:535: UserWarning: Using a target size (torch.Size([64])) that is "
        "different to the input size (torch.Size([64, 1])). This will likely lead to incorrect results due to "
        "broadcasting. Please ensure they have the same size.\n"
        "  return F.mse_loss(input, target, reduction=self.reduction)",
        "shapes=different",
    ),
    (
        "Training:   0%|          | 0/100 [00:00<?, ?epoch/s]c:\\Users\\me\\env\\lib\\site-packages\\torch\\nn\\"
        "modules\\loss.py:535: UserWarning: Using a target size (torch.Size([112])) that is different to the "
        "input size (torch.Size([112, 1])).",
        "shapes=different",
    ),
    (
        "ValueError: Target size (torch.Size([64])) must be the same as input size (torch.Size([64, 1]))",
        "shapes=different",
    ),
    (
        "ValueError: Target size (torch.Size([64])) must be the same as input size (torch.Size([64, 2]))",
        "output_units=mismatch",
    ),
    (
        "ValueError: `logits` and `labels` must have the same shape, received ((None, 2) vs (None, 1)).",
        "output_units=mismatch",
    ),
    (
        "ValueError: Arguments `target` and `output` must have the same rank (ndim). Received: "
        "target.shape=(None,), output.shape=(None, 3)",
        "output_units=mismatch",
    ),
    ("ValueError: Shapes (None, 1) and (None, 10) are incompatible", "output_units=mismatch"),
    (
        f"{SITE}keras/src/ops/nn.py:908: UserWarning: You are using a softmax over axis -1 of a tensor of shape "
        "(None, 1). This axis has size 1. The softmax operation will always return the value 1, which is likely "
        "not what you intended. Did you mean to use a sigmoid instead?\n  warnings.warn(",
        "framework_warning=one-unit-softmax last_activation=softmax output_units=one",
    ),
    (
        "nn.py:545: UserWarning: You are using a softmax over axis -1 of a tensor of shape torch.Size([32, 1]). "
        "This axis has size 1.",
        "output_units=one",
    ),
    (
        f"{SITE}keras/src/losses/losses.py:27: SyntaxWarning: In loss categorical_crossentropy, expected "
        "y_pred.shape to be (batch_size, num_classes) with num_classes > 1. Received: y_pred.shape=(None, 1). "
        "Consider using 'binary_crossentropy' if you only have 2 classes.\n"
        "  return self.fn(y_true, y_pred, **self._fn_kwargs)",
        "output_units=one loss_kind=cross-entropy",
    ),
    (
        '/opt/keras/backend.py:5585: UserWarning: "`sparse_categorical_crossentropy` received `from_logits=True`, '
        "but the `output` argument was produced by a Softmax activation and thus does not represent logits. Was "
        "this intended?\n  output, from_logits = _get_logits(",
        "last_activation=softmax",
    ),
    (
        'dispatch.py:1082: UserWarning: "`sparse_categorical_crossentropy` received `from_logits=True`, but the '
        "`output` argument was produced by a sigmoid or softmax activation and thus does not represent logits. "
        "Was this intended?",
        "last_activation=softmax",
    ),
    (
        'backend.py:5703: UserWarning: "`binary_crossentropy` received `from_logits=True`, but the `output` '
        "argument was produced by a Sigmoid activation and thus does not represent logits.",
        "last_activation=sigmoid",
    ),
    (
        "RuntimeError: all elements of input should be between 0 and 1",
        "loss_expects=probabilities loss_kind=binary-cross-entropy last_activation=none",
    ),
    (
        "/pytorch/aten/src/ATen/native/cuda/Loss.cu:115: operator(): block: [0,0,0], thread: [1,0,0] "
        "Assertion `input_val >= zero && input_val <= one` failed.\n"
        "RuntimeError: CUDA error: device-side assert triggered",
        "loss_expects=probabilities",
    ),
    (
        "RuntimeError: Assertion `x >= 0. && x <= 1.' failed. input value should be between 0~1, but got "
        "1.870920 at /pytorch/aten/src/THNN/generic/BCECriterion.c:62",
        "last_activation=none",
    ),
    (
        "UserWarning: reduction: 'mean' divides the total loss by both the batch size and the support size."
        "'batchmean' divides only by the batch size, and aligns with the KL div math definition.",
        "loss_kind=kl",
    ),
    # labels
    ("IndexError: Target 10 is out of bounds.", "label_values=out-of-range"),
    ("IndexError: Target -1 is out of bounds.", "label_values=out-of-range"),
    ("IndexError: Target 1 is out of bounds.", "output_units=one"),
    (
        "../aten/src/ATen/native/cuda/Loss.cu:250: nll_loss_forward_reduce_cuda_kernel_2d: block: [0,0,0], "
        "thread: [3,0,0] Assertion `t >= 0 && t < n_classes` failed.",
        "label_values=out-of-range",
    ),
    (
        "/pytorch/aten/src/THCUNN/ClassNLLCriterion.cu:106: void cunn_ClassNLLCriterion_updateOutput_kernel(): "
        "block: [0,0,0], thread: [6,0,0] Assertion `t >= 0 && t < n_classes` failed.",
        "label_values=out-of-range",
    ),
    ("RuntimeError: CUDA error: device-side assert triggered", "label_values=out-of-range"),
    (
        "Node: 'sparse_categorical_crossentropy'\n"
        "Received a label value of 10 which is outside the valid range of [0, 10).  Label values: 3 10 2",
        "label_values=out-of-range",
    ),
    (
        "InvalidArgumentError: Received a label value of 1 which is outside the valid range of [0, 1).  Label "
        "values: 0 1 1",
        "output_units=one",
    ),
    (
        "Loss.cu:118: operator(): block: [0,0,0], thread: [0,0,0] Assertion `target_val >= zero && target_val <= one` "
        "failed.",
        "label_values=out-of-range",
    ),
    ("RuntimeError: all elements of target should be between 0 and 1", "label_values=out-of-range"),
    ("RuntimeError: Class values must be smaller than num_classes.", "label_values=out-of-range"),
    ("[LightGBM] [Fatal] Label must be in [0, 3), but found 3 in label", "label_values=out-of-range"),
    (
        "xgboost.core.XGBoostError: [21:30:45] src/objective/multiclass_obj.cu:120: SoftmaxMultiClassObj: label "
        "must be in [0, num_class).",
        "label_values=out-of-range",
    ),
    (
        "ValueError: Invalid classes inferred from unique values of `y`.  Expected: [0 1 2], got [1 2 3]",
        "label_values=out-of-range",
    ),
    # NaN
    ("FloatingPointError: Loss became infinite or NaN at iteration=2137!", "loss_trend=nan"),
    (
        "FloatingPointError: Loss became infinite or NaN at iteration=0!",
        "loss_trend=nan nan_onset=at-start",
    ),
    ("ERROR:tensorflow:Model diverged with loss = NaN.", "loss_trend=nan"),
    (
        "tensorflow.python.training.basic_session_run_hooks.NanLossDuringTrainingError: NaN loss during training.",
        "loss_trend=nan",
    ),
    (
        "tensorflow.python.framework.errors_impl.InvalidArgumentError: LossTensor is inf or nan. : Tensor had NaN "
        "values",
        "loss_trend=nan",
    ),
    ("Loss is nan, stopping training", "loss_trend=nan"),
    ("Loss is inf, stopping training", "loss_trend=nan"),
    ("2019-03-01 12:00:00 WARN DistriOptimizer: Loss is Infinity.", "loss_trend=nan"),
    ("WARNING: non-finite loss, ending training  tensor([nan, nan, nan, nan])", "loss_trend=nan"),
    ("Batch 12: Invalid loss, terminating training", "loss_trend=nan"),
    ("ValueError: nan loss encountered", "loss_trend=nan"),
    ("I0713 12:00:00.123456 1399 train.py:10] Loss is inf or nan", "loss_trend=nan"),
    (
        "2021-05-01 10:00:00 | WARNING | fairseq.nan_detector | NaN detected in output of encoder.layers.0.fc1, "
        "shape: torch.Size([7, 8, 512])",
        "loss_trend=nan",
    ),
    (
        "RuntimeError: Assertion `x >= 0. && x <= 1.' failed. input value should be between 0~1, but got -nan",
        "loss_trend=nan",
    ),
    ("ValueError: The loss returned in `training_step` is nan.", "loss_trend=nan"),
    (
        "ValueError: Detected nan and/or inf values in `conv1.weight`. Check your forward pass for numerically "
        "unstable operations.",
        "loss_trend=nan",
    ),
    (
        "AssertionError: Rank 0: found NaN in local forward loss calculation. Device: 0, node: n1",
        "loss_trend=nan",
    ),
    (
        "AssertionError: Rank 5: found NaN in local grad norm in backward pass before data-parallel "
        "communication collective. Device: 5",
        "gradient_norm=nan",
    ),
    (
        "Monitored metric val_loss = nan is not finite. Previous best value was 0.245. Signaling Trainer to stop.",
        "validation_trend=nan",
    ),
    (
        "Monitored metric train_loss = nan is not finite. Previous best value was inf. Signaling Trainer to stop.",
        "loss_trend=nan",
    ),
    (
        "ValueError: Solver produced non-finite parameter weights. The input data may contain large values and "
        "need to be preprocessed.",
        "loss_trend=nan input_scaling=raw",
    ),
    (
        "Traceback (most recent call last):\n"
        '  File "ppo.py", line 12, in <module>\n'
        "    dist = Categorical(logits=logits)\n"
        "ValueError: Expected parameter logits (Tensor of shape (64, 4)) of distribution Categorical(logits: "
        "torch.Size([64, 4])) to satisfy the constraint IndependentConstraint(Real(), 1), but found invalid "
        "values:\n"
        "tensor([[nan, nan, nan, nan],",
        "loss_trend=nan",
    ),
    (
        '!!! Detected Infinity or NaN in output 0 of eagerly-executing op "Log" (# of outputs: 1) !!!',
        "loss_trend=nan loss_math=own",
    ),
    (
        "RuntimeError: Function 'LogBackward0' returned nan values in its 0th output.",
        "gradient_norm=nan loss_math=own",
    ),
    (
        "RuntimeError: The total norm of order 2.0 for gradients from `parameters` is non-finite, so it cannot "
        "be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set "
        "`error_if_nonfinite=False`",
        "gradient_norm=nan",
    ),
    (
        "InvalidArgumentError (see above for traceback): Found Inf or NaN global norm. : Tensor had NaN values",
        "gradient_norm=nan",
    ),
    (
        "train.py:31: RuntimeWarning: divide by zero encountered in log\n  loss = -y * np.log(p)",
        "loss_math=own",
    ),
    ("<ipython-input-4-2f1>:3: RuntimeWarning: invalid value encountered in log", "loss_math=own"),
    (
        "nn.py:7: RuntimeWarning: overflow encountered in exp\n  return 1 / (1 + np.exp(-z))",
        "logit_size=huge",
    ),
    ("fit.py:9: RuntimeWarning: overflow encountered in square", "loss_trend=diverging"),
    ("fit.py:9: RuntimeWarning: overflow encountered in scalar multiply", "loss_trend=diverging"),
    # inputs
    ("ValueError: Input X contains NaN.", "inputs_checked=non-finite"),
    (
        "ValueError: Input contains NaN, infinity or a value too large for dtype('float32').",
        "inputs_checked=non-finite",
    ),
    ("ValueError: Label contains NaN, infinity or a value too large.", "inputs_checked=non-finite"),
    ("[LightGBM] [Fatal] NaN or Inf in label", "inputs_checked=non-finite"),
    # gradients and parameters
    (
        "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
        "loop=detached",
    ),
    ("ValueError: No gradients provided for any variable: ['dense/kernel:0'].", "loop=detached"),
    (
        "WARNING:tensorflow:Gradients do not exist for variables ['dense/kernel:0', 'dense/bias:0'] when "
        "minimizing the loss. If you're using `model.compile()`, did you forget to provide a `loss` argument?",
        "loop=detached",
    ),
    (
        "checkpoint.py:31: UserWarning: None of the inputs have requires_grad=True. Gradients will be None",
        "loop=detached",
    ),
    (
        "WARNING:tensorflow:The following Variables were used in a Lambda layer's call (lambda), but are not "
        "present in its tracked objects:   <tf.Variable 'Variable:0' shape=() dtype=float32>. This is a strong "
        "indication that the Lambda layer should be rewritten as a subclassed Layer.",
        "trained_parameters=not-in-optimizer",
    ),
    ("AssertionError: No inf checks were recorded for this optimizer.", "loop=detached"),
    ("ValueError: optimizer got an empty parameter list", "trained_parameters=not-in-optimizer"),
    (
        "trainer.py:79: UserWarning: The model does not have any trainable weights.",
        "trained_parameters=frozen",
    ),
    # precision
    (
        "Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 2.0\n"
        "Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 1.0\n"
        "Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 0.5",
        "precision=half gradient_norm=nan",
    ),
    (
        "[2023-04-18 03:36:00,988] [INFO] [loss_scaler.py:181:update_scale] [deepspeed] OVERFLOW! Rank 0 "
        "Skipping step. Attempted loss scale: 1, reducing to 1",
        "precision=half gradient_norm=nan",
    ),
    (
        "FloatingPointError: Minimum loss scale reached (0.0001). Your loss is probably exploding. Try lowering "
        "the learning rate, using gradient clipping or increasing the batch size.",
        "framework_warning=float16-overflow precision=half gradient_norm=nan",
    ),
    (
        "Exception: Current loss scale already at minimum - cannot decrease scale anymore. Exiting run.",
        "precision=half gradient_norm=nan",
    ),
    ("\n".join(f"Grad overflow on iteration {n}" for n in range(60)), "precision=half gradient_norm=nan"),
    ("ValueError: Attempting to unscale FP16 gradients.", "precision=half"),
    ("RuntimeError: value cannot be converted to type at::Half without overflow: -1e+09", "precision=half"),
    # classes, progress, setup
    (
        f"{SITE}sklearn/metrics/_classification.py:1565: UndefinedMetricWarning: Precision is ill-defined and "
        "being set to 0.0 due to no predicted samples. Use `zero_division` parameter to control this behavior.\n"
        "  _warn_prf(average, modifier, msg_start, len(result))",
        "one_class=always",
    ),
    (
        "ValueError: Only one class present in y_true. ROC AUC score is not defined in that case.",
        "class_balance=single",
    ),
    ("[LightGBM] [Warning] Contains only one class", "class_balance=single"),
    (
        f"{SITE}sklearn/neural_network/_multilayer_perceptron.py:692: ConvergenceWarning: Stochastic Optimizer: "
        "Maximum iterations (200) reached and the optimization hasn't converged yet.",
        "loss_end=still-falling",
    ),
    (
        "ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 512])",
        "normalization=batch batch_size=one",
    ),
    (
        "Some weights of BertForSequenceClassification were not initialized from the model checkpoint at "
        "bert-base-uncased and are newly initialized: ['classifier.weight', 'classifier.bias']\n"
        "You should probably TRAIN this model on a down-stream task to be able to use it for predictions and "
        "inference.",
        "pretrained=yes",
    ),
    (
        "Some weights of BertForSequenceClassification were not initialized from the model checkpoint at ./ckpt "
        "and are newly initialized: ['encoder.layer.0.attention.self.query.weight', 'classifier.bias']",
        "pretrained=no",
    ),
    (
        "InvalidArgumentError: Not enough time for target transition sequence (required: 28, available: 26)0You can "
        "turn this error into a warning by using the flag ignore_longer_outputs_than_inputs",
        "ctc_lengths=short loss_kind=ctc",
    ),
]
HARMLESS = [
    "Epoch 1: val_acc improved from -inf to 0.52239, saving model to best_model.keras",
    " iteration 15/ 6069 | lm loss: 1.05 | number of skipped iterations:   0 | number of nan iterations:   0 |",
    "Region 23 Avg IOU: -nan, Class: -nan, Obj: -nan, No Obj: 0.555418, .5R: -nan, .75R: -nan,  count: 0",
    "\n".join(
        f"Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to {scale}.0"
        for scale in (32768, 16384, 8192)
    ),
    "\n".join(
        "[2024-09-15 00:13:28,307] [INFO] [loss_scaler.py:183:update_scale] [deepspeed] OVERFLOW! Rank 0 Skipping "
        f"step. Attempted loss scale: {2**n}, reducing to {2 ** (n - 1)}"
        for n in range(32, 16, -1)
    ),
    "[2024-09-15 00:13:28,261] [INFO] [loss_scaler.py:190:update_scale] [deepspeed] OVERFLOW! Rank 0 Skipping "
    "step. Attempted loss scale: 65536, but hysteresis is 2. Reducing hysteresis to 1",
    "2020-07-17 07:11:02 | INFO | fairseq.trainer | NOTE: gradient overflow detected, ignoring gradient, setting "
    "loss scale to: 64.0",
    "train.py:3: FutureWarning: `torch.cuda.amp.autocast(args...)` is deprecated.\n  with autocast():",
    "WARNING:tensorflow:From train.py:12: The name tf.Session is deprecated. Please use tf.compat.v1.Session.",
    "NaN or Inf found in input tensor.",
    "WARNING:root:NaN or Inf found in input tensor.",
    f"{SITE}torch/nn/modules/loss.py:535: UserWarning: Using a target size (torch.Size([3, 32, 32])) that is "
    "different to the input size (torch.Size([1, 3, 32, 32])).",
    "loss.py:535: UserWarning: Using a target size (torch.Size([1])) that is different to the input size "
    "(torch.Size([1, 1])).",
    "nn.py:545: UserWarning: You are using a softmax over axis 3 of a tensor of shape torch.Size([1, 8, 1, 1]). "
    "This axis has size 1.",
    "WARNING:tensorflow:Gradients do not exist for variables ['tf_roberta_model/roberta/pooler/dense/kernel:0', "
    "'tf_roberta_model/roberta/pooler/dense/bias:0'] when minimizing the loss.",
    "The dataloader, train_dataloader, does not have many workers which may be a bottleneck.",
    "data_connector.py:441: The 'val_dataloader' does not have many workers which may be a bottleneck. Consider "
    "increasing the value of the `num_workers` argument`",
    "UserWarning: `evaluate()` received a value for `sample_weight`, but `weighted_metrics` were not provided.",
    "UserWarning: Method on_batch_end() is slow compared to the batch update (0.705150). Check your callbacks.",
    "[W reducer.cpp:1346] Warning: find_unused_parameters=True was specified in DDP constructor, but did not find "
    "any unused parameters in the forward pass.",
    "UserWarning: Was asked to gather along dimension 0, but all input tensors were scalars; will instead "
    "unsqueeze and return a vector.",
    "metrics/iou.py:33: RuntimeWarning: invalid value encountered in true_divide\n  iou = hit / union",
    f"{SITE}sklearn/metrics/_ranking.py:12: RuntimeWarning: divide by zero encountered in log",
    "RuntimeWarning: Mean of empty slice.",
    f"{SITE}sklearn/metrics/_classification.py:1565: UndefinedMetricWarning: Recall is ill-defined and being set "
    "to 0.0 due to no true samples.",
    f"{SITE}sklearn/metrics/_classification.py:1565: UndefinedMetricWarning: Precision and F-score are "
    "ill-defined and being set to 0.0 in labels with no predicted samples.",
    "[LightGBM] [Warning] No further splits with positive gain, best gain: -inf",
    "Training loss did not improve more than tol=0.000010 for 10 consecutive epochs. Stopping.",
    "Monitored metric val_loss did not improve in the last 5 records. Best score: 14.148. Signaling Trainer to stop.",
    "Epoch 7: early stopping",
    "IndexError: list index out of range",
    "IndexError: index 10 is out of bounds for axis 0 with size 10",
    "ValueError: operands could not be broadcast together with shapes (3,) (4,)",
    "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB",
    "lr_scheduler.py:134: UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`.",
    "2023-01-14 12:53:06.921552: W tensorflow/core/common_runtime/bfc_allocator.cc:290] Allocator ran out of memory",
    "W0422 07:10:04.984018 140486560917376 learning.py:507] Checkpoint is not complete.",
    "Setting `pad_token_id` to `eos_token_id`:50256 for open-end generation.",
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=range(len(SAID)))
def test_a_message_says(text: str, expected: str) -> None:
    found = answers(text)
    assert {pair.split("=")[0]: pair.split("=")[1] for pair in expected.split()}.items() <= found.items()


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_a_harmless_message_says_nothing(text: str) -> None:
    assert answers(text) == {}


def test_a_message_says_no_more_than_it_proves() -> None:
    one_unit = "InvalidArgumentError: Received a label value of 1 which is outside the valid range of [0, 1)."
    assert answers(one_unit) == {"framework_warning": "one-unit-softmax", "output_units": "one"}
    # Keras takes the scores from before the softmax: it is not applied twice
    logits = (
        '"`categorical_crossentropy` received `from_logits=True`, but the `output` argument was produced by a'
    )
    assert answers(f"x.py:5: UserWarning: {logits} Softmax activation") == {"last_activation": "softmax"}
    asserted = "Loss.cu:115: Assertion `input_val >= zero && input_val <= one` failed.\n"
    assert "label_values" not in answers(asserted + "RuntimeError: CUDA error: device-side assert triggered")
    got_nan = (
        "RuntimeError: Assertion `x >= 0. && x <= 1.' failed. input value should be between 0~1, but got nan"
    )
    assert answers(got_nan) == {"loss_trend": "nan"}


def test_every_row_is_declared_and_short() -> None:
    for meaning in MEANINGS:
        assert meaning.needle == meaning.needle.lower()
        re.compile(meaning.pattern)
        assert 20 < len(meaning.says) <= 90
        assert not meaning.says.endswith(".")
        for symptom, answer, sure in meaning.answers:
            check_answer(symptom, answer)
            assert 0.4 <= sure < 1
    assert all(needle == needle.lower() for needle, _ in REMARKS)


def test_every_row_has_an_example() -> None:
    read_all = [read(text) for text, _ in SAID]
    said = {o.says for found in read_all for o in observe_notices(found)}
    letters = "\n".join(notice.text.lower() for found in read_all for notice in found)
    assert [meaning.needle for meaning in MEANINGS if meaning.needle not in letters] == []
    assert len(said) >= len({meaning.says for meaning in MEANINGS})


def test_sentences_quote_numbers_and_stay_short() -> None:
    (found,) = observe_notices(read(SAID[0][0]))
    assert found.says == "PyTorch warns: targets of size (64) against outputs of size (64, 1)"
    for text, _ in SAID:
        assert all(len(o.says) <= 90 and "{" not in o.says for o in observe_notices(read(text)))


TRACEBACK = """
Epoch 3
Traceback (most recent call last):
  File "train.py", line 12, in <module>
    loss.backward()
  File "/usr/lib/python3.10/site-packages/torch/_tensor.py", line 487, in backward
    torch.autograd.backward(
    ^^^^^^^^^^^^^^^^^^^^^^^^
RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
done
"""
CHAINED = """
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    f()
KeyError: 'loss'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
    g()
ValueError: nan loss encountered
"""
NOTEBOOK = """
---------------------------------------------------------------------------
RuntimeError                              Traceback (most recent call last)
<ipython-input-5-aa> in <module>
      3 for epoch in range(3):
----> 4     train(epoch)

~/lib/python3.8/site-packages/torch/nn/functional.py in mse_loss(input, target)
RuntimeError: all elements of input should be between 0 and 1
"""
RANKED = """
[rank0]: Traceback (most recent call last):
[rank0]:   File "train.py", line 12, in <module>
[rank0]:     main()
[rank0]: torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
"""


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        (
            TRACEBACK,
            "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
            2,
            8,
        ),
        (CHAINED, "ValueError: nan loss encountered", 1, 11),
        (NOTEBOOK, "RuntimeError: all elements of input should be between 0 and 1", 2, 8),
        (RANKED, "OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB", 1, 4),
    ],
    ids=["plain", "chained", "notebook", "ranked"],
)
def test_a_traceback_counts_by_its_last_line(text: str, said: str, first: int, last: int) -> None:
    (found,) = read(text)
    assert (found.text, found.place.first, found.place.last) == (said, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Traceback (most recent call last):\n  File 'a.py', line 1\n    f()\nKeyboardInterrupt",
        "Epoch 3 finished",
        "my loss is nan, what is wrong?",
        "I get an error when I train",
        "Error: 0.31",
        "test error: 0.12",
        "no warning was shown",
        "Warning",
        "",
    ],
)
def test_no_notice(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Monitored metric val_loss = nan is not finite. Previous best value was 0.245. Signaling Trainer to stop.",
        "Batch 12: Invalid loss, terminating training",
        "NanLossDuringTrainingError: NaN loss during training.",
        "Grad overflow on iteration 2",
        "loss.py:535: UserWarning: Using a target size (torch.Size([64])) that is different",
        "IndexError: Target 10 is out of bounds.",
        "Traceback (most recent call last):",
    ],
)
def test_a_notice_is_told_from_metrics(line: str) -> None:
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        "WARNING:root:epoch 3 loss 0.5",
        "W0422 07:10:04.984018 140486560917376 learning.py:507] step 5: loss = 0.5",
        " iteration 15/ 6069 | lm loss: 1.05 | number of nan iterations:   0 |",
        "Epoch 1: val_acc improved from -inf to 0.52239, saving model",
        "Epoch 3 - loss: nan - acc: 0.1",
        "test error: 0.12",
        "Error: 0.31",
        "loss 0.5 error 0.3",
    ],
)
def test_a_line_that_may_hold_metrics_is_no_notice(line: str) -> None:
    assert not is_notice(line)


def test_the_source_line_below_a_warning_is_no_notice() -> None:
    text = 'x.py:3: UserWarning: first\n  warnings.warn("UserWarning: second")\nx.py:9: UserWarning: third'
    assert [notice.text for notice in read(text)] == ["x.py: UserWarning: first", "x.py: UserWarning: third"]


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("2018-11-26 14:47:26,759 - mmocr - WARNING - bad file", "WARNING", "bad file"),
        ("[2018-11-26 14:47:26,759 INFO] Step 5", "INFO", "Step 5"),
        ("INFO:root:started", "INFO", "started"),
        ("W0422 07:10:04.984018 140486560917376 learning.py:507] slow", "WARNING", "slow"),
        ("2023-01-14 12:53:06.921552: W tensorflow/core/x.cc:290] text", "WARNING", "text"),
        ("[INFO|trainer.py:1243] 2021-05-01 10:00:00,123 >>   Num Epochs = 3", "INFO", "Num Epochs = 3"),
        ("03/15/2021 10:11:12 - INFO - __main__ -   Num examples = 8", "INFO", "Num examples = 8"),
        ("[LightGBM] [Warning] Contains only one class", "WARNING", "Contains only one class"),
        ("lr - 0.1", "", "lr - 0.1"),
        ("INFO", "INFO", "INFO"),
        ("[train]", "", "[train]"),
    ],
)
def test_prefixes(line: str, level: str, text: str) -> None:
    found = message(line)
    assert found.text == text
    assert found.level == level or found.text == line


def test_remarks_say_what_answers_no_symptom() -> None:
    text = (
        "lr_scheduler.py:134: UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`.\n"
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB\n"
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 4.00 GiB"
    )
    found = list(remarks(read(text)))
    assert [piece.place.first for piece in found] == [1, 2]
    assert "memory ran out" in found[1].text
    stopped = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (64x512 and 256x10)"
    assert [piece.text for piece in remarks(read(stopped))] == [f"the run stopped: {stopped}"]
    assert list(remarks(read("ValueError: nan loss encountered"))) == []


@given(st.lists(st.text(max_size=80), max_size=30))
def test_any_lines_are_read(texts: list[str]) -> None:
    lines = [(number, text) for number, text in enumerate(texts, 1)]
    found = notices(lines, "log")
    assert list(observe_notices(found)) is not None
    assert all(1 <= notice.place.first <= notice.place.last <= len(lines) for notice in found)


@pytest.mark.parametrize(
    "line",
    [
        "Warning: " * 2000,
        "a.b" * 5000 + ": x",
        "[" * 20_000,
        "Traceback (most recent call last):",
        "AErrorA" * 2000,
    ],
    ids=["warnings", "names", "brackets", "tracebacks", "errors"],
)
def test_no_line_is_slow(line: str) -> None:
    begun = time.process_time()
    notices([(number, line) for number in range(1, 201)], "log")
    assert time.process_time() - begun < 1
