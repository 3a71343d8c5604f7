/** Exported networks pass ONNX's own checker, shape inference included. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@agon/core';
import { openPictures } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { exportOnnx, heNormal, Parameters, zeros, type Fn, type ParameterSpec } from '@agon/engine';
import { dataTrainer } from '@agon/models';
import * as tf from '@tensorflow/tfjs';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from './requirements.js';

interface Case {
  shape: number[];
  specs: ParameterSpec[];
  fn: Fn;
}

const image = (x: tf.Tensor) => x as tf.Tensor4D;

const CASES: Record<string, Case> = {
  'a network of convolutions, pools and dense layers': {
    shape: [2, 8, 8, 3],
    specs: [
      { name: 'filter', shape: [3, 3, 3, 8], init: heNormal },
      { name: 'depth', shape: [3, 3, 8, 1], init: heNormal },
      { name: 'head', shape: [128, 5], init: heNormal },
      { name: 'bias', shape: [5], init: zeros },
    ],
    fn: ({ x }, { filter, depth, head, bias }) => {
      const hidden = tf.maxPool(tf.relu(tf.conv2d(image(x), image(filter), 1, 'same')), 2, 2, 'valid');
      const mixed = tf.add(tf.depthwiseConv2d(hidden, image(depth), 1, 'same'), hidden);
      const q = tf.add(tf.matMul(tf.reshape(mixed, [2, 128]), head), bias);
      return { q, best: tf.argMax(q, 1), policy: tf.softmax(q), spread: tf.max(q, 1).sub(tf.min(q, 1)) };
    },
  },
  'attention with a normalised residual stream': {
    shape: [2, 6, 8],
    specs: [{ name: 'qkv', shape: [8, 24], init: heNormal }],
    fn: ({ x }, { qkv }) => {
      const { mean, variance } = tf.moments(x, -1, true);
      const normed = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      const [q, k, v] = tf.split(tf.reshape(tf.matMul(tf.reshape(normed, [12, 8]), qkv), [2, 6, 24]), 3, 2);
      const mixed = tf.matMul(tf.softmax(tf.matMul(q, k, false, true)), v);
      return { stream: tf.add(x, mixed), top: tf.topk(tf.mean(mixed, 2), 2).values };
    },
  },
};

describeWith('onnx', 'exported ONNX files', (python) => {
  const folder = mkdtempSync(join(tmpdir(), 'agon-onnx-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(CASES))('pass the checker: %s', (name, { shape, specs, fn }) => {
    const parameters = new Parameters(specs).initialise(new RandomStream(name));
    const path = join(folder, 'model.onnx');
    writeFileSync(path, exportOnnx(fn, { inputs: { x: { shape } }, parameters, name }));
    const check = `
import json, onnx, sys
model = onnx.load(sys.argv[1])
onnx.checker.check_model(model, full_check=True)
shapes = lambda values: {v.name: [d.dim_value for d in v.type.tensor_type.shape.dim] for v in values}
domains = [o.domain for o in model.opset_import]
print(json.dumps({"inputs": shapes(model.graph.input), "weights": [i.name for i in model.graph.initializer], "domains": domains}))`;
    const report = JSON.parse(execFileSync(python, ['-c', check, path], { encoding: 'utf8' })) as {
      inputs: Record<string, number[]>;
      weights: string[];
      domains: string[];
    };
    expect(report.inputs).toEqual({ x: shape });
    expect(report.weights).toEqual(expect.arrayContaining(specs.map((spec) => spec.name)));
    expect(report.domains).toEqual(['']); // standard operators only
  });

  it('pass the checker: a classifier, for batches of any length, with its classes', async () => {
    const data = 'arcade-screens:task=game,count=100';
    const settings = { network: 'convnet:filters=4/8,norm=batch', batchSize: 8 };
    const classifier = dataTrainer('classifier');
    const options = { data, settings, seed: 1, steps: 2, checkpointEvery: 2, workers: 0, files: diskFiles() };
    let weights: Uint8Array | undefined;
    for await (const event of classifier.train(options))
      if (event.kind === 'checkpoint') ({ weights } = event);
    const checkpoint = { algorithm: 'classifier', data, settings, step: 2, weights: weights! };
    const path = join(folder, 'classifier.onnx');
    writeFileSync(path, classifier.toOnnx!(checkpoint, 'seen').bytes);
    const check = `
import json, onnx, sys
model = onnx.load(sys.argv[1])
onnx.checker.check_model(model, full_check=True)
inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
shapes = lambda values: {v.name: [v.type.tensor_type.elem_type, *[d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]] for v in values}
print(json.dumps({"inputs": shapes(model.graph.input), "outputs": shapes(inferred.graph.output), "metadata": {p.key: p.value for p in model.metadata_props}, "domains": [o.domain for o in model.opset_import]}))`;
    const report = JSON.parse(execFileSync(python, ['-c', check, path], { encoding: 'utf8' })) as {
      inputs: object;
      outputs: object;
      metadata: Record<string, string>;
      domains: string[];
    };
    const [FLOAT, BYTE] = [1, 2];
    const { classes, shape } = await openPictures(data, diskFiles());
    expect(report.inputs).toEqual({ pixels: [BYTE, 'batch', ...shape] });
    expect(report.outputs).toEqual({
      logits: [FLOAT, 'batch', classes.length],
      probabilities: [FLOAT, 'batch', classes.length],
    });
    expect(JSON.parse(report.metadata.classes)).toEqual(classes);
    expect(report.metadata).toMatchObject({ data, step: '2', network: settings.network });
    expect(report.metadata.preprocessing).toContain('inside: pixels / 255');
    expect(report.domains).toEqual(['']);
  });
});
