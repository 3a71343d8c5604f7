/** The rooms of key and door. `#` wall, `K` key, `D` door, `T` treasure; gaps in the outer walls lead to the next room. */

/** Side of a room in cells. */
export const ROOM_SIDE = 11;

/** One room, 11×11 cells. */
export interface Room {
  /** [11] From the top; 11 characters each. */
  readonly rows: readonly string[];
  /** A guard that walks from a cell `steps` cells one way, and back. */
  readonly patrol: {
    readonly from: readonly [x: number, y: number];
    readonly way: readonly [x: number, y: number];
    readonly steps: number;
  };
}

/** Top left, where the player starts; top right, with the door; bottom left; bottom right, with the key. */
export const ROOMS: readonly Room[] = [
  {
    rows: [
      '###########',
      '#.........#',
      '#.........#',
      '#..##.##..#',
      '#..#...#...',
      '#..........',
      '#..#...#...',
      '#..##.##..#',
      '#.........#',
      '#.........#',
      '####...####',
    ],
    patrol: { from: [1, 8], way: [1, 0], steps: 8 },
  },
  {
    rows: [
      '###########',
      '#.....#...#',
      '#.....#.T.#',
      '#.....#...#',
      '......##D##',
      '..........#',
      '..........#',
      '#.....#...#',
      '#.....#...#',
      '#.....#...#',
      '###########',
    ],
    patrol: { from: [4, 1], way: [0, 1], steps: 8 },
  },
  {
    rows: [
      '####...####',
      '#.........#',
      '#.........#',
      '#.#######.#',
      '#.#.....#.#',
      '#.#.....#.#',
      '#.#.......#',
      '#.#.....#..',
      '#.#.....#..',
      '#.........#',
      '###########',
    ],
    patrol: { from: [1, 1], way: [0, 1], steps: 8 },
  },
  {
    rows: [
      '###########',
      '#...#.....#',
      '#...#..K..#',
      '#...#.....#',
      '#...##.####',
      '#.........#',
      '#.........#',
      '..........#',
      '..........#',
      '#.........#',
      '###########',
    ],
    patrol: { from: [2, 5], way: [1, 0], steps: 7 },
  },
];
