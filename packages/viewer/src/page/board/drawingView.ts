/** Shows drawings (plain data of @agon/envs) with Pixi: a plain class, drawn on demand, no ticker. */
import 'pixi.js/unsafe-eval';
import 'pixi.js/graphics';
import 'pixi.js/text';
import type { Drawing, Mark } from '@agon/envs';
import { Container, Graphics, Text, Ticker, WebGLRenderer } from 'pixi.js';
import { ScreenSprite } from './screenSprite.js';
import { targetAt } from './target.js';

// Pixi's own clock would keep the page busy for ever, with nothing to do.
Ticker.system.autoStart = false;
Ticker.system.stop();

interface DrawingViewOptions {
  /** Called with the action at the place that was clicked, where the drawing names one. */
  onAction?: (action: number) => void;
  /** The largest height, in CSS pixels. */
  maxHeight: () => number;
}

/** A picture that fills the width of its host, at most as high as it may be. */
export class DrawingView {
  private readonly renderer = new WebGLRenderer();
  private readonly scene = new Container();
  private readonly shapes = new Graphics();
  private readonly texts: Text[] = [];
  private screen: ScreenSprite | undefined;
  private readonly options: DrawingViewOptions;
  private readonly resized = new ResizeObserver(() => this.render());
  private host: HTMLElement | undefined;
  private drawing: Drawing | undefined;
  private isReady = false;
  private isDestroyed = false;

  constructor(options: DrawingViewOptions) {
    this.options = options;
    this.scene.addChild(this.shapes);
  }

  /** Puts the canvas into `host`. @throws Error where the browser has no WebGL */
  async mount(host: HTMLElement): Promise<void> {
    this.host = host;
    await this.renderer.init({
      antialias: true,
      autoDensity: true,
      resolution: window.devicePixelRatio,
      backgroundAlpha: 0,
      skipExtensionImports: true,
      width: 16,
      height: 16,
    });
    this.isReady = true;
    if (this.isDestroyed) return this.release();
    const { canvas } = this.renderer;
    canvas.setAttribute('role', 'img');
    canvas.addEventListener('click', this.click);
    canvas.addEventListener('pointermove', this.point);
    canvas.addEventListener('webglcontextrestored', this.render);
    host.append(canvas);
    this.resized.observe(host);
    this.render();
  }

  /** Shows a drawing. */
  update(drawing: Drawing): void {
    this.drawing = drawing;
    this.render();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.resized.disconnect();
    if (this.isReady) this.release();
  }

  private release(): void {
    this.scene.destroy({ children: true });
    this.renderer.destroy({ removeView: true });
  }

  private readonly render = (): void => {
    const { drawing, host } = this;
    if (!drawing || !host || !this.isReady || this.isDestroyed || host.clientWidth === 0) return;
    const scale = Math.min(host.clientWidth / drawing.width, this.options.maxHeight() / drawing.height);
    const width = Math.round(drawing.width * scale);
    const height = Math.round(drawing.height * scale);
    if (this.renderer.width !== width || this.renderer.height !== height) this.renderer.resize(width, height);
    this.renderer.canvas.setAttribute('aria-label', drawing.text);
    this.shapes.clear().rect(0, 0, width, height).fill(drawing.background);
    let numTexts = 0;
    for (const mark of drawing.marks) {
      if (mark.kind === 'text') this.placeText(numTexts++, mark, scale);
      else if (mark.kind === 'screen') this.placeScreen(mark, scale);
      else drawShape(this.shapes, mark, scale);
    }
    for (const text of this.texts.splice(numTexts)) text.destroy();
    this.renderer.render(this.scene);
  };

  /** Texts are kept from one drawing to the next; all shapes lie below them. */
  private placeText(index: number, mark: Extract<Mark, { kind: 'text' }>, scale: number): void {
    const text = (this.texts[index] ??= this.scene.addChild(
      new Text({ style: { fontFamily: 'system-ui, sans-serif' } }),
    ));
    text.text = mark.text;
    text.style.fontSize = mark.size * scale;
    text.style.fill = mark.fill;
    text.anchor.set(mark.anchor === 'left' ? 0 : 0.5, 0.5);
    text.position.set(mark.x * scale, mark.y * scale);
  }

  /** One screen a drawing, kept from one drawing to the next; it lies above all shapes. */
  private placeScreen(mark: Extract<Mark, { kind: 'screen' }>, scale: number): void {
    if (this.screen === undefined || !this.screen.fits(mark)) {
      this.screen?.destroy({ texture: true, textureSource: true });
      this.screen = this.scene.addChildAt(new ScreenSprite(mark.columns, mark.rows), 1);
    }
    this.screen.show(mark, scale);
  }

  private actionAt(event: MouseEvent): number | undefined {
    if (!this.drawing) return undefined;
    const box = this.renderer.canvas.getBoundingClientRect();
    const scale = this.drawing.width / box.width;
    return targetAt(this.drawing, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  }

  private readonly click = (event: MouseEvent): void => {
    const action = this.actionAt(event);
    if (action !== undefined) this.options.onAction?.(action);
  };

  private readonly point = (event: MouseEvent): void => {
    const isTarget = this.options.onAction !== undefined && this.actionAt(event) !== undefined;
    this.renderer.canvas.style.cursor = isTarget ? 'pointer' : '';
  };
}

/** Adds one mark to the shapes, in pixels. */
function drawShape(shapes: Graphics, mark: Exclude<Mark, { kind: 'text' | 'screen' }>, scale: number): void {
  const alpha = mark.alpha ?? 1;
  if (mark.kind === 'rect') {
    shapes.rect(mark.x * scale, mark.y * scale, mark.width * scale, mark.height * scale);
    shapes.fill({ color: mark.fill, alpha });
  } else if (mark.kind === 'line') {
    shapes.moveTo(mark.x1 * scale, mark.y1 * scale).lineTo(mark.x2 * scale, mark.y2 * scale);
    shapes.stroke({ color: mark.stroke, width: mark.strokeWidth * scale, alpha, cap: 'round' });
  } else {
    shapes.circle(mark.x * scale, mark.y * scale, mark.radius * scale);
    if (mark.fill !== undefined) shapes.fill({ color: mark.fill, alpha });
    if (mark.stroke !== undefined)
      shapes.stroke({ color: mark.stroke, width: (mark.strokeWidth ?? 0) * scale, alpha });
  }
}
