"""Logs of frameworks that no fixture holds, written as the frameworks print them, each with its truth."""

# ruff: noqa: E501 - a line of a log stays in one piece
from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import pytest

from assistant.readers.text import read_text

NAN = math.nan


class Log:
    """A log while it is written: every value that is a point of a curve is noted as it is printed."""

    def __init__(self, seed: int) -> None:
        self.lines: list[str] = []
        self.truth: dict[str, list[float]] = {}
        self.random = Random(seed)
        self.unit = "step"
        self.steps: list[float] | None = None
        self.epochs: list[float] | None = None
        self.runs = 1

    def put(self, *lines: str) -> None:
        self.lines += lines

    def see(self, curve: str, shown: str, scale: float = 1.0) -> str:
        """Note a printed value, of which `scale` printed units make one."""
        value = float(shown.strip().replace(",", "."))
        self.truth.setdefault(curve, []).append(value / scale if scale != 1.0 else value)
        return shown

    def fall(self, begin: float, at: float, half: float = 8.0) -> float:
        """A loss that falls from `begin`, with some noise."""
        return begin * (0.2 + 0.8 * math.exp(-at / half)) * self.random.uniform(0.97, 1.03)

    def rise(self, at: float, half: float = 8.0) -> float:
        return (0.1 + 0.85 * (1 - math.exp(-at / half))) * self.random.uniform(0.98, 1.02)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


LOGS: dict[str, Callable[[Log], None]] = {}


def log(write: Callable[[Log], None]) -> Callable[[Log], None]:
    LOGS[write.__name__] = write
    return write


def written(name: str) -> Log:
    one = Log(seed=len(name))
    LOGS[name](one)
    return one


# -- GPT trainers -----------------------------------------------------------------------------


@log
def nanogpt(log: Log) -> None:
    log.put(
        "Overriding config with config/train_shakespeare_char.py:",
        "tokens per iteration will be: 16,384",
        "found vocab_size = 65 (inside data/shakespeare_char/meta.pkl)",
        "number of parameters: 10.65M",
        "num decayed parameter tensors: 26, with 10,740,096 parameters",
        "num non-decayed parameter tensors: 13, with 4,992 parameters",
        "using fused AdamW: True",
        "compiling the model... (takes a ~minute)",
    )
    log.steps = []
    for n in range(0, 60, 5):
        loss = NAN if n >= 40 else log.fall(4.2, n)
        if n % 20 == 0:
            log.put(
                f"step {n}: train loss {log.see('train train loss', f'{loss:.4f}')}, "
                f"val loss {log.see('validation loss', f'{loss + 0.01:.4f}')}"
            )
            if n:
                log.put("saving checkpoint to out-shakespeare-char")
        mfu = "-100.00" if n < 25 else "17.51"
        log.steps.append(n)
        log.put(f"iter {n}: loss {log.see('train loss', f'{loss:.4f}')}, time {33.1 + n:.2f}ms, mfu {mfu}%")


@log
def build_nanogpt(log: Log) -> None:
    log.put(
        "using device: cuda",
        "total desired batch size: 524288",
        "loaded 338025 tokens",
        "found 99 shards for split train",
    )
    for n in range(0, 30):
        loss = log.fall(10.9, n)
        if n % 10 == 0:
            log.put(f"validation loss: {log.see('validation loss', f'{loss:.4f}')}")
            log.truth.setdefault("train hella swag accuracy", []).append((2400 + n) / 10042)
            log.put(f"HellaSwag accuracy: 24{n:02d}/10042={(2400 + n) / 10042:.4f}")
        rate = f"{6e-4 * (n + 1) / 715:.4e}"
        log.put(
            f"step {n:5d} | loss: {log.see('train loss', f'{loss:.6f}')} | lr {log.see('train learning rate', rate)} | "
            f"norm: {log.see('train gradient norm', f'{5.3 - n / 10:.4f}')} | dt: 3045.11ms | tok/sec: 172177.49"
        )


@log
def modded_nanogpt(log: Log) -> None:
    log.put(
        "=" * 100,
        "Running Python 3.12.7",
        "Running PyTorch 2.6.0.dev20241203+cu124 compiled for CUDA 12.4",
        "=" * 100,
    )
    log.steps = []
    for n in range(0, 40):
        if n % 10 == 0:
            log.steps.append(n)
            log.put(
                f"step:{n}/1390 val_loss:{log.see('validation loss', f'{log.fall(10.8, n):.4f}')} train_time:{n * 95 + 7}ms step_avg:{95.3 + n / 100:.2f}ms"
            )
        log.put(f"step:{n + 1}/1390 train_time:{n * 95 + 102}ms step_avg:{95.1:.2f}ms")
    log.put("peak memory allocated: 33889 MiB reserved: 38012 MiB")


@log
def nanochat(log: Log) -> None:
    log.put("Number of parameters: 560,988,160", "Tokens / micro-batch / rank: 32 x 2048 = 65,536")
    for n in range(0, 24):
        if n % 8 == 0:
            log.put(f"Step {n:05d} | Validation bpb: {log.see('validation bpb', f'{log.fall(3.2, n):.4f}')}")
        log.put(
            f"step {n:05d}/21400 ({100 * n / 21400:.2f}%) | loss: {log.see('train loss', f'{log.fall(11.09, n):.6f}')} | "
            f"lrm: 1.00 | dt: 520.12ms | tok/sec: 1,008,315 | mfu: 47.53 | total time: {n * 0.01:.2f}m"
        )


@log
def llm_c(log: Log) -> None:
    rows = ("+-----------------------+----------------------------------------------------+",)
    log.put(*rows, "| Parameter             | Value                                              |", *rows)
    log.put(
        "| learning rate (LR)    | 6.000000e-04                                       |",
        "| max_sequence_length T | 1024    |",
        *rows,
    )
    log.put("num_parameters: 124475904 => bytes: 248951808", "allocated 237 MiB for model parameters")
    log.steps = list(range(1, 26))
    for n in range(1, 26):
        if n % 10 == 1:
            log.put(f"val loss {log.see('validation loss', f'{log.fall(11, n):f}')}")
        if n == 21:
            log.put(
                f"HellaSwag: 2520/10042 = {2520 / 10042:f}",
                "generating:",
                "---",
                "The 15 men of 3 towns ate.",
                "---",
            )
        loss, norm = ("nan", "nan") if n > 22 else (f"{log.fall(11, n):7.6f}", f"{12.5 / n:6.4f}")
        z = "+nanz" if n < 8 or n > 22 else "-0.57z"
        log.put(
            f"step {n:4d}/19560 | loss {log.see('train loss', loss)} ({z})| norm {log.see('train gradient norm', norm)} ({z})| "
            f"lr {log.see('train learning rate', f'{6e-4 * n / 700:.2e}')} | 2734.72 ms | -100.0% bf16 MFU | 191824 tok/s"
        )


@log
def llm_c_python(log: Log) -> None:
    log.put(
        "Running pytorch 2.3.0",
        "using device: cuda",
        "total desired batch size: 4096",
        "loading weights from pretrained gpt: gpt2",
    )
    for n in range(1, 21):
        loss = log.fall(5.3, n)
        if n in (1, 11, 20):
            log.put(f"val loss {log.see('validation loss', f'{loss:f}')}")
        log.put(
            f"step {n:4d}/20 | train loss {log.see('train loss', f'{loss:.6f}')} | "
            f"norm {log.see('train gradient norm', f'{30 / n:.4f}')} | lr {log.see('train learning rate', '1.00e-04')} | "
            f"({280.1:.2f} ms | {14600:.0f} tok/s)"
        )
    log.put("final 20 iters avg: 281.431ms", "peak memory consumption: 2312 MiB")


# -- fairseq ------------------------------------------------------------------------------------


@log
def fairseq_new(log: Log) -> None:
    stamp = "2021-06-01 10:00:00 | INFO |"
    log.put(
        f"{stamp} fairseq_cli.train | task: translation (TranslationTask)",
        f"{stamp} fairseq_cli.train | num. model params: 60526592 (num. trained: 60526592)",
        f"{stamp} fairseq.trainer | begin training epoch 1",
    )
    log.epochs = []
    for epoch in (1, 2, 3):
        for n in (100, 200, 300):
            at = (epoch - 1) * 4 + n // 100
            loss = log.fall(12, at)
            log.epochs.append(epoch)
            log.put(
                f"{stamp} train_inner | epoch {epoch:03d}:    {n} / 350 loss={log.see('train loss', f'{loss:.3f}')}, "
                f"nll_loss={log.see('train nll_loss', f'{loss - 0.3:.3f}')}, ppl={log.see('train ppl', f'{2**loss:.2f}')}, "
                f"wps=21013.5, ups=5.84, wpb=3598.3, bsz=144.6, num_updates={(epoch - 1) * 350 + n}, "
                f"lr={log.see('train learning rate', f'{at * 1.25e-05:.4e}')}, "
                f"gnorm={log.see('train gradient norm', f'{3 / at:.3f}')}, clip=0, loss_scale=8, train_wall=17, gb_free=8.9, wall=26"
            )
            if n == 200:
                log.put(
                    f"{stamp} fairseq.trainer | NOTE: gradient overflow detected, ignoring gradient, setting loss scale to: 4.0"
                )
        loss = log.fall(11, epoch * 4)
        log.put(f'{stamp} fairseq_cli.train | begin validation on "valid" subset')
        log.put(
            f"{stamp} valid | epoch {epoch:03d} | valid on 'valid' subset | loss {log.see('validation loss', f'{loss:.3f}')} | "
            f"nll_loss {log.see('validation nll_loss', f'{loss - 0.4:.3f}')} | ppl {log.see('validation ppl', f'{2**loss:.2f}')} | wps 50000 | wpb 2835.3 | "
            f"bsz 115.6 | num_updates {epoch * 350} | best_loss {loss:.3f}"
        )
        log.put(
            f"{stamp} fairseq.checkpoint_utils | saved checkpoint checkpoints/checkpoint_best.pt (epoch {epoch} @ {epoch * 350} updates, score {loss:.3f}) (writing took 3.2 seconds)"
        )
        log.put(f"{stamp} fairseq_cli.train | end of epoch {epoch} (average epoch stats below)")
    log.put(f"{stamp} fairseq_cli.train | done training in 131.4 seconds")


@log
def fairseq_json(log: Log) -> None:
    for n in range(1, 13):
        loss = log.fall(16, n)
        log.put(
            f'2021-03-08 12:{n:02d}:36 | INFO | train_inner | {{"epoch": {1 + n // 7}, "update": {n / 6:.3f}, '
            f'"loss": "{log.see("train loss", f"{loss:.3f}")}", "ppl": "{log.see("train ppl", f"{2**loss:.2f}")}", "wps": "288.7", "ups": "0.02", "wpb": "16384", '
            f'"bsz": "8", "num_updates": "{n}", "lr": "{log.see("train learning rate", f"{n * 2e-05:g}")}", '
            f'"gnorm": "{log.see("train gradient norm", f"{20 / n:.3f}")}", "loss_scale": "4", "clip": "100", "train_wall": "50", "wall": "60"}}'
        )
        if n in (6, 12):
            log.put(
                f'2021-03-08 12:{n:02d}:37 | INFO | valid | {{"epoch": {n // 6}, "valid_loss": "{log.see("validation loss", f"{loss + 0.1:.3f}")}", '
                f'"valid_ppl": "{log.see("validation ppl", f"{2**loss:.2f}")}", "valid_wps": "2000", "valid_num_updates": "{n}"}}'
            )


@log
def fairseq_escaped(log: Log) -> None:
    for n in range(1, 9):
        log.put(
            f"&quot;epoch&quot;: 1, &quot;update&quot;: {n / 10}, &quot;loss&quot;: &quot;{log.see('train loss', f'{log.fall(9, n):.3f}')}&quot;, "
            f"&quot;num_updates&quot;: &quot;{n}&quot;, &quot;gnorm&quot;: &quot;{log.see('train gradient norm', f'{2 / n:.3f}')}&quot;"
        )


# -- Megatron, DeepSpeed, NeMo ------------------------------------------------------------------


@log
def megatron_core(log: Log) -> None:
    log.put(
        "------------------------ arguments ------------------------",
        "  lr .............................................. 0.00015",
        "  clip_grad ....................................... 1.0",
        "-------------------- end of arguments ---------------------",
        "(min, max) time across ranks (ms):",
        "    model-and-optimizer-setup ......................: (201.15, 201.21)",
        "training ...",
    )
    log.steps = []
    for n in range(10, 160, 10):
        lost = n > 120
        log.steps.append(n)
        loss = f"{log.fall(10.7, n / 10):.6E}"
        if lost:
            loss = "nan"
        log.put(
            f" [2024-05-11 10:{n % 60:02d}:01] iteration {n:8d}/  500000 | consumed samples: {n * 16:12d} | elapsed time per iteration (ms): 412.3 | "
            f"throughput per GPU (TFLOP/s/GPU): 130.2 | learning rate: {log.see('train learning rate', f'{n * 1.5e-7:.6E}')} | global batch size:    16 | "
            f"lm loss: {log.see('train loss', loss)} | loss scale: 1.0 | grad norm: {log.see('train gradient norm', 'nan' if lost else f'{40 / n:.3f}')} | "
            f"num zeros: 0 | params norm: 238.112 | number of skipped iterations:   0 | number of nan iterations:   0 |"
        )
        log.put(
            "(min, max) time across ranks (ms):",
            "    forward-backward ...............................: (390.11, 391.02)",
        )
        if n % 50 == 0:
            loss = f"{log.fall(10.5, n / 10):.6E}"
            log.put(
                "-" * 110,
                f" validation loss at iteration {n} | lm loss value: {log.see('validation loss', loss)} | lm loss PPL: {log.see('validation ppl', '8.181144E+03')} | ",
                "-" * 110,
                f"  successfully saved checkpoint from iteration {n:7d} to checkpoints/gpt2",
            )


@log
def gpt_neox(log: Log) -> None:
    log.steps = []
    for n in range(10, 110, 10):
        log.steps.append(n)
        loss = log.fall(10.9, n / 10)
        log.put(
            f"[2023-02-01 10:00:{n % 60:02d},123] [INFO] [logging.py:60:log_dist] [Rank 0] step={n}, skipped={n // 20}, lr=[{n * 1e-7:.6g}, {n * 1e-7:.6g}], mom=[[0.9, 0.95], [0.9, 0.95]]",
            f"steps: {n} loss: {loss:.4f} iter time (s): 0.512 samples/sec: 62.480",
            f" samples/sec: 62.480 | iteration {n:8d}/  320000 | elapsed time per iteration (ms): 512.1 | learning rate: {log.see('train learning rate', f'{n * 1e-7:.3E}')} | "
            f"approx flops per GPU: 37.4TFLOPS | lm_loss: {log.see('train loss', f'{loss:.6E}')} | loss scale: 4096.0 | number of skipped iterations:   0 | number of nan iterations:   0 |",
            "time (ms) | forward: 153.70 | backward: 321.05 | optimizer: 33.50 | batch generator: 1.12",
        )


@log
def deepspeed_pipe(log: Log) -> None:
    log.steps = []
    for n in range(10, 210, 10):
        log.steps.append(n)
        log.put(
            f"[2023-04-18 03:10:{n % 60:02d},480] [INFO] [logging.py:77:log_dist] [Rank 0] step={n}, skipped=0, lr=[{log.see('train learning rate', '0.0006')}], mom=[[0.9, 0.999]]",
            f"steps: {n} loss: {log.see('train loss', f'{log.fall(2.3, n / 10):.4f}')} iter time (s): 0.036 samples/sec: 6994.811",
            f"[2023-04-18 03:10:{n % 60:02d},480] [INFO] [timer.py:199:stop] epoch=0/micro_step={n}/global_step={n}, RunningAvgSamplesPerSec=253.1, CurrSamplesPerSec=254.2, MemAllocated=2.5GB, MaxMemAllocated=9.4GB",
        )


@log
def deepspeed_chat_sft(log: Log) -> None:
    log.put("***** Running training *****", "***** Evaluating perplexity, Epoch 0/2 *****")
    log.put(f"ppl: {log.see('validation ppl', '4937.55')}, loss: {log.see('validation loss', '8.50463')}")
    log.put("Beginning of Epoch 1/2, Total Micro Batches 920")
    for n in range(8):
        log.put(
            f"Epoch: 0, Step: {n}, Rank: 0, loss = {log.see('train loss', f'{log.fall(2.6, n):.6f}')}",
            f"Epoch: 0, Step: {n}, Rank: 1, loss = {log.fall(2.6, n):.6f}",
            "Model Parameters: 1.300 B, Latency: 0.51s, TFLOPs: 31.02, Samples/sec: 62.99, Time/seq 0.02s, Batch Size: 32, Sequence Length: 512",
        )
    log.put(
        "***** Evaluating perplexity, Epoch 1/2 *****",
        f"ppl: {log.see('validation ppl', '6.80')}, loss: {log.see('validation loss', '1.91')}",
        "saving the final model ...",
    )


@log
def deepspeed_chat_reward(log: Log) -> None:
    log.put(
        "***** Evaluating reward, Epoch 0/1 *****",
        "chosen_last_scores (higher is better) : 2.3, rejected_last_scores (lower is better) : 2.2, acc (higher is better) : 0.51",
    )
    log.see("validation accuracy", "0.51")
    log.put("Beginning of Epoch 1/1, Total Micro Batches 2860")
    log.put(f"Epoch 1/1 with loss {log.see('train loss', '0.6220361')}")
    log.put(
        "***** Evaluating reward, Epoch 1/1 *****",
        "chosen_last_scores (higher is better) : 4.1, rejected_last_scores (lower is better) : 2.9, acc (higher is better) : 0.66",
    )
    log.see("validation accuracy", "0.66")


@log
def nemo_tqdm(log: Log) -> None:
    log.put(
        "[NeMo I 2024-02-11 10:00:00 exp_manager:394] Experiments will be logged at /results/x",
        "      | Name  | Type     | Params",
        "------------------------------",
        "    0 | model | GPTModel | 354 M",
    )
    for n in range(20):
        log.put(
            f"Epoch 0: :   {n // 10}%|          | {n + 1}/300 [00:{n:02d}<04:58,  1.01it/s, v_num=, reduced_train_loss={log.see('train loss', f'{log.fall(11, n):.3f}')}, "
            f"global_step={n}.0, consumed_samples={n * 8}.0, train_step_timing in s=0.981, val_loss=10.50]"
        )
    log.see("validation loss", "10.50")  # what stands behind every bar is told once


@log
def nemo2(log: Log) -> None:
    log.steps = list(range(15))
    for n in range(15):
        log.put(
            f"[default0]:Training epoch 0, iteration {n}/999 | lr: {log.see('train learning rate', f'{n * 1.499e-07:.4g}')} | global_batch_size: 512 | global_step: {n} | "
            f"reduced_train_loss: {log.see('train loss', f'{log.fall(11.03, n):.4g}')} | train_step_timing in s: 12.43 | consumed_samples: {512 * (n + 1)}"
        )
        if n == 10:
            log.put("[default0]:Validation: iteration 1/8", "[default0]:Validation: iteration 8/8")
    log.put("`Trainer.fit` stopped: `max_steps=1000` reached.")


# -- text and speech ----------------------------------------------------------------------------


@log
def allennlp_tqdm(log: Log) -> None:
    log.unit = "epoch"
    for epoch in range(3):
        begun = f"2020-07-24 15:2{epoch}:56,426 - INFO - allennlp.training.trainer -"
        log.put(
            f"{begun} Epoch {epoch}/2",
            f"{begun} Worker 0 memory usage MB: 2316.8",
            f"{begun} GPU 0 memory usage MB: 11890",
            f"{begun} Training",
        )
        accuracy, loss = f"{log.rise(epoch, 2):.4f}", f"{log.fall(1.1, epoch, 2):.4f}"
        for done in (0, 40, 80, 100):
            log.put(
                f"accuracy: {accuracy}, batch_loss: 0.4{done:03d}, loss: {loss} ||: {done:3d}%|{'#' * (done // 10):10}| {done}/100 [00:0{done // 20}<00:10, 12.31it/s]"
            )
        log.see("train accuracy", accuracy)
        log.see("train batch_loss", "0.4100")
        log.see("train loss", loss)
        log.put(f"{begun} Validating")
        accuracy, loss = f"{log.rise(epoch, 3):.4f}", f"{log.fall(1.2, epoch, 3):.4f}"
        for done in (0, 10, 20):
            log.put(
                f"accuracy: {accuracy}, batch_loss: 0.5{done:03d}, loss: {loss} ||: {done * 5:3d}%|{'#' * (done // 2):10}| {done}/20 [00:00<00:01, 31.20it/s]"
            )
        log.see("validation accuracy", accuracy)
        log.see("validation batch_loss", "0.5020")
        log.see("validation loss", loss)


@log
def allennlp_table(log: Log) -> None:
    log.unit = "epoch"
    logger = "2020-07-24 15:20:56,428 - INFO - allennlp.training.callbacks.console_logger -"
    for epoch in range(4):
        log.put(f"{logger.replace('callbacks.console_logger', 'gradient_descent_trainer')} Epoch {epoch}/3")
        log.put(f"{logger}                        Training |  Validation")
        log.put(
            f"{logger} accuracy           | {log.see('train accuracy', f'{log.rise(epoch, 2):9.3f}')}  | {log.see('validation accuracy', f'{log.rise(epoch, 3):9.3f}')}"
        )
        log.put(f"{logger} gpu_0_memory_MB    |  11890.000  |       N/A")
        loss = "nan" if epoch == 3 else f"{log.fall(1.1, epoch, 3):9.3f}"
        log.put(
            f"{logger} loss               | {log.see('train loss', loss)}  | {log.see('validation loss', f'{log.fall(1.2, epoch, 3):9.3f}')}"
        )
        log.put(
            f"{logger} worker_0_memory_MB |   2316.844  |       N/A", f"{logger} Epoch duration: 0:01:23.513"
        )


@log
def opennmt_new(log: Log) -> None:
    log.steps = list(range(50, 800, 50))
    log.put(
        "[2023-02-01 10:00:00,123 INFO] encoder: 44317184",
        "[2023-02-01 10:00:00,123 INFO] * number of parameters: 93326081",
        "[2023-02-01 10:00:01,123 INFO] Starting training on GPU: [0]",
        "[2023-02-01 10:00:01,123 INFO] Start training loop and validate every 250 steps...",
    )
    for n in range(50, 800, 50):
        xent = log.fall(9.2, n // 50)
        log.put(
            f"[2023-02-01 10:{n % 60:02d}:10,452 INFO] Step {n}/100000; acc: {log.see('train accuracy', f'{50 * log.rise(n // 50):4.1f}', 100)}; ppl: {log.see('train ppl', f'{math.exp(xent):7.1f}')}; "
            f"xent: {log.see('train loss', f'{xent:4.1f}')}; lr: {log.see('train learning rate', f'{n * 1.2e-7:.5f}')}; sents:   12311; bsz: 6020/5011/308; 15502/12903 tok/s;     {n} sec;"
        )
        if n % 250 == 0:
            log.put(
                f"[2023-02-01 10:{n % 60:02d}:11,452 INFO] valid stats calculation",
                "                           took: 3.21 s.",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Train perplexity: {log.see('train perplexity', f'{math.exp(xent) + 3:.4f}')}",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Train accuracy: {log.see('train accuracy', f'{40 * log.rise(n // 50):.4f}', 100)}",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Sentences processed: 61555",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Average bsz: 6020/5011/308",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Validation perplexity: {log.see('validation perplexity', f'{math.exp(xent) + 9:.4f}')}",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Validation accuracy: {log.see('validation accuracy', f'{39 * log.rise(n // 50):.4f}', 100)}",
                f"[2023-02-01 10:{n % 60:02d}:12,452 INFO] Model is improving ppl: inf --> {math.exp(xent):.4f}.",
                f"[2023-02-01 10:{n % 60:02d}:13,452 INFO] Saving checkpoint run/model_step_{n}.pt",
            )


@log
def opennmt_old(log: Log) -> None:
    log.epochs = [1, 1, 1, 2, 2, 2]
    for epoch in (1, 2):
        for n in (50, 100, 150):
            at = (epoch - 1) * 3 + n // 50
            xent = log.fall(8, at)
            log.put(
                f"Epoch {epoch:2d}, {n:5d}/  157; acc: {log.see('train accuracy', f'{50 * log.rise(at):6.2f}', 100)}; ppl: {log.see('train ppl', f'{math.exp(xent):6.2f}')}; xent: {log.see('train loss', f'{xent:4.2f}')}; 4125 src tok/s; 4513 tgt tok/s;   {at * 20} s elapsed"
            )
        log.put(
            f"Train perplexity: {log.see('train perplexity', f'{math.exp(xent):.4g}')}",
            f"Train accuracy: {log.see('train accuracy', f'{50 * log.rise(at):g}', 100)}",
            f"Validation perplexity: {log.see('validation perplexity', f'{math.exp(xent) + 3:g}')}",
            f"Validation accuracy: {log.see('validation accuracy', f'{49 * log.rise(at):g}', 100)}",
            "Decaying learning rate to 0.5" if epoch == 2 else "",
        )


@log
def espnet2_epochs(log: Log) -> None:
    host = "[gpu01] 2021-07-06 14:20:17,332"
    log.epochs = [1, 1, 1, 2, 2, 2, 3, 3, 3]
    for epoch in (1, 2, 3):
        log.put(
            f"{host} (trainer:283) INFO: {epoch}/50epoch started"
            + (". Estimated time to finish: 13 hours, 3 minutes and 1.2 seconds" if epoch > 1 else "")
        )
        for n in (0, 1):
            loss = log.fall(120, epoch * 3 + n)
            log.put(
                f"{host} (trainer:678) INFO: {epoch}epoch:train:{n * 500 + 1}-{n * 500 + 500}batch: iter_time=1.5e-04, forward_time=0.134, loss={log.see('train loss', f'{loss:.3f}')}, loss_att={log.see('train att loss', f'{loss * 0.7:.3f}')}, "
                f"acc={log.see('train accuracy', f'{log.rise(epoch * 3 + n):.3f}')}, backward_time=0.111, grad_norm={log.see('train gradient norm', f'{40 / epoch:.3f}')}, clip=100.000, loss_scale=65536.000, optim_step_time=0.030, optim0_lr0={log.see('train learning rate', f'{epoch * 1.5e-5:.3e}')}, train_time=1.816"
            )
        log.put(
            f"{host} (trainer:338) INFO: {epoch}epoch results: [train] iter_time=1.5e-04, forward_time=0.134, loss={log.see('train loss', f'{loss + 2:.3f}')}, loss_att={log.see('train att loss', f'{loss * 0.7:.3f}')}, acc={log.see('train accuracy', '0.5' + str(epoch))}, "
            f"optim0_lr0={log.see('train learning rate', f'{epoch * 1.6e-5:.3e}')}, train_time=1.8, time=6 hours, 22 minutes and 55.09 seconds, total_count=1000, gpu_max_cached_mem_GB=33.186, "
            f"[valid] loss={log.see('validation loss', f'{loss + 5:.3f}')}, loss_att={log.see('validation att loss', f'{loss:.3f}')}, acc={log.see('validation accuracy', '0.4' + str(epoch))}, cer={log.see('validation cer', f'0.{140 - epoch}')}, wer={log.see('validation wer', f'0.{870 - epoch}')}, time=34.18 seconds, total_count=40, gpu_max_cached_mem_GB=33.186, [att_plot] time=3.2 seconds, total_count=0, gpu_max_cached_mem_GB=33.186"
        )
        log.put(f"{host} (trainer:386) INFO: The best model has been updated: valid.acc")


@log
def espnet1_report(log: Log) -> None:
    names = ["epoch", "iteration", "main/loss", "main/loss_ctc", "main/loss_att", "validation/main/loss"]
    names += ["main/acc", "validation/main/acc", "elapsed_time", "eps"]
    log.put("".join(f"{name:{max(10, len(name))}}  " for name in names))
    log.epochs = [1, 1, 2, 2]
    log.steps = [100, 200, 300, 400]
    for n in (1, 2, 3, 4):
        loss = log.fall(300, n)
        cells = [
            str((n + 1) // 2),
            str(n * 100),
            log.see("train loss", f"{loss:g}"),
            log.see("train ctc loss", f"{loss * 1.2:g}"),
            log.see("train att loss", f"{loss * 0.8:g}"),
        ]
        if n % 2 == 0:
            cells += [
                log.see("validation loss", f"{loss + 9:g}"),
                log.see("train accuracy", f"{log.rise(n):g}"),
                log.see("validation accuracy", f"{log.rise(n) - 0.1:g}"),
            ]
        else:
            cells += ["", log.see("train accuracy", f"{log.rise(n):g}"), ""]
        cells += [f"{n * 77.1:g}", "1e-08"]
        log.put("".join(f"{cell:{max(10, len(name))}}  " for cell, name in zip(cells, names, strict=True)))


@log
def kaldi_nnet1(log: Log) -> None:
    log.put(
        "# INFO", "steps/nnet/train.sh : Training Neural Network", "CROSSVAL PRERUN AVG.LOSS 8.4100 (Xent),"
    )
    log.see("validation crossval prerun avg.loss", "8.4100")
    log.steps = list(range(1, 13))
    for n in range(1, 13):
        train, valid = f"{log.fall(3, n):.4f}", f"{log.fall(3.2, n):.4f}"
        log.put(
            f"ITERATION {n:02d}: TRAIN AVG.LOSS {log.see('train loss', train)}, (lrate0.008), CROSSVAL AVG.LOSS {log.see('validation loss', valid)}, nnet accepted (nnet_iter{n:02d}_learnrate0.008_tr{train}_cv{valid})"
        )
    log.put("steps/nnet/train.sh: Succeeded training the Neural Network in exp/dnn4 : exp/dnn4/final.nnet")


@log
def kaldi_chain(log: Log) -> None:
    log.steps = list(range(0, 100, 10))
    for n in range(0, 100, 10):
        log.put(
            f"LOG (nnet3-chain-train[5.5]:PrintStatsForThisPhase():nnet-training.cc:311) Average objective function for 'output' for minibatches {n}-{n + 9} is {log.see('train objective', f'{-0.3 + n / 1000:.6g}')} over 128000 frames."
        )
        log.put(
            f"LOG (nnet3-chain-train[5.5]:PrintStatsForThisPhase():nnet-training.cc:311) Average objective function for 'output-xent' for minibatches {n}-{n + 9} is {log.see('train output-xent objective', f'{-3.1 + n / 100:.6g}')} over 128000 frames."
        )
    log.put(
        "LOG (nnet3-chain-train[5.5]:PrintTotalStats():nnet-training.cc:348) Overall average objective function for 'output' is -0.24 over 1280000 frames."
    )


@log
def spacy_ner(log: Log) -> None:
    log.put(
        "=========================== Initializing pipeline ===========================",
        "✔ Initialized pipeline",
        "============================= Training pipeline =============================",
        "ℹ Pipeline: ['tok2vec', 'ner']",
        "ℹ Initial learn rate: 0.001",
    )
    log.put(
        "E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  ENTS_P  ENTS_R  SCORE ",
        "---  ------  ------------  --------  ------  ------  ------  ------",
    )
    log.steps = [n * 200 for n in range(10)]
    for n in range(10):
        log.put(
            f"{n // 3:3d}  {n * 200:6d}  {log.see('train tok2 vec loss', f'{n * 3.1:12.2f}')}  {log.see('train ner loss', f'{log.fall(900, n):8.2f}')}  "
            f"{90 * log.rise(n):6.2f}  {n * 8:6.2f}  {n * 8.5:6.2f}  {log.see('train score', f'{log.rise(n):6.2f}')}"
        )
    log.put("✔ Saved pipeline to output directory", "output/model-last")


@log
def flair(log: Log) -> None:
    log.put(
        "2022-06-07 19:15:48,118 Reading data from data",
        '2022-06-07 19:15:48,118  - learning_rate: "0.020000"',
        '2022-06-07 19:15:48,118  - mini_batch_size: "32"',
    )
    log.epochs = [1, 1, 1, 2, 2, 2]
    for epoch in (1, 2):
        for n in (1, 2, 3):
            log.put(
                f"2022-06-07 19:15:5{n},566 epoch {epoch} - iter {n * 10}/30 - loss {log.see('train loss', f'{log.fall(2, epoch * 3 + n):.8f}')} - time (sec): {n}.10 - samples/sec: 31.28 - lr: {log.see('train learning rate', '0.020000')}"
            )
        log.put("2022-06-07 19:15:54,118 " + "-" * 100)
        log.put(
            f"2022-06-07 19:15:54,120 EPOCH {epoch} done: loss {log.see('train done: loss', f'{log.fall(2, epoch * 3):.4f}')} - lr 0.020000"
        )
        log.put(
            f"2022-06-07 19:15:54,183 DEV : loss {log.see('validation loss', f'{log.fall(1.1, epoch)}')} - f1-score (micro avg)  {log.see('validation f1', f'{log.rise(epoch):.4f}')}"
        )
        log.put(
            "2022-06-07 19:15:54,185 BAD EPOCHS (no improvement): 0",
            "2022-06-07 19:15:54,185 saving best model",
            "2022-06-07 19:15:54,118 " + "-" * 100,
        )


@log
def gensim(log: Log) -> None:
    log.unit = "epoch"
    for epoch in range(6):
        log.put(
            f"2021-01-01 10:00:0{epoch},000 : INFO : EPOCH - {epoch + 1} : training on 1000 raw words (800 effective words) took 0.1s, 8000 effective words/s",
            f"Loss after epoch {epoch}: {log.see('train loss', f'{log.fall(90000, epoch):.4f}')}",
        )


# -- boosting and scikit-learn ------------------------------------------------------------------


@log
def xgboost_native(log: Log) -> None:
    log.put("Multiple eval metrics have been passed: 'validation_1-logloss' will be used for early stopping.")
    log.put("Will train until validation_1-logloss hasn't improved in 3 rounds.")
    for n in range(12):
        loss = log.see("validation loss", f"{log.fall(0.6, n):.5f}")
        other = log.see("validation validation_1-logloss", f"{log.fall(0.65, n):.5f}")
        log.put(f"[{n}]\tvalidation_0-logloss:{loss}\tvalidation_1-logloss:{other}")
    log.steps = list(range(12))
    log.put("Stopping. Best iteration:", log.lines[-4])


@log
def xgboost_train_eval(log: Log) -> None:
    log.steps = list(range(0, 500, 50))
    for n in range(0, 500, 50):
        log.put(
            f"[10:20:{n // 10:02d}] [{n}]\ttrain-rmse:{log.see('train rmse', f'{log.fall(5, n / 50):.5f}')}\teval-rmse:{log.see('validation rmse', f'{log.fall(6, n / 50):.5f}')}"
        )


@log
def lightgbm_python(log: Log) -> None:
    log.put(
        "[LightGBM] [Info] Number of positive: 212, number of negative: 357",
        "[LightGBM] [Info] [binary:BoostFromScore]: pavg=0.530857 -> initscore=0.123586",
        "[LightGBM] [Info] Start training from score 0.123586",
        "Training until validation scores don't improve for 50 rounds",
    )
    log.steps = list(range(100, 1100, 100))
    for n in range(100, 1100, 100):
        log.put(
            f"[{n}]\ttraining's auc: {log.see('train auc', f'{log.rise(n / 100):.6f}')}\ttraining's binary_logloss: {log.see('train loss', f'{log.fall(0.7, n / 100):.6f}')}\tvalid_1's auc: {log.see('validation auc', f'{log.rise(n / 120):.6f}')}\tvalid_1's binary_logloss: {log.see('validation loss', f'{log.fall(0.72, n / 100):.6f}')}"
        )
        log.put("[LightGBM] [Warning] No further splits with positive gain, best gain: -inf")
    log.put("Early stopping, best iteration is:", log.lines[-6])


@log
def lightgbm_cli(log: Log) -> None:
    log.steps = list(range(1, 9))
    for n in range(1, 9):
        for split, told in (("training", "train"), ("valid_1", "validation")):
            log.put(
                f"[LightGBM] [Info] Iteration:{n}, {split} auc : {log.see(told + ' auc', f'{log.rise(n):g}')}",
                f"[LightGBM] [Info] Iteration:{n}, {split} binary_logloss : {log.see(told + ' loss', f'{log.fall(0.7, n):g}')}",
            )
        log.put(f"[LightGBM] [Info] 0.{n:06d} seconds elapsed, finished iteration {n}")


@log
def catboost(log: Log) -> None:
    log.put("Learning rate set to 0.013941")
    log.steps = list(range(0, 1000, 100))
    for n in range(0, 1000, 100):
        test = log.see("validation loss", f"{log.fall(0.7, n / 100):.7f}")
        log.put(
            f"{n}:\tlearn: {log.see('train loss', f'{log.fall(0.69, n / 100):.7f}')}\ttest: {test}\tbest: {test} ({n})\ttotal: 1m {n % 60}s\tremaining: 25m 49s"
        )
    log.put(
        "Stopped by overfitting detector  (100 iterations wait)",
        "",
        "bestTest = 0.1",
        "bestIteration = 900",
        "",
        "Shrink model to first 901 iterations.",
    )


@log
def sklearn_sgd(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 15):
        log.put(
            f"-- Epoch {n}",
            f"Norm: {n * 0.31:.2f}, NNZs: 13, Bias: {n / 100:.6f}, T: {n * 404}, Avg. loss: {log.see('train loss', f'{log.fall(2.27, n):.6f}')}",
            "Total training time: 0.00 seconds.",
        )
    log.put("Convergence after 14 epochs took 0.00 seconds")


@log
def sklearn_mlp(log: Log) -> None:
    log.steps = list(range(1, 13))
    for n in range(1, 13):
        log.put(
            f"Iteration {n}, loss = {log.see('train loss', f'{log.fall(0.7, n):.8f}')}",
            f"Validation score: {log.see('validation score', f'{log.rise(n):.6f}')}",
        )
    log.put("Validation score did not improve more than tol=0.000100 for 10 consecutive epochs. Stopping.")


@log
def sklearn_hist(log: Log) -> None:
    log.unit = "epoch"
    log.put(
        "Binning 0.038 GB of training data: 0.512 s",
        "Binning 0.004 GB of validation data: 0.021 s",
        "Fitting gradient boosted rounds:",
    )
    log.steps = list(range(1, 11))
    for n in range(1, 11):
        log.put(
            f"[{n}/100] 1 tree, 31 leaves, max depth = 11, train loss: {log.see('train loss', f'{log.fall(0.69, n):.5f}')}, val loss: {log.see('validation loss', f'{log.fall(0.7, n):.5f}')}, in 0.012s"
        )
    log.put("Fit 10 trees in 0.912 s, (310 total leaves)", "Time spent computing histograms: 0.201s")


@log
def sklearn_gradient_boosting(log: Log) -> None:
    log.put("      Iter       Train Loss      OOB Improve   Remaining Time ")
    for n in range(1, 11):
        log.put(
            f"{n:10d} {log.see('train loss', f'{log.fall(1.3, n):16.4f}')} {0.1 / n:16.4f} {10 / n:15.2f}s"
        )
    log.steps = list(range(1, 11))


# -- older frameworks ---------------------------------------------------------------------------


@log
def mxnet_fit(log: Log) -> None:
    for epoch in range(3):
        for n in (100, 200, 300):
            at = epoch * 3 + n // 100
            log.put(
                f"INFO:root:Epoch[{epoch}] Batch [{n}]\tSpeed: 6075.72 samples/sec\taccuracy={log.see('train accuracy', f'{log.rise(at):.6f}')}\tcross-entropy={log.see('train loss', f'{log.fall(2.3, at):.6f}')}"
            )
        log.put(
            f"INFO:root:Epoch[{epoch}] Train-accuracy={log.see('train accuracy', f'{log.rise(at):.6f}')}",
            f"INFO:root:Epoch[{epoch}] Train-cross-entropy={log.see('train train-cross-entropy', f'{log.fall(2.3, at):.6f}')}",
        )
        log.put(
            f"INFO:root:Epoch[{epoch}] Time cost=9.731",
            f'INFO:root:Saved checkpoint to "model-{epoch:04d}.params"',
        )
        log.put(
            f"INFO:root:Epoch[{epoch}] Validation-accuracy={log.see('validation accuracy', f'{log.rise(at):.6f}')}",
            f"INFO:root:Epoch[{epoch}] Validation-cross-entropy={log.see('validation loss', f'{log.fall(2.4, at):.6f}')}",
        )


@log
def gluon_cifar(log: Log) -> None:
    log.unit = "epoch"
    for epoch in range(8):
        log.put(
            f"[Epoch {epoch}] train={log.rise(epoch):.6f} val={log.rise(epoch):.6f} loss={log.see('train loss', f'{log.fall(2.3, epoch):.6f}')} time: {12.5:.6f}"
        )


@log
def gluon_estimator(log: Log) -> None:
    log.unit = "epoch"
    for epoch in range(4):
        log.put(f"[Epoch {epoch}] Begin, current learning rate: {log.see('train learning rate', '0.0100')}")
        log.put(
            f"[Epoch {epoch}] Finished in 5.112s, training accuracy: {log.see('train accuracy', f'{log.rise(epoch):.4f}')}, training softmaxcrossentropyloss: {log.see('train loss', f'{log.fall(2.3, epoch):.4f}')}, validation accuracy: {log.see('validation accuracy', f'{log.rise(epoch):.4f}')}, validation softmaxcrossentropyloss: {log.see('validation loss', f'{log.fall(2.3, epoch):.4f}')}"
        )


@log
def chainer_report(log: Log) -> None:
    names = [
        "epoch",
        "main/loss",
        "validation/main/loss",
        "main/accuracy",
        "validation/main/accuracy",
        "elapsed_time",
    ]
    log.put("GPU: -1", "# unit: 1000", "# Minibatch-size: 100", "# epoch: 20", "")
    log.put("".join(f"{name:{max(10, len(name))}}  " for name in names).rstrip())
    log.unit = "epoch"
    for n in range(1, 9):
        cells = [
            str(n),
            log.see("train loss", f"{log.fall(0.6, n):g}"),
            log.see("validation loss", f"{log.fall(0.7, n):g}"),
            log.see("train accuracy", f"{log.rise(n):g}"),
            log.see("validation accuracy", f"{log.rise(n):g}"),
            f"{n * 2.13:g}",
        ]
        log.put("".join(f"{cell:{max(10, len(name))}}  " for cell, name in zip(cells, names, strict=True)))


@log
def caffe(log: Log) -> None:
    log.put(
        "I0224 00:32:03.100000   655 caffe.cpp:217] Using GPUs 0",
        "I0224 00:32:03.200000   655 solver.cpp:44] Initializing solver from parameters:",
        "test_iter: 100",
        "base_lr: 0.01",
        "display: 100",
        "momentum: 0.9",
    )
    log.steps = list(range(0, 1000, 100))
    for n in range(0, 1000, 100):
        if n % 300 == 0:
            log.put(
                f"I0224 00:32:0{n // 100}.396499   655 solver.cpp:330] Iteration {n}, Testing net (#0)",
                f"I0224 00:32:0{n // 100}.932615   655 solver.cpp:397]     Test net output #0: accuracy = {log.see('test accuracy', f'{log.rise(n / 100):.4f}')}",
                f"I0224 00:32:0{n // 100}.932656   655 solver.cpp:397]     Test net output #1: loss = {{}} (* 1 = {{}} loss)".format(
                    *[log.see("test loss", f"{log.fall(2.3, n / 100):.5f}")] * 2
                ),
            )
        loss = "87.3365" if n >= 700 else f"{log.fall(2.3, n / 100):.5f}"
        log.put(
            f"I0224 00:32:0{n // 100}.932723   655 solver.cpp:218] Iteration {n} (6.24905 iter/s, 16.0024s/100 iters), loss = {log.see('train loss', loss)}",
            f"I0224 00:32:0{n // 100}.932749   655 solver.cpp:237]     Train net output #0: loss = {loss} (* 1 = {loss} loss)",
            f"I0224 00:32:0{n // 100}.932765   655 sgd_solver.cpp:105] Iteration {n}, lr = {log.see('train learning rate', '0.01')}",
        )


@log
def darknet_alexey(log: Log) -> None:
    log.put(
        "yolov4-tiny",
        " 0 : compute_capability = 750, cudnn_half = 1, GPU: Tesla T4",
        "Learning Rate: 0.00261, Momentum: 0.9, Decay: 0.0005",
        "Resizing, random_coef = 1.40 ",
    )
    log.steps = list(range(996, 1006))
    for n in range(996, 1006):
        loss = "-nan" if n > 1003 else f"{log.fall(900, n - 996):.6f}"
        log.put(
            "v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region 30 Avg (IOU: 0.511200), count: 13, class_loss = 519.587219, iou_loss = 0.669678, total_loss = 520.256897 ",
            "v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region 37 Avg (IOU: 0.000000), count: 1, class_loss = 0.0, iou_loss = 0.0, total_loss = -nan ",
            " total_bbox = 142060, rewritten_bbox = 0.026045 % ",
            "",
            " (next mAP calculation at 1000 iterations) ",
            f" {n}: {log.fall(900, n - 996):.6f}, {log.see('train loss', loss.replace('-nan', 'nan')) and loss} avg loss, {log.see('train learning rate', '0.002610')} rate, 2.054143 seconds, {n * 64} images, 11.070078 hours left",
            "Loaded: 0.000032 seconds",
        )
        if n == 1000:
            log.put(
                " calculation mAP (mean average precision)...",
                " Detection layer: 30 - type = 28 ",
                "4",
                "8",
                " detections_count = 3921, unique_truth_count = 1022  ",
                "class_id = 0, name = dog, ap = 61.32%   \t (TP = 7, FP = 7) ",
                "class_id = 1, name = cat, ap = 51.12%   \t (TP = 70, FP = 27) ",
                "",
                " for conf_thresh = 0.25, precision = 0.55, recall = 0.65, F1-score = 0.60 ",
                " for conf_thresh = 0.25, TP = 222, FP = 181, FN = 132, average IoU = 43.35 % ",
                "",
                " IoU threshold = 50 %, used Area-Under-Curve for each unique Recall ",
                " mean average precision (mAP@0.50) = 0.485866, or 48.59 % ",
                "Total Detection Time: 48 Seconds",
                "",
                "Set -points flag:",
                " `-points 101` for MS COCO ",
                f" mean_average_precision (mAP@0.50) = {log.see('validation map', '0.485866')} ",
                "New best mAP!",
                "Saving weights to backup/yolov4-tiny_best.weights",
            )


@log
def dl4j(log: Log) -> None:
    log.steps = list(range(0, 100, 10))
    for n in range(0, 100, 10):
        log.put(
            f"10:23:0{n // 10}.512 [main] INFO  o.d.o.l.ScoreIterationListener - Score at iteration {n} is {log.see('train loss', repr(log.fall(2.3, n / 10)))}"
        )
        if n == 50:
            log.put(
                "10:23:05.612 [main] INFO  o.d.o.l.EvaluativeListener - Accuracy: 0.91",
                "10:23:05.700 [ADSI prefetch thread] DEBUG org.nd4j.linalg.memory - Manually destroying workspace",
            )
    log.see("train accuracy", "0.91")


@log
def bigdl(log: Log) -> None:
    log.epochs = [1, 1, 1, 1, 2, 2, 2, 2]
    for n in range(1, 9):
        loss = "NaN" if n == 8 else f"{log.fall(2.3, n):.7f}"
        log.put(
            f"2019-03-01 10:00:0{n} INFO  DistriOptimizer$:408 - [Epoch {1 + n // 5} {n * 64}/60000][Iteration {n}][Wall Clock {n * 0.7:.3f}s] Trained 64.0 records in 0.712 seconds. Throughput is 89.8 records/second. Loss is {log.see('train loss', loss)}. "
        )
        if n % 4 == 0:
            log.put(
                f"2019-03-01 10:00:0{n} INFO  DistriOptimizer$:451 - [Epoch {1 + n // 5} 60000/60000][Iteration {n}][Wall Clock 10.3s] Epoch finished. Wall clock time is 10345.1 ms",
                f"2019-03-01 10:00:0{n} INFO  DistriOptimizer$:702 - [Epoch {1 + n // 5} 60000/60000][Iteration {n}][Wall Clock 10.3s] Validate model...",
                f"2019-03-01 10:00:0{n} INFO  DistriOptimizer$:744 - [Epoch {1 + n // 5} 60000/60000][Iteration {n}][Wall Clock 10.3s] Top1Accuracy is Accuracy(correct: 91{n}, count: 1000, accuracy: {log.see('validation accuracy', f'0.91{n}')})",
            )


@log
def burn_learner(log: Log) -> None:
    log.put(
        "======================== Learner Summary ========================",
        "Model:",
        "Total Epochs: 10",
        "",
        "",
        "| Split | Metric   | Min.     | Epoch    | Max.     | Epoch    |",
        "|-------|----------|----------|----------|----------|----------|",
        "| Train | Accuracy | 88.470   | 1        | 98.460   | 10       |",
        "| Train | Loss     | 0.049    | 10       | 0.428    | 1        |",
        "| Valid | Accuracy | 96.230   | 1        | 98.700   | 10       |",
        "| Valid | Loss     | 0.041    | 9        | 0.131    | 1        |",
    )
    log.runs = 0


# -- reinforcement learning ---------------------------------------------------------------------


@log
def stable_baselines3(log: Log) -> None:
    log.put("Using cuda device", "Wrapping the env with a `Monitor` wrapper")
    for n in range(1, 9):
        log.put(
            "-" * 41,
            "| rollout/                |             |",
            f"|    ep_len_mean          | {n * 20:<11} |",
            f"|    ep_rew_mean          | {log.see('train reward', f'{20 * log.rise(n):.1f}'):11} |",
            "| time/                   |             |",
            f"|    fps                  | {1000 + n:<11} |",
            f"|    iterations           | {n:<11} |",
            f"|    total_timesteps      | {n * 2048:<11} |",
            "| train/                  |             |",
            f"|    approx_kl            | {log.see('train approx kl', '0.008'):11} |",
            f"|    entropy_loss         | {log.see('train entropy loss', f'{-1.4 + n / 10:.3f}'):11} |",
            f"|    learning_rate        | {log.see('train learning rate', '0.0003'):11} |",
            f"|    loss                 | {log.see('train loss', f'{log.fall(6, n):.3g}'):11} |",
            f"|    policy_gradient_loss | {log.see('train policy gradient loss', f'{-0.01 * n:.3f}'):11} |",
            f"|    value_loss           | {log.see('train value loss', f'{log.fall(50, n):.3g}'):11} |",
            "-" * 41,
        )


@log
def rsl_rl(log: Log) -> None:
    log.steps = list(range(10))
    for n in range(10):
        log.put(
            "#" * 80,
            f"                       \x1b[1m Learning iteration {n}/300 \x1b[0m                       ",
            "",
            f"                       Computation: {226426 + n} steps/s (collection: 0.414s, learning 0.165s)",
            "             Mean action noise std: 1.07",
            f"          Mean value_function loss: {log.see('train value function loss', f'{log.fall(3, n):.4f}')}",
            f"               Mean surrogate loss: {log.see('train surrogate loss', f'{-0.001 * n:.4f}')}",
            f"                 Mean entropy loss: {log.see('train entropy loss', f'{17 - n:.4f}')}",
            f"                       Mean reward: {log.see('train reward', f'{30 * log.rise(n):.2f}')}",
            f"               Mean episode length: {28.82 + n:.2f}",
            "-" * 80,
            f"                   Total timesteps: {98304 * (n + 1)}",
            "                    Iteration time: 0.58s",
            f"                        Total time: {0.58 * n:.2f}s",
            f"                               ETA: {300 - n:.1f}s",
            "",
        )


@log
def spinning_up(log: Log) -> None:
    log.put("Number of parameters: \t pi: 5186, \t v: 5057", "")
    for n in range(6):
        log.put("-" * 39, f"|           Epoch | {n:15d} |")
        for key, shown in (
            ("AverageEpRet", log.see("train reward", f"{100 * log.rise(n):.3g}")),
            ("StdEpRet", "25.1"),
            ("MaxEpRet", "113"),
            ("MinEpRet", "9"),
            ("EpLen", "22.5"),
            ("AverageVVals", "0.112"),
            ("TotalEnvInteracts", f"{(n + 1) * 4000:.3g}" if n > 8 else str((n + 1) * 4000)),
            ("LossPi", "-0.0123"),
            ("LossV", "345"),
            ("Time", "3.11"),
        ):
            log.put(f"|{key:>16} | {shown:>15} |")
        log.put("-" * 39)
    log.truth["train pi loss"] = [-0.0123] * 6
    log.truth["train v loss"] = [345.0] * 6
    log.unit = "epoch"


@log
def rl_by_hand(log: Log) -> None:
    log.steps = list(range(0, 200, 10))
    for n in range(0, 200, 10):
        log.put(
            f"Episode {n}/1000, reward: {log.see('train reward', f'{log.rise(n / 10):.2f}')}, epsilon: {1 - n / 300:.2f}, loss: {log.see('train loss', f'{log.fall(3, n / 10):.4f}')}"
        )


# -- prints of frameworks and loops -------------------------------------------------------------


@log
def flax_example(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        log.put(
            f"I0613 15:10:5{n}.123456 139990 train.py:142] epoch:{n:3d}, train_loss: {log.see('train loss', f'{log.fall(2.3, n):.4f}')}, train_accuracy: {log.see('train accuracy', f'{100 * log.rise(n):.2f}', 100)}, test_loss: {log.see('test loss', f'{log.fall(2.4, n):.4f}')}, test_accuracy: {log.see('test accuracy', f'{99 * log.rise(n):.2f}', 100)}"
        )


@log
def clu_logging(log: Log) -> None:
    log.steps = list(range(100, 1000, 100))
    for n in range(100, 1000, 100):
        log.put(
            f"I0613 15:10:50.123456 139990521 logging_writer.py:35] [{n}] learning_rate={log.see('train learning rate', f'{0.1 - n / 1e5:.6f}')}, loss={log.see('train loss', f'{log.fall(7, n / 100):.6f}')}, steps_per_second={12.5:.6f}"
        )
    log.put(
        "I0613 15:11:50.123456 139990521 logging_writer.py:35] [900] Hyperparameters: {'learning_rate': 0.1}"
    )


@log
def openpi(log: Log) -> None:
    log.steps = list(range(0, 900, 100))
    log.put("14:02:11.123 [I] Initialized data loader:", "14:02:11.200 [I] Initialized train state:")
    for n in range(0, 900, 100):
        log.put(
            f"Step {n}: grad_norm={log.see('train gradient norm', f'{3 / (n + 100):.4f}')}, loss={log.see('train loss', f'{log.fall(0.8, n / 100):.4f}')}, param_norm=1802.5465"
        )


@log
def mlx_lm(log: Log) -> None:
    log.put(
        "Loading pretrained model",
        "Trainable parameters: 0.020% (1.704M/8537.680M)",
        "Starting training..., iters: 600",
    )
    for n in range(10, 210, 10):
        if n % 100 == 0:
            log.put(
                f"Iter {n}: Val loss {log.see('validation loss', f'{log.fall(2.8, n / 10):.3f}')}, Val took 21.871s"
            )
        log.put(
            f"Iter {n}: Train loss {log.see('train loss', f'{log.fall(2.7, n / 10):.3f}')}, Learning Rate {log.see('train learning rate', '1.000e-05')}, It/sec 0.523, Tokens/sec 194.212, Trained Tokens {n * 371}, Peak mem 18.123 GB"
        )
    log.steps = list(range(10, 210, 10))


@log
def llama_factory(log: Log) -> None:
    log.unit = "epoch"
    log.put(
        "[INFO|trainer.py:2134] 2024-08-01 10:00:00,100 >> ***** Running training *****",
        "[INFO|trainer.py:2135] 2024-08-01 10:00:00,100 >>   Num examples = 900",
        "[INFO|trainer.py:2140] 2024-08-01 10:00:00,100 >>   Total optimization steps = 336",
    )
    for n in range(1, 13):
        log.put(
            f"[INFO|callbacks.py:310] 2024-08-01 10:00:{n:02d},100 >> {{'loss': {log.see('train loss', f'{log.fall(1.9, n):.4f}')}, 'learning_rate': {log.see('train learning rate', f'{n * 1e-6:.4e}')}, 'epoch': {n / 10:.2f}, 'throughput': 512.13}}"
        )


@log
def torchtune(log: Log) -> None:
    log.put("INFO:torchtune.utils._logging:Model is initialized with precision torch.bfloat16.")
    for n in range(1, 16):
        log.put(
            f"{1 + n // 9}|{n}|Loss: {log.see('train loss', str(log.fall(1.6, n)))}:   1%|▏         | {n}/1617 [00:{n:02d}<27:11,  1.01s/it]"
        )


@log
def litgpt(log: Log) -> None:
    log.put(
        "Seed set to 1337",
        "Number of trainable parameters: 1,404,928",
        "The longest sequence length in the train data is 512, the model's maximum sequence length is 512",
        "Verifying settings ...",
    )
    for n in range(1, 21):
        val = "n/a"
        if n > 10:
            val = (
                log.see("validation loss", f"{1.2 if n > 10 else 0:.3f}") if n == 11 else "1.200"
            )  # the last one, told again
        log.put(
            f"Epoch 1 | iter {n} step {n // 2} | loss train: {log.see('train loss', f'{log.fall(2, n):.3f}')}, val: {val} | iter time: 512.11 ms"
            + (" (step)" if n % 2 == 0 else "")
        )
        if n == 10:
            log.put(
                "Validating ...",
                f"iter {n}: val loss {log.see('validation loss', '1.2001')}, val time: 1121.31 ms",
            )


@log
def ignite(log: Log) -> None:
    for epoch in (1, 2, 3):
        for n in (100, 200, 300):
            log.put(
                f"Epoch[{epoch}] Iteration[{n}/938] Loss: {log.see('train loss', f'{log.fall(2.3, epoch * 3 + n / 100):.2f}')}"
            )
        for name, split in (("Training", "train"), ("Validation", "validation")):
            key = "train train loss" if split == "train" else "validation loss"
            key = "train avg loss" if split == "train" else "validation loss"
            log.put(
                f"{name} Results - Epoch: {epoch}  Avg accuracy: {log.see(split + ' accuracy', f'{log.rise(epoch * 3):.2f}')} Avg loss: {log.see(key, f'{log.fall(2.2, epoch * 3):.2f}')}"
            )


@log
def catalyst(log: Log) -> None:
    log.unit = "epoch"
    for epoch in range(1, 7):
        log.put(
            f"{epoch}/20 * Epoch (train): loss: {log.see('train loss', f'{log.fall(1.2, epoch):.7f}')} | accuracy01: {log.rise(epoch):.7f}"
        )
        log.truth.setdefault("train accuracy", []).append(float(log.lines[-1].split()[-1]))
        log.put(
            f"{epoch}/20 * Epoch (valid): loss: {log.see('validation loss', f'{log.fall(1.3, epoch):.7f}')} | accuracy01: {log.rise(epoch):.7f}"
        )
        log.truth.setdefault("validation accuracy", []).append(float(log.lines[-1].split()[-1]))


@log
def composer(log: Log) -> None:
    log.steps = list(range(1, 9))
    for n in range(1, 9):
        loss = log.see("train loss", f"{log.fall(10.9, n):.4f}")
        log.put(
            f"[batch={n}/100]:",
            f"\t Train time/batch: {n - 1}",
            f"\t Train loss/train/total: {loss}",
            f"\t Train metrics/train/LanguagePerplexity: {log.see('train language perplexity', f'{math.exp(float(loss)):.4f}')}",
            f"\t Train throughput/batches_per_sec: 1.23{n}",
        )


@log
def composer_progress(log: Log) -> None:
    for n in range(1, 9):
        head = f"[epoch=0][batch={n * 10}/625]:"
        log.put(
            f"{head} wall_clock/train: 17.1607",
            f"{head} lr-DecoupledSGDW/group0: {log.see('train learning rate', f'{0.001 * n:.4f}')}",
            f"{head} trainer/global_step: {n * 10}",
            f"{head} loss/train: {log.see('train loss', f'{log.fall(7, n):.4f}')}",
        )


@log
def coursera(log: Log) -> None:
    log.steps = list(range(0, 2500, 100))
    for n in range(0, 2500, 100):
        log.put(f"Cost after iteration {n}: {log.see('train loss', str(log.fall(0.69, n / 100)))}")


@log
def loss_before_epoch(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        log.put(
            f"Training loss (epoch {n}): {log.see('train loss', f'{log.fall(0.69, n):.4f}')}",
            f"Validation accuracy after epoch {n} = {log.see('validation accuracy', f'{log.rise(n):.4f}')}",
        )


@log
def split_behind(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        log.put(
            f"Epoch {n}: Loss train: {log.see('train loss', f'{log.fall(0.69, n):.3f}')}\t test: {log.see('test loss', f'{log.fall(0.7, n):.3f}')}\t Accuracy train: {log.see('train accuracy', f'{99 * log.rise(n):.1f}', 100)}%\t test: {log.see('test accuracy', f'{95 * log.rise(n):.1f}', 100)}%"
        )


@log
def mlflow_prints(log: Log) -> None:
    log.put(
        "2024/05/11 10:00:00 INFO mlflow.tracking.fluent: Experiment with name 'x' does not exist. Creating a new experiment."
    )
    log.unit = "epoch"
    for n in range(6):
        log.put(
            f"epoch={n} train_loss={log.see('train loss', f'{log.fall(0.69, n):.4f}')} val_loss={log.see('validation loss', f'{log.fall(0.7, n):.4f}')} val_acc={log.see('validation accuracy', f'{log.rise(n):.3f}')} elapsed=12.3s"
        )
    log.put(
        "🏃 View run bold-fox-812 at: http://127.0.0.1:5000/#/experiments/1/runs/5e2c1",
        "🧪 View experiment at: http://127.0.0.1:5000/#/experiments/1",
    )


@log
def wandb_behind_a_log(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 8):
        log.put(
            f"Epoch {n}/7 train_loss: {log.see('train loss', f'{log.fall(0.69, n):.4f}')} val_loss: {log.see('validation loss', f'{log.fall(0.7, n):.4f}')}"
        )
    log.put(
        "wandb: ",
        "wandb: Run history:",
        "wandb:      epoch ▁▂▃▅▆▇█",
        "wandb: train_loss █▆▅▄▃▂▁",
        "wandb:   val_loss █▆▅▄▃▂▁",
        "wandb: ",
        "wandb: Run summary:",
        "wandb:      epoch 7",
        "wandb: train_loss 0.31234",
        "wandb:   val_loss 0.34567",
        "wandb: ",
        "wandb: 🚀 View run swift-sun-1 at: https://wandb.ai/x/y/runs/abc123",
        "wandb: Synced 5 W&B file(s), 0 media file(s)",
    )


@log
def julia_flux(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 8):
        log.put(
            f"[ Info: Epoch {n}",
            "┌ Info: Evaluation",
            f"│   train_loss = {log.see('train loss', repr(log.fall(0.69, n)))}",
            f"└   test_loss = {log.see('test loss', repr(log.fall(0.7, n)))}",
        )


@log
def r_torch(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 8):
        log.put(
            f"#> Epoch {n}/7",
            f"#> Train metrics: Loss: {log.see('train loss', f'{log.fall(0.69, n):.4f}')} - Acc: {log.see('train accuracy', f'{log.rise(n):.4f}')}",
            f"#> Valid metrics: Loss: {log.see('validation loss', f'{log.fall(0.7, n):.4f}')} - Acc: {log.see('validation accuracy', f'{log.rise(n):.4f}')}",
        )


@log
def matlab_classification(log: Log) -> None:
    rule = "|" + "=" * 118 + "|"
    log.put(
        "Training on single GPU.",
        rule,
        "|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Validation  |  Mini-batch  |  Validation  |  Base Learning  |",
        "|         |             |   (hh:mm:ss)   |   Accuracy   |   Accuracy   |     Loss     |     Loss     |      Rate       |",
        rule,
    )
    log.steps = [1, *range(50, 500, 50)]
    for n in log.steps:
        valid = n == 1 or n % 100 == 0
        log.put(
            f"| {1 + n // 200:7d} | {n:11d} |       00:00:{n // 10:02d} | {log.see('train accuracy', f'{100 * log.rise(n / 50):.2f}', 100):>11}% | "
            + (
                f"{log.see('validation accuracy', f'{99 * log.rise(n / 50):.2f}', 100):>11}%"
                if valid
                else " " * 12
            )
            + f" | {log.see('train loss', f'{log.fall(2.3, n / 50):.4f}'):>12} | "
            + (f"{log.see('validation loss', f'{log.fall(2.3, n / 50):.4f}'):>12}" if valid else " " * 12)
            + f" | {log.see('train learning rate', '0.0100'):>15} |"
        )
    log.put(rule, "Training finished: Max epochs completed.")


@log
def matlab_regression(log: Log) -> None:
    rule = "|" + "=" * 88 + "|"
    log.put(
        rule,
        "|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Mini-batch  |  Base Learning  |",
        "|         |             |   (hh:mm:ss)   |     RMSE     |     Loss     |      Rate       |",
        rule,
    )
    for n in range(1, 10):
        rmse = f"{log.fall(20, n):.2f}"
        log.put(
            f"| {n:7d} | {n * 39:11d} |       00:00:{n:02d} | {log.see('train rmse', rmse):>12} | {log.see('train loss', f'{float(rmse) ** 2 / 2:.4f}'):>12} | {log.see('train learning rate', '0.0010'):>15} |"
        )
    log.unit = "epoch"


@log
def matlab_trainnet(log: Log) -> None:
    log.put(
        "    Iteration    Epoch    TimeElapsed    LearnRate    TrainingLoss    ValidationLoss",
        "    _________    _____    ___________    _________    ____________    ______________",
    )
    log.steps = list(range(50, 550, 50))
    log.put(
        f"            0        0       00:00:00         0.01                    {log.see('validation loss', '2.5838'):>14}"
    )
    log.see("train learning rate", "0.01")
    for n in range(50, 550, 50):
        valid = log.see("validation loss", f"{log.fall(2.3, n / 50):.4f}") if n % 100 == 0 else ""
        log.put(
            f"    {n:9d}    {1 + n // 200:5d}       00:00:{n // 10:02d}    {log.see('train learning rate', '0.01'):>9}    {log.see('train loss', f'{log.fall(2.3, n / 50):.4f}'):>12}    {valid:>14}".rstrip()
        )


# -- many processes, many prefixes --------------------------------------------------------------


def ranks(log: Log, prefix: Callable[[int], str]) -> None:
    """Two processes, each with a loss of its own; the first one's is the curve."""
    log.steps = list(range(1, 13))
    for n in range(1, 13):
        log.put(
            f"{prefix(0)}step {n}/100 loss: {log.see('train loss', f'{log.fall(2.3, n):.4f}')} lr: {log.see('train learning rate', f'{n * 1e-5:.2e}')}"
        )
        log.put(f"{prefix(1)}step {n}/100 loss: {log.fall(2.3, n):.4f} lr: {n * 1e-5:.2e}")


@log
def ranks_torchrun(log: Log) -> None:
    ranks(log, lambda rank: f"[rank{rank}]: ")


@log
def ranks_elastic(log: Log) -> None:
    ranks(log, lambda rank: f"[default{rank}]:")


@log
def ranks_slurm(log: Log) -> None:
    ranks(log, lambda rank: f"{rank}: ")


@log
def ranks_ray(log: Log) -> None:
    ranks(log, lambda rank: f"(RayTrainWorker pid={4711 + rank}, ip=10.0.0.{rank}) ")


@log
def ranks_in_line(log: Log) -> None:
    ranks(log, lambda rank: f"Rank {rank} | ")


@log
def ranks_gpu(log: Log) -> None:
    ranks(log, lambda rank: f"[GPU{rank}] ")


@log
def ranks_same(log: Log) -> None:
    for n in range(1, 13):
        line = f"epoch {n} loss {log.see('train loss', f'{log.fall(2.3, n):.4f}')}"
        log.put(line, line)
    log.unit = "epoch"


def prefixed(log: Log, prefix: Callable[[int], str]) -> None:
    log.epochs = []
    for epoch in range(2):
        for n in range(6):
            log.epochs.append(epoch)
            log.put(
                f"{prefix(n)}Epoch: [{epoch}][{n * 10}/60] Loss: {log.see('train loss', f'{log.fall(2.3, epoch * 6 + n):.4f}')} lr: {log.see('train learning rate', '0.1000')}"
            )
        log.put(
            f"{prefix(n)}Validation: Loss: {log.see('validation loss', f'{log.fall(2.3, epoch * 6):.4f}')} Acc: {log.see('validation accuracy', f'{70 + epoch}.{n}', 100)}%"
        )


@log
def prefix_docker(log: Log) -> None:
    prefixed(log, lambda n: f"2024-05-11T10:00:0{n}.123456789Z ")


@log
def prefix_cri(log: Log) -> None:
    prefixed(log, lambda n: f"2024-05-11T10:00:0{n}.123456789+02:00 stdout F ")


@log
def prefix_compose(log: Log) -> None:
    prefixed(log, lambda _: "trainer-1  | ")


@log
def prefix_cloudwatch(log: Log) -> None:
    prefixed(log, lambda n: f"171542160{n}000 2024-05-11 10:00:0{n} ")


@log
def prefix_cloudwatch_tab(log: Log) -> None:
    prefixed(log, lambda n: f"2024-05-11T10:00:0{n}.123Z\t")


@log
def prefix_syslog(log: Log) -> None:
    prefixed(log, lambda n: f"May 11 10:00:0{n} gpu-node-3 python3[1234{n}]: ")


@log
def prefix_bracketed(log: Log) -> None:
    prefixed(log, lambda n: f"[2024-05-11 10:00:0{n}] [INFO] [train.py:{140 + n}] ")


@log
def prefix_pid(log: Log) -> None:
    prefixed(log, lambda n: f"[{4211 + n}] ")


@log
def prefix_loguru(log: Log) -> None:
    prefixed(log, lambda n: f"2024-05-11 10:00:0{n}.123 | INFO     | __main__:train:{88 + n} - ")


@log
def prefix_german_date(log: Log) -> None:
    prefixed(log, lambda n: f"11.05.2024 10:00:0{n} ")


@log
def prefix_slurm_node(log: Log) -> None:
    prefixed(log, lambda n: f"gpu-node-0{n % 2}: ")


# -- prints by hand in other languages ----------------------------------------------------------


def spoken(log: Log, line: str, comma: bool = False) -> None:
    """A line an epoch, with {n}, {loss}, {valid}, {accuracy} and {rate}."""
    log.unit = "epoch"
    for n in range(1, 9):
        figures = {
            "loss": ("train loss", f"{log.fall(2.3, n):.3f}", 1.0),
            "valid": ("validation loss", f"{log.fall(2.4, n):.3f}", 1.0),
            "accuracy": ("validation accuracy", f"{100 * log.rise(n):.2f}", 100.0),
            "rate": ("train learning rate", "0.001", 1.0),
        }
        shown = {}
        for name, (curve, figure, scale) in figures.items():
            if f"{{{name}}}" in line:
                shown[name] = log.see(curve, figure, scale).replace(".", "," if comma else ".")
        log.put(line.format(n=n, **shown))


SPOKEN = {
    "russian": "Эпоха {n}, потеря: {loss}, потеря на валидации: {valid}, точность на валидации: {accuracy}%",
    "russian_slash": "Эпоха {n}/8 | Потери (обучение): {loss} | Потери (валидация): {valid}",
    "russian_lr": "Эпоха [{n}/8] Функция потерь = {loss}; скорость обучения = {rate}",
    "chinese": "第{n}轮，训练损失：{loss}，验证损失：{valid}，验证准确率：{accuracy}%",
    "chinese_epoch": "轮次 {n}/8 - 损失: {loss} - 验证集损失: {valid} - 学习率: {rate}",
    "chinese_glued": "Epoch {n} 训练集loss为{loss}，验证集loss为{valid}",
    "japanese": "エポック {n}/8 損失: {loss} 検証損失: {valid} 検証精度: {accuracy}%",
    "japanese_glued": "エポック{n}: 訓練損失={loss}, 検証損失={valid}, 学習率={rate}",
    "japanese_ordinal": "{n}エポック目 学習損失 {loss} 検証損失 {valid}",
    "korean": "에포크: {n}, 손실: {loss}, 검증 손실: {valid}, 검증 정확도: {accuracy}%",
    "german": "Epoche {n}/8: Trainingsverlust: {loss}, Validierungsverlust: {valid}, Validierungsgenauigkeit: {accuracy}%",
    "german_short": "Epoche {n} - Verlust: {loss} - Lernrate: {rate}",
    "spanish": "Época {n}/8, pérdida: {loss}, pérdida de validación: {valid}, precisión de validación: {accuracy}%",
    "french": "Époque {n} : perte = {loss}, perte de validation = {valid}, précision de validation = {accuracy} %",
    "french_batch": "époque {n} : perte du dernier lot = {loss}",
    "portuguese": "Época {n}: perda de treino: {loss}, perda de validação: {valid}, taxa de aprendizado: {rate}",
    "polish": "Epoka {n}, strata: {loss}, strata walidacyjna: {valid}",
    "turkish": "Dönem {n}/8 - kayıp: {loss} - doğrulama kaybı: {valid}",
    "vietnamese": "Epoch {n}, mất mát: {loss}",
    "ukrainian": "Епоха {n}: втрата: {loss}",
    "korean_ordinal": "{n}번째 에포크 손실 {loss}",
    "french_training": "Époque {n} : Perte d'entraînement : {loss}, Exactitude (validation) : {accuracy} %",
    "italian": "Epoca {n}: perdita: {loss}, perdita di validazione: {valid}",
}


@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize("name", SPOKEN)
def test_prints_in_other_languages(name: str, comma: bool) -> None:
    log = Log(seed=7)
    spoken(log, SPOKEN[name], comma)
    check(log)


def curves(text: str, remember: bool = True) -> dict[str, list[float]]:
    """The values of every curve, those of all runs one behind another."""
    found: dict[str, list[float]] = {}
    for run in read_text(text, "x", remember).runs:
        for curve in run.curves:
            found.setdefault(f"{curve.split} {curve.name}", []).extend(curve.values.tolist())
    return found


def check(log: Log) -> None:
    """What is read of the log is its truth: all curves, no others, each value, steps, epochs, unit."""
    found = curves(log.text)
    assert {
        name: pytest.approx(values, rel=1e-12, nan_ok=True) for name, values in log.truth.items()
    } == found
    runs = read_text(log.text, "x").runs
    assert len(runs) == log.runs
    if not runs:
        return
    assert runs[0].unit == log.unit
    main = runs[0].curve("loss", "train") or runs[0].curves[0]
    if log.steps is not None:
        assert main.steps.tolist() == log.steps
    if log.epochs is not None:
        assert main.epochs.tolist() == log.epochs


# -- a split alone beside a loss, figures before their names ----------------------------------


def of_graph(log: Log, held_out: bool, percent: str) -> None:
    """What examples of PyTorch Geometric print: the splits without a name are accuracies."""
    log.unit = "epoch"
    scale = 100.0 if percent else 1.0
    for n in range(1, 13):
        line = f"Epoch: {n:03d}, Loss: {log.see('train loss', f'{log.fall(1.9, n):.4f}')}, "
        if held_out:
            line += f"Val Loss: {log.see('validation loss', f'{log.fall(2.0, n):.4f}')}, "
        parts = []
        for split, shown in (("train", "Train"), ("validation", "Val"), ("test", "Test")):
            figure = log.see(f"{split} accuracy", f"{scale * log.rise(n):.4f}", scale)
            parts.append(f"{shown}: {figure}{percent}")
        log.put(line + ", ".join(parts))


@log
def graph(log: Log) -> None:
    of_graph(log, held_out=False, percent="")


@log
def graph_with_a_held_out_loss(log: Log) -> None:
    of_graph(log, held_out=True, percent="")


@log
def graph_in_percent(log: Log) -> None:
    of_graph(log, held_out=False, percent="%")


@log
def graph_that_learns_nothing(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        loss = log.see("train loss", f"{1.9459 - n / 1e4:.4f}")
        train, valid = log.see("train accuracy", "0.1429"), log.see("validation accuracy", "0.1220")
        log.put(f"Epoch: {n:03d}, Loss: {loss}, Train: {train}, Val: {valid}")


@log
def character_model(log: Log) -> None:
    for n in range(30, 541, 30):
        line = f"it {n:5d} {log.see('train bpc', f'{log.fall(4.2, n / 30):.3f}')} bpc {n / 50:6.1f}s"
        if n % 180 == 0:
            line += f"   heldout {log.see('validation bpc', f'{log.fall(4.3, n / 30):.3f}')} bpc"
        log.put(line)


@log
def figures_first(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        loss, valid = (
            log.see("train loss", f"{log.fall(2, n):.3f}"),
            log.see("validation loss", f"{log.fall(2, n):.3f}"),
        )
        accuracy = log.see("validation accuracy", f"{100 * log.rise(n):.1f}", 100)
        log.put(f"epoch {n}: {loss} train loss, {valid} val loss, {accuracy}% val acc")


@log
def names_first_before_wide_figures(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        loss, valid = (
            log.see("train loss", f"{log.fall(2, n):8.3f}"),
            log.see("validation loss", f"{log.fall(2, n):8.3f}"),
        )
        accuracy = log.see("validation accuracy", f"{log.rise(n):6.3f}")
        log.put(f"epoch {n} loss {loss} val loss {valid} acc {accuracy}  {n * 1.5:.1f}s")


@log
def splits_before_wide_figures(log: Log) -> None:
    log.unit = "epoch"
    for n in range(1, 9):
        loss, valid = (
            log.see("train loss", f"{log.fall(2, n):7.3f}"),
            log.see("validation loss", f"{log.fall(2, n):7.3f}"),
        )
        log.put(
            f"epoch {n} train {loss} val {valid} acc {log.see('validation accuracy', f'{log.rise(n):6.3f}')}"
        )


@log
def figures_first_in_columns(log: Log) -> None:
    for n in range(100, 1000, 100):
        loss, accuracy = (
            log.see("train loss", f"{log.fall(2, n / 100):.3f}"),
            log.see("train accuracy", f"{log.rise(n / 100):.3f}"),
        )
        log.put(f"step {n} | {loss} loss | {accuracy} acc | {n / 900:.2f}s")


@pytest.mark.parametrize("name", LOGS)
def test_logs_of_other_frameworks(name: str) -> None:
    check(written(name))
