/** The clock of a replay: where it stands, whether it plays, how fast. Plain state, no timers: the caller says what time it is. */

/** Steps a second that can be chosen. */
export const SPEEDS = [1, 2, 5, 10, 20, 60] as const;

/** The clock of one replay. Times are milliseconds of any clock that only goes forward. */
export class Timeline {
  /** Positions are 0..length. */
  readonly length: number;
  position: number;
  playing = false;
  /** Steps a second. */
  speed: number;
  /** The time and the position from which the present playing is counted. */
  private sinceMs = 0;
  private sincePosition = 0;

  constructor(length: number, position: number, speed: number) {
    this.length = length;
    this.position = this.clamp(position);
    this.speed = speed;
  }

  private clamp(position: number): number {
    return Math.max(0, Math.min(this.length, Math.trunc(position)));
  }

  /** Plays from here; at the end, from the start. */
  play(nowMs: number): void {
    if (this.position === this.length) this.position = 0;
    this.playing = this.length > 0;
    this.count(nowMs);
  }

  pause(): void {
    this.playing = false;
  }

  toggle(nowMs: number): void {
    if (this.playing) this.pause();
    else this.play(nowMs);
  }

  /** Goes to a position, playing or not. */
  seek(position: number, nowMs: number): void {
    this.position = this.clamp(position);
    this.count(nowMs);
  }

  /** Steps by hand: playing stops. */
  step(by: number): void {
    this.pause();
    this.position = this.clamp(this.position + by);
  }

  /** Steps a second from now on. */
  setSpeed(speed: number, nowMs: number): void {
    this.speed = speed;
    this.count(nowMs);
  }

  /** The next slower (−1) or faster (+1) speed. */
  changeSpeed(direction: number, nowMs: number): void {
    const nearest = SPEEDS.findIndex((speed) => speed >= this.speed);
    const index = Math.max(0, Math.min(SPEEDS.length - 1, nearest + direction));
    this.setSpeed(SPEEDS[index], nowMs);
  }

  /** Moves on to where the clock says; true where the position changed. Stops at the end. */
  advance(nowMs: number): boolean {
    if (!this.playing) return false;
    const before = this.position;
    this.position = this.clamp(this.sincePosition + ((nowMs - this.sinceMs) / 1000) * this.speed);
    if (this.position === this.length) this.playing = false;
    return this.position !== before;
  }

  private count(nowMs: number): void {
    this.sinceMs = nowMs;
    this.sincePosition = this.position;
  }
}
