/**
 * In which order a method is told of its trials, where several are under way: as if each took as long as it has updates. So a search comes
 * to the same networks on any number of threads, however fast they are, and whatever was interrupted.
 */
import type { SearchMethod, Trial } from './methods/method.js';

interface UnderWay {
  readonly trial: Trial;
  /** In updates since the search began. */
  readonly endsAt: number;
}

export class TrialOrder {
  /** Updates of all trials that were begun. */
  begun = 0;
  private readonly method: SearchMethod;
  private readonly parallel: number;
  private readonly underWay: UnderWay[] = [];
  private now = 0;

  /** @param parallel trials under way at most */
  constructor(method: SearchMethod, parallel: number) {
    this.method = method;
    this.parallel = parallel;
  }

  /**
   * Asks for trials as long as there is room, and all that were begun have fewer updates than the search may have.
   * @param steps updates of the whole search
   * @returns all that are under way
   */
  fill(steps: number): readonly Trial[] {
    while (this.underWay.length < this.parallel && this.begun < steps) {
      const trial = this.method.ask();
      if (!trial) break;
      this.begun += trial.updates;
      this.underWay.push({ trial, endsAt: this.now + trial.updates });
    }
    return this.underWay.map(({ trial }) => trial);
  }

  /** The trial that the method is told of next; undefined where none is under way. */
  get next(): Trial | undefined {
    return this.first()?.trial;
  }

  private first(): UnderWay | undefined {
    return this.underWay.reduce<UnderWay | undefined>(
      (first, each) => (first === undefined || each.endsAt < first.endsAt ? each : first),
      undefined,
    );
  }

  /** Tells the method what `next` has come to. */
  tell(score: number): void {
    const first = this.first();
    if (!first) throw new Error('no trial is under way');
    this.now = first.endsAt;
    this.underWay.splice(this.underWay.indexOf(first), 1);
    this.method.tell(first.trial, score);
  }
}
