/** `avis.xml (dans lot.zip)` of `lot.zip!avis.xml`: what came within an archive comes first, as people look for the document. */
export function fileWords(file: string): string {
  const [inner = file, ...archives] = file.split('!').toReversed();
  return [inner, ...archives.map((archive) => `(dans ${archive})`)].join(' ');
}
