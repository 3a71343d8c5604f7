/** @agon/models/vision: what agents use of networks for pictures: attacks by gradients. */
export { fgsm, pgd, type AttackedPictures } from './attacks/attacks.js';
export type { AttackInfo } from './attacks/registry.js';
export { AttackTarget, type AnswersPictures } from './attacks/target.js';
export { beginWith } from './beginWith.js';
export { judge } from './classifier/scores.js';
