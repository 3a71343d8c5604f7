/**
 * ImageNet's top-5 error over the years, each number with its source. An answer is right at top-5 if the picture's one label is among
 * five guesses, of 1,000 classes.
 */

/** One result. */
export interface ImagenetResult {
  readonly year: number;
  readonly name: string;
  /** Percent of pictures whose label is not among five guesses. */
  readonly error: number;
  /** A winner of the yearly challenge, its second, a person, or a result outside of the challenge. */
  readonly kind: 'winner' | 'second' | 'person' | 'outside';
  readonly source: string;
}

const CHALLENGE =
  'Russakovsky et al. 2015, ImageNet large scale visual recognition challenge, table of winners';
const ALEXNET = 'Krizhevsky, Sutskever & Hinton 2012, abstract';

/** In the order of the years. */
export const IMAGENET_RESULTS: readonly ImagenetResult[] = [
  { year: 2010, name: 'NEC-UIUC', error: 28.2, kind: 'winner', source: CHALLENGE },
  { year: 2011, name: 'XRCE', error: 25.8, kind: 'winner', source: CHALLENGE },
  { year: 2012, name: 'AlexNet', error: 15.3, kind: 'winner', source: ALEXNET },
  { year: 2012, name: 'second of 2012', error: 26.2, kind: 'second', source: ALEXNET },
  { year: 2013, name: 'Clarifai', error: 11.7, kind: 'winner', source: CHALLENGE },
  { year: 2014, name: 'GoogLeNet', error: 6.7, kind: 'winner', source: CHALLENGE },
  { year: 2014, name: 'one trained person', error: 5.1, kind: 'person', source: 'Russakovsky et al. 2015, section on human accuracy: one person, 1,500 pictures' }, // prettier-ignore
  { year: 2015, name: 'ResNet', error: 3.57, kind: 'winner', source: 'He et al. 2015, abstract' },
  { year: 2016, name: 'Trimps-Soushen', error: 2.99, kind: 'winner', source: 'results of the challenge of 2016' }, // prettier-ignore
  { year: 2016, name: 'Inception-v4 ensemble', error: 3.08, kind: 'outside', source: 'Szegedy et al. 2016, abstract: three residual networks and one Inception-v4' }, // prettier-ignore
  { year: 2017, name: 'SENet', error: 2.25, kind: 'winner', source: 'Hu et al. 2017, abstract (2.251)' },
  { year: 2021, name: 'Meta Pseudo Labels', error: 1.2, kind: 'outside', source: 'Pham et al. 2021 (top-5 98.8 %, on the validation pictures, with 300 million more without labels)' }, // prettier-ignore
];

/** The sources, each once, and what the line of the person means. */
export const IMAGENET_SOURCES: readonly string[] = [
  'What "a person errs at 5 %" means: one person, trained for it, named five classes for each of 1,500 pictures (Russakovsky et al. 2015). A picture has one label there though several can be right. Where five people and all right labels were counted, only models of 2020 were level with the best of them, and people were 4 % better on the 590 classes that are objects (Shankar et al. 2020).',
  ...[...new Set(IMAGENET_RESULTS.map(({ source }) => source))].map((source) => {
    const told = IMAGENET_RESULTS.filter((each) => each.source === source);
    return `${told.map(({ year, name, error }) => `${year} ${name} ${error} %`).join(', ')}: ${source}.`;
  }),
];
