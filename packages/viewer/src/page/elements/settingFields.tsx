/** A field for each setting of what can be run. */
import type { SettingInfo } from '@agon/core';

/** The words of a choice such as "wave | hills". */
const choicesOf = (type: string): string[] => (type.includes(' | ') ? type.split(' | ') : []);

/** Whole numbers with few choices are set by a slider; from 0 to 1 lie fractions. */
const isSlider = (least: number, most: number): boolean =>
  Number.isInteger(least) && most - least > 1 && most - least <= 40;

/** A setting as a field holds it: lists with slashes. */
export const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('/') : String(value ?? '');

/**
 * @param choices what can be chosen for settings that take any text
 * @param values what was changed, by key; the others have their defaults
 */
export function SettingFields({
  settings,
  choices: offered = {},
  values,
  onChange,
}: {
  settings: readonly SettingInfo[];
  choices?: Readonly<Record<string, readonly string[]>>;
  values: Readonly<Record<string, string>>;
  onChange: (key: string, value: string) => void;
}) {
  return (
    <>
      {settings.map(({ key, type, default: fallback, description, least, most = Infinity }) => {
        const isSmall = type === 'number' && least !== undefined && isSlider(least, most);
        const value = values[key] ?? textOf(fallback);
        const choices = offered[key] ?? (type === 'boolean' ? ['true', 'false'] : choicesOf(type));
        return (
          <label key={key} title={description}>
            <span>{key}</span>{' '}
            {choices.length > 0 ? (
              <select value={value} onChange={(event) => onChange(key, event.currentTarget.value)}>
                {choices.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            ) : isSmall ? (
              <input
                type="range"
                min={least}
                max={most}
                value={value}
                onInput={(event) => onChange(key, event.currentTarget.value)}
              />
            ) : (
              <input
                inputMode={type === 'number' ? 'decimal' : 'text'}
                value={value}
                onInput={(event) => onChange(key, event.currentTarget.value)}
              />
            )}
            <span class="muted small">{isSmall ? `${value}: ${description}` : description}</span>
          </label>
        );
      })}
    </>
  );
}
