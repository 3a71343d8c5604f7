/** What goes where: results to stdout, talk to stderr. */

/** Writes a line for people to stderr. */
export function say(line = ''): void {
  process.stderr.write(`${line}\n`);
}

/** Writes lines of a result to stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes the one JSON document of a command to stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
