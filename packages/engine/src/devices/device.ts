/** Where programs run: names, what each device needs, and the one that is used where none is asked for. */
import { AgonError, unknownName } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { GraphWriter } from '../onnx/writer.js';
import { loadRuntime, Session } from '../runtime.js';
import { registerGradients } from '../trace/gradients.js';

/** A device that runs programs by itself. */
export type Device = 'cpu' | 'webgpu' | 'tfjs:cpu' | 'tfjs:node-gpu';
/** What can be asked for: `auto` times one step on each device that loads and takes the fastest. */
export type DeviceChoice = Device | 'auto';

/** A device as `agon doctor` shows it. */
export interface DeviceInfo {
  readonly id: Device;
  readonly title: string;
  /** What it needs, and how to get it. */
  readonly needs: string;
}

/** All devices, with what each needs, as `agon doctor` and error messages tell it. */
export const DEVICES: readonly DeviceInfo[] = [
  {
    id: 'cpu',
    title: 'ONNX Runtime on the processor',
    needs: 'onnxruntime-node, which has builds for Linux, macOS and Windows on x64 and arm64: npm ci.',
  },
  {
    id: 'webgpu',
    title: "ONNX Runtime's WebGPU provider",
    needs:
      'a graphics adapter with a driver for Vulkan (on Linux also its loader: apt install libvulkan1), Direct3D 12 or Metal.',
  },
  {
    id: 'tfjs:cpu',
    title: "tfjs's own JavaScript, not compiled: slow, to compare with",
    needs: 'nothing.',
  },
  {
    id: 'tfjs:node-gpu',
    title: "tfjs on TensorFlow's library with CUDA, not compiled",
    needs:
      'an NVIDIA GPU with CUDA 11.2 and cuDNN 8.1, x64 Linux or Windows, Node 20 or 22, and the package: npm run setup:gpu.',
  },
];

/** Whether functions run there eagerly, kernel by kernel, instead of compiled. */
export function isEager(device: Device): device is 'tfjs:cpu' | 'tfjs:node-gpu' {
  return device.startsWith('tfjs:');
}

/** tfjs's own name for the backend of an eager device. */
export function backendOf(device: 'tfjs:cpu' | 'tfjs:node-gpu'): string {
  return device === 'tfjs:cpu' ? 'cpu' : 'tensorflow';
}

/** @throws bad-option with the near name */
export function parseDevice(name: string): DeviceChoice {
  const ids = [...DEVICES.map(({ id }) => id), 'auto'] as const;
  const found = ids.find((id) => id === name);
  if (found) return found;
  throw unknownName('bad-option', 'device', name, ids, `There are: ${ids.join(', ')}. \`agon doctor\` says which this machine has.`); // prettier-ignore
}

const loading = new Map<Device, Promise<void>>();

/** Makes a device ready; quick from the second time on. @throws unsupported saying what it lacks */
export function loadDevice(device: Device): Promise<void> {
  let loaded = loading.get(device);
  if (!loaded) loading.set(device, (loaded = load(device)));
  return loaded;
}

async function load(device: Device): Promise<void> {
  try {
    if (device === 'webgpu') await tryWebGpu();
    else if (device === 'tfjs:node-gpu') await importNodeGpu();
    else if (device === 'cpu') await loadRuntime();
    if (isEager(device)) registerGradients();
  } catch (cause) {
    const { needs } = DEVICES.find(({ id }) => id === device) as DeviceInfo;
    const message = cause instanceof Error ? cause.message : String(cause);
    const reason = message
      .trim()
      .split('\n')[0]
      .replace(/ imported from .*/, '');
    throw new AgonError('unsupported', `the device "${device}" is not there (${reason}). It needs ${needs}`, {
      cause,
    });
  }
}

/** ONNX Runtime looks for an adapter when it makes the first session. */
async function tryWebGpu(): Promise<void> {
  const graph = new GraphWriter();
  graph.input('x', 'float32', [1]);
  graph.output('y', 'float32', [1]);
  graph.setOutput('y', graph.op('Neg', ['x']));
  const ends = ['x', 'y'].map((name) => ({ name, type: 'float32' as const, shape: [1], array: new Float32Array(1) })); // prettier-ignore
  const options = { threads: 1, device: 'webgpu' } as const;
  const session = await Session.create(await loadRuntime(), graph.serialise('probe'), ends.slice(0, 1), ends.slice(1), options); // prettier-ignore
  await session.run();
  await session.release();
}

/** The package is an optional peer of this one: 4.22.0 exactly, which is tfjs's own version here. */
async function importNodeGpu(): Promise<void> {
  const before = tf.getBackend();
  const name = '@tensorflow/tfjs-node-gpu';
  await import(/* @vite-ignore */ name);
  if (!tf.findBackend('tensorflow')) throw new Error(`${name} belongs to another copy of tfjs`);
  if (before) await tf.setBackend(before);
}

let chosen: DeviceChoice | undefined;

/** What `auto` is told, and tells. */
export interface AutoMemory {
  /** The device found fastest for a program before, if known. */
  recall(program: string): string | undefined;
  remember(program: string, device: Device): void;
  /** One line for people. */
  say(line: string): void;
}

let autoMemory: AutoMemory | undefined;

/**
 * The device of all programs and train steps of this thread that name none themselves.
 * @param memory of `auto`; without one it finds out anew in every process
 * @throws unsupported where it does not load
 */
export async function useDevice(device: DeviceChoice, memory?: AutoMemory): Promise<void> {
  if (device !== 'auto') await loadDevice(device);
  chosen = device;
  autoMemory = memory;
}

/** What `useDevice` was given to remember the fastest device by. */
export function memoryOfAuto(): AutoMemory | undefined {
  return autoMemory;
}

/** What `useDevice` was told; else the processor, by way of ONNX Runtime, or with a warning of tfjs where that does not load. */
export async function defaultDevice(): Promise<DeviceChoice> {
  if (chosen) return chosen;
  try {
    await loadDevice('cpu');
    return 'cpu';
  } catch (error) {
    await useDevice('tfjs:cpu');
    console.warn(
      `agon: ${(error as Error).message} Networks run on tfjs:cpu meanwhile, some 50 times slower.`,
    );
    return 'tfjs:cpu';
  }
}
