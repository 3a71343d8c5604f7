/**
 * TensorBoard event files: TFRecords of `Event` messages with simple scalar summaries.
 * A record is u64 length, masked crc32c of the length, data, masked crc32c of the data; all little-endian.
 * Field numbers are those of TensorFlow's event.proto and summary.proto.
 */
import { crc32c } from '@agon/core';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { MetricsLine } from './run.js';

/** Event.wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary = 5 (message). */
function event(wallTime: number, step: number, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(wallTime);
  if (step) writer.tag(2, WireType.Varint).int64(step);
  write(writer);
  return writer.finish();
}

/** The masked form of a checksum that TFRecord files store (one of data that holds checksums would be weak). */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Frames one message as a record. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

/** The record that every event file begins with. @param wallTime seconds since 1970 */
export function eventFileHeader(wallTime: number): Uint8Array {
  return record(
    event(wallTime, 0, (writer) => writer.tag(3, WireType.LengthDelimited).string('brain.Event:2')),
  );
}

/**
 * One record with all metrics of a line; the tags are the metrics' names.
 * @param began seconds since 1970 at which the run began; the record's wall time is `began + line.seconds`
 */
export function eventOfMetrics(line: MetricsLine, began: number): Uint8Array {
  const { step, seconds, ...values } = line;
  return record(
    event(began + seconds, step, (writer) => {
      writer.tag(5, WireType.LengthDelimited).fork();
      for (const [tag, value] of Object.entries(values)) {
        writer.tag(1, WireType.LengthDelimited).fork(); // Summary.value: tag = 1, simple_value = 2
        writer.tag(1, WireType.LengthDelimited).string(tag);
        writer.tag(2, WireType.Bit32).float(value);
        writer.join();
      }
      writer.join();
    }),
  );
}
