import { boardWords } from './words.js';

/** The name of an environment's action for people ("l" is left). */
export function actionName(name: string): string {
  return boardWords.actions[name] ?? name;
}
