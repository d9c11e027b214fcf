const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** A name for the middle of a text that cannot hold elements: the words around it keep their order. */
export const inSentence = (name: string): string =>
  `${ISOLATE}${name.replace(DIRECTION_CONTROLS, '')}${END_OF_ISOLATE}`;
