/**
 * Key and door, a small game in the manner of Montezuma's Revenge: four rooms in a row of two by two, a patrol in each, a key far from the door that
 * it opens, and a treasure behind the door. Rewards are few: 1 for the key, 1 for opening the door, 3 for the treasure, which ends the
 * game. Touching a patrol costs one of three lives and sends the player back to where it entered the room. Nothing is
 * random: what makes it hard is to find anything at all.
 */
import * as v from 'valibot';
import type { Action, ObservationSpace } from '../env.js';
import { EpisodeEnv } from '../episodeEnv.js';
import { limitOption } from '../wrappers/timeLimit.js';
import { ROOM_SIDE, ROOMS, type Room } from './keyDoorRooms.js';

/** Planes of the observation; the last four say in which room it is, all ones or all zeros. */
export const KEY_DOOR_PLANES = [
  'player',
  'wall',
  'patrol',
  'patrol moves up or left',
  'key',
  'door',
  'treasure',
  'key is carried',
  'room 1',
  'room 2',
  'room 3',
  'room 4',
] as const;
const PLANES = KEY_DOOR_PLANES.length;
const [PLAYER, WALL, PATROL, BACKWARDS, KEY, DOOR, TREASURE, CARRIED, FIRST_ROOM] = KEY_DOOR_PLANES.keys();

const NUM_LIVES = 3;
const KEY_REWARD = 1;
const DOOR_REWARD = 1;
const TREASURE_REWARD = 3;

/** The options: the time limit. */
export const keyDoorSchema = v.strictObject({ limit: limitOption(500) });

/** By action: the way of the player. */
const DX = [0, -1, 0, 1, 0];
const DY = [0, 0, -1, 0, 1];

/** One game: its state, a step, and what is seen of it. */
export class KeyDoor extends EpisodeEnv {
  /** [11, 11, planes] The room that the player is in. */
  readonly observation: ObservationSpace = { shape: [ROOM_SIDE, ROOM_SIDE, PLANES], dtype: 'uint8', high: 1 };
  readonly actionNames = ['no-op', 'left', 'up', 'right', 'down'];
  lives = NUM_LIVES;
  /** The room, 0..3 (top left, top right, bottom left, bottom right), and the cell in it. */
  room = 0;
  x = 0;
  y = 0;
  /** Where the player entered the room. */
  entryX = 0;
  entryY = 0;
  hasKey = false;
  isKeyTaken = false;
  isDoorOpen = false;
  isTreasureTaken = false;
  /** [rooms] How far each room's patrol has come on its way to and fro, in steps. */
  readonly patrols = new Int32Array(ROOMS.length);
  protected readonly fields = [
    'lives',
    'room',
    'x',
    'y',
    'entryX',
    'entryY',
    'hasKey',
    'isKeyTaken',
    'isDoorOpen',
    'isTreasureTaken',
    'patrols',
  ];

  protected begin(): void {
    this.lives = NUM_LIVES;
    this.hasKey = this.isKeyTaken = this.isDoorOpen = this.isTreasureTaken = false;
    this.patrols.fill(0);
    this.enter(0, 5, 5);
  }

  /** The room that is shown. */
  get here(): Room {
    return ROOMS[this.room];
  }

  /** The cell of a room's patrol. */
  patrolCell(room: number): [x: number, y: number] {
    const { from, way, steps } = ROOMS[room].patrol;
    const turn = this.patrols[room] % (2 * steps);
    const along = Math.min(turn, 2 * steps - turn);
    return [from[0] + way[0] * along, from[1] + way[1] * along];
  }

  protected play(action: Action): number {
    const reward = this.walk(this.x + DX[action], this.y + DY[action]);
    if (this.terminal) return reward;
    // Twice: a patrol and a player that swap places meet, too.
    const isHit = this.meetsPatrol();
    this.patrols[this.room] = (this.patrols[this.room] + 1) % (2 * this.here.patrol.steps);
    if (isHit || this.meetsPatrol()) this.loseLife();
    return reward;
  }

  private meetsPatrol(): boolean {
    const [x, y] = this.patrolCell(this.room);
    return this.x === x && this.y === y;
  }

  private loseLife(): void {
    this.lives--;
    this.terminal = this.lives === 0;
    this.x = this.entryX;
    this.y = this.entryY;
  }

  /** Goes to a cell, or through a gap in the wall into the next room; returns the reward of what is there. */
  private walk(x: number, y: number): number {
    if (x < 0 || x >= ROOM_SIDE) {
      this.enter(this.room + (x < 0 ? -1 : 1), x < 0 ? ROOM_SIDE - 1 : 0, y);
      return 0;
    }
    if (y < 0 || y >= ROOM_SIDE) {
      this.enter(this.room + (y < 0 ? -2 : 2), x, y < 0 ? ROOM_SIDE - 1 : 0);
      return 0;
    }
    const { rows } = this.here;
    if (rows[y][x] === '#') return 0;
    let reward = 0;
    if (rows[y][x] === 'D' && !this.isDoorOpen) {
      if (!this.hasKey) return 0;
      this.hasKey = false;
      this.isDoorOpen = true;
      reward = DOOR_REWARD;
    }
    this.x = x;
    this.y = y;
    if (rows[y][x] === 'K' && !this.isKeyTaken) {
      this.hasKey = this.isKeyTaken = true;
      reward = KEY_REWARD;
    }
    if (rows[y][x] === 'T') {
      this.isTreasureTaken = this.terminal = true;
      reward = TREASURE_REWARD;
    }
    return reward;
  }

  private enter(room: number, x: number, y: number): void {
    this.room = room;
    this.x = this.entryX = x;
    this.y = this.entryY = y;
    this.patrols[room] = 0;
  }

  observe(out: Uint8Array | Float32Array): void {
    const { rows, patrol } = this.here;
    out.fill(0);
    for (let y = 0; y < ROOM_SIDE; y++) {
      for (let x = 0; x < ROOM_SIDE; x++) {
        const at = (y * ROOM_SIDE + x) * PLANES;
        const tile = rows[y][x];
        if (tile === '#') out[at + WALL] = 1;
        else if (tile === 'K' && !this.isKeyTaken) out[at + KEY] = 1;
        else if (tile === 'D' && !this.isDoorOpen) out[at + DOOR] = 1;
        else if (tile === 'T' && !this.isTreasureTaken) out[at + TREASURE] = 1;
        if (this.hasKey) out[at + CARRIED] = 1;
        out[at + FIRST_ROOM + this.room] = 1;
      }
    }
    const [x, y] = this.patrolCell(this.room);
    const at = (y * ROOM_SIDE + x) * PLANES;
    out[at + PATROL] = 1;
    if (this.patrols[this.room] >= patrol.steps) out[at + BACKWARDS] = 1;
    out[(this.y * ROOM_SIDE + this.x) * PLANES + PLAYER] = 1;
  }
}
