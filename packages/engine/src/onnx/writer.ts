/**
 * Writes ONNX models: just enough of onnx.proto (field numbers from https://github.com/onnx/onnx/blob/main/onnx/onnx.proto)
 * for one graph with named inputs, constants and outputs.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { AgonError } from '@agon/core';
import type { Shape } from '../tensors.js';

/** TensorProto.DataType */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;
type ElementType = keyof typeof ELEMENT_TYPES;

/** An attribute to be written as a float; a plain number is written as an integer. */
interface FloatAttribute {
  readonly float: number;
}
type OnnxAttribute = number | string | readonly number[] | FloatAttribute;

/** The newest that Debian 12's ONNX (1.12) knows. */
const OPSET = 17;
const IR_VERSION = 8;
const MICROSOFT_DOMAIN = 'com.microsoft';
/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** An input or output. */
interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly doc: string;
}

type TypedData = Float32Array | Int32Array | Uint8Array | BigInt64Array;
/** A tensor with its values. */
interface Constant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: TypedData;
}

/** An operation, written. */
interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly bytes: Uint8Array;
}

type Message = (writer: BinaryWriter) => unknown;

function message(write: Message): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}
const field = (writer: BinaryWriter, number: number, bytes: Uint8Array) =>
  writer.tag(number, WireType.LengthDelimited).bytes(bytes);
const text = (writer: BinaryWriter, number: number, value: string) =>
  writer.tag(number, WireType.LengthDelimited).string(value);
const integer = (writer: BinaryWriter, number: number, value: number) =>
  writer.tag(number, WireType.Varint).int64(value);

function attribute(name: string, value: OnnxAttribute): Uint8Array {
  return message((writer) => {
    text(writer, 1, name);
    if (typeof value === 'number') {
      integer(writer, 3, value);
      integer(writer, 20, ATTRIBUTE_TYPES.int);
    } else if (typeof value === 'string') {
      text(writer, 4, value);
      integer(writer, 20, ATTRIBUTE_TYPES.string);
    } else if ('float' in value) {
      writer.tag(2, WireType.Bit32).float(value.float);
      integer(writer, 20, ATTRIBUTE_TYPES.float);
    } else {
      for (const number of value) integer(writer, 8, number);
      integer(writer, 20, ATTRIBUTE_TYPES.ints);
    }
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedData): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const areEqual = (some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean =>
  some.length === others.length &&
  some.every(
    (bytes, i) => bytes.length === others[i].length && bytes.every((byte, k) => byte === others[i][k]),
  );

function tensor({ name, type, shape, data }: Constant): Uint8Array {
  return message((writer) => {
    for (const length of shape) integer(writer, 1, length);
    integer(writer, 2, ELEMENT_TYPES[type]);
    text(writer, 8, name);
    field(writer, 9, bytesOf(data));
  });
}

/** @param rows the name of the first axis's length, where that may be any */
function valueInfo({ name, type, shape, doc }: Value, rows?: string): Uint8Array {
  const dimensions = message((writer) => {
    shape.forEach((length, axis) =>
      field(
        writer,
        1,
        message((dimension) =>
          axis === 0 && rows !== undefined ? text(dimension, 2, rows) : integer(dimension, 1, length),
        ),
      ),
    );
  });
  const tensorType = message((writer) => {
    integer(writer, 1, ELEMENT_TYPES[type]);
    field(writer, 2, dimensions);
  });
  return message((writer) => {
    text(writer, 1, name);
    field(
      writer,
      2,
      message((type) => field(type, 1, tensorType)),
    );
    if (doc) text(writer, 3, doc);
  });
}

/** Collects a graph. Methods that add a value return its name, so that graphs read as expressions. */
export class GraphWriter {
  private readonly nodes: Node[] = [];
  private readonly initialisers: Constant[] = [];
  private readonly inputs: Value[] = [];
  private readonly outputs: Value[] = [];
  private rows: string | undefined;
  private readonly names = new Set<string>();
  private readonly constants = new Map<string, string>();
  private usesMicrosoftDomain = false;
  private count = 0;

  /** Reserves a name that the outside knows. @throws internal where it comes twice */
  private declare(name: string): string {
    if (this.names.has(name)) {
      throw new AgonError(
        'internal',
        `two inputs, parameters or outputs of one program are called "${name}"; rename one of them.`,
      );
    }
    this.names.add(name);
    return name;
  }

  private fresh(type: string): string {
    for (;;) {
      const name = `${type}_${this.count++}`;
      if (!this.names.has(name)) return name;
    }
  }

  /** Declares an input. @throws internal where the name is taken */
  input(name: string, type: ElementType, shape: Shape, doc = ''): string {
    this.inputs.push({ name: this.declare(name), type, shape, doc });
    return name;
  }

  /** Declares an output; `setOutput` says later what it is. Outputs are declared before the first node is added. */
  output(name: string, type: ElementType, shape: Shape, doc = ''): void {
    this.outputs.push({ name: this.declare(name), type, shape, doc });
  }

  /** Says which value a declared output is. */
  setOutput(name: string, value: string): void {
    this.addNode('Identity', [value], {}, '', [name]);
  }

  /** A constant under a name that the outside knows: a parameter. */
  namedConstant(name: string, type: ElementType, shape: Shape, data: TypedData): string {
    this.initialisers.push({ name: this.declare(name), type, shape, data });
    return name;
  }

  /** A constant; small equal ones are shared. */
  constant(type: ElementType, shape: Shape, data: TypedData): string {
    const key =
      data.length <= 512 ? `${type}[${shape.join()}]${Array.from<number | bigint>(data).join()}` : undefined;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh('constant');
    this.initialisers.push({ name, type, shape, data });
    if (key !== undefined) this.constants.set(key, name);
    return name;
  }

  /** A constant of shape []; equal ones are one value. */
  scalar(value: number, type: 'float32' | 'int32' = 'float32'): string {
    return this.constant(type, [], type === 'float32' ? Float32Array.of(value) : Int32Array.of(value));
  }

  /** A vector of int64, as shapes and axes are given. */
  integers(values: Shape): string {
    return this.constant(
      'int64',
      [values.length],
      BigInt64Array.from(values, (value) => BigInt(value)),
    );
  }

  /** Adds a node with one result. */
  op(
    type: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, OnnxAttribute>> = {},
    domain = '',
  ): string {
    const name = this.fresh(type);
    this.addNode(type, inputs, attrs, domain, [name]);
    return name;
  }

  /** Adds a node with several results. */
  ops(
    type: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, OnnxAttribute>>,
    count: number,
  ): string[] {
    const names = Array.from({ length: count }, () => this.fresh(type));
    this.addNode(type, inputs, attrs, '', names);
    return names;
  }

  /** A product of matrices with either side transposed, in one node of onnxruntime's own. */
  fusedMatMul(a: string, b: string, transA: boolean, transB: boolean): string {
    this.usesMicrosoftDomain = true;
    const attrs = { transA: Number(transA), transB: Number(transB), alpha: { float: 1 } };
    return this.op('FusedMatMul', [a, b], attrs, MICROSOFT_DOMAIN);
  }

  private addNode(
    type: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, OnnxAttribute>>,
    domain: string,
    outputs: readonly string[],
  ): void {
    const bytes = message((writer) => {
      for (const input of inputs) text(writer, 1, input);
      for (const output of outputs) text(writer, 2, output);
      text(writer, 3, outputs[0]);
      text(writer, 4, type);
      for (const [name, value] of Object.entries(attrs)) field(writer, 5, attribute(name, value));
      if (domain) text(writer, 7, domain);
    });
    this.nodes.push({ type, inputs, outputs, bytes });
  }

  /** The values that the outputs depend on. */
  private needed(): Set<string> {
    const needed = new Set(this.outputs.map(({ name }) => name));
    for (const { inputs, outputs } of [...this.nodes].reverse()) {
      if (outputs.some((output) => needed.has(output))) for (const input of inputs) needed.add(input);
    }
    return needed;
  }

  /**
   * Makes the first axis of all inputs and outputs one of any length, by the name "batch".
   * @param other the same graph, written for another number of rows
   * @throws unsupported where the number of rows decides more than the shapes that values are given
   */
  freeRows(other: GraphWriter): void {
    this.rows = 'batch';
    if (
      !areEqual(
        this.nodes.map(({ bytes }) => bytes),
        other.nodes.map(({ bytes }) => bytes),
      )
    )
      throw new AgonError('unsupported', 'the graph has other operations for other numbers of rows.');
    for (const [index, { name, data }] of this.initialisers.entries()) {
      const theirs = other.initialisers[index].data;
      if (areEqual([bytesOf(data)], [bytesOf(theirs)])) continue;
      const isShape = this.nodes.every(
        ({ type, inputs }) => !inputs.includes(name) || (type === 'Reshape' && inputs[0] !== name),
      );
      const lengths = isShape && data instanceof BigInt64Array ? data : new BigInt64Array();
      const places = [...lengths.keys()].filter((axis) => lengths[axis] !== theirs[axis]);
      if (places.length !== 1)
        throw new AgonError('unsupported', `the graph's constant ${name} depends on the number of rows.`);
      lengths[places[0]] = -1n; // Reshape finds that length by itself
    }
  }

  /**
   * The bytes of the model. Nodes and constants that no output depends on are left out.
   * @param metadata texts by name for whoever uses it
   */
  serialise(name: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const needed = this.needed();
    const graph = message((writer) => {
      for (const { outputs, bytes } of this.nodes)
        if (outputs.some((output) => needed.has(output))) field(writer, 1, bytes);
      text(writer, 2, name);
      for (const constant of this.initialisers)
        if (needed.has(constant.name)) field(writer, 5, tensor(constant));
      for (const input of this.inputs) field(writer, 11, valueInfo(input, this.rows));
      for (const output of this.outputs) field(writer, 12, valueInfo(output, this.rows));
    });
    const opset = (domain: string, version: number) =>
      message((writer) => {
        text(writer, 1, domain);
        integer(writer, 2, version);
      });
    return message((writer) => {
      integer(writer, 1, IR_VERSION);
      text(writer, 2, 'agon');
      field(writer, 7, graph);
      field(writer, 8, opset('', OPSET));
      if (this.usesMicrosoftDomain) field(writer, 8, opset(MICROSOFT_DOMAIN, 1));
      for (const [key, value] of Object.entries(metadata)) {
        const entry = message((pair) => {
          text(pair, 1, key);
          text(pair, 2, value);
        });
        field(writer, 14, entry);
      }
    });
  }
}
