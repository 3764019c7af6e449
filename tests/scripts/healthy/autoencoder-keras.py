import numpy as np
from keras import Input, Model, callbacks, layers, regularizers
from keras.datasets import fashion_mnist

(x_train, _), (x_test, _) = fashion_mnist.load_data()
x_train = x_train.astype("float32").reshape(-1, 784) / 255.0
x_test = x_test.astype("float32").reshape(-1, 784) / 255.0
noise = 0.2
noisy_train = np.clip(x_train + noise * np.random.normal(size=x_train.shape), 0.0, 1.0)
noisy_test = np.clip(x_test + noise * np.random.normal(size=x_test.shape), 0.0, 1.0)
inputs = Input(shape=(784,))
h = layers.Dense(128, activation="relu", activity_regularizer=regularizers.l1(1e-5))(inputs)
code = layers.Dense(32, activation="relu")(h)
h = layers.Dense(128, activation="relu")(code)
outputs = layers.Dense(784, activation="sigmoid")(h)
autoencoder = Model(inputs, outputs)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(
    noisy_train,
    x_train,
    epochs=50,
    batch_size=256,
    shuffle=True,
    validation_data=(noisy_test, x_test),
    callbacks=[callbacks.EarlyStopping(patience=5)],
)
encoder = Model(inputs, code)
print(encoder.predict(x_test).shape)
