import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.applications import EfficientNetB0
from tensorflow.keras.preprocessing import image_dataset_from_directory

BATCH, SIZE, CLASSES = 32, (224, 224), 5
train = image_dataset_from_directory(
    "data/train", shuffle=True, batch_size=BATCH, image_size=SIZE, label_mode="int"
)
val = image_dataset_from_directory(
    "data/val", shuffle=False, batch_size=BATCH, image_size=SIZE, label_mode="int"
)
augment = keras.Sequential(
    [layers.RandomFlip("horizontal"), layers.RandomRotation(0.2), layers.RandomZoom(0.1)]
)
base = EfficientNetB0(include_top=False, weights="imagenet", input_shape=SIZE + (3,))
base.trainable = False
inputs = keras.Input(shape=SIZE + (3,))
x = augment(inputs)
x = keras.applications.efficientnet.preprocess_input(x)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.3)(x)
outputs = layers.Dense(CLASSES)(x)
model = keras.Model(inputs, outputs)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=loss, metrics=["accuracy"])
history = model.fit(train, validation_data=val, epochs=10)
base.trainable = True
for layer in base.layers[:100]:
    layer.trainable = False
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss=loss, metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=20, initial_epoch=history.epoch[-1])
print(model.evaluate(val))
probabilities = tf.nn.softmax(model.predict(val))
