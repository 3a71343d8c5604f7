/** A network run with all that its layers compute: their values, and what each unit is the sum of. */
import { compile, type Program } from '../compile.js';
import { nodesOf } from '../layerTable.js';
import { seenByAll, type Field } from '../receptiveFields.js';
import { sizeOf, type ArrayMap, type Shape, type TensorMap } from '../tensors.js';
import type { TraceNode } from '../trace/node.js';
import { tensorOf } from '../trace/tracer.js';
import type { InnerLayer } from './innerLayers.js';
import { sourceOf, withinRow } from './source.js';
import { layersWithin, unshaped, type Subject, type TracedLayers } from './subject.js';
import { operandsOf, placeOf, termsOf } from './terms.js';

/** What happens to a layer's values, one kernel after the other. */
interface Step {
  /** tfjs's name: "Conv2D", "Add", "Relu". */
  readonly kernel: string;
  /** The parameter that it reads beside the values: "conv1.bias". */
  readonly parameter?: string;
}

/** A layer as it can be asked about. */
export interface InsideLayer {
  /** No two have the same. The first layer is the input that is looked at, by its name, as the network goes on with it. */
  readonly name: string;
  readonly kind: string;
  /** [height, width, maps] or [units]: of one row. */
  readonly shape: Shape;
  readonly steps: readonly Step[];
  /** The place in `steps` of the values before the activation. */
  readonly sum: number;
  /** Names of the layers that it reads. */
  readonly reads: readonly string[];
  /** The parameter that holds its weights: filters [height, width, channels, maps], or [inputs, units]. */
  readonly weights?: string;
  /** The results of the network whose values it holds: "logits". */
  readonly outputs: readonly string[];
  /** What unit (0, 0) sees of a picture, and how far from it the next one looks; absent where units see everything. */
  readonly field?: Field;
}

/** One operand of a unit. */
export interface Term {
  /** The layer that it comes from, and its place there. */
  readonly layer: string;
  readonly place: readonly number[];
  readonly value: number;
  readonly weight: number;
}

/** A unit as the sum of its operands, and what became of it. */
export interface UnitSum {
  /** Zeros of paddings are left out. Undefined where the unit is no weighted sum. */
  readonly terms: readonly Term[] | undefined;
  /** The unit's value after each step; the first is the sum of value × weight. */
  readonly values: readonly number[];
}

const parameterIn = (operands: readonly TraceNode[]): string | undefined => {
  const leaf = operands.map(unshaped).find(({ op }) => op === 'parameter');
  return leaf && String(leaf.attrs.name);
};

/** The result whose values a layer holds, by name. */
const outputsOf = ({ nodes }: InnerLayer, { outputs }: TracedLayers): string[] =>
  Object.entries(outputs)
    .filter(([, node]) => nodes.has(unshaped(node)))
    .map(([name]) => name);

/** All that a program has to answer, so that every unit can be told of. */
function wantedOf({ layers }: TracedLayers): TraceNode[] {
  const wanted = layers.flatMap(({ steps }) => [...steps, ...operandsOf(steps[0]).map(unshaped)]);
  const isComputed = ({ op }: TraceNode): boolean => !['input', 'parameter', 'constant'].includes(op);
  return [...new Set(wanted)].filter(isComputed);
}

const keyOf = ({ id }: TraceNode): string => `node ${id}`;

/** Its arrays are overwritten by the next `run`. */
export class Inside {
  readonly layers: readonly InsideLayer[];
  private readonly program: Program;
  private readonly subject: Subject;
  private readonly traced: readonly InnerLayer[];
  /** By node: the layer that it belongs to. */
  private readonly owners: ReadonlyMap<TraceNode, string>;

  private constructor(subject: Subject, program: Program, traced: TracedLayers) {
    this.subject = subject;
    this.program = program;
    this.traced = traced.layers;
    this.owners = new Map(traced.layers.flatMap(({ nodes, name }) => [...nodes].map((node) => [node, name])));
    const seen = seenByAll(nodesOf(Object.values(traced.outputs)));
    this.layers = traced.layers.map((layer): InsideLayer => {
      const [first] = layer.steps;
      const field = layer.kind === 'input' ? undefined : seen.get(first);
      const weights = parameterIn(Object.values(first.inputs));
      return {
        name: layer.name,
        kind: layer.kind,
        shape: withinRow(first.shape),
        steps: layer.steps.map(({ op, inputs }, i): Step => {
          const parameter = parameterIn(Object.values(inputs));
          return { kernel: op, ...(i > 0 && parameter !== undefined && { parameter }) };
        }),
        sum: layer.sum,
        reads: [...new Set(Object.values(first.inputs).flatMap((operand) => this.layersBehind(operand)))],
        ...(weights !== undefined && { weights }),
        outputs: outputsOf(layer, traced),
        ...(typeof field === 'object' && { field }),
      };
    });
  }

  /** Compiles it for one row. @throws what `compile` throws */
  static async of(subject: Subject): Promise<Inside> {
    let traced: TracedLayers = { layers: [], outputs: {} };
    const all = (given: TensorMap, values: TensorMap): TensorMap => {
      traced = layersWithin(subject, given, values);
      return Object.fromEntries(wantedOf(traced).map((node) => [keyOf(node), tensorOf(node)]));
    };
    const { inputs, parameters } = subject;
    // On the processor: other devices run the function without a trace.
    const program = await compile(all, { inputs, parameters, device: 'cpu' });
    return new Inside(subject, program, traced);
  }

  /** What is looked at, and the rest; write before `run`. */
  get inputs(): ArrayMap {
    return this.program.inputs;
  }

  /** Computes all values for what is in `inputs`. */
  run(): Promise<void> {
    return this.program.run();
  }

  /** After the parameters have changed. */
  refresh(): Promise<void> {
    return this.program.refresh();
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }

  /** [...shape] The values of a layer after one of its steps, the last one if not given. */
  values(layer: number, step = this.layers[layer].steps.length - 1): ArrayLike<number> {
    return this.valuesOf(this.traced[layer].steps[step]);
  }

  /** What a unit is the sum of, and what became of it. @param unit its index among the layer's values */
  sumOf(layer: number, unit: number): UnitSum {
    const { steps } = this.traced[layer];
    const raw = termsOf(steps[0], unit, this.valuesOf);
    const terms = raw?.flatMap(({ operand, index, weight }): Term[] => {
      const source = sourceOf(operand, index);
      if (!source) return [];
      const [name] = this.layersBehind(source.node);
      const own = this.layers.find((each) => each.name === name);
      // A value that was flattened is told by its place in the layer that it comes from.
      const shape =
        own && sizeOf(own.shape) === sizeOf(source.node.shape) ? own.shape : withinRow(source.node.shape);
      const place = placeOf(source.index, shape);
      return [{ layer: name ?? '', place, value: this.valuesOf(operand)[index], weight }];
    });
    return { terms, values: steps.map((step) => this.valuesOf(step)[unit]) };
  }

  /** The names of the layers that an operand shows. */
  private layersBehind(operand: TraceNode): string[] {
    const owner = this.owners.get(operand) ?? this.owners.get(unshaped(operand));
    if (owner !== undefined) return [owner];
    return Object.values(operand.inputs).flatMap((each) => this.layersBehind(each));
  }

  private readonly valuesOf = (operand: TraceNode): ArrayLike<number> => {
    const node = unshaped(operand);
    const name = String(node.attrs.name);
    if (node.op === 'parameter') return this.subject.parameters.view(name);
    if (node.op === 'input') return this.program.inputs[name];
    if (node.op === 'constant') return node.attrs.values as ArrayLike<number>;
    return this.program.outputs[keyOf(node)];
  };
}
