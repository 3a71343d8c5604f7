/** The levels of Fish Fillets whose dialogues are read. */
export const LEVELS: readonly string[] =
  'airplane alibaba atlantis aztec barrel bathroom bathyscaph briefcase broom cabin1 cabin2 cancan cannons captain cave cellar chest city columns computer corals corridor crabshow creatures duckie dump electromagnet elevator1 elevator2 elk emulator ending engine experiments fdto floppy gems gods grail hanoi hardware hole imprisoned key keys kitchen labyrinth library linux magnet map music noground nowall party1 party2 pavement pearls propulsion puzzle pyramid reactor reef rush snowman society stairs start steel submarine tank tetris turtle ufo viking1 viking2 warcraft wc windoze wreck'.split(
    ' ',
  );
