/** The flags of `agon doctor`. */
import type { JsonFlag } from '../commonFlags.js';
import { JSON_FLAG } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';

export const doctorTable: CommandTable = {
  options: [option(...JSON_FLAG)],
  run: async (flags: JsonFlag) => (await load(() => import('./doctor.js'))).doctor(flags),
};
