"""The names of two frameworks brought to one vocabulary: layers, activations, losses, optimizers.

Tables alone; what a name does to a tensor is known elsewhere.
"""

from __future__ import annotations

import re

ACTIVATIONS: dict[str, str] = {
    **dict.fromkeys(
        (
            *("relu", "relu6", "leaky_relu", "leakyrelu", "elu", "selu", "gelu", "silu", "swish", "mish"),
            *("softplus", "prelu", "celu", "hardswish", "hard_swish", "rrelu", "crelu", "hard_silu"),
            *("thresholdedrelu", "threshold", "exponential", "glu", "relu_"),
        ),
        "relu",
    ),
    **dict.fromkeys(("sigmoid", "hard_sigmoid", "hardsigmoid", "expit", "sigmoid_"), "sigmoid"),
    **dict.fromkeys(("tanh", "hardtanh", "hard_tanh", "softsign", "tanh_"), "tanh"),
    **dict.fromkeys(("softmax", "softmax2d"), "softmax"),
    **dict.fromkeys(("log_softmax", "logsoftmax"), "log_softmax"),
    **dict.fromkeys(("linear", "identity"), "none"),
    **dict.fromkeys(("logsigmoid", "log_sigmoid"), "log_sigmoid"),
    **dict.fromkeys(("softmin", "sparsemax", "gumbel_softmax"), "unknown"),
}
"""Names of activations, small, to their kind."""
CUTS = frozenset(("relu", "relu6", "relu_", "thresholdedrelu"))
"""Those that leave nothing under 0."""

_TORCH_LAYERS = {
    "linear": r"(?:Lazy)?Linear|Bilinear",
    "conv": r"(?:Lazy)?Conv(?:Transpose)?[123]d",
    "batchnorm": r"(?:Lazy)?BatchNorm[123]d|SyncBatchNorm",
    "norm": r"GroupNorm|LayerNorm|InstanceNorm[123]d|RMSNorm|LocalResponseNorm",
    "dropout": r"Dropout|AlphaDropout|FeatureAlphaDropout",
    "spatial-dropout": r"Dropout[123]d",
    "pool": r"(?:Adaptive)?(?:Max|Avg|LP|FractionalMax)Pool[123]d|MaxUnpool[123]d",
    "shape": r"Flatten|Unflatten|Upsample|UpsamplingNearest2d|UpsamplingBilinear2d|PixelShuffle|"
    r"ZeroPad2d|ReflectionPad2d|ReplicationPad2d|ConstantPad[123]d",
    "identity": r"Identity",
    "embedding": r"Embedding|EmbeddingBag",
    "rnn": r"LSTM|GRU|RNN|LSTMCell|GRUCell|RNNCell",
    "attention": r"MultiheadAttention|Transformer\w*",
}
_KERAS_LAYERS = {
    "linear": r"Dense|EinsumDense",
    "conv": r"(?:Separable|Depthwise)?Conv(?:olution)?[123]D(?:Transpose)?|LocallyConnected[12]D|"
    r"Deconvolution2D",
    "batchnorm": r"BatchNormalization(?:V[12])?|SyncBatchNormalization",
    "norm": r"LayerNormalization|GroupNormalization|UnitNormalization|RMSNormalization",
    "dropout": r"Dropout|AlphaDropout|GaussianDropout|GaussianNoise",
    "spatial-dropout": r"SpatialDropout[123]D",
    "pool": r"(?:Global)?(?:Max|Average|Avg)(?:imum)?Pool(?:ing)?[123]D",
    "shape": r"Flatten|Reshape|Permute|RepeatVector|UpSampling[123]D|ZeroPadding[123]D|Cropping[123]D|"
    r"Resizing",
    "identity": r"Identity|InputLayer|Masking|ActivityRegularization",
    "embedding": r"Embedding",
    "rnn": r"(?:CuDNN)?(?:LSTM|GRU)|SimpleRNN|ConvLSTM2D|RNN|LSTMCell|GRUCell",
    "attention": r"(?:MultiHead)?Attention|AdditiveAttention|GroupQueryAttention",
    "rescale": r"Rescaling|Normalization",
    "augment": r"Random\w+|CenterCrop",
    "merge": r"Add|Concatenate|Multiply|Average|Maximum|Minimum|Subtract|Dot",
    "opaque": r"Lambda|StringLookup|IntegerLookup|TextVectorization|Hashing|Discretization|CategoryEncoding",
    "wrapper": r"TimeDistributed|Bidirectional|SpectralNormalization",
    "Activation": r"Activation",
}


def _compiled(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<{kind.replace('-', '_')}>(?:{names})$)" for kind, names in table.items())
    )


_TORCH, _KERAS = _compiled(_TORCH_LAYERS), _compiled(_KERAS_LAYERS)


def torch_layer(name: str) -> str:
    """The kind of a layer of torch.nn, else empty."""
    found = _TORCH.match(name)
    if found is not None and found.lastgroup:
        return found.lastgroup.replace("_", "-")
    return f"act:{ACTIVATIONS[name.lower()]}" if name.lower() in ACTIVATIONS else ""


def keras_layer(name: str) -> str:
    """The kind of a layer of Keras, else empty."""
    found = _KERAS.match(name)
    if found is not None and found.lastgroup:
        return found.lastgroup.replace("_", "-")
    return f"act:{ACTIVATIONS[name.lower()]}" if name.lower() in ACTIVATIONS else ""


TORCH_LOSSES: dict[str, tuple[str, str]] = {
    "BCELoss": ("binary-cross-entropy", "probabilities"),
    "binary_cross_entropy": ("binary-cross-entropy", "probabilities"),
    "BCEWithLogitsLoss": ("binary-cross-entropy", "logits"),
    "binary_cross_entropy_with_logits": ("binary-cross-entropy", "logits"),
    "MultiLabelSoftMarginLoss": ("binary-cross-entropy", "logits"),
    "CrossEntropyLoss": ("cross-entropy", "logits"),
    "cross_entropy": ("cross-entropy", "logits"),
    "NLLLoss": ("cross-entropy", "log-probabilities"),
    "NLLLoss2d": ("cross-entropy", "log-probabilities"),
    "nll_loss": ("cross-entropy", "log-probabilities"),
    "MSELoss": ("squared-error", "values"),
    "mse_loss": ("squared-error", "values"),
    "L1Loss": ("squared-error", "values"),
    "l1_loss": ("squared-error", "values"),
    "SmoothL1Loss": ("squared-error", "values"),
    "smooth_l1_loss": ("squared-error", "values"),
    "HuberLoss": ("squared-error", "values"),
    "huber_loss": ("squared-error", "values"),
    "KLDivLoss": ("kl", "log-probabilities"),
    "kl_div": ("kl", "log-probabilities"),
    "CTCLoss": ("ctc", "log-probabilities"),
    "ctc_loss": ("ctc", "log-probabilities"),
    **dict.fromkeys(
        (
            *("TripletMarginLoss", "triplet_margin_loss", "CosineEmbeddingLoss"),
            *("HingeEmbeddingLoss", "MarginRankingLoss", "MultiMarginLoss", "PoissonNLLLoss"),
            *("GaussianNLLLoss", "SoftMarginLoss", "MultiLabelMarginLoss", "cosine_embedding_loss"),
            *("gaussian_nll_loss", "poisson_nll_loss", "AdaptiveLogSoftmaxWithLoss"),
        ),
        ("other", ""),
    ),
}
KERAS_LOSSES: dict[str, tuple[str, str]] = {
    "binarycrossentropy": ("binary-cross-entropy", "probabilities"),
    "binaryfocalcrossentropy": ("binary-cross-entropy", "probabilities"),
    "categoricalcrossentropy": ("cross-entropy", "probabilities"),
    "categoricalfocalcrossentropy": ("cross-entropy", "probabilities"),
    "sparsecategoricalcrossentropy": ("cross-entropy", "probabilities"),
    **dict.fromkeys(
        (
            *("mse", "meansquarederror", "mae", "meanabsoluteerror", "huber", "huberloss", "logcosh"),
            *("mape", "meanabsolutepercentageerror", "msle", "meansquaredlogarithmicerror", "rmse"),
        ),
        ("squared-error", "values"),
    ),
    **dict.fromkeys(("kldivergence", "kullbackleiblerdivergence", "kld", "kl_divergence"), ("kl", "")),
    **dict.fromkeys(
        ("hinge", "squaredhinge", "categoricalhinge", "poisson", "cosinesimilarity"), ("other", "")
    ),
    "ctc": ("ctc", ""),
}
"""Losses of Keras by name, small and without underscores."""

OPTIMIZERS = frozenset(
    (
        *("Adam", "AdamW", "SGD", "RMSprop", "RMSProp", "Adagrad", "Adadelta", "Adamax", "NAdam", "Nadam"),
        *("RAdam", "ASGD", "LBFGS", "Rprop", "SparseAdam", "Adafactor", "Lion", "Ftrl", "Muon"),
        *("AdamOptimizer", "GradientDescentOptimizer", "MomentumOptimizer", "RMSPropOptimizer"),
        *("AdagradOptimizer", "AdadeltaOptimizer", "AdamWeightDecay", "FusedAdam", "AdaBelief", "Lamb"),
    )
)
SCHEDULERS = frozenset(
    (
        *("StepLR", "MultiStepLR", "ExponentialLR", "CosineAnnealingLR", "ReduceLROnPlateau", "LambdaLR"),
        *("OneCycleLR", "CyclicLR", "CosineAnnealingWarmRestarts", "LinearLR", "ConstantLR", "SequentialLR"),
        *("PolynomialLR", "MultiplicativeLR", "ChainedScheduler"),
    )
)
PIXELS = frozenset(("mnist", "fashion_mnist", "cifar10", "cifar100"))
"""Datasets of Keras that hold bytes of pixels; classes of each below."""
CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100, "reuters": 46, "imdb": 2}
TORCH_CLASSES = {
    **{
        "MNIST": 10,
        "FashionMNIST": 10,
        "KMNIST": 10,
        "CIFAR10": 10,
        "CIFAR100": 100,
        "SVHN": 10,
        "STL10": 10,
    },
    **{"Food101": 101, "Flowers102": 102, "OxfordIIITPet": 37, "GTSRB": 43},
}


SHAPES = frozenset(
    (
        *("astype", "bfloat16", "bool", "cast", "chunk", "clone", "contiguous", "copy"),
        *("cpu", "cuda", "double", "expand", "expand_as", "expand_dims", "flatten", "float"),
        *("half", "int", "long", "moveaxis", "narrow", "numpy", "permute", "ravel"),
        *("requires_grad_", "reshape", "reshape_as", "squeeze", "swapaxes", "to", "to_numpy", "tolist"),
        *("transpose", "type", "type_as", "unflatten", "unsqueeze", "view", "view_as"),
    )
)
"""Methods of tensors and arrays that leave every number as it is."""
