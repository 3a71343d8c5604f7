/**
 * A small GTP engine that misbehaves as it is told: `node engine.mjs FAULT [FILE]`. It plays the first empty point of its own
 * board, without rules. FILE counts its starts, for faults that come once.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [fault = 'none', file] = process.argv.slice(2);
const starts = file && existsSync(file) ? readFileSync(file, 'utf8').length : 0;
if (file) appendFileSync(file, '.');

const COMMANDS = ['protocol_version', 'name', 'version', 'list_commands', 'known_command', 'boardsize'];
COMMANDS.push('clear_board', 'komi', 'play', 'genmove', 'time_settings', 'time_left', 'quit');
const LETTERS = 'ABCDEFGHJKLMNOPQRST';
let size = 19;
let taken = new Set();
let numMoves = 0;

const write = (text) => process.stdout.write(text);
const answer = (id, text) => write(`=${id} ${text}\n\n`);
const refuse = (id, text) => write(`?${id} ${text}\n\n`);

/** The first point that is free, in an order that never fills the board's last two points. */
function freePoint() {
  for (let row = 1; row <= size; row++) {
    for (let column = 0; column < size; column++) {
      const vertex = `${LETTERS[column]}${row}`;
      if (!taken.has(vertex)) return taken.size < size * size - 2 ? vertex : 'pass';
    }
  }
  return 'pass';
}

/** What goes wrong at "genmove", by the fault's name. */
const FAULTS = {
  hangs: () => undefined,
  crashes: () => {
    process.stderr.write('assertion failed: liberties > 0\n');
    process.exit(3);
  },
  leaves: () => process.exit(0),
  'is killed': () => process.kill(process.pid, 'SIGSEGV'),
  'talks nonsense': () => write('I like this position\n\n'),
  'has no prefix': () => write('D4\n\n'),
  'numbers wrongly': (id) => answer(Number(id) + 1000, freePoint()),
  'numbers not at all': () => write(`= ${freePoint()}\n\n`),
  'plays on a stone': (id) => answer(id, [...taken][0] ?? 'A0'),
  'plays off the board': (id) => answer(id, 'T19'),
  'plays no vertex': (id) => answer(id, 'the centre'),
  'says nothing': (id) => answer(id, ''),
  'says two moves': (id) => answer(id, 'A1 B2'),
  refuses: (id) => refuse(id, 'not in the mood'),
  'answers twice': (id) => {
    answer(id, freePoint());
    answer(id, freePoint());
  },
  'answers what nobody asked': (id) => {
    answer(Number(id) + 1, 'C3');
    answer(id, freePoint());
  },
  'never ends its answer': (id) => write(`=${id} ${freePoint()}\n`),
  'answers too late': (id) => setTimeout(() => answer(id, freePoint()), 4000),
  'closes its output': () => process.stdout.end(),
  'writes without end': () => {
    const more = () => process.stdout.write('x'.repeat(1 << 16), more);
    more();
  },
  'answers without end': (id) => {
    write(`=${id} A1\n`);
    const more = () => process.stdout.write('B2\n'.repeat(1 << 14), more);
    more();
  },
  'writes binary': () =>
    process.stdout.write(Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80, 10, 10, 61, 0, 10, 10])),
  'leaves a child behind': () => {
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    setTimeout(() => process.exit(1), 50);
  },
  'will not die': () => {
    process.on('SIGTERM', () => undefined);
    process.on('SIGHUP', () => undefined);
    write('no\n\n');
  },
};

/** What is odd but allowed. */
const MANNERS = {
  'small letters': (id) => answer(id, freePoint().toLowerCase()),
  'carriage returns': (id) => write(`=${id} ${freePoint()}\r\n\r\n`),
  'one byte at a time': async (id) => {
    for (const byte of `=${id}   ${freePoint()}  \n\n`) {
      write(byte);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
  'much on its error stream': (id) => {
    process.stderr.write('thinking '.repeat(20_000));
    answer(id, freePoint());
  },
  'blank lines between': (id) => write(`\n\n=${id} ${freePoint()}\n\n\n\n`),
};

if (fault === 'greets') write('Welcome to Engine 1.0\n\nReady.\n');
if (fault === 'dies at every later start' && starts > 0) process.exit(1);

/** Misbehaves from its second move on, so that the first shows that it can play. */
function genmove(id) {
  numMoves++;
  const isOnce = fault.endsWith(' once');
  const act = FAULTS[isOnce ? fault.slice(0, -5) : fault];
  if (fault === 'dies at every later start') return FAULTS.crashes(id);
  if (act && numMoves > 1 && (!isOnce || starts === 0)) return act(id);
  return (MANNERS[fault] ?? ((number) => answer(number, freePoint())))(id);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, name, ...args] = line.split(' ');
  if (name === 'genmove') {
    const vertex = freePoint();
    genmove(id);
    if (vertex !== 'pass') taken.add(vertex);
    return;
  }
  if (name === 'play' && fault === 'refuses legal moves' && numMoves > 0) return refuse(id, 'illegal move');
  if (name === 'boardsize') size = Number(args[0]);
  if (name === 'clear_board') taken = new Set();
  if (name === 'play' && !/pass/i.test(args[1])) taken.add(args[1].toUpperCase());
  if (name === 'quit' && fault === 'will not leave') return;
  const answers = { protocol_version: '2', name: 'Engine', version: '1', list_commands: COMMANDS.join('\n') };
  if (name === 'known_command') return answer(id, String(COMMANDS.includes(args[0])));
  if (!COMMANDS.includes(name)) return refuse(id, 'unknown command');
  answer(id, answers[name] ?? '');
  if (name === 'quit') process.exit(0);
});
if (fault === 'will not leave') {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => undefined);
  setInterval(() => undefined, 1000);
}
