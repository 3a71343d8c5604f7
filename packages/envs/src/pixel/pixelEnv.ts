/**
 * What the pixel games share: a step is one frame of 60 a second, a screen of Atari's size, lives and score. The rules and the art
 * are our own. What learners see beyond the raw screen is put around it by the wrappers of `preprocess`.
 */
import type { ObservationSpace } from '../env.js';
import { EpisodeEnv, type EnvIdentity } from '../episodeEnv.js';
import { INK_LUMINANCE, INK_RGB, Screen, SCREEN_HEIGHT, SCREEN_WIDTH } from './screen.js';

/** A game painted on a screen. */
export abstract class PixelEnv extends EpisodeEnv {
  /** [210, 160, 3] red, green and blue; [210, 160, 1] luminance where the game is made grey. */
  readonly observation: ObservationSpace;
  override readonly stepsPerSecond: number | undefined = 60;
  /** Lives left, the one in play included; 1 in games without. */
  abstract readonly lives: number;
  private readonly isGrey: boolean;
  /** What learners see, in inks or in luminance; and the part of it that never changes. */
  private readonly screen: Screen;
  private backdrop: Screen | undefined;

  constructor(identity: EnvIdentity, isGrey: boolean) {
    super(identity);
    this.isGrey = isGrey;
    this.screen = isGrey ? new Screen(INK_LUMINANCE) : new Screen();
    this.observation = { shape: [SCREEN_HEIGHT, SCREEN_WIDTH, isGrey ? 1 : 3], dtype: 'uint8', high: 255 };
  }

  /** Paints what never changes, all of the screen. */
  protected abstract paintBackdrop(screen: Screen): void;
  /** Paints the present frame over the backdrop. No allocation. */
  protected abstract paint(screen: Screen): void;

  /** Paints the whole present frame. */
  show(screen: Screen): void {
    this.paintBackdrop(screen);
    this.paint(screen);
  }

  observe(out: Uint8Array | Float32Array): void {
    const { pixels } = this.screen;
    if (this.backdrop === undefined) {
      this.paintBackdrop(this.screen);
      this.backdrop = this.isGrey ? new Screen(INK_LUMINANCE) : new Screen();
      this.backdrop.copy(this.screen);
    }
    this.screen.copy(this.backdrop);
    this.paint(this.screen);
    if (this.isGrey) {
      out.set(pixels);
      return;
    }
    for (let i = 0, at = 0; i < pixels.length; i++, at += 3) {
      const ink = 3 * pixels[i];
      out[at] = INK_RGB[ink];
      out[at + 1] = INK_RGB[ink + 1];
      out[at + 2] = INK_RGB[ink + 2];
    }
  }
}
