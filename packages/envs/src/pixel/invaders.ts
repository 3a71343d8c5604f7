/**
 * Pixel invaders: five rows of eight aliens march to and fro, a step lower at each side, faster the fewer they are, and drop bombs. The
 * cannon has one shot in the air and three lives; three shields crumble under shots and bombs. Aliens are worth 1 to 5
 * points by row, the saucer 10. A wave that reaches the ground ends the game; one that is shot down is followed by another
 * that begins lower. Random: which column bombs, and when the saucer comes.
 */
import type { Rng } from '@agon/core';
import type { Action } from '../env.js';
import { PixelEnv } from './pixelEnv.js';
import { INK, SCREEN_HEIGHT, SCREEN_WIDTH, sprite, type Screen, type Sprite } from './screen.js';

const ALIEN_COLUMNS = 8;
const ALIEN_ROWS = 5;
const ALIEN_SIZE = 8;
const ALIEN_STRIDE_X = 14;
const ALIEN_STRIDE_Y = 14;
const FIRST_Y = 46;
/** Each wave begins so much lower, up to MAX_DROP. */
const WAVE_DROP = 7;
const MAX_DROP = 28;
const MARCH_STEP = 2;
const MARCH_DROP = 7;
const EDGE = 6;
const CANNON_Y = 190;
const CANNON_WIDTH = 9;
const CANNON_HEIGHT = 6;
const CANNON_SPEED = 1;
const SHOT_SPEED = 4;
const SHOT_HEIGHT = 6;
const BOMB_SPEED = 1.5;
const BOMB_HEIGHT = 5;
const NUM_BOMBS = 3;
/** Frames between two bombs. */
const BOMB_INTERVAL = 40;
const SAUCER_Y = 32;
const SAUCER_WIDTH = 12;
const SAUCER_POINTS = 10;
/** A saucer comes with this probability a frame. */
const SAUCER_CHANCE = 1 / 900;
const NUM_LIVES = 3;
/** Frames after the loss of a life in which the cannon is not there and nothing else moves. */
const PAUSE = 50;

const NUM_SHIELDS = 3;
const SHIELD_Y = 168;
const SHIELD_CELL = 2;
const SHIELD_COLUMNS = 8;
const SHIELD_ROWS = 5;
const SHIELD_SHAPE = ['.######.', '########', '########', '###..###', '##....##'].join('');
const SHIELD_X = [28, 72, 116];
const SHIELD_CELLS = SHIELD_COLUMNS * SHIELD_ROWS;

/** By action: the cannon's way, and whether it fires. */
const WAY = [0, -1, 1, 0, -1, 1];
const FIRES = [false, false, false, true, true, true];

const ALIENS: readonly Sprite[] = [
  sprite(['...##...', '..####..', '.######.', '##.##.##', '########', '.#.##.#.', '#......#', '.#....#.']),
  sprite(['#......#', '.#....#.', '.######.', '##.##.##', '########', '########', '#.#..#.#', '..#..#..']),
  sprite(['..####..', '.######.', '########', '##.##.##', '########', '..#..#..', '.#.##.#.', '#......#']),
];
const ROW_INKS = [INK.pink, INK.violet, INK.blue, INK.teal, INK.green];
const CANNON = sprite(['....#....', '...###...', '.#######.', '#########', '#########', '#########']);
const SAUCER = sprite(['....####....', '..########..', '.##.#..#.##.', '############', '..##....##..']);

/** The state of a game, its frame and its painting. Units are pixels and frames. */
export class PixelInvaders extends PixelEnv {
  readonly actionNames = ['no-op', 'left', 'right', 'fire', 'left-fire', 'right-fire'];
  lives = NUM_LIVES;
  score = 0;
  wave = 0;
  /** [ALIEN_ROWS, ALIEN_COLUMNS] 1 where an alien lives. */
  readonly aliens = new Uint8Array(ALIEN_ROWS * ALIEN_COLUMNS);
  numAliens = 0;
  /** The upper left corner of the formation, its way, and frames until its next step. */
  formationX = 0;
  formationY = 0;
  way = 1;
  marchTimer = 0;
  /** The cannon's left edge. */
  cannonX = 0;
  /** The shot's place; shotY is 0 where none flies. */
  shotX = 0;
  shotY = 0;
  /** [NUM_BOMBS] Places of the bombs; bombY is 0 where none falls. */
  readonly bombX = new Float64Array(NUM_BOMBS);
  readonly bombY = new Float64Array(NUM_BOMBS);
  bombTimer = 0;
  /** The saucer's left edge and its way; the way is 0 while there is none. */
  saucerX = 0;
  saucerWay = 0;
  /** [NUM_SHIELDS, SHIELD_ROWS, SHIELD_COLUMNS] 1 where a shield still stands. */
  readonly shields = new Uint8Array(NUM_SHIELDS * SHIELD_CELLS);
  pause = 0;
  protected readonly fields = [
    'lives',
    'score',
    'wave',
    'aliens',
    'numAliens',
    'formationX',
    'formationY',
    'way',
    'marchTimer',
    'cannonX',
    'shotX',
    'shotY',
    'bombX',
    'bombY',
    'bombTimer',
    'saucerX',
    'saucerWay',
    'shields',
    'pause',
  ];

  protected begin(): void {
    this.lives = NUM_LIVES;
    this.score = 0;
    this.wave = 0;
    this.cannonX = 20;
    this.shotX = this.shotY = 0;
    this.saucerX = this.saucerWay = 0;
    this.pause = 0;
    this.newWave();
  }

  protected play(action: Action, rng: Rng): number {
    if (this.pause > 0) {
      this.pause--;
      return 0;
    }
    this.cannonX = Math.min(
      SCREEN_WIDTH - CANNON_WIDTH - EDGE,
      Math.max(EDGE, this.cannonX + CANNON_SPEED * WAY[action]),
    );
    if (FIRES[action] && this.shotY === 0) {
      this.shotX = this.cannonX + (CANNON_WIDTH - 1) / 2;
      this.shotY = CANNON_Y - SHOT_HEIGHT;
    }
    const points = this.moveShot();
    this.score += points;
    this.march();
    this.moveSaucer(rng);
    this.moveBombs(rng);
    if (this.numAliens === 0) {
      this.wave++;
      this.newWave();
    }
    return points;
  }

  private newWave(): void {
    this.aliens.fill(1);
    this.numAliens = this.aliens.length;
    this.formationX = EDGE + 12;
    this.formationY = FIRST_Y + Math.min(MAX_DROP, WAVE_DROP * this.wave);
    this.way = 1;
    this.marchTimer = this.numAliens;
    this.bombX.fill(0);
    this.bombY.fill(0);
    this.bombTimer = BOMB_INTERVAL;
    for (let i = 0; i < this.shields.length; i++)
      this.shields[i] = SHIELD_SHAPE[i % SHIELD_CELLS] === '#' ? 1 : 0;
  }

  /** Moves the shot up; returns the points of what it hit. */
  private moveShot(): number {
    if (this.shotY === 0) return 0;
    this.shotY -= SHOT_SPEED;
    if (this.shotY < SAUCER_Y - SHOT_HEIGHT) {
      this.shotY = 0;
      return 0;
    }
    if (this.breakShield(this.shotX, this.shotY) || this.breakShield(this.shotX, this.shotY + 3)) {
      this.shotY = 0;
      return 0;
    }
    const isOnSaucer =
      this.shotY < SAUCER_Y + 5 && this.shotX >= this.saucerX && this.shotX < this.saucerX + SAUCER_WIDTH;
    if (this.saucerWay !== 0 && isOnSaucer) {
      this.saucerWay = 0;
      this.shotY = 0;
      return SAUCER_POINTS;
    }
    const column = Math.floor((this.shotX - this.formationX) / ALIEN_STRIDE_X);
    if (column < 0 || column >= ALIEN_COLUMNS) return 0;
    if (this.shotX - this.formationX - column * ALIEN_STRIDE_X >= ALIEN_SIZE) return 0;
    for (let row = ALIEN_ROWS - 1; row >= 0; row--) {
      const top = this.formationY + row * ALIEN_STRIDE_Y;
      if (this.aliens[row * ALIEN_COLUMNS + column] === 0) continue;
      if (this.shotY >= top + ALIEN_SIZE || this.shotY + SHOT_HEIGHT <= top) continue;
      this.aliens[row * ALIEN_COLUMNS + column] = 0;
      this.numAliens--;
      this.shotY = 0;
      return ALIEN_ROWS - row;
    }
    return 0;
  }

  /** A step of the formation every few frames: sideways, or down and round at the edge. */
  private march(): void {
    if (this.numAliens === 0 || --this.marchTimer > 0) return;
    this.marchTimer = Math.max(2, Math.ceil(this.numAliens * 0.75));
    let [left, right, lowest] = [ALIEN_COLUMNS, -1, -1];
    for (let i = 0; i < this.aliens.length; i++) {
      if (this.aliens[i] === 0) continue;
      left = Math.min(left, i % ALIEN_COLUMNS);
      right = Math.max(right, i % ALIEN_COLUMNS);
      lowest = Math.floor(i / ALIEN_COLUMNS);
    }
    const leftEdge = this.formationX + left * ALIEN_STRIDE_X;
    const rightEdge = this.formationX + right * ALIEN_STRIDE_X + ALIEN_SIZE;
    const isAtEdge =
      this.way < 0 ? leftEdge - MARCH_STEP < EDGE : rightEdge + MARCH_STEP > SCREEN_WIDTH - EDGE;
    if (!isAtEdge) {
      this.formationX += this.way * MARCH_STEP;
      return;
    }
    this.way = -this.way;
    this.formationY += MARCH_DROP;
    const ground = this.formationY + lowest * ALIEN_STRIDE_Y + ALIEN_SIZE;
    if (ground >= SHIELD_Y) this.shields.fill(0);
    if (ground >= CANNON_Y) this.terminal = true;
  }

  private moveSaucer(rng: Rng): void {
    const comes = rng.uniform() < SAUCER_CHANCE;
    if (this.saucerWay === 0) {
      if (!comes) return;
      this.saucerWay = rng.int(2) === 0 ? 1 : -1;
      this.saucerX = this.saucerWay > 0 ? -SAUCER_WIDTH : SCREEN_WIDTH;
    }
    this.saucerX += this.saucerWay * 0.75;
    if (this.saucerX < -SAUCER_WIDTH || this.saucerX > SCREEN_WIDTH) this.saucerWay = 0;
  }

  private moveBombs(rng: Rng): void {
    for (let i = 0; i < NUM_BOMBS; i++) {
      if (this.bombY[i] === 0) continue;
      this.bombY[i] += BOMB_SPEED;
      const tip = this.bombY[i] + BOMB_HEIGHT;
      const x = this.bombX[i];
      if (tip >= CANNON_Y + CANNON_HEIGHT || this.breakShield(x, tip)) {
        this.bombY[i] = 0;
      } else if (tip >= CANNON_Y && x >= this.cannonX && x < this.cannonX + CANNON_WIDTH) {
        this.loseLife();
        return;
      }
    }
    if (--this.bombTimer > 0) return;
    this.bombTimer = BOMB_INTERVAL;
    this.dropBomb(rng.int(ALIEN_COLUMNS));
  }

  /** The lowest alien of a column, or of the next one to the right that has any, drops a bomb if one is left. */
  private dropBomb(first: number): void {
    const bomb = this.bombY.indexOf(0);
    if (bomb < 0) return;
    for (let i = 0; i < ALIEN_COLUMNS; i++) {
      const column = (first + i) % ALIEN_COLUMNS;
      for (let row = ALIEN_ROWS - 1; row >= 0; row--) {
        if (this.aliens[row * ALIEN_COLUMNS + column] === 0) continue;
        this.bombX[bomb] = this.formationX + column * ALIEN_STRIDE_X + ALIEN_SIZE / 2;
        this.bombY[bomb] = this.formationY + row * ALIEN_STRIDE_Y + ALIEN_SIZE;
        return;
      }
    }
  }

  private loseLife(): void {
    this.lives--;
    this.terminal = this.lives === 0;
    this.bombY.fill(0);
    this.shotY = 0;
    this.cannonX = 20;
    this.pause = PAUSE;
  }

  /** Breaks the cell of a shield at a point; whether there was one. */
  private breakShield(x: number, y: number): boolean {
    const row = Math.floor((y - SHIELD_Y) / SHIELD_CELL);
    if (row < 0 || row >= SHIELD_ROWS) return false;
    for (let shield = 0; shield < NUM_SHIELDS; shield++) {
      const column = Math.floor((x - SHIELD_X[shield]) / SHIELD_CELL);
      if (column < 0 || column >= SHIELD_COLUMNS) continue;
      const cell = (shield * SHIELD_ROWS + row) * SHIELD_COLUMNS + column;
      if (this.shields[cell] === 0) return false;
      this.shields[cell] = 0;
      return true;
    }
    return false;
  }

  protected paintBackdrop(screen: Screen): void {
    screen.rect(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT, INK.black);
    screen.rect(0, CANNON_Y + CANNON_HEIGHT, SCREEN_WIDTH, 2, INK.grass);
  }

  protected paint(screen: Screen): void {
    screen.number(62, 8, this.score, INK.white);
    for (let life = 1; life < this.lives; life++) screen.sprite(150 - 14 * life, 12, CANNON, INK.yellow);
    for (let i = 0; i < this.aliens.length; i++) {
      if (this.aliens[i] === 0) continue;
      const row = Math.floor(i / ALIEN_COLUMNS);
      const x = this.formationX + (i % ALIEN_COLUMNS) * ALIEN_STRIDE_X;
      screen.sprite(x, this.formationY + row * ALIEN_STRIDE_Y, ALIENS[row >> 1], ROW_INKS[row]);
    }
    for (let i = 0; i < this.shields.length; i++) {
      if (this.shields[i] === 0) continue;
      const shield = Math.floor(i / SHIELD_CELLS);
      const [row, column] = [Math.floor((i % SHIELD_CELLS) / SHIELD_COLUMNS), i % SHIELD_COLUMNS];
      const x = SHIELD_X[shield] + column * SHIELD_CELL;
      screen.rect(x, SHIELD_Y + row * SHIELD_CELL, SHIELD_CELL, SHIELD_CELL, INK.orange);
    }
    if (this.saucerWay !== 0) screen.sprite(this.saucerX, SAUCER_Y, SAUCER, INK.red);
    if (this.shotY > 0) screen.rect(this.shotX, this.shotY, 1, SHOT_HEIGHT, INK.white);
    for (let i = 0; i < NUM_BOMBS; i++)
      if (this.bombY[i] > 0) screen.rect(this.bombX[i], this.bombY[i], 2, BOMB_HEIGHT, INK.yellow);
    if (this.pause === 0) screen.sprite(this.cannonX, CANNON_Y, CANNON, INK.yellow);
  }
}
