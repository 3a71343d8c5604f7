/** What holds for the flags of all commands. */
import type { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { collect, type NumberReader } from './flags.js';
import { Help } from 'commander';
import { buildProgram, commandIn } from './program.js';
import { COMMANDS } from './commands.js';

const whole = await buildProgram(() => true);

/** Flags whose text is read by a function, and what reads it. */
const numeric = whole.commands.flatMap((command) =>
  command.options.flatMap((option: Option) => {
    const read = option.parseArg as unknown;
    return read === undefined || read === collect || option.argChoices
      ? []
      : [[`${command.name()} ${option.long}`, read as NumberReader] as const];
  }),
);

/** Words in a flag's name or help that tell of a number. */
const NUMBERS = /<(n|steps|minutes|seed|port|depth|episodes|games)>/;

describe.each(numeric)('%s', (_flag, read) => {
  it('has a largest number, and refuses a larger one with it', () => {
    expect(Number.isFinite(read.most)).toBe(true);
    const beyond = read.most < Number.MAX_SAFE_INTEGER ? String(read.most + 1) : '9'.repeat(17);
    expect(() => read(beyond)).toThrow(new RegExp(`\\b${[...String(read.most)].join(',?')}\\b`));
  });

  it.each(['-1e400', 'NaN', 'Infinity', '0x10z', '1e300', '1e3k', ''])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(/It must be/);
  });
});

it('reads every flag for a number by one of them', () => {
  const plain = whole.commands.flatMap((command) =>
    command.options
      .filter(({ flags, parseArg }) => NUMBERS.test(flags) && parseArg === undefined)
      .map(({ flags }) => `${command.name()} ${flags}`),
  );
  expect(plain).toEqual([]);
  expect(numeric.length).toBeGreaterThan(25);
});

it('lists each command as it is', () => {
  const help = new Help();
  expect(COMMANDS.map(({ usage }) => usage)).toEqual(whole.commands.map((each) => help.subcommandTerm(each)));
});

it.each([
  [['train', 'dqn'], 'train'],
  [['--debug', 'help', 'eval'], 'eval'],
  [['--help'], undefined],
])('finds the command in %j', (args, command) => {
  expect(commandIn(args)).toBe(command);
});
