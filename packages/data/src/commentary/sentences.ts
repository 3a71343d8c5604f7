/** Facts in words. Which of several wordings is taken is drawn by chance: the same stream gives the same words. */
import { formatDecimals, type Rng } from '@agon/core';
import type { Deed, MoveFacts, News } from './facts.js';
import { deedWordings, listed, newsWordings, rewardWordings } from './words/en.js';

const drawn = <T>(all: readonly T[], rng: Rng): T => all[rng.int(all.length)];

const asSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A kind's wordings; of the facts of that kind only, which the catalogue's type does not say of an index. */
type Say<F> = (fact: F, other: string) => string;

/** @param names of the players, by their seats */
export function commentOn({ player, deeds, news }: MoveFacts, names: readonly string[], rng: Rng): string {
  const other = names[1 - player];
  const said = deeds.map((deed) => drawn(deedWordings[deed.kind] as readonly Say<Deed>[], rng)(deed, other));
  const sentences = [`${names[player]} ${listed(said)}.`, ...news.map((each) => newsText(each, names, rng))];
  return sentences.map(asSentence).join(' ');
}

function newsText(news: News, names: readonly string[], rng: Rng): string {
  const named = 'player' in news ? { ...news, player: names[news.player] } : news;
  return drawn(newsWordings[news.kind] as readonly ((news: unknown) => string)[], rng)(named);
}

/** What a step of an episode brought, where it brought something. @param reward the change of the return */
export function commentOnReward(reward: number, rng: Rng): string | undefined {
  if (reward === 0) return undefined;
  const wordings = reward > 0 ? rewardWordings.gains : rewardWordings.losses;
  return drawn(wordings, rng)(String(Number(formatDecimals(Math.abs(reward), 2))));
}
