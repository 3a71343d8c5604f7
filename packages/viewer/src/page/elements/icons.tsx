/** The few pictures on buttons, drawn so that no font has to have them. */

const SHAPES = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  last: 'M11 3h2v10h-2zM3 3v10l7-5z',
  play: 'M4 2.5v11L13.5 8z',
  pause: 'M3.5 3h3.2v10H3.5zM9.3 3h3.2v10H9.3z',
  system: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12v-1.2a4.8 4.8 0 0 0 0-9.6z',
  light:
    'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.4 1h1.2v2.4H7.4zM7.4 12.6h1.2V15H7.4zM1 7.4h2.4v1.2H1zM12.6 7.4H15v1.2h-2.4zM2.6 3.5l.9-.9 1.7 1.7-.9.9zM10.8 11.7l.9-.9 1.7 1.7-.9.9zM12.5 2.6l.9.9-1.7 1.7-.9-.9zM4.3 10.8l.9.9-1.7 1.7-.9-.9z',
  dark: 'M9.5 2A6 6 0 1 0 14 10.5 5.2 5.2 0 0 1 9.5 2z',
  full: 'M2.5 2.5h4v1.3H3.8v2.7H2.5zM9.5 2.5h4v4h-1.3V3.8H9.5zM2.5 9.5h1.3v2.7h2.7v1.3h-4zM12.2 9.5h1.3v4h-4v-1.3h2.7z',
} as const;

/** A picture in the colour of the text around it; hidden from screen readers, so the button needs a name. */
export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
