/** A field for a seed. */
import type { Signal } from '@preact/signals';

/** Sets the seed to each whole number from 0 on that is typed. */
export function SeedField({ label, seed }: { label: string; seed: Signal<number> }) {
  return (
    <label>
      {label}{' '}
      <input
        type="number"
        min="0"
        step="1"
        value={seed.value}
        onInput={({ currentTarget: { valueAsNumber } }) =>
          Number.isSafeInteger(valueAsNumber) && valueAsNumber >= 0 && (seed.value = valueAsNumber)
        }
      />
    </label>
  );
}
