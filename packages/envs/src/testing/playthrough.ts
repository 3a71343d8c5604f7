/** Reads OpenSpiel's playthrough files: a whole game as text, with what is true at every state. */

/** One state of a playthrough. Actions are OpenSpiel's numbers. */
export interface PlaythroughState {
  /** What is true of the state; absent where the file leaves a state out to stay short. */
  facts?: PlaythroughFacts;
  /** The action then played; absent at the end. */
  action?: number;
}

/** What a playthrough says of one state. */
export interface PlaythroughFacts {
  /** The state's text, without the "# " before each line. */
  text: string;
  isTerminal: boolean;
  currentPlayer: number;
  legalActions: number[];
  /** OpenSpiel's text for each legal action. */
  legalTexts: string[];
  rewards: number[];
  returns: number[];
}

/** @throws SyntaxError naming the state that has neither facts nor an action */
export function parsePlaythrough(text: string): PlaythroughState[] {
  const blocks = text.replaceAll('\r', '').split(/^# State \d+$/m);
  return blocks.slice(1).map((block, index) => {
    const action = /^action: (\d+)$/m.exec(block)?.[1];
    const facts = /^IsTerminal\(\)/m.test(block) ? parseFacts(block) : undefined;
    if (!facts && action === undefined) throw new SyntaxError(`state ${index} of the playthrough is broken`);
    return { ...(facts && { facts }), ...(action !== undefined && { action: Number(action) }) };
  });
}

function parseFacts(block: string): PlaythroughFacts {
  const field = (name: string): string => new RegExp(`^${name}\\(\\) = (.*)$`, 'm').exec(block)?.[1] ?? '[]';
  const numbers = (name: string): number[] => JSON.parse(field(name)).map((value: number) => value + 0); // −0 + 0 = 0
  const lines = block.slice(1).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return {
    text: lines
      .slice(0, end)
      .map((line) => line.slice(2))
      .join('\n'),
    isTerminal: field('IsTerminal') === 'True',
    currentPlayer: Number(field('CurrentPlayer')),
    legalActions: numbers('LegalActions'),
    legalTexts: JSON.parse(field('StringLegalActions')),
    rewards: numbers('Rewards'),
    returns: numbers('Returns'),
  };
}
