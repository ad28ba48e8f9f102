/** Annotation of an old Placement: the name of the new one, which takes over as soon as it is healthy. */
export const handedOverTo = 'muster.dev/handed-over-to';
