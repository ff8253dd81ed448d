// A page as an application has it: bundled. The test drives it.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import { accuracy, createTrainer, drawnImages, linearFreeze, mlp } from "@svcca/training";
import * as tf from "@tensorflow/tfjs-core";
import { convolutionCases, disagreements, networkCases } from "../gradients.js";

const page = globalThis as unknown as {
  gradients(backend: string): Promise<string[]>;
  train(backend: string): Promise<number>;
};

// Headless Chromium computes WebGL on the processor, which tfjs refuses unless told.
tf.env().set("SOFTWARE_WEBGL_ENABLED", true);

/** What is wrong, and how many cases there were. */
page.gradients = async (backend) => {
  const wrong: string[] = [];
  for (const one of [...convolutionCases, ...networkCases]) {
    const found = await disagreements(one, backend).catch((error: Error) => [error.message]);
    wrong.push(...found.map((what) => `${one.name}: ${what}`));
  }
  return [`${convolutionCases.length + networkCases.length} cases`, ...wrong];
};

/** The accuracy after some training with layers that freeze. */
page.train = async (backend) => {
  await tf.setBackend(backend);
  const set = drawnImages(20, 1);
  const model = mlp({ inputShape: [16, 16, 1], outputs: 10, units: [20] });
  const plan = { epochs: 10, batchSize: 20, learningRate: 0.02, freeze: linearFreeze() };
  const trainer = createTrainer(model, set, plan);
  while (trainer.step < trainer.steps) await trainer.advance();
  return accuracy(model, set);
};
