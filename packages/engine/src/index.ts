/** @agon/engine: tfjs functions compiled to ONNX graphs; parameters; optimisers. */
export { compile, type CompileOptions, type Program } from './compile.js';
export {
  DEVICES,
  loadDevice,
  parseDevice,
  useDevice,
  type AutoMemory,
  type Device,
  type DeviceChoice,
  type DeviceInfo,
} from './devices/device.js';
export { dropout } from './dropout.js';
export { exportOnnx, type ExportOptions } from './exportOnnx.js';
export {
  constant,
  gaussian,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  orthogonal,
  uniform,
  zeros,
  type Initialiser,
} from './initialisers.js';
export { Inside, type InsideLayer, type Term, type UnitSum } from './inside/inside.js';
export type { Subject } from './inside/subject.js';
export { UnitSlopes } from './inside/unitSlopes.js';
export { fromLayers, type LayersFunction } from './layers.js';
export { layerTable, trainingBytes, type LayerInfo } from './layerTable.js';
export { adam, adamW, radam, type AdamOptions } from './optimisers/adam.js';
export { VectorMemory, type Address, type Kernels } from './optimisers/kernels.js';
export type { Optimiser, Update } from './optimisers/optimiser.js';
export { rmsprop, type RmspropOptions } from './optimisers/rmsprop.js';
export {
  cosineSchedule,
  linearSchedule,
  stepSchedule,
  warmup,
  type Schedule,
} from './optimisers/schedules.js';
export { sgd, type SgdOptions } from './optimisers/sgd.js';
export { BIT_ROOM, countParameters, Parameters, type ParameterSpec } from './parameters.js';
export { receptiveFields, type ReceptiveField } from './receptiveFields.js';
export { configureRuntime, type RuntimeOptions } from './runtime.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsFile,
  type StateArray,
  type StoredTensor,
} from './safetensors.js';
export { disableTelemetry } from './telemetry.js';
export type { ArrayMap, Fn, LossFn, Shape, TensorMap, TensorSpec } from './tensors.js';
export { stopGradient } from './trace/tape.js';
export { trainStep, type OptimiserState, type TrainStep, type TrainStepOptions } from './trainStep.js';
export { checkFinite, decodeWeights } from './weights.js';
export { windowResults } from './windowResults.js';
