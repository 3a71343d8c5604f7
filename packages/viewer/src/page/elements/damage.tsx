/** What is wrong with the files of a run or a tournament. */
export function Damage({ damage = [] }: { damage?: readonly string[] }) {
  return damage.map((text) => (
    <p key={text} class="notice bad">
      {text}
    </p>
  ));
}
