/** stub */
export interface TournamentFlags {
  env: string;
  agents: string[];
  games: number;
  seed: number;
  json?: boolean;
}
export async function tournament(flags: TournamentFlags): Promise<void> {
  throw new Error(flags.env);
}
