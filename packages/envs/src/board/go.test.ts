import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
describeGame('go 5×5', () => makeGame('go:size=5'), { games: 10 });
describeGame('go 3×3 with suicide', () => makeGame('go:size=3,suicide=true'), { games: 30 });
describeGame('go 9×9 simple ko', () => makeGame('go9:superko=false'), { games: 2 });
describeGame('go 7×7 handicap', () => makeGame('go:size=7,handicap=3'), { games: 3 });
