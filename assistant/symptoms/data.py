"""What the data is like: inputs, labels, targets, splits."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class DataSymptoms(Family):
    """Inputs, labels and splits as they come out of the loader."""

    inputs_checked = symptom(
        "Look at one batch as it enters the network: what are the inputs like?",
        minutes=3,
        answers={
            "varied": answer(0.91, "different from sample to sample, all finite"),
            "constant": answer(
                0.05,
                "all the same, or all zero",
                "(inputs?|images?|features?|pixels?|everything|data) (are|is|became|become|were) (all)? "
                "(zero|zeros|0|black|identical|constant|the same|empty)",
                "every pixel (is|became|becomes) (0|zero)",
                "all (inputs|images|features|pixels) (are|were) (zero|0|the same|identical|black)",
                "(integer|uint8|int) (division|array) .. (divi*|/)",
                "uint8 .. divided",
                "(输入|图像|图片|数据).{0,6}(全是0|都是0|全为0|全黑|都一样|全部相同)",
            ),
            "non-finite": answer(
                0.04,
                "some are NaN or infinite",
                "(nan|nans|missing values|infinite values|inf) .. (in|among) .. "
                "(data|dataset|inputs?|features?|csv|columns?)",
                "(data|dataset|inputs?|features?|csv|column*) .. (contain*|has|have|had|with) .. "
                "(nan|nans|missing values|inf)",
                "(数据|输入|特征).{0,8}(nan|缺失值|空值)",
            ),
        },
    )
    label_values = symptom(
        "Which values do the labels take?",
        minutes=2,
        answers={
            "as-expected": answer(0.91, "0 to K - 1, or 0 and 1, as the loss expects"),
            "out-of-range": answer(
                0.09,
                "others: 1 to K, -1 and 1, 255, scaled ones",
                "labels? .. (1, 2|1 to|from 1|1\\.\\.|starting at 1|start at 1|outside|out of "
                "range|-1|0, 1, 2|255)",
                "labels? (divided|scaled|normalized|normalised)",
                "(class|label) (ids|indices|index|numbers?) .. (1 to|from 1|off by one|out of range|start*)",
                "(标签|label).{0,8}(从1开始|越界|超出范围|是1到)",
            ),
        },
    )
    same_preprocessing = symptom(
        "Are validation and test data prepared exactly as the training data?",
        minutes=4,
        answers={
            "same": answer(0.92, "yes"),
            "different": answer(
                0.08,
                "no: other scaling, channel order, augmentation, class order",
                "(different|other|another|no|without) (preprocess*|normali*|scal*|rescal*|augment*) "
                ".. (val*|test|eval*|inference|predict*)",
                "(val*|test|eval*|inference|prediction) .. (without|not|no|different) "
                "(rescal*|normali*|scal*|preprocess*)",
                "rescale ?=? ?1.* .. (training|train) .. (without|imagedatagenerator\\(\\))",
                "imagedatagenerator\\(\\) for (evaluation|validation|test*)",
                "(listdir|glob) .. (class*|label*|order)",
                "(bgr|rgb) .. (rgb|bgr)",
                "(验证|测试|推理).{0,10}(没有|未|不同的?)(归一化|预处理|标准化)",
            ),
        },
    )
    split = symptom(
        "How was the validation set cut from the data?",
        minutes=2,
        answers={
            "random": answer(0.90, "at random, or it came with the data"),
            "ordered": answer(
                0.10,
                "from ordered data: the last part of a sorted file",
                "validation_split",
                "(last|first) (10|15|20|25|30) ?(%|percent) .. (val*|test)",
                "(split|cut) .. (sorted|ordered|unshuffled|in order|not shuffled|without "
                "shuffling|before shuffling)",
                "(sorted|ordered) .. (split|validation)",
                "(train_test_split) .. shuffle ?= ?false",
                "(划分|切分|拆分).{0,10}(没有|未|没)(打乱|随机)",
            ),
        },
    )
    class_balance = symptom(
        "How are the classes distributed?",
        minutes=2,
        answers={
            "balanced": answer(
                0.86,
                "about evenly",
                "(balanced|evenly distributed|same number of (samples|images))",
                "\\d+ per class",
            ),
            "imbalanced": answer(
                0.10,
                "one class holds most of the samples",
                "(imbalanc*|unbalanc*|skewed|rare class|minority class|majority class)",
                "(80|85|90|95|97|98|99) ?(%|percent) (of|are|is|belong) .. "
                "(class*|negative*|background|zero*|one label)",
                "(most|majority) of .. (samples|labels|pixels|images|data) .. "
                "(class|negative|background|zero)",
                "(类别|样本|数据).{0,4}(不平衡|不均衡|不均匀)",
            ),
            "single": answer(
                0.04,
                "there is only one class in it",
                "only (one|a single) class (folder|in the|label|is found|found|present)?",
                "all (labels|samples|images) (are|have) (the same|of one|one) (class|label)",
                "(只有|仅有)一(个|种)?类",
            ),
        },
    )
    target_scaling = symptom(
        "Regression: on which scale are the targets?",
        minutes=1,
        answers={
            "scaled": answer(0.86, "about unit scale, or it is no regression"),
            "raw": answer(
                0.14,
                "far from unit scale: hundreds, thousands and more",
                "targets? (of order|up to|in the|around|about|are|is|from|range|reach) .. "
                "(hundreds|thousands|millions|\\d{3,}|1e\\d)",
                "(y|target*|output*|price*|label*) .. (up to|range*|between) .. (\\d{3,})",
                "targets? (is|are|was|were)? (left|not) (un)?scaled",
                "(unscaled|unnormali*) targets?",
                "(目标|标签|y)值?.{0,6}(没有|未|没)(归一化|标准化|缩放)",
            ),
        },
    )
