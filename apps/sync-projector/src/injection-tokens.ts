/** The host's `ProjectorParts`. */
export const PARTS = Symbol('projector parts');
