/** Sex, year, month (01–12, or 20 and above when unknown), then département, commune, order and perhaps the key. */
const NIR_SHAPE = /(?<![0-9])[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])[0-9][0-9AB][0-9]{6}(?:[0-9]{2})?(?![0-9])/i;

/** Whether a text, its spaces, points and hyphens put aside, holds what has the shape of a NIR. */
export const hasNirShape = (text: string): boolean => NIR_SHAPE.test(text.replace(/[\s.-]+/g, ''));
