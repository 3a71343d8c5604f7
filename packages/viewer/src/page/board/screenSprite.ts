/** A screen of pixels as a Pixi sprite, shown without smoothing. */
import type { Mark } from '@agon/envs';
import { BufferImageSource, Sprite, Texture } from 'pixi.js';

/** A texture of columns × rows pixels that is written anew with each screen. */
export class ScreenSprite extends Sprite {
  private readonly columns: number;
  private readonly rows: number;
  private readonly rgba: Uint8Array;

  constructor(columns: number, rows: number) {
    const rgba = new Uint8Array(4 * columns * rows).fill(255);
    super(
      new Texture({
        source: new BufferImageSource({ resource: rgba, width: columns, height: rows, scaleMode: 'nearest' }),
      }),
    );
    this.columns = columns;
    this.rows = rows;
    this.rgba = rgba;
  }

  /** Whether it can show a screen of this size. */
  fits(mark: Extract<Mark, { kind: 'screen' }>): boolean {
    return mark.columns === this.columns && mark.rows === this.rows;
  }

  /** Shows a screen at its place, `scale` pixels to a unit of the drawing. */
  show({ x, y, width, height, rgb }: Extract<Mark, { kind: 'screen' }>, scale: number): void {
    for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
      this.rgba[to] = rgb[from];
      this.rgba[to + 1] = rgb[from + 1];
      this.rgba[to + 2] = rgb[from + 2];
    }
    this.texture.source.update();
    this.position.set(x * scale, y * scale);
    this.setSize(width * scale, height * scale);
  }
}
