/** Words of the lecture. */
export const lectureWords = {
  title: 'The lecture',
  about:
    'In the order of the slides: for each part its lessons, what goes on in a terminal, the networks, what is trained, and the paper.',
  bigType: 'Big type, for a projector',
  embed:
    'A lesson for a slide, without the frame of this page: put ?embed behind its address, such as #/learn/convolution?embed.',
  noLesson: 'No lesson yet.',
  command: 'Command',
  networks: 'Networks',
  trainers: 'Trained by',
  paper: 'Paper',
  forSlide: 'for a slide',
} as const;
