/** Text without accents nor capitals: by what people search names, and by what headers of columns are known. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
