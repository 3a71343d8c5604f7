/** The few pictures on buttons, drawn so that no font has to have them. */

const SHAPES = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  last: 'M11 3h2v10h-2zM3 3v10l7-5z',
  play: 'M4 2.5v11L13.5 8z',
  pause: 'M3.5 3h3.2v10H3.5zM9.3 3h3.2v10H9.3z',
} as const;

/** A picture in the colour of the text around it; hidden from screen readers, so the button needs a name. */
export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
