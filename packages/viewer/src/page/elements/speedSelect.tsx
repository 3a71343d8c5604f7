/** A choice of steps a second. */
import { words } from '../words.js';

interface SpeedSelectProps {
  speeds: readonly number[];
  value: number;
  onChange: (chosen: number) => void;
}

/** One of `speeds`. */
export function SpeedSelect({ speeds, value, onChange }: SpeedSelectProps) {
  return (
    <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
      {speeds.map((each) => (
        <option key={each} value={each}>
          {words.stepsPerSecond(each)}
        </option>
      ))}
    </select>
  );
}
