import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint
from tensorflow.keras.layers import LSTM, Dense, Dropout
from tensorflow.keras.models import Sequential, load_model

df = pd.read_csv("prices.csv", parse_dates=["date"], index_col="date")
values = df[["close"]].values
split = int(len(values) * 0.8)
scaler = MinMaxScaler()
train_scaled = scaler.fit_transform(values[:split])
test_scaled = scaler.transform(values[split - 60 :])


def windows(series, lookback=60):
    x, y = [], []
    for i in range(lookback, len(series)):
        x.append(series[i - lookback : i, 0])
        y.append(series[i, 0])
    return np.array(x)[..., None], np.array(y)


x_train, y_train = windows(train_scaled)
x_test, y_test = windows(test_scaled)
model = Sequential()
model.add(LSTM(50, return_sequences=True, input_shape=(x_train.shape[1], 1)))
model.add(Dropout(0.2))
model.add(LSTM(50))
model.add(Dropout(0.2))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(
    x_train,
    y_train,
    epochs=100,
    batch_size=32,
    shuffle=False,
    validation_split=0.1,
    callbacks=[EarlyStopping(patience=10), ModelCheckpoint("best.keras", save_best_only=True)],
)
model = load_model("best.keras")
predicted = scaler.inverse_transform(model.predict(x_test))
print("rmse", np.sqrt(mean_squared_error(scaler.inverse_transform(y_test[:, None]), predicted)))
