import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";

// tfjs greets on first use, and a test that prints fails.
tf.enableProdMode();
await tf.setBackend("wasm");
await tf.setBackend("cpu");

export { tf };
