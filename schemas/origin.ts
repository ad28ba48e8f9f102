/**
 * The annotation with the path of the manifest that an object came from, set by whoever reads the manifest. Where it lies is
 * not part of what it says: the same manifest from elsewhere is no change.
 */
export const originAnnotation = 'muster.dev/origin';
