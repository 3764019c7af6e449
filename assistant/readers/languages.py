"""Words for losses, epochs and the like in other languages, brought to the English ones.

No line is parsed here: only the words of a key.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_WORDS = {
    # longer ones first: the rate of learning before learning
    "lr": r"学习率|学習率|학습률|학습율"
    r"|скорост\w* обучения|темп\w* обучения|lernrate|taux d['’ ]?apprentissage"
    r"|tasa de aprendizaje|taxa de aprendizado|taxa de aprendizagem|tasso di apprendimento|öğrenme oranı",
    "gnorm": r"梯度范数|勾配ノルム|норма градиента|gradientennorm|norme du gradient|norma del gradiente",
    "loss": r"损失函数值|损失函数|损失值|损失|損失関数|損失|ロス|손실"
    r"|функци\w* потерь|потер[а-я]{1,3}|лосс"
    r"|verlust\w{0,2}|\bpertes?\b|pérdidas?|\bperdida\b|\bperda\b|\bperdita\b|\bkay[ıi]p\b|\bkayb[ıi]\b"
    r"|\bstrat[ay]\b|\bverlies\b|втрат[аиу]|mất mát",
    "crossentropy": r"交叉熵|кросс-?энтропи\w+|kreuzentropie|entropie croisée|entropía cruzada",
    "acc": r"准确率|准确度|正确率|精度|正解率|正答率|정확도"
    r"|точност[а-я]{1,2}|genauigkeit|précision|exactitude?\b"
    r"|precisión|acurácia|precisão|accuratezza|doğruluk"
    r"|dokładność|nauwkeurigheid|точн[іо]ст[ьюі]|độ chính xác|akurasi",
    "mse": r"均方误差|平均二乗誤差",
    "error": r"误差|誤差|오차|ошибк[а-я]{1,2}|fehler(?:rate)?|\berreur\b|\berro\b|\berrore\b",
    "recall": r"召回率|再現率|재현율",
    "ppl": r"困惑度|перплекси\w+",
    "reward": r"奖励|報酬|보상|наград[а-я]|belohnung|récompense|recompensa",
    "train": r"训练集|训练|訓練|学習|トレーニング|훈련|학습"
    r"|обуч[а-я]{2,6}|трен[а-я]{2,9}|trainings?(?=[a-zäöü-])"
    r"|entra[iî]nement|apprentissage|entrenamiento|treinamento|\btreino\b|addestramento|eğitim",
    "val": r"验证集|验证|開発|検証|バリデーション|검증"
    r"|валид[а-я]{2,8}|проверочн[а-я]{2}|validierungs?|walidac\w{1,5}"
    r"|validaci[óo]n|validação|validazione|convalida|doğrulama",
    "test": r"测试集|测试|テスト|테스트|시험|тест[а-я]{0,7}|\bprueba\b|\bteste\b",
    "epoch": r"轮次|エポック|에포크|에폭|эпох[а-я]?"
    r"|\bepoche\b|époque|\bepoque\b|época|\bepoca\b|\bepoka\b|епох[аиу]|\bdönem\b",
    "step": r"步数|ステップ|스텝|шаг[а-я]{0,3}|\bschritt\b|étape|\bpaso\b|\bpasso\b|\badım\b",
    "iteration": r"迭代次数|迭代|イテレーション|反復|반복"
    r"|итераци[а-я]|itération|iteración|iteração|iterazione",
    "batch": r"批次|バッチ|배치|батч[а-я]?|\blote\b|\blot\b",
    "last": r"\bderni(?:er|ère)\b|\búltim[oa]\b|\bletzte[rns]?\b|последн[а-я]{2,3}",
    "avg": r"平均|평균|средн[а-я]{2,3}|durchschnitt\w*|mittlere[rs]?|moyenne|promedio|média|\bmedia\b",
}
_EACH = r"\b[dl]['’]|\b(?:на|für|sur|des?|du|la|le|el|en|auf|im|nach|для|после|der|di|da|do)\b"
_WIDE = str.maketrans("：，；（）【】％｜＝、", ":,;()[]%|=,")
_COUNTED = (
    r"(?:第\s{0,3})?(?<![\d.,])(?P<count>\d{1,9})\s{0,3}(?:/\s{0,3}(?P<all>\d{1,9})\s{0,3})?个?\s{0,3}"
    r"(?P<what>轮(?!次)|周期|步(?!数)|次(?=[\s:,])|エポック|ステップ"
    r"|에포크|에폭|번째 에포크|번째 에폭|스텝|(?<=个)epoch)(?:目|째)?"
)
_STEPS = ("步", "次", "ステップ", "스텝")
_FOREIGN = re.compile(
    r"verlust|genauigkeit|epoche|lernrate|schritt|fehler|perte|epoque|entrainement"
    r"|exactitud|acuracia|strat[ay]|epoka|verlies|nauwkeurig|akurasi|perdida|dernier|letzte|paso"
    r"|epoca|perda|treino|perdita|accuratezza|tasa de|taxa de",
    re.I,
)


def narrow(line: str) -> str:
    """A line with plain marks for the wide ones, and `第3轮`, `3エポック目` with the word in front."""
    line = line.translate(_WIDE)
    return re.sub(_COUNTED, _turned, line)


def _turned(match: re.Match[str]) -> str:
    word = "step" if match["what"] in _STEPS else "epoch"
    return f" {word} {match['count']}" + (f"/{match['all']} " if match["all"] else " ")


@lru_cache(maxsize=4096)
def english(text: str) -> str:
    """The words of a key in English, where they are of another language that is known here."""
    if text.isascii() and not _FOREIGN.search(text):
        return text
    found = _any().sub(lambda match: f" {match.lastgroup} ", text)
    return re.sub(_EACH, " ", found, flags=re.I) if found != text else text


@cache
def _any() -> re.Pattern[str]:
    """All the words; most logs are in English and start faster without them."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS.items()), re.I)
